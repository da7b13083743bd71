//! Names and types as Python gives them → a scope.
use std::sync::Arc;

use engine_core::feel::general::{FeelType, ItemType, Scope, UnaryTests};
use engine_core::value::Value;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};

use super::errors::syntax_error;

/// The scope of types alone: name → `"list<number>"`, or a pair of that and the allowed values.
pub fn typed(types: Option<&Bound<'_, PyDict>>) -> PyResult<Scope> {
    let mut scope = Scope::new();
    // A type may name one that stands later; a few rounds find every order that is no circle.
    let mut open: Vec<(String, Bound<'_, PyAny>)> = Vec::new();
    for (name, ty) in types.into_iter().flatten() {
        let name: String = name.extract()?;
        open.push((name, ty));
    }
    while !open.is_empty() {
        let before = open.len();
        let mut rest = Vec::new();
        let mut first = None;
        for (name, ty) in open {
            match item(&name, &ty, &scope) {
                Ok(known) => scope.add_type(&name, known),
                Err(error) => {
                    first.get_or_insert(error);
                    rest.push((name, ty));
                }
            }
        }
        if let Some(error) = first
            && rest.len() == before
        {
            return Err(error);
        }
        open = rest;
    }
    Ok(scope)
}

fn item(name: &str, given: &Bound<'_, PyAny>, scope: &Scope) -> PyResult<FeelType> {
    let (base, allowed) = match given.cast::<PyTuple>() {
        Ok(pair) => {
            let (base, allowed): (String, Option<String>) = pair.extract()?;
            (base, allowed)
        }
        Err(_) => (given.cast::<PyString>()?.to_str()?.to_owned(), None),
    };
    let allowed = allowed
        .map(|text| UnaryTests::new(&text, &Scope::new()).map_err(|error| syntax_error(&text, &error)))
        .transpose()?;
    Ok(FeelType::Item(Arc::new(ItemType { name: name.into(), base: named(&base, scope)?, allowed })))
}

/// The type that a text shows.
pub fn named(text: &str, scope: &Scope) -> PyResult<FeelType> {
    match FeelType::parse(text, scope) {
        Ok(Ok(ty)) => Ok(ty),
        Ok(Err(unknown)) => Err(PyValueError::new_err(format!("there is no type `{unknown}` in `{text}`"))),
        Err(error) => Err(syntax_error(text, &error)),
    }
}

/// Makes the names of members within a value known.
pub fn add_members(scope: &mut Scope, value: &Value) {
    match value {
        Value::Context(context) => {
            for (name, member) in context.entries() {
                scope.add_member(name);
                add_members(scope, member);
            }
        }
        Value::List(items) => items.iter().for_each(|item| add_members(scope, item)),
        _ => {}
    }
}
