//! An expression or a cell, compiled for one use: the names are those of the context.
use engine_core::feel::general::{Expression, Scope, Session, UnaryTests};
use engine_core::value::Value;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use super::errors::{exhausted, syntax_error};
use super::from_python::{self, clock};
use super::{scope, to_python};
use crate::guard::guarded;

/// The value of an expression.
#[pyfunction]
#[pyo3(signature = (expression, context=None, *, now=None))]
pub fn feel_evaluate<'py>(
    py: Python<'py>,
    expression: &str,
    context: Option<&Bound<'py, PyAny>>,
    now: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (scope, inputs) = read(context)?;
    let now = clock(now)?;
    let compiled = guarded(|| Expression::new(expression, &scope))?;
    let compiled = compiled.map_err(|error| syntax_error(expression, &error))?;
    let value = guarded(|| compiled.run(&inputs, &mut Session::new().at(now)))?.map_err(exhausted)?;
    to_python::value(py, &value)
}

/// Whether a value passes a cell; None where that is not known.
#[pyfunction]
#[pyo3(signature = (cell, value, context=None, *, now=None))]
pub fn feel_test(
    cell: &str,
    value: &Bound<'_, PyAny>,
    context: Option<&Bound<'_, PyAny>>,
    now: Option<&Bound<'_, PyAny>>,
) -> PyResult<Option<bool>> {
    let (mut scope, inputs) = read(context)?;
    let value = from_python::value(value)?;
    let now = clock(now)?;
    scope::add_members(&mut scope, &value);
    let compiled = guarded(|| UnaryTests::new(cell, &scope))?;
    let compiled = compiled.map_err(|error| syntax_error(cell, &error))?;
    let truth = guarded(|| compiled.truth(&value, &inputs, &mut Session::new().at(now)))?;
    Ok(truth.map_err(exhausted)?.to_option())
}

/// A value as FEEL writes it.
#[pyfunction]
pub fn feel_text(value: &Bound<'_, PyAny>) -> PyResult<String> {
    Ok(engine_core::value::ops::to_feel_text(&from_python::value(value)?))
}

/// The names of the built-in functions, in the order of their table.
#[pyfunction]
pub fn feel_functions() -> Vec<&'static str> {
    let mut names = engine_core::feel::builtins::names();
    names.extend(["now", "today"]);
    names
}

/// The scope of a context's names, and their values.
fn read(context: Option<&Bound<'_, PyAny>>) -> PyResult<(Scope, Vec<Value>)> {
    let mut scope = Scope::new();
    let mut inputs = Vec::new();
    let Some(context) = context.filter(|context| !context.is_none()) else { return Ok((scope, inputs)) };
    let Value::Context(context) = from_python::value(context)? else {
        return Err(PyTypeError::new_err("the context must be a mapping of names to values"));
    };
    for (name, value) in context.entries() {
        scope.add(name);
        scope::add_members(&mut scope, value);
        inputs.push(value.clone());
    }
    Ok((scope, inputs))
}
