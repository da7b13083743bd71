//! Decisions as Python objects. One that the engine made holds the engine's values, and makes Python's when they are asked for;
//! one that was built from plain fields, such as a record read back from a log, holds those.
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use engine_core::Outcome;
use engine_core::decision::BAD_FACTS;
use engine_core::flow::Program;
use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateTime, PyDict, PyList, PyMapping, PyString, PyTuple, PyType};

use crate::dataclass::{
    Given, OfTwin, field, frozen, literal, names, pydantic_schema, reduced, replaced, set_once,
};
use crate::fresh::fresh;
use crate::reason::Reason;
use crate::shards::Shard;
use crate::values;

/// What decisions share: the program, and the names of its files.
pub struct Shared {
    /// The engine.
    pub engine: engine_core::Engine,
    /// The names of the bundle's files.
    pub files: Vec<String>,
    /// The digest in hexadecimal.
    pub digest: String,
}

impl Shared {
    /// The program.
    pub fn program(&self) -> &Program {
        self.engine.program()
    }
}

const FIELDS: [&str; 7] = ["outcome", "outputs", "reasons", "hits", "version", "digest", "as_of"];

/// What the bundle decided about one applicant.
#[pyclass(module = "placet._native")] // not frozen, and options only: see `dataclass`
pub struct Decision {
    made: Option<Made>,
    given: Given,
}

struct Made {
    shared: Shard,
    decision: Box<engine_core::Decision>,
}

impl Made {
    fn output<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Bound<'py, PyAny>> {
        match self.shared.program().outputs.get(index) {
            Some(output) => values::value(py, &output.of(&self.decision), output.scale),
            None => Ok(py.None().into_bound(py)),
        }
    }

    fn outputs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let outputs = PyDict::new(py);
        for (index, output) in self.shared.program().checked.outputs.iter().enumerate() {
            outputs.set_item(&output.name, self.output(py, index)?)?;
        }
        Ok(outputs)
    }

    fn hits(&self) -> impl Iterator<Item = u16> {
        self.shared.program().hits(&self.decision).into_iter()
    }

    fn reasons<'py>(
        &self,
        py: Python<'py>,
        indices: impl Iterator<Item = u16>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let bad_facts = self.decision.bad_facts.iter().map(|text| Reason::bad_facts(py, text));
        let reasons = indices.map(|index| Ok(Reason::of(&self.shared, index)));
        PyTuple::new(py, bad_facts.chain(reasons).collect::<PyResult<Vec<_>>>()?)
    }
}

impl Decision {
    /// A decision that the engine made.
    pub fn of(shared: Shard, decision: Box<engine_core::Decision>) -> Self {
        Self { made: Some(Made { shared, decision }), given: None }
    }

    fn set(&mut self, value: &Bound<'_, PyAny>, name: &str) -> PyResult<()> {
        let py = value.py();
        if self.made.is_some() {
            return Err(frozen(py, name));
        }
        set_once(py, &mut self.given, name, &checked(name, value)?)
    }

    fn codes(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        if let Some(made) = &self.made {
            let code = |&index: &u16| Reason::code_of(&made.shared, index).to_owned();
            let bad_facts = made.decision.bad_facts.iter().map(|_| BAD_FACTS.to_owned());
            return Ok(bad_facts.chain(made.decision.reasons.iter().map(code)).collect());
        }
        let reasons = field(py, &self.given, "reasons")?;
        reasons.try_iter()?.map(|reason| reason?.getattr("code")?.extract()).collect()
    }

    fn word(&self, py: Python<'_>) -> PyResult<String> {
        match &self.made {
            Some(made) => Ok(made.decision.outcome.word().to_owned()),
            None => field(py, &self.given, "outcome")?.extract(),
        }
    }
}

/// A field as it is kept, or an error that says what it must be.
fn checked<'py>(name: &str, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = value.py();
    let expected = match name {
        "outcome" if value.is_instance_of::<PyString>() => {
            if Outcome::WORDS.contains(&value.extract::<&str>()?) {
                return Ok(value.clone());
            }
            let words = Outcome::WORDS.join(", ");
            return Err(PyValueError::new_err(format!(
                "outcome must be one of {words}, not {}",
                value.repr()?
            )));
        }
        "outputs" if let Ok(outputs) = value.cast::<PyMapping>() => {
            let copy = PyDict::new(py);
            copy.update(outputs)?;
            return fresh(&copy);
        }
        "reasons" | "hits" if value.is_instance_of::<PyTuple>() || value.is_instance_of::<PyList>() => {
            let reasons = value.try_iter()?.map(|reason| Ok(reason?.cast_into::<Reason>()?));
            return Ok(PyTuple::new(py, reasons.collect::<PyResult<Vec<_>>>()?)?.into_any());
        }
        "version" | "digest" if value.is_instance_of::<PyString>() => return Ok(value.clone()),
        "as_of" if value.is_none() => return Ok(value.clone()),
        "as_of" if value.is_instance_of::<PyDate>() && !value.is_instance_of::<PyDateTime>() => {
            return Ok(value.clone());
        }
        "outcome" | "version" | "digest" => "a str",
        "outputs" => "a mapping of names to values",
        "reasons" | "hits" => "a tuple of reasons",
        _ => "a datetime.date or None",
    };
    Err(PyTypeError::new_err(format!("{name} must be {expected}, not {}", value.get_type().name()?)))
}

#[pymethods]
impl Decision {
    #[new]
    #[pyo3(signature = (outcome, outputs, reasons, hits, version, digest, as_of))]
    pub fn new(
        outcome: &Bound<'_, PyAny>,
        outputs: &Bound<'_, PyAny>,
        reasons: &Bound<'_, PyAny>,
        hits: &Bound<'_, PyAny>,
        version: &Bound<'_, PyAny>,
        digest: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        let mut decision = Self { made: None, given: None };
        let values = [outcome, outputs, reasons, hits, version, digest, as_of];
        for (name, value) in FIELDS.into_iter().zip(values) {
            decision.set(value, name)?;
        }
        Ok(decision)
    }

    /// `approve`, `refer` or `decline`.
    #[getter]
    fn outcome<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match &self.made {
            Some(made) => Ok(PyString::intern(py, made.decision.outcome.word()).into_any()),
            None => field(py, &self.given, "outcome"),
        }
    }

    /// The outputs by name.
    #[getter]
    fn outputs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match &self.made {
            Some(made) => Ok(made.outputs(py)?.into_any()),
            None => fresh(&field(py, &self.given, "outputs")?),
        }
    }

    /// The reasons of the outcome.
    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match &self.made {
            Some(made) => Ok(made.reasons(py, made.decision.reasons.iter().copied())?.into_any()),
            None => field(py, &self.given, "reasons"),
        }
    }

    /// All that hit, whatever it asked for.
    #[getter]
    fn hits<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match &self.made {
            Some(made) => Ok(made.reasons(py, made.hits())?.into_any()),
            None => field(py, &self.given, "hits"),
        }
    }

    /// The bundle's version.
    #[getter]
    fn version<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match &self.made {
            Some(made) => Ok(PyString::new(py, &made.shared.program().head().version).into_any()),
            None => field(py, &self.given, "version"),
        }
    }

    /// The bundle's digest.
    #[getter]
    fn digest<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match &self.made {
            Some(made) => Ok(PyString::new(py, &made.shared.digest).into_any()),
            None => field(py, &self.given, "digest"),
        }
    }

    /// The day for which it was made.
    #[getter]
    fn as_of<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match &self.made {
            Some(made) => match made.decision.as_of {
                Some(day) => values::date(py, day),
                None => Ok(py.None().into_bound(py)),
            },
            None => field(py, &self.given, "as_of"),
        }
    }

    #[setter]
    fn set_outcome(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        self.set(value, "outcome")
    }

    #[setter]
    fn set_outputs(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        self.set(value, "outputs")
    }

    #[setter]
    fn set_reasons(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        self.set(value, "reasons")
    }

    #[setter]
    fn set_hits(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        self.set(value, "hits")
    }

    #[setter]
    fn set_version(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        self.set(value, "version")
    }

    #[setter]
    fn set_digest(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        self.set(value, "digest")
    }

    #[setter]
    fn set_as_of(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        self.set(value, "as_of")
    }

    fn __getitem__<'py>(&self, py: Python<'py>, output: &str) -> PyResult<Bound<'py, PyAny>> {
        let unknown = || PyKeyError::new_err(output.to_owned());
        if let Some(made) = &self.made {
            let outputs = &made.shared.program().checked.outputs;
            let index = outputs.iter().position(|known| known.name == output).ok_or_else(unknown)?;
            return made.output(py, index);
        }
        let outputs = field(py, &self.given, "outputs")?.cast_into::<PyDict>()?;
        fresh(&outputs.get_item(output)?.ok_or_else(unknown)?)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let outcome = self.word(py)?;
        let approved = outcome == Outcome::Approve.word();
        let mut parts = vec![outcome];
        for (name, value) in self.outputs(py)?.cast_into::<PyDict>()? {
            parts.push(format!("{name}={value}"));
        }
        if !approved {
            parts.push(format!("reasons={}", self.codes(py)?.join(" ")));
        }
        Ok(format!("<Decision {}>", parts.join(" ")))
    }

    fn __eq__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        if !other.is_instance_of::<Self>() {
            return Ok(false);
        }
        for name in FIELDS {
            if !slf.getattr(name)?.eq(other.getattr(name)?)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<u64> {
        // Outputs are left out: equal ones may be of several types.
        let mut hasher = DefaultHasher::new();
        self.word(py)?.hash(&mut hasher);
        self.codes(py)?.hash(&mut hasher);
        self.digest(py)?.extract::<String>()?.hash(&mut hasher);
        self.as_of(py)?.str()?.to_string().hash(&mut hasher);
        Ok(hasher.finish())
    }

    fn __setattr__(&self, py: Python<'_>, name: &str, _value: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(frozen(py, name))
    }

    fn __delattr__(&self, py: Python<'_>, name: &str) -> PyResult<()> {
        Err(frozen(py, name))
    }

    const fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (**changes))]
    fn __replace__<'py>(
        slf: &Bound<'py, Self>,
        changes: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        replaced(slf, changes)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyType>, Bound<'py, PyTuple>)> {
        reduced(slf, FIELDS)
    }

    #[classmethod]
    fn __get_pydantic_core_schema__<'py>(
        cls: &Bound<'py, PyType>,
        _source: &Bound<'py, PyAny>,
        handler: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        pydantic_schema(cls, handler)
    }

    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        names(py, FIELDS)
    }

    #[classattr]
    fn __annotations__(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
        let annotations = PyDict::new(py);
        let (text, any) = (py.get_type::<PyString>(), py.import("typing")?.getattr("Any")?);
        let reasons = py.get_type::<PyTuple>().get_item((py.get_type::<Reason>(), py.Ellipsis()))?;
        annotations.set_item("outcome", literal(py, &Outcome::WORDS)?)?;
        annotations.set_item("outputs", py.get_type::<PyDict>().get_item((&text, any))?)?;
        annotations.set_item("reasons", &reasons)?;
        annotations.set_item("hits", &reasons)?;
        annotations.set_item("version", &text)?;
        annotations.set_item("digest", &text)?;
        annotations.set_item("as_of", py.get_type::<PyDate>().bitor(py.None())?)?;
        Ok(annotations)
    }

    #[classattr]
    const fn __dataclass_fields__() -> OfTwin {
        OfTwin { class: "Decision", attribute: "__dataclass_fields__" }
    }

    #[classattr]
    const fn __dataclass_params__() -> OfTwin {
        OfTwin { class: "Decision", attribute: "__dataclass_params__" }
    }
}
