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
    /// By fields.
    Object(Object<'py>),
}

/// An object with fields.
pub struct Object<'py> {
    object: Bound<'py, PyAny>,
    plan: Arc<Plan>,
    /// Its own dict, where the fields lie there.
    dict: Option<Bound<'py, PyDict>>,
    /// Keys beyond the fields, with the count of those that were found.
    extra: Option<(Bound<'py, PyDict>, usize)>,
}

impl<'py> Object<'py> {
    fn of(object: &Bound<'py, PyAny>, plan: Arc<Plan>) -> PyResult<Self> {
        let own = |name: &str, wanted: bool| {
            let found = if wanted { object.getattr_opt(name)? } else { None };
            Ok::<_, PyErr>(found.and_then(|found| found.cast_into::<PyDict>().ok()))
        };
        let dict = own("__dict__", plan.pydantic)?;
        let extra = own("__pydantic_extra__", plan.extra)?.map(|extra| (extra, 0));
        Ok(Self { object: object.clone(), plan, dict, extra })
    }

    fn value(&self, attribute: &Py<PyString>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.plan.value(&self.object, self.dict.as_ref(), attribute)
    }

    fn get(&mut self, key: Key, name: &Py<PyString>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let attribute = match key {
            Key::Fact(index) => self.plan.facts.get(index).and_then(Option::as_ref),
            Key::Group(index) => self.plan.groups.get(index).and_then(Option::as_ref),
            Key::Missing => self.plan.missing.as_ref(),
        };
        match (attribute, &mut self.extra) {
            (Some(attribute), _) => self.plan.value(&self.object, self.dict.as_ref(), attribute),
            (None, Some((extra, used))) => found(extra, name, used),
            (None, None) => Ok(None),
        }
    }

    fn report(
        &self,
        prefix: &str,
        key: &dyn Fn(&str) -> Option<Key>,
        reading: &mut Reading<'_>,
    ) -> PyResult<()> {
        for attribute in &self.plan.unknown {
            if self.value(attribute)?.is_some() {
                reading.unknown(&dotted(prefix, attribute.bind(self.object.py()).to_str()?));
            }
        }
        for name in &self.plan.twice {
            let name = dotted(prefix, name);
            reading.problem(Problem::other(&name, format!("`{name}` is given twice, by two fields")));
        }
        let Some((extra, used)) = &self.extra else { return Ok(()) };
        report_keys(extra, *used, prefix, key, reading)
    }
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
        // A class that has a plan was found to be no mapping.
        if let Some(plan) = plans.now().find(given, group) {
            return Object::of(given, Arc::clone(plan)).map(|object| Some(Self::Object(object)));
        }
        if let Ok(mapping) = given.cast::<PyMapping>() {
            let dict = PyDict::new(given.py());
            dict.update(mapping)?;
            return Ok(Some(Self::Dict(dict, 0)));
        }
        let Some(plan) = plans.get(given, group, key)? else { return Ok(None) };
        Object::of(given, plan).map(|object| Some(Self::Object(object)))
    }

    /// The value of a fact.
    pub fn fact(&mut self, index: usize, name: &Py<PyString>) -> PyResult<Option<Bound<'py, PyAny>>> {
        match self {
            Self::Dict(dict, used) => found(dict, name, used),
            Self::Object(object) => object.get(Key::Fact(index), name),
        }
    }

    /// The value of a group.
    pub fn group(&mut self, index: usize, name: &Py<PyString>) -> PyResult<Option<Bound<'py, PyAny>>> {
        match self {
            Self::Dict(dict, used) => found(dict, name, used),
            Self::Object(object) => object.get(Key::Group(index), name),
        }
    }

    /// The cause for which an object says that its whole group is missing, and whether it gives facts as well.
    pub fn missing(&self) -> PyResult<Option<(Bound<'py, PyAny>, bool)>> {
        let Self::Object(object) = self else { return Ok(None) };
        let Some(attribute) = &object.plan.missing else { return Ok(None) };
        let Some(cause) = object.value(attribute)?.filter(|cause| !cause.is_none()) else { return Ok(None) };
        for member in object.plan.facts.iter().chain(&object.plan.groups).flatten() {
            if object.value(member)?.is_some_and(|value| !value.is_none()) {
                return Ok(Some((cause, true)));
            }
        }
        Ok(Some((cause, false)))
    }

    /// Reports what no fact is read from.
    pub fn report(
        &self,
        prefix: &str,
        key: &dyn Fn(&str) -> Option<Key>,
        reading: &mut Reading<'_>,
    ) -> PyResult<()> {
        match self {
            Self::Dict(dict, used) => report_keys(dict, *used, prefix, key, reading),
            Self::Object(object) => object.report(prefix, key, reading),
        }
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

/// Where all keys were used, which is nearly always, counting them is enough.
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
