//! Functions as values: literals with what they have captured, built-in ones, and those of a host.
use std::fmt;
use std::sync::Arc;

use super::call;
use super::node::Routine;
use super::run::Machine;
use super::session::{Exhausted, Session};
use super::types::FeelType;
use crate::feel::ast::Span;
use crate::feel::builtins::Builtin;
use crate::value::{FunctionValue, Value};

/// A formal parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Arc<str>,
    /// Its type.
    pub ty: FeelType,
}

/// What can be called.
pub trait Callable: fmt::Debug + Send + Sync {
    /// Its parameters, all of them required.
    fn parameters(&self) -> &[Parameter];

    /// The type of what it gives.
    fn result(&self) -> &FeelType {
        &FeelType::Any
    }

    /// Whether it is a `function<parameters> -> result`, as far as its own result is known.
    fn conforms(&self, parameters: &[FeelType], result: &FeelType) -> bool {
        self.parameters().len() == parameters.len()
            && parameters.iter().zip(self.parameters()).all(|(given, own)| given.conforms_to(&own.ty))
            && (*self.result() == FeelType::Any || self.result().conforms_to(result))
    }

    /// Calls it; the arguments are as many as the parameters and of their types.
    ///
    /// # Errors
    /// When the run is exhausted.
    fn call(&self, arguments: Vec<Value>, session: &mut Session<'_>) -> Result<Value, Exhausted>;

    /// The rows of the table, where it is a built-in function.
    fn rows(&self) -> Option<&[&'static Builtin]> {
        None
    }
}

/// A function literal and what it has captured.
#[derive(Debug)]
struct Closure {
    routine: Arc<Routine>,
    captured: Box<[Value]>,
}

impl Callable for Closure {
    fn parameters(&self) -> &[Parameter] {
        &self.routine.parameters
    }

    fn call(&self, mut arguments: Vec<Value>, session: &mut Session<'_>) -> Result<Value, Exhausted> {
        if self.routine.own {
            let again = || closure(Arc::clone(&self.routine), self.captured.clone());
            arguments.push(if self.routine.recursive { again() } else { Value::Null });
        }
        arguments.extend(self.captured.iter().cloned());
        Machine::new(session, &arguments, self.routine.locals).eval(&self.routine.body)
    }
}

/// The value of a function literal.
pub(super) fn closure(routine: Arc<Routine>, captured: Box<[Value]>) -> Value {
    FunctionValue::new(Arc::new(Closure { routine, captured })).into()
}

/// A built-in function as a value.
#[derive(Debug)]
pub(super) struct BuiltinFunction {
    rows: Box<[&'static Builtin]>,
    parameters: Box<[Parameter]>,
}

impl BuiltinFunction {
    /// The function of these rows; `None` where there are none.
    pub fn of(rows: &[&'static Builtin]) -> Option<Value> {
        let first = rows.first()?;
        let parameters = first.params.iter().filter(|param| !param.optional);
        let parameters =
            parameters.map(|param| Parameter { name: param.name.into(), ty: FeelType::Any }).collect();
        Some(FunctionValue::new(Arc::new(Self { rows: rows.into(), parameters })).into())
    }
}

impl Callable for BuiltinFunction {
    fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    fn conforms(&self, parameters: &[FeelType], result: &FeelType) -> bool {
        let takes = |row: &&Builtin| {
            let given = parameters.iter().enumerate();
            row.accepts(parameters.len())
                && given
                    .filter_map(|(index, ty)| Some((row.sort_of(index, parameters.len())?, ty)))
                    .all(|(sort, ty)| ty.conforms_to(&FeelType::of_sort(sort)))
                && FeelType::of_sort(row.result).conforms_to(result)
        };
        self.rows.iter().copied().any(|row| takes(&row))
    }

    fn call(&self, arguments: Vec<Value>, session: &mut Session<'_>) -> Result<Value, Exhausted> {
        call::builtin(&self.rows, &arguments, Span::default(), session)
    }

    fn rows(&self) -> Option<&[&'static Builtin]> {
        Some(&self.rows)
    }
}
