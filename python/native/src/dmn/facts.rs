//! Facts for a model: values of input data, and of decisions where a host gives them.
use engine_core::diagnostic::did_you_mean;
use engine_core::dmn::{Given, Misfit, Role, misfits};
use engine_core::facts::Problem;
use engine_core::feel::general::Session;
use engine_core::value::Value;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use super::model::Model;
use crate::errors::facts_error;
use crate::feel::{exhausted, from_python};

/// How facts are read.
#[derive(Clone, Copy)]
pub struct Rules {
    /// Whether a value that does not conform to its type is an error; otherwise it is null, as the standard says.
    pub strict: bool,
    /// Whether keys that the model does not know are read past.
    pub ignore_unknown: bool,
}

/// Reads the facts of a request.
pub fn read(
    model: &Model,
    facts: &Bound<'_, PyAny>,
    rules: Rules,
    session: &mut Session<'_>,
) -> PyResult<Given> {
    let mut reading =
        Reading { model, given: model.inner.given(), seen: Vec::new(), rules, problems: Vec::new() };
    match facts.cast_exact::<PyDict>() {
        Ok(facts) => reading.dict(facts, session)?,
        Err(_) => {
            let items = facts
                .call_method0("items")
                .map_err(|_| PyTypeError::new_err("facts are given as a mapping of names to values"))?;
            for item in items.try_iter()? {
                let (name, value): (Bound<'_, PyString>, Bound<'_, PyAny>) = item?.extract()?;
                reading.named(&name, &value, session)?;
            }
        }
    }
    if reading.problems.is_empty() {
        Ok(reading.given)
    } else {
        Err(facts_error(facts.py(), reading.problems))
    }
}

struct Reading<'m> {
    model: &'m Model,
    given: Given,
    /// The nodes that were read, rightly or not.
    seen: Vec<u32>,
    rules: Rules,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn dict(&mut self, facts: &Bound<'_, PyDict>, session: &mut Session<'_>) -> PyResult<()> {
        let mut found = 0;
        for (name, node) in &self.model.inputs {
            if let Some(value) = facts.get_item(name.bind(facts.py()))? {
                found += 1;
                self.set(*node, &value, session)?;
            }
        }
        if found == facts.len() {
            return Ok(());
        }
        for (name, value) in facts {
            let Ok(name) = name.cast::<PyString>() else {
                return Err(PyTypeError::new_err("the names of facts must be texts"));
            };
            self.named(name, &value, session)?;
        }
        Ok(())
    }

    fn named(
        &mut self,
        name: &Bound<'_, PyString>,
        value: &Bound<'_, PyAny>,
        session: &mut Session<'_>,
    ) -> PyResult<()> {
        let text = name.to_str()?;
        let found = self.model.inner.find(text).and_then(|node| Some((node, self.model.inner.node(node)?)));
        match found.map(|(number, node)| (number, node.role())) {
            Some((number, Role::Input | Role::Decision)) if !self.seen.contains(&number) => {
                self.set(number, value, session)
            }
            Some((_, Role::Input | Role::Decision)) => Ok(()),
            _ if self.rules.ignore_unknown => Ok(()),
            Some(_) => {
                let message = format!("`{text}` is a function of the model, and no fact");
                self.problems.push(Problem::other(text, message));
                Ok(())
            }
            None => {
                let names = self.model.inner.own(Role::Input).map(|(_, node)| &*node.name);
                self.problems.push(Problem::unknown(text, did_you_mean(text, names)));
                Ok(())
            }
        }
    }

    fn set(&mut self, node: u32, object: &Bound<'_, PyAny>, session: &mut Session<'_>) -> PyResult<()> {
        self.seen.push(node);
        let value = match from_python::value(object) {
            Ok(value) => value,
            Err(error) if error.is_instance_of::<PyValueError>(object.py()) => {
                let name = self.model.inner.node(node).map_or("", |node| &node.name);
                self.problems.push(Problem::other(name, format!("`{name}`: {}", error.value(object.py()))));
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        match self.model.inner.accept(node, value.clone(), session).map_err(exhausted)? {
            Some(value) => self.given.set(node, value),
            None if self.rules.strict => self.refuse(node, &value, session)?,
            None => self.given.set(node, Value::Null),
        }
        Ok(())
    }

    /// Tells every part of a value that does not conform.
    fn refuse(&mut self, node: u32, value: &Value, session: &mut Session<'_>) -> PyResult<()> {
        let Some(node) = self.model.inner.node(node) else { return Ok(()) };
        for Misfit { part, value, expected } in
            misfits(&node.ty, value, &node.name, session).map_err(exhausted)?
        {
            let message = match &value {
                Some(value) => format!("`{part}` must be {expected}, and is {value}"),
                None => format!("`{part}` must be {expected}"),
            };
            self.problems.push(Problem { name: part, value, message, expected });
        }
        Ok(())
    }
}
