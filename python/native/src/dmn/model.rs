//! A model as a Python object.
use std::sync::Arc;

use engine_core::dmn::{self, Given, Role, Seen};
use engine_core::feel::general::{Parameter, Session};
use engine_core::value::{Date, DateTime, Time, Value, Zone};
use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateAccess, PyDateTime, PyDict, PyString, PyTuple};

use super::decisions::Decisions;
use super::facts::{self, Rules};
use crate::feel::{clock, exhausted, from_python, to_python};
use crate::guard::guarded;

/// A compiled DMN model: immutable, and safe to share between threads.
#[pyclass(frozen, module = "placet._native")]
pub struct Model {
    pub inner: dmn::Model,
    /// The names of input data, and their nodes.
    pub inputs: Vec<(Py<PyString>, u32)>,
    /// The names of the model's own decisions, and their nodes.
    pub decisions: Vec<(Py<PyString>, u32)>,
    pub files: Arc<[String]>,
    pub name: Py<PyString>,
    pub digest: Py<PyString>,
}

impl Model {
    /// A compiled model for Python.
    pub fn new(py: Python<'_>, inner: dmn::Model, files: Vec<String>) -> Self {
        let named = |(number, node): (u32, &dmn::Node)| (PyString::intern(py, &node.name).unbind(), number);
        let all = (0..).zip(&inner.program().nodes).filter(|(_, node)| node.role() == Role::Input);
        let inputs = all.map(named).collect();
        let decisions = inner.own(Role::Decision).map(named).collect();
        let digest = inner.digest();
        let name = PyString::new(py, &inner.program().name).unbind();
        let digest = PyString::new(py, &digest).unbind();
        Self { inputs, decisions, files: files.into(), name, digest, inner }
    }

    /// The number of a node of this name, if it has one of the roles.
    fn find(&self, name: &str, what: &str, roles: &[Role]) -> PyResult<u32> {
        let found = self.inner.find(name);
        let node = found.and_then(|number| self.inner.node(number));
        match (found, node) {
            (Some(number), Some(node)) if roles.contains(&node.role()) => Ok(number),
            _ => {
                let known = roles.iter().flat_map(|role| self.inner.own(*role)).map(|(_, node)| &*node.name);
                let near = engine_core::diagnostic::did_you_mean(name, known);
                let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                Err(PyKeyError::new_err(format!("the model has no {what} `{name}`{near}")))
            }
        }
    }

    fn names(&self, py: Python<'_>, role: Role) -> PyResult<Py<PyTuple>> {
        let names: Vec<&str> = self.inner.own(role).map(|(_, node)| &*node.name).collect();
        Ok(PyTuple::new(py, names)?.unbind())
    }
}

/// What `now()` gives: a moment, or the midnight of a day in UTC.
fn moment(now: Option<&Bound<'_, PyAny>>, as_of: Option<&Bound<'_, PyAny>>) -> PyResult<Option<DateTime>> {
    match (now, as_of) {
        (Some(_), Some(_)) => Err(PyTypeError::new_err("give `now` or `as_of`, not both")),
        (now, None) => clock(now),
        (None, Some(day)) => {
            let whole = day.cast::<PyDate>().ok().filter(|_| !day.is_instance_of::<PyDateTime>());
            let day = whole.and_then(|day| Date::new(day.get_year(), day.get_month(), day.get_day()));
            let day = day.ok_or_else(|| PyTypeError::new_err("as_of must be a datetime.date"))?;
            Ok(Some(DateTime::new(day, Time::MIDNIGHT.with_zone(Some(Zone::UTC)))))
        }
    }
}

fn ignore_unknown(unknown: &str) -> PyResult<bool> {
    match unknown {
        "error" => Ok(false),
        "ignore" => Ok(true),
        _ => Err(PyValueError::new_err("unknown must be \"error\" or \"ignore\"")),
    }
}

#[pymethods]
impl Model {
    /// The model's name.
    #[getter]
    fn name(&self, py: Python<'_>) -> Py<PyString> {
        self.name.clone_ref(py)
    }

    /// The model's namespace.
    #[getter]
    fn namespace(&self) -> &str {
        &self.inner.program().namespace
    }

    /// SHA-256 over the canonical model with all that it imports, in hexadecimal.
    #[getter]
    fn digest(&self, py: Python<'_>) -> Py<PyString> {
        self.digest.clone_ref(py)
    }

    /// The names of the input data, each with the type that its values must have.
    #[getter]
    fn inputs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let inputs = PyDict::new(py);
        for (name, node) in &self.inputs {
            let ty = self.inner.node(*node).map_or_else(String::new, |node| node.ty.to_string());
            inputs.set_item(name.bind(py), ty)?;
        }
        Ok(inputs)
    }

    /// The names of the model's own decisions, in the order of the file.
    #[getter]
    fn decisions(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        self.names(py, Role::Decision)
    }

    /// The names of its decision services.
    #[getter]
    fn services(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        self.names(py, Role::Service)
    }

    /// The names of its business knowledge models.
    #[getter]
    fn functions(&self, py: Python<'_>) -> PyResult<Py<PyTuple>> {
        self.names(py, Role::Knowledge)
    }

    /// The values of all decisions of the model.
    #[pyo3(signature = (facts, /, *, as_of=None, now=None, strict=true, unknown="error"))]
    fn decide(
        &self,
        py: Python<'_>,
        facts: &Bound<'_, PyAny>,
        as_of: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
        strict: bool,
        unknown: &str,
    ) -> PyResult<Decisions> {
        let mut session = Session::new().at(moment(now, as_of)?);
        let rules = Rules { strict, ignore_unknown: ignore_unknown(unknown)? };
        let mut given = facts::read(self, facts, rules, &mut session)?;
        self.work_out(&mut given, &mut session, strict)?;
        self.collected(py, &given, now.or(as_of))
    }

    #[expect(clippy::too_many_arguments, reason = "keywords of Python")]
    /// The value of one decision; what it does not need is not worked out. Facts may give decisions too.
    #[pyo3(signature = (name, facts=None, /, *, as_of=None, now=None, strict=false, unknown="error"))]
    fn evaluate<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        facts: Option<&Bound<'py, PyAny>>,
        as_of: Option<&Bound<'py, PyAny>>,
        now: Option<&Bound<'py, PyAny>>,
        strict: bool,
        unknown: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let node = self.find(name, "decision", &[Role::Decision])?;
        let mut session = Session::new().at(moment(now, as_of)?);
        let rules = Rules { strict, ignore_unknown: ignore_unknown(unknown)? };
        let mut given = match facts {
            Some(facts) => facts::read(self, facts, rules, &mut session)?,
            None => self.inner.given(),
        };
        guarded(|| self.inner.decide(std::iter::once(node), &mut given, &mut session))?.map_err(exhausted)?;
        if strict && session.clock_missed() {
            return Err(no_clock());
        }
        to_python::value(py, given.get(node).unwrap_or(&Value::Null))
    }

    /// Calls a decision service or a business knowledge model.
    #[pyo3(signature = (name, /, *arguments, now=None, **named))]
    fn call<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        arguments: &Bound<'py, PyTuple>,
        now: Option<&Bound<'py, PyAny>>,
        named: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let node = self.find(name, "service or function", &[Role::Service, Role::Knowledge])?;
        let parameters = self.inner.parameters(node).unwrap_or_default();
        let values = placed(name, parameters, arguments, named)?;
        let mut session = Session::new().at(clock(now)?);
        let value = guarded(|| self.inner.call(node, values, &mut session))?.map_err(exhausted)?;
        to_python::value(py, &value)
    }

    /// Decides as `decide` does, and tells the value of each decision, the rules that hit, and why what is null is null.
    #[pyo3(signature = (facts, /, *, as_of=None, now=None, strict=true, unknown="error"))]
    fn explain<'py>(
        &self,
        py: Python<'py>,
        facts: &Bound<'py, PyAny>,
        as_of: Option<&Bound<'py, PyAny>>,
        now: Option<&Bound<'py, PyAny>>,
        strict: bool,
        unknown: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let moment = moment(now, as_of)?;
        let rules = Rules { strict, ignore_unknown: ignore_unknown(unknown)? };
        let mut seen = Seen::default();
        let mut given = facts::read(self, facts, rules, &mut Session::new().at(moment))?;
        let mut session = Session::new().at(moment).noting(&mut seen.notes).recording(&mut seen.hits);
        self.work_out(&mut given, &mut session, strict)?;
        let decisions = Bound::new(py, self.collected(py, &given, now.or(as_of))?)?;
        super::explain::explained(self, decisions, &given, &seen)
    }

    /// Facts that came as JSON: texts become dates, times and durations where the model's types say so.
    #[pyo3(signature = (facts, /))]
    fn facts_from_json<'py>(
        &self,
        py: Python<'py>,
        facts: &Bound<'py, PyDict>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let read = PyDict::new(py);
        for (name, given) in facts {
            let node = name.cast::<PyString>().ok().and_then(|name| self.inner.find(name.to_str().ok()?));
            let given = match node {
                Some(node) => {
                    to_python::value(py, &self.inner.read_text(node, &from_python::value(&given)?))?
                }
                None => given,
            };
            read.set_item(name, given)?;
        }
        Ok(read)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let digest = self.digest.bind(py).to_str()?.chars().take(12).collect::<String>();
        Ok(format!("<Model {} {digest}>", self.name.bind(py).to_str()?))
    }

    fn __copy__(model: Py<Self>) -> Py<Self> {
        model
    }

    fn __deepcopy__(model: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        model
    }
}

impl Model {
    /// Works out all of the model's own decisions.
    fn work_out(&self, given: &mut Given, session: &mut Session<'_>, strict: bool) -> PyResult<()> {
        let wanted = self.decisions.iter().map(|(_, node)| *node);
        guarded(|| self.inner.decide(wanted, given, session))?.map_err(exhausted)?;
        if strict && session.clock_missed() {
            return Err(no_clock());
        }
        Ok(())
    }

    fn collected(
        &self,
        py: Python<'_>,
        given: &Given,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Decisions> {
        let values = PyDict::new(py);
        for (name, node) in &self.decisions {
            values
                .set_item(name.bind(py), to_python::value(py, given.get(*node).unwrap_or(&Value::Null))?)?;
        }
        Ok(Decisions {
            values: values.unbind(),
            model: self.name.clone_ref(py),
            digest: self.digest.clone_ref(py),
            now: now.filter(|now| !now.is_none()).map(|now| now.clone().unbind()),
        })
    }
}

fn no_clock() -> PyErr {
    PyValueError::new_err("this model depends on the day of the decision: give `as_of` or `now`")
}

/// Arguments in the order of the parameters; one that is left out is null.
fn placed(
    name: &str,
    parameters: &[Parameter],
    arguments: &Bound<'_, PyTuple>,
    named: Option<&Bound<'_, PyDict>>,
) -> PyResult<Vec<Value>> {
    if arguments.len() > parameters.len() {
        let (takes, given) = (parameters.len(), arguments.len());
        let message = format!("`{name}` takes {takes} arguments, and {given} are given");
        return Err(PyTypeError::new_err(message));
    }
    let mut values: Vec<Option<Value>> = vec![None; parameters.len()];
    for (slot, argument) in values.iter_mut().zip(arguments.iter()) {
        *slot = Some(from_python::value(&argument)?);
    }
    for (given, value) in named.into_iter().flatten() {
        let given: String = given.extract()?;
        let position = parameters.iter().position(|parameter| *parameter.name == *given);
        match position.and_then(|position| values.get_mut(position)) {
            Some(slot @ None) => *slot = Some(from_python::value(&value)?),
            Some(Some(_)) => {
                return Err(PyTypeError::new_err(format!("`{name}` is given `{given}` twice")));
            }
            None => {
                let known: Vec<String> =
                    parameters.iter().map(|parameter| format!("`{}`", parameter.name)).collect();
                let message = format!("`{name}` has no parameter `{given}`: it takes {}", known.join(", "));
                return Err(PyTypeError::new_err(message));
            }
        }
    }
    Ok(values.into_iter().map(Option::unwrap_or_default).collect())
}
