//! Calls: of built-in functions, and of function values.
use std::sync::Arc;

use super::describe;
use super::function::Callable;
use super::session::{Exhausted, Session};
use crate::feel::ast::Span;
use crate::feel::builtins::{Builtin, Caller};
use crate::value::Value;

impl Caller for Session<'_> {
    fn call(&mut self, function: &Value, arguments: Vec<Value>) -> Result<Value, Exhausted> {
        value(function, arguments, Span::default(), self)
    }

    fn take(&mut self, steps: usize) -> Result<(), Exhausted> {
        Session::take(self, steps)
    }
}

/// Calls the first row that the arguments fit.
pub(super) fn builtin(
    rows: &[&'static Builtin],
    arguments: &[Value],
    span: Span,
    session: &mut Session<'_>,
) -> Result<Value, Exhausted> {
    for argument in arguments {
        session.weigh(argument)?;
    }
    let Some(row) = rows.iter().find(|row| row.fits(arguments)) else {
        session.note(span, || misfit(rows, arguments));
        return Ok(Value::Null);
    };
    let result = match row.calls {
        Some(calls) => calls(&row.arranged(arguments), session)?,
        None => row.call_fitting(arguments),
    };
    if result.is_null() {
        session.note(span, || null_result(row, arguments));
    }
    if let Value::Text(text) = &result {
        session.take(text.len() / 16)?;
    }
    Ok(result)
}

fn null_result(row: &Builtin, arguments: &[Value]) -> String {
    let given: Vec<String> = arguments.iter().map(describe::short).collect();
    format!("`{}({})` has no value: {}", row.name, given.join(", "), row.why_not(arguments))
}

fn misfit(rows: &[&'static Builtin], arguments: &[Value]) -> String {
    let given: Vec<&str> = arguments.iter().map(describe::kind).collect();
    let known: Vec<String> = rows.iter().map(|row| row.signature()).collect();
    let name = rows.first().map_or("", |row| row.name);
    if known.is_empty() {
        return "there is no function that takes so many arguments".to_owned();
    }
    format!("`{name}` cannot be called with ({}): it is {}", given.join(", "), known.join(" or "))
}

/// Calls a row by the names of its parameters.
pub(super) fn builtin_named(
    rows: &[&'static Builtin],
    arguments: &[(Arc<str>, Value)],
    span: Span,
    session: &mut Session<'_>,
) -> Result<Value, Exhausted> {
    let placed = rows.iter().find_map(|row| Some((*row, placed(row, arguments)?)));
    if let Some((row, values)) = placed {
        return builtin(&[row], &values, span, session);
    }
    session.note(span, || {
        let names: Vec<&str> = arguments.iter().map(|(name, _)| &**name).collect();
        let known: Vec<String> = rows.iter().map(|row| row.signature()).collect();
        format!("no form of the function takes ({}): it is {}", names.join(", "), known.join(" or "))
    });
    Ok(Value::Null)
}

/// The arguments in the order of the parameters; null for one that is left out before another.
fn placed(row: &Builtin, arguments: &[(Arc<str>, Value)]) -> Option<Vec<Value>> {
    let mut values: Vec<Option<Value>> = vec![None; row.params.len()];
    for (name, value) in arguments {
        let index = row.params.iter().position(|param| param.name == &**name)?;
        let slot = values.get_mut(index)?;
        if slot.is_some() {
            return None;
        }
        *slot = Some(value.clone());
    }
    let given = values.iter().rposition(Option::is_some).map_or(0, |index| index + 1);
    values.truncate(given);
    let complete = row
        .params
        .iter()
        .enumerate()
        .all(|(index, param)| param.optional || values.get(index).is_some_and(Option::is_some));
    let values: Vec<Value> = values.into_iter().map(Option::unwrap_or_default).collect();
    (complete && row.fits(&values)).then_some(values)
}

/// Calls a value with arguments by position.
///
/// # Errors
/// When the run is exhausted.
pub fn value(
    callee: &Value,
    arguments: Vec<Value>,
    span: Span,
    session: &mut Session<'_>,
) -> Result<Value, Exhausted> {
    let Value::Function(function) = callee else {
        session.note(span, || format!("{} is not a function", describe::kind(callee)));
        return Ok(Value::Null);
    };
    if let Some(rows) = function.rows() {
        return builtin(rows, &arguments, span, session);
    }
    let parameters = function.parameters();
    if parameters.len() != arguments.len() {
        let (takes, given) = (parameters.len(), arguments.len());
        session.note(span, || format!("the function takes {takes} arguments, and {given} are given"));
        return Ok(Value::Null);
    }
    checked(&**function, arguments, span, session)
}

/// Calls a value with arguments by name.
///
/// # Errors
/// When the run is exhausted.
pub fn value_named(
    callee: &Value,
    arguments: Vec<(Arc<str>, Value)>,
    span: Span,
    session: &mut Session<'_>,
) -> Result<Value, Exhausted> {
    let Value::Function(function) = callee else {
        return value(callee, Vec::new(), span, session);
    };
    if let Some(rows) = function.rows() {
        return builtin_named(rows, &arguments, span, session);
    }
    let parameters = function.parameters();
    let find =
        |name: &Arc<str>| arguments.iter().find(|(given, _)| given == name).map(|(_, value)| value.clone());
    let values: Option<Vec<Value>> = parameters.iter().map(|parameter| find(&parameter.name)).collect();
    match values.filter(|_| parameters.len() == arguments.len()) {
        Some(values) => checked(&**function, values, span, session),
        None => {
            session.note(span, || {
                let names: Vec<&str> = parameters.iter().map(|parameter| &*parameter.name).collect();
                format!("the function takes ({})", names.join(", "))
            });
            Ok(Value::Null)
        }
    }
}

/// The call once the arguments are of the parameters' types.
fn checked(
    function: &dyn Callable,
    arguments: Vec<Value>,
    span: Span,
    session: &mut Session<'_>,
) -> Result<Value, Exhausted> {
    let mut coerced = Vec::with_capacity(arguments.len());
    for (parameter, argument) in function.parameters().iter().zip(arguments) {
        match parameter.ty.coerce(&argument, session)? {
            Some(argument) => coerced.push(argument),
            None => {
                let message = || {
                    format!(
                        "`{}` takes a {}, not {}",
                        parameter.name,
                        parameter.ty,
                        describe::kind(&argument)
                    )
                };
                session.note(span, message);
                return Ok(Value::Null);
            }
        }
    }
    session.enter()?;
    let result = function.call(coerced, session)?;
    session.leave();
    match function.result().coerce(&result, session)? {
        Some(result) => Ok(result),
        None => {
            session.note(span, || {
                format!("the function gives a {}, not {}", function.result(), describe::kind(&result))
            });
            Ok(Value::Null)
        }
    }
}
