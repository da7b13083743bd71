//! The facts of a request, flat or grouped, read key by key into the engine's cells.
//!
//! Every key is interned once, when the engine is made; a decision looks each up by pointer and hashes nothing.
use engine_core::facts::{Input, Problem, Reading};
use engine_core::feel::frame::Frame;
use engine_core::flow::Program;
use engine_core::schema::FactId;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::holder::Holder;
use crate::input::input;
use crate::layout::Layout;
use crate::missing::{Missing, cause_in};
use crate::plan::{Key, Plans};
use crate::quick::Quick;

/// Where each fact is found.
pub struct Keys {
    /// The facts in the order of reading.
    facts: Vec<FactKey>,
    groups: Vec<GroupKey>,
    plans: Plans,
    /// For the quick way, where it is known how objects lie.
    layout: Option<Layout>,
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
    /// Whether `{"missing": cause}` says that it is missing: it has no fact of the name `missing`.
    causes: bool,
}

/// A group as a request gives it.
enum Group<'py> {
    Absent,
    Given(Holder<'py>),
    /// A missing value stands in place of the whole group.
    Missing(Bound<'py, PyAny>),
}

impl Keys {
    /// The keys of a program's facts.
    pub fn new(py: Python<'_>, program: &Program) -> PyResult<Self> {
        let mut keys = Self { facts: Vec::new(), groups: Vec::new(), plans: Plans::default(), layout: None };
        for &id in &program.order {
            let Some(fact) = program.checked.schema.get(id) else { continue };
            let member =
                fact.name.rsplit_once('.').map(|(group, key)| (keys.group(py, group), intern(py, key)));
            keys.facts.push(FactKey { id, member, name: intern(py, &fact.name) });
        }
        for index in 0..keys.groups.len() {
            let causes = matches!(keys.key(py, Some(index), "missing"), Some(Key::Missing));
            if let Some(group) = keys.groups.get_mut(index) {
                group.causes = causes;
            }
        }
        let names =
            keys.groups.iter().map(|group| group.name.bind(py).to_str()).collect::<PyResult<Vec<_>>>()?;
        keys.layout = Layout::new(py, program, &names)?;
        Ok(keys)
    }

    fn group(&mut self, py: Python<'_>, name: &str) -> usize {
        let known = self.groups.iter().position(|group| equal(py, &group.name, name));
        known.unwrap_or_else(|| {
            let (parent, key) = match name.rsplit_once('.') {
                Some((parent, key)) => (Some(self.group(py, parent)), key),
                None => (None, name),
            };
            self.groups.push(GroupKey { parent, key: intern(py, key), name: intern(py, name), causes: true });
            self.groups.len() - 1
        })
    }

    /// What a key is in the request itself, or in a group.
    fn key(&self, py: Python<'_>, within: Option<usize>, key: &str) -> Option<Key> {
        let fact = |fact: &FactKey| match (within, &fact.member) {
            (None, _) => equal(py, &fact.name, key),
            (Some(group), Some((of, name))) => *of == group && equal(py, name, key),
            (Some(_), None) => false,
        };
        let group = |group: &GroupKey| group.parent == within && equal(py, &group.key, key);
        if let Some(index) = self.groups.iter().position(group) {
            return Some(Key::Group(index));
        }
        let missing = (within.is_some() && key == "missing").then_some(Key::Missing);
        self.facts.iter().position(fact).map(Key::Fact).or(missing)
    }

    fn holder<'py>(&self, given: &Bound<'py, PyAny>, within: Option<usize>) -> PyResult<Option<Holder<'py>>> {
        Holder::of(given, &self.plans, within, &|key| self.key(given.py(), within, key))
    }

    /// The facts of a request in a frame, or everything that is wrong with them.
    #[inline(always)]
    pub fn read(
        &self,
        program: &Program,
        given: &Bound<'_, PyAny>,
        ignore_unknown: bool,
    ) -> PyResult<Result<Box<Frame>, Vec<Problem>>> {
        if let Some(layout) = &self.layout
            && let Some(frame) = Quick::read(layout, program, given, ignore_unknown, &self.plans)
        {
            return Ok(Ok(frame));
        }
        self.read_carefully(program, given, ignore_unknown)
    }

    #[inline(never)]
    fn read_carefully(
        &self,
        program: &Program,
        given: &Bound<'_, PyAny>,
        ignore_unknown: bool,
    ) -> PyResult<Result<Box<Frame>, Vec<Problem>>> {
        let mut facts = self.holder(given, None)?.ok_or_else(|| no_facts(given))?;
        let mut reading = Reading::new(program);
        let mut groups = self.read_groups(given.py(), &mut facts, &mut reading)?;
        for (index, fact) in self.facts.iter().enumerate() {
            let value = self.value(given.py(), index, fact, &mut facts, &mut groups, &mut reading)?;
            if reading.withheld(fact.id) {
                continue;
            }
            match value {
                Some(value) => reading.give(fact.id, &input(&value)?),
                None => reading.give(fact.id, &Input::Null),
            }
        }
        if !ignore_unknown {
            self.report_unknown(given.py(), &facts, &groups, &mut reading)?;
        }
        Ok(reading.finish())
    }

    fn read_groups<'py>(
        &self,
        py: Python<'py>,
        facts: &mut Holder<'py>,
        reading: &mut Reading<'_>,
    ) -> PyResult<Vec<Group<'py>>> {
        let mut groups: Vec<Group<'py>> = Vec::with_capacity(self.groups.len());
        for (index, group) in self.groups.iter().enumerate() {
            // A group within a missing group is missing with it.
            let value = match group.parent.map(|parent| groups.get_mut(parent)) {
                None => facts.group(index, &group.key)?,
                Some(Some(Group::Given(parent))) => parent.group(index, &group.key)?,
                Some(Some(Group::Missing(value))) => Some(value.clone()),
                Some(Some(Group::Absent) | None) => None,
            };
            groups.push(match value {
                None => Group::Absent,
                Some(value) => self.read_group(py, index, group, &value, reading)?,
            });
        }
        Ok(groups)
    }

    fn read_group<'py>(
        &self,
        py: Python<'py>,
        index: usize,
        group: &GroupKey,
        value: &Bound<'py, PyAny>,
        reading: &mut Reading<'_>,
    ) -> PyResult<Group<'py>> {
        if value.is_none() || value.is_instance_of::<Missing>() {
            return Ok(Group::Missing(value.clone()));
        }
        let name = group.name.bind(py).to_str()?;
        if group.causes
            && let Ok(dict) = value.cast::<PyDict>()
            && let Some(cause) = cause_in(dict)?
        {
            return missing(py, cause);
        }
        let Some(holder) = self.holder(value, Some(index))? else {
            let class = value.get_type();
            let message = format!("`{name}` must be a group of facts, and is a {}", class.name()?);
            reading.problem(Problem::other(name, message));
            return Ok(Group::Absent);
        };
        match holder.missing()? {
            None => Ok(Group::Given(holder)),
            Some((cause, false)) => match cause.extract() {
                Ok(cause) => missing(py, cause),
                Err(_) => {
                    let message = format!("the cause for which `{name}` is missing must be a text");
                    reading.problem(Problem::other(name, message));
                    Ok(Group::Absent)
                }
            },
            Some((_, true)) => {
                let message = format!("`{name}` is missing for a cause, and gives facts as well");
                reading.problem(Problem::other(name, message));
                Ok(Group::Absent)
            }
        }
    }

    /// The value of a fact, within its group or by its whole name.
    fn value<'py>(
        &self,
        py: Python<'py>,
        index: usize,
        fact: &FactKey,
        facts: &mut Holder<'py>,
        groups: &mut [Group<'py>],
        reading: &mut Reading<'_>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some((member, key)) = &fact.member else { return facts.fact(index, &fact.name) };
        let grouped = match groups.get_mut(*member) {
            Some(Group::Given(holder)) => holder.fact(index, key)?,
            Some(Group::Missing(value)) => Some(value.clone()),
            Some(Group::Absent) | None => None,
        };
        let flat = facts.fact(index, &fact.name)?;
        if grouped.is_some() && flat.is_some() {
            let name = fact.name.bind(py).to_str()?;
            reading.problem(Problem::other(
                name,
                format!("`{name}` is given twice: within its group and by its whole name"),
            ));
        }
        Ok(grouped.or(flat))
    }

    fn report_unknown(
        &self,
        py: Python<'_>,
        facts: &Holder<'_>,
        groups: &[Group<'_>],
        reading: &mut Reading<'_>,
    ) -> PyResult<()> {
        facts.report("", &|key| self.key(py, None, key), reading)?;
        for (index, (group, given)) in self.groups.iter().zip(groups).enumerate() {
            let Group::Given(holder) = given else { continue };
            let prefix = group.name.bind(py).to_str()?;
            holder.report(prefix, &|key| self.key(py, Some(index), key), reading)?;
        }
        Ok(())
    }
}

fn missing(py: Python<'_>, cause: String) -> PyResult<Group<'_>> {
    Ok(Group::Missing(Missing::of(cause).into_pyobject(py)?.into_any()))
}

fn equal(py: Python<'_>, name: &Py<PyString>, key: &str) -> bool {
    name.bind(py).to_str().is_ok_and(|name| name == key)
}

fn intern(py: Python<'_>, text: &str) -> Py<PyString> {
    PyString::intern(py, text).unbind()
}

fn no_facts(given: &Bound<'_, PyAny>) -> PyErr {
    let name = given.get_type().name().map(|name| name.to_string()).unwrap_or_default();
    PyTypeError::new_err(format!(
        "facts must be a mapping of names to values, or an object with fields (a pydantic model, a msgspec Struct, a \
         dataclass, an attrs object), not {name}"
    ))
}
