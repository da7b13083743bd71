//! Running a program.
mod boxed;
mod function;
mod policy;
mod table;

use std::sync::Arc;

use self::function::Callee;
use super::program::{Boxed, Kind, Program, Routine};
use crate::feel::ast::Span;
use crate::feel::general::{Exhausted, Note, Session};
use crate::value::{ContextValue, FunctionValue, Value};

type Outcome = Result<Value, Exhausted>;

/// What a run tells beside its values.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Why what is null is null, innermost first.
    pub notes: Vec<Note>,
    /// The rules that tables chose: the table's origin, and the rule's number, from 0.
    pub hits: Vec<(u32, u32)>,
}

/// The program and the session of a run.
#[derive(Debug)]
pub(super) struct Machine<'m, 's> {
    pub program: &'m Arc<Program>,
    pub session: &'m mut Session<'s>,
}

/// The values of one request: of each node that has one.
pub(super) type Values = Vec<Option<Value>>;

impl Machine<'_, '_> {
    /// Works out some decisions and what they require.
    pub fn decide(
        &mut self,
        wanted: impl Iterator<Item = u32>,
        values: &mut Values,
    ) -> Result<(), Exhausted> {
        let program = Arc::clone(self.program);
        let mut needed = vec![false; program.nodes.len()];
        let mark = |needed: &mut Vec<bool>, node: u32| {
            if let Some(it) = needed.get_mut(node as usize) {
                *it = true;
            }
        };
        wanted.for_each(|node| mark(&mut needed, node));
        let open = |needed: &[bool], values: &Values, node: u32| {
            let node = node as usize;
            needed.get(node) == Some(&true) && values.get(node).is_some_and(Option::is_none)
        };
        for &node in program.order.iter().rev() {
            if open(&needed, values, node)
                && let Some(Kind::Decision(Some(routine))) =
                    program.nodes.get(node as usize).map(|node| &node.kind)
            {
                routine.requires.iter().for_each(|&(required, _)| mark(&mut needed, required));
            }
        }
        for &node in &program.order {
            if open(&needed, values, node) {
                let value = self.decision(node, values)?;
                if let Some(slot) = values.get_mut(node as usize) {
                    *slot = Some(value);
                }
            }
        }
        Ok(())
    }

    fn decision(&mut self, node: u32, values: &Values) -> Outcome {
        let program = Arc::clone(self.program);
        match program.nodes.get(node as usize).map(|node| &node.kind) {
            Some(Kind::Decision(Some(routine))) => {
                let mut frame = vec![Value::Null; routine.slots];
                self.fill(routine, values, &mut frame);
                self.eval(&routine.body, &mut frame)
            }
            _ => Ok(Value::Null),
        }
    }

    /// Puts what a routine requires into its slots.
    fn fill(&mut self, routine: &Routine, values: &Values, frame: &mut [Value]) {
        for &(required, slot) in &routine.requires {
            let value = match values.get(required as usize) {
                Some(Some(value)) => value.clone(),
                _ => self.function(required).unwrap_or_default(),
            };
            if let Some(place) = frame.get_mut(slot as usize) {
                *place = value;
            }
        }
    }

    /// The function that a node is.
    pub fn function(&self, node: u32) -> Option<Value> {
        match self.program.nodes.get(node as usize)?.kind {
            Kind::Knowledge(_) | Kind::Service(_) => {
                let callee = Callee { program: Arc::clone(self.program), node };
                Some(FunctionValue::new(Arc::new(callee)).into())
            }
            Kind::Input | Kind::Decision(_) => None,
        }
    }

    /// Calls a node with arguments that are of its parameters' types; the result is not yet brought to its own.
    pub fn call(&mut self, node: u32, mut arguments: Vec<Value>) -> Outcome {
        let program = Arc::clone(self.program);
        match program.nodes.get(node as usize).map(|node| &node.kind) {
            Some(Kind::Knowledge(function)) => {
                arguments.resize(function.routine.slots, Value::Null);
                self.fill(&function.routine, &Vec::new(), &mut arguments);
                self.eval(&function.routine.body, &mut arguments)
            }
            Some(Kind::Service(service)) => {
                let mut values: Values = vec![None; program.nodes.len()];
                for (&input, value) in service.inputs.iter().zip(arguments) {
                    if let Some(slot) = values.get_mut(input as usize) {
                        *slot = Some(value);
                    }
                }
                self.decide(service.outputs.iter().map(|(_, node)| *node), &mut values)?;
                let of = |node: u32| values.get(node as usize).cloned().flatten().unwrap_or_default();
                Ok(match &*service.outputs {
                    [(_, only)] => of(*only),
                    several => {
                        let entries = several.iter().map(|(name, node)| (Arc::clone(name), of(*node)));
                        ContextValue::new(entries.collect()).into()
                    }
                })
            }
            _ => Ok(Value::Null),
        }
    }

    /// The value of an expression, brought to its type.
    pub fn eval(&mut self, boxed: &Boxed, frame: &mut Vec<Value>) -> Outcome {
        let before = self.session.enter_origin(boxed.origin);
        let mut value = self.logic(boxed, frame)?;
        if let Some(ty) = &boxed.ty {
            value = ty.border(&value, self.session)?;
        }
        self.session.enter_origin(before);
        Ok(value)
    }

    /// Null, with a reason.
    #[cold]
    fn null(&mut self, why: impl FnOnce() -> String) -> Value {
        self.session.note(Span::default(), why);
        Value::Null
    }
}
