//! Decisions and explanations as Python objects, made from the engine's values when they are asked for.
use std::sync::Arc;

use engine_core::decision::BAD_FACTS;
use engine_core::flow::Program;
use engine_core::schema::ReasonText;
use engine_core::source::Place;
use engine_core::trace::Node;
use engine_core::{Explained, Outcome};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyMappingProxy, PyTuple};

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

/// A reason code with its texts.
#[pyclass(frozen, module = "placet._native")]
pub struct Reason {
    shared: Arc<Shared>,
    index: u16,
    /// The text of the engine's own reason for facts that cannot be decided upon.
    bad_facts: Option<Arc<str>>,
}

impl Reason {
    fn entry(&self) -> Option<&ReasonText> {
        if self.bad_facts.is_some() {
            return None;
        }
        self.shared.program().checked.reasons.codes.get(usize::from(self.index))
    }
}

#[pymethods]
impl Reason {
    /// The code.
    #[getter]
    fn code(&self) -> &str {
        let none = if self.bad_facts.is_some() { BAD_FACTS } else { "" };
        self.entry().map_or(none, |reason| reason.code.as_str())
    }

    /// Whether the text may be told to the applicant.
    #[getter]
    fn tell(&self) -> bool {
        self.entry().is_some_and(|reason| reason.tell)
    }

    /// The text in a language; where it has none, in the first language that has one.
    #[pyo3(signature = (lang="en"))]
    fn text(&self, lang: &str) -> &str {
        let reasons = &self.shared.program().checked.reasons;
        let Some(reason) = self.entry() else { return self.bad_facts.as_deref().unwrap_or_default() };
        let wanted = reasons.languages.iter().position(|language| language == lang);
        let text = wanted.and_then(|index| reason.texts.get(index)).filter(|text| !text.is_empty());
        text.or_else(|| reason.texts.iter().find(|text| !text.is_empty())).map_or("", String::as_str)
    }

    fn __repr__(&self) -> String {
        format!("Reason(code={:?})", self.code())
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| other.get().code() == self.code())
    }

    fn __hash__(&self) -> u64 {
        u64::from(self.index)
    }
}

/// What the bundle decided about one applicant.
#[pyclass(frozen, module = "placet._native")]
pub struct Decision {
    pub shared: Arc<Shared>,
    pub inner: engine_core::Decision,
}

impl Decision {
    fn reason(&self, index: u16) -> Reason {
        Reason { shared: Arc::clone(&self.shared), index, bad_facts: None }
    }

    /// The engine's own reason, alone, where the facts could not be decided upon.
    fn bad_facts(&self) -> impl Iterator<Item = Reason> {
        self.inner.bad_facts.iter().map(|text| Reason {
            shared: Arc::clone(&self.shared),
            index: u16::MAX,
            bad_facts: Some(Arc::clone(text)),
        })
    }

    fn output<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Bound<'py, PyAny>> {
        let scale = self.shared.program().outputs.get(index).and_then(|output| output.scale);
        match self.inner.outputs.get(index) {
            Some(value) => values::value(py, value, scale),
            None => Ok(py.None().into_bound(py)),
        }
    }
}

#[pymethods]
impl Decision {
    /// `approve`, `refer` or `decline`.
    #[getter]
    const fn outcome(&self) -> &'static str {
        self.inner.outcome.word()
    }

    /// The outputs by name.
    #[getter]
    fn outputs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyMappingProxy>> {
        let outputs = PyDict::new(py);
        for (index, output) in self.shared.program().checked.outputs.iter().enumerate() {
            outputs.set_item(&output.name, self.output(py, index)?)?;
        }
        Ok(PyMappingProxy::new(py, outputs.as_mapping()))
    }

    /// The reasons of the outcome.
    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let reasons = self.inner.reasons.iter().map(|&index| self.reason(index));
        PyTuple::new(py, self.bad_facts().chain(reasons).collect::<Vec<_>>())
    }

    /// All that hit, whatever it asked for.
    #[getter]
    fn hits<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let causes = &self.shared.program().causes;
        let reasons = self.inner.hits.iter().filter_map(|hit| causes.get(usize::from(hit.cause)));
        let reasons = reasons.map(|cause| self.reason(cause.reason));
        PyTuple::new(py, self.bad_facts().chain(reasons).collect::<Vec<_>>())
    }

    /// The bundle's version.
    #[getter]
    fn version(&self) -> &str {
        &self.shared.program().head().version
    }

    /// The bundle's digest.
    #[getter]
    fn digest(&self) -> &str {
        &self.shared.digest
    }

    /// The day for which it was made.
    #[getter]
    fn as_of<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.inner.as_of.map(|day| values::date(py, day)).transpose()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, output: &str) -> PyResult<Bound<'py, PyAny>> {
        let index = self.shared.program().checked.outputs.iter().position(|known| known.name == output);
        index.map_or_else(|| Err(PyKeyError::new_err(output.to_owned())), |index| self.output(py, index))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let outputs = self.outputs(py)?;
        let mut parts = vec![self.inner.outcome.word().to_owned()];
        for item in outputs.try_iter()? {
            let (name, value) = item?;
            parts.push(format!("{name}={value}"));
        }
        if self.inner.outcome != Outcome::Approve {
            let reasons = self.inner.reasons.iter().map(|&index| self.reason(index));
            let codes: Vec<String> =
                self.bad_facts().chain(reasons).map(|reason| reason.code().to_owned()).collect();
            parts.push(format!("reasons={}", codes.join(" ")));
        }
        Ok(format!("<Decision {}>", parts.join(" ")))
    }
}

/// A decision with everything that led to it.
#[pyclass(frozen, module = "placet._native")]
pub struct Explanation {
    pub shared: Arc<Shared>,
    pub inner: Explained,
}

#[pymethods]
impl Explanation {
    /// The decision.
    #[getter]
    fn decision(&self) -> Decision {
        Decision { shared: Arc::clone(&self.shared), inner: self.inner.decision.clone() }
    }

    /// Everything that happened, as nested dictionaries.
    #[getter]
    fn tree<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.node(py, &engine_core::trace::explain(&self.inner))
    }
}

impl Explanation {
    fn node<'py>(&self, py: Python<'py>, node: &Node) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("label", &node.label)?;
        dict.set_item("kind", node.kind)?;
        dict.set_item("result", &node.result)?;
        let seen = PyDict::new(py);
        for (name, value) in &node.values {
            seen.set_item(name, value)?;
        }
        dict.set_item("values", seen)?;
        dict.set_item("place", node.place.map(|place| self.place(place)))?;
        dict.set_item("note", &node.note)?;
        let children = PyList::empty(py);
        for child in &node.children {
            children.append(self.node(py, child)?)?;
        }
        dict.set_item("children", children)?;
        Ok(dict)
    }

    fn place(&self, place: Place) -> String {
        let file = self.shared.files.get(usize::from(place.file.0)).map_or("", String::as_str);
        format!("{file}:{}:{}", place.line, place.column)
    }
}
