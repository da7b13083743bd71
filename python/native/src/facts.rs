//! A mapping of facts, flat or grouped, read key by key into the engine's cells.
//!
//! Every key is interned once, when the engine is made; a decision looks each up by pointer and hashes nothing.
use engine_core::facts::{Input, Problem, Reading};
use engine_core::feel::frame::Frame;
use engine_core::flow::Program;
use engine_core::schema::FactId;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString};

use crate::input::input;

/// Where each fact is found.
pub struct Keys {
    /// The facts in the order of reading.
    facts: Vec<FactKey>,
    groups: Vec<GroupKey>,
}

struct FactKey {
    id: FactId,
    /// The group that it belongs to, and its key there.
    member: Option<(usize, Py<PyString>)>,
    /// Its whole name.
    name: Py<PyString>,
}

struct GroupKey {
    parent: Option<usize>,
    key: Py<PyString>,
    name: Py<PyString>,
}

/// A group as a request gives it.
enum Group<'py> {
    Absent,
    Given(Bound<'py, PyDict>, usize),
    /// A missing value stands in place of the whole group.
    Missing(Bound<'py, PyAny>),
}

impl Keys {
    /// The keys of a program's facts.
    pub fn new(py: Python<'_>, program: &Program) -> Self {
        let mut keys = Self { facts: Vec::new(), groups: Vec::new() };
        for &id in &program.order {
            let Some(fact) = program.checked.schema.get(id) else { continue };
            let member =
                fact.name.rsplit_once('.').map(|(group, key)| (keys.group(py, group), intern(py, key)));
            keys.facts.push(FactKey { id, member, name: intern(py, &fact.name) });
        }
        keys
    }

    fn group(&mut self, py: Python<'_>, name: &str) -> usize {
        let known = self
            .groups
            .iter()
            .position(|group| group.name.bind(py).to_str().is_ok_and(|known| known == name));
        known.unwrap_or_else(|| {
            let (parent, key) = match name.rsplit_once('.') {
                Some((parent, key)) => (Some(self.group(py, parent)), key),
                None => (None, name),
            };
            self.groups.push(GroupKey { parent, key: intern(py, key), name: intern(py, name) });
            self.groups.len() - 1
        })
    }

    /// The facts of a mapping in a frame, or everything that is wrong with them.
    pub fn read(
        &self,
        program: &Program,
        given: &Bound<'_, PyAny>,
        ignore_unknown: bool,
    ) -> PyResult<Result<Frame, Vec<Problem>>> {
        let facts = mapping(given)?;
        let mut reading = Reading::new(program);
        let mut used = 0;
        let mut groups = self.read_groups(&facts, &mut reading, &mut used)?;
        for fact in &self.facts {
            let value = match &fact.member {
                None => found(&facts, &fact.name, &mut used)?,
                Some((group, key)) => {
                    self.member(&facts, &mut groups, *group, key, fact, &mut reading, &mut used)?
                }
            };
            if reading.withheld(fact.id) {
                continue;
            }
            match value {
                Some(value) => reading.give(fact.id, &input(&value)?),
                None => reading.give(fact.id, &Input::Null),
            }
        }
        if !ignore_unknown {
            self.report_unknown(&facts, &groups, used, &mut reading)?;
        }
        Ok(reading.finish())
    }

    fn read_groups<'py>(
        &self,
        facts: &Bound<'py, PyDict>,
        reading: &mut Reading<'_>,
        used: &mut usize,
    ) -> PyResult<Vec<Group<'py>>> {
        let mut groups: Vec<Group<'py>> = Vec::with_capacity(self.groups.len());
        for group in &self.groups {
            // A group within a missing group is missing with it.
            let value = match group.parent.map(|parent| groups.get_mut(parent)) {
                None => found(facts, &group.key, used)?,
                Some(Some(Group::Given(parent, seen))) => found(parent, &group.key, seen)?,
                Some(Some(Group::Missing(value))) => Some(value.clone()),
                Some(Some(Group::Absent) | None) => None,
            };
            groups.push(match value {
                None => Group::Absent,
                Some(value) => match as_dict(&value)? {
                    Some(dict) => Group::Given(dict, 0),
                    None if value.is_none() || value.is_instance_of::<crate::missing::Missing>() => {
                        Group::Missing(value)
                    }
                    None => {
                        let name = group.name.bind(facts.py()).to_str()?;
                        reading.problem(Problem::other(
                            name,
                            format!(
                                "`{name}` must be a group of facts, and is a {}",
                                value.get_type().name()?
                            ),
                        ));
                        Group::Absent
                    }
                },
            });
        }
        Ok(groups)
    }

    #[expect(clippy::too_many_arguments, reason = "one look-up in two places, and the counts of both")]
    fn member<'py>(
        &self,
        facts: &Bound<'py, PyDict>,
        groups: &mut [Group<'py>],
        group: usize,
        key: &Py<PyString>,
        fact: &FactKey,
        reading: &mut Reading<'_>,
        used: &mut usize,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let grouped = match groups.get_mut(group) {
            Some(Group::Given(dict, seen)) => found(dict, key, seen)?,
            Some(Group::Missing(value)) => Some(value.clone()),
            Some(Group::Absent) | None => None,
        };
        let flat = found(facts, &fact.name, used)?;
        if grouped.is_some() && flat.is_some() {
            let name = fact.name.bind(facts.py()).to_str()?;
            reading.problem(Problem::other(
                name,
                format!("`{name}` is given twice: within its group and by its whole name"),
            ));
        }
        Ok(grouped.or(flat))
    }

    /// Where all keys were used, which is nearly always, counting them is enough.
    fn report_unknown(
        &self,
        facts: &Bound<'_, PyDict>,
        groups: &[Group<'_>],
        used: usize,
        reading: &mut Reading<'_>,
    ) -> PyResult<()> {
        let py = facts.py();
        if facts.len() != used {
            let known = |key: &str| {
                let equal = |name: &Py<PyString>| name.bind(py).to_str().is_ok_and(|name| name == key);
                self.facts.iter().any(|fact| equal(&fact.name))
                    || self.groups.iter().any(|group| group.parent.is_none() && equal(&group.key))
            };
            report(facts, "", &known, reading)?;
        }
        for (index, (group, given)) in self.groups.iter().zip(groups).enumerate() {
            let Group::Given(dict, seen) = given else { continue };
            if dict.len() == *seen {
                continue;
            }
            let prefix = format!("{}.", group.name.bind(py).to_str()?);
            let known = |key: &str| {
                let equal = |name: &Py<PyString>| name.bind(py).to_str().is_ok_and(|name| name == key);
                let member = |fact: &FactKey| {
                    fact.member.as_ref().is_some_and(|(of, name)| *of == index && equal(name))
                };
                self.facts.iter().any(member)
                    || self.groups.iter().any(|inner| inner.parent == Some(index) && equal(&inner.key))
            };
            report(dict, &prefix, &known, reading)?;
        }
        Ok(())
    }
}

fn report(
    facts: &Bound<'_, PyDict>,
    prefix: &str,
    known: &dyn Fn(&str) -> bool,
    reading: &mut Reading<'_>,
) -> PyResult<()> {
    for key in facts.keys() {
        match key.cast::<PyString>() {
            Ok(text) => {
                let Ok(text) = text.to_str() else {
                    reading.problem(Problem::other("?", "a key is not Unicode text"));
                    continue;
                };
                if !known(text) {
                    reading.unknown(&format!("{prefix}{text}"));
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

fn intern(py: Python<'_>, text: &str) -> Py<PyString> {
    PyString::intern(py, text).unbind()
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

/// The facts of a request, which are a mapping.
fn mapping<'py>(given: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    as_dict(given)?.ok_or_else(|| {
        let name = given.get_type().name().map(|name| name.to_string()).unwrap_or_default();
        PyTypeError::new_err(format!("facts must be a mapping of names to values, not {name}"))
    })
}

/// A mapping as a dict, a dict as it is; `None` for anything else.
fn as_dict<'py>(given: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyDict>>> {
    if let Ok(dict) = given.cast::<PyDict>() {
        return Ok(Some(dict.clone()));
    }
    if let Ok(mapping) = given.cast::<PyMapping>() {
        let dict = PyDict::new(given.py());
        dict.update(mapping)?;
        return Ok(Some(dict));
    }
    Ok(None)
}
