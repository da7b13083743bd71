//! What holds facts: a mapping, by its keys, or an object, by its fields.
use std::sync::Arc;

use engine_core::facts::{Problem, Reading};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString};

use crate::plan::{Key, Plan, Plans};

/// The facts of a request, or of one of its groups.
pub enum Holder<'py> {
    /// By keys, with the count of those that were found.
    Dict(Bound<'py, PyDict>, usize),
    /// By fields, and by keys beyond them.
    Object(Bound<'py, PyAny>, Arc<Plan>, Option<(Bound<'py, PyDict>, usize)>),
}

impl<'py> Holder<'py> {
    /// What an object holds; `None` where it is neither a mapping nor has fields.
    pub fn of(
        given: &Bound<'py, PyAny>,
        plans: &Plans,
        group: Option<usize>,
        key: &dyn Fn(&str) -> Option<Key>,
    ) -> PyResult<Option<Self>> {
        if let Ok(dict) = given.cast::<PyDict>() {
            return Ok(Some(Self::Dict(dict.clone(), 0)));
        }
        if let Ok(mapping) = given.cast::<PyMapping>() {
            let dict = PyDict::new(given.py());
            dict.update(mapping)?;
            return Ok(Some(Self::Dict(dict, 0)));
        }
        let Some(plan) = plans.get(given, group, key)? else { return Ok(None) };
        let extra = if plan.extra { given.getattr_opt("__pydantic_extra__")? } else { None };
        let extra = extra.and_then(|extra| extra.cast_into().ok()).map(|extra| (extra, 0));
        Ok(Some(Self::Object(given.clone(), plan, extra)))
    }

    /// The value of a fact.
    pub fn fact(&mut self, index: usize, key: &Py<PyString>) -> PyResult<Option<Bound<'py, PyAny>>> {
        match self {
            Self::Dict(dict, used) => found(dict, key, used),
            Self::Object(object, plan, extra) => {
                attribute(object, plan, plan.facts.get(index).and_then(Option::as_ref), key, extra)
            }
        }
    }

    /// The value of a group.
    pub fn group(&mut self, index: usize, key: &Py<PyString>) -> PyResult<Option<Bound<'py, PyAny>>> {
        match self {
            Self::Dict(dict, used) => found(dict, key, used),
            Self::Object(object, plan, extra) => {
                attribute(object, plan, plan.groups.get(index).and_then(Option::as_ref), key, extra)
            }
        }
    }

    /// The cause for which an object says that its whole group is missing; `also` tells whether it gives facts as well.
    pub fn missing(&self) -> PyResult<Option<(Bound<'py, PyAny>, bool)>> {
        let Self::Object(object, plan, _) = self else { return Ok(None) };
        let Some(attribute) = &plan.missing else { return Ok(None) };
        let Some(cause) = plan.value(object, attribute)?.filter(|cause| !cause.is_none()) else {
            return Ok(None);
        };
        for fact in plan.facts.iter().chain(&plan.groups).flatten() {
            if plan.value(object, fact)?.is_some_and(|value| !value.is_none()) {
                return Ok(Some((cause, true)));
            }
        }
        Ok(Some((cause, false)))
    }

    /// Reports what no fact is read from. Where all keys were used, which is nearly always, counting them is enough.
    pub fn report(
        &self,
        prefix: &str,
        key: &dyn Fn(&str) -> Option<Key>,
        reading: &mut Reading<'_>,
    ) -> PyResult<()> {
        match self {
            Self::Dict(dict, used) => report_keys(dict, *used, prefix, key, reading),
            Self::Object(object, plan, extra) => {
                for attribute in &plan.unknown {
                    if plan.value(object, attribute)?.is_some() {
                        reading.unknown(&dotted(prefix, attribute.bind(object.py()).to_str()?));
                    }
                }
                for name in &plan.twice {
                    let name = dotted(prefix, name);
                    reading.problem(Problem::other(&name, format!("`{name}` is given twice, by two fields")));
                }
                let Some((extra, used)) = extra else { return Ok(()) };
                report_keys(extra, *used, prefix, key, reading)
            }
        }
    }
}

fn attribute<'py>(
    object: &Bound<'py, PyAny>,
    plan: &Plan,
    attribute: Option<&Py<PyString>>,
    key: &Py<PyString>,
    extra: &mut Option<(Bound<'py, PyDict>, usize)>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    match (attribute, extra) {
        (Some(attribute), _) => plan.value(object, attribute),
        (None, Some((extra, used))) => found(extra, key, used),
        (None, None) => Ok(None),
    }
}

fn found<'py>(
    facts: &Bound<'py, PyDict>,
    key: &Py<PyString>,
    used: &mut usize,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let value = facts.get_item(key.bind(facts.py()))?;
    *used += usize::from(value.is_some());
    Ok(value)
}

fn report_keys(
    facts: &Bound<'_, PyDict>,
    used: usize,
    prefix: &str,
    known: &dyn Fn(&str) -> Option<Key>,
    reading: &mut Reading<'_>,
) -> PyResult<()> {
    if facts.len() == used {
        return Ok(());
    }
    for key in facts.keys() {
        match key.cast::<PyString>() {
            Ok(text) => {
                let Ok(text) = text.to_str() else {
                    reading.problem(Problem::other("?", "a key is not Unicode text"));
                    continue;
                };
                if !matches!(known(text), Some(Key::Fact(_) | Key::Group(_))) {
                    reading.unknown(&dotted(prefix, text));
                }
            }
            Err(_) => {
                let shown = key.repr()?;
                reading.problem(Problem::other(&shown.to_string(), format!("the key {shown} is not a text")));
            }
        }
    }
    Ok(())
}

fn dotted(group: &str, key: &str) -> String {
    if group.is_empty() { key.to_owned() } else { format!("{group}.{key}") }
}
