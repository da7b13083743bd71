//! What can be called: nodes of the program, and functions within expressions.
use std::sync::Arc;

use super::Machine;
use crate::dmn::program::{Kind, Lambda, Program};
use crate::feel::general::{Callable, Exhausted, FeelType, Parameter, Session};
use crate::value::{FunctionValue, Value};

/// A business knowledge model or a decision service.
#[derive(Debug)]
pub(in crate::dmn) struct Callee {
    pub program: Arc<Program>,
    pub node: u32,
}

impl Callable for Callee {
    fn parameters(&self) -> &[Parameter] {
        match self.program.nodes.get(self.node as usize).map(|node| &node.kind) {
            Some(Kind::Knowledge(function)) => &function.parameters,
            Some(Kind::Service(service)) => &service.parameters,
            _ => &[],
        }
    }

    fn result(&self) -> &FeelType {
        self.program.nodes.get(self.node as usize).map_or(&FeelType::Any, |node| &node.ty)
    }

    fn call(&self, arguments: Vec<Value>, session: &mut Session<'_>) -> Result<Value, Exhausted> {
        Machine { program: &self.program, session }.call(self.node, arguments)
    }
}

/// A function within an expression, with the slots that it saw when it was made.
#[derive(Debug)]
pub(super) struct Closure {
    pub program: Arc<Program>,
    pub lambda: Arc<Lambda>,
    pub frame: Arc<[Value]>,
}

impl Closure {
    pub fn value(self) -> Value {
        FunctionValue::new(Arc::new(self)).into()
    }
}

impl Callable for Closure {
    fn parameters(&self) -> &[Parameter] {
        &self.lambda.parameters
    }

    fn call(&self, arguments: Vec<Value>, session: &mut Session<'_>) -> Result<Value, Exhausted> {
        let first = self.lambda.first as usize;
        let mut frame: Vec<Value> = self.frame.iter().take(first).cloned().collect();
        frame.resize(first, Value::Null);
        if let Some(slot) = self.lambda.own.and_then(|own| frame.get_mut(own as usize)) {
            let again = Self {
                program: Arc::clone(&self.program),
                lambda: Arc::clone(&self.lambda),
                frame: Arc::clone(&self.frame),
            };
            *slot = again.value();
        }
        frame.extend(arguments);
        frame.resize(self.lambda.slots.max(frame.len()), Value::Null);
        Machine { program: &self.program, session }.eval(&self.lambda.body, &mut frame)
    }
}
