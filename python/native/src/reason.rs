//! A reason with its texts: one of a bundle's, or one read back from a record.
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use engine_core::decision::BAD_FACTS;
use engine_core::schema::ReasonText;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyMapping, PyString, PyTuple, PyType};

use crate::dataclass::{Given, OfTwin, field, frozen, names, pydantic_schema, reduced, replaced, set_once};
use crate::decision::Shared;
use crate::fresh::fresh;

const FIELDS: [&str; 3] = ["code", "tell", "texts"];

/// A reason code with its texts.
#[pyclass(module = "placet._native")] // not frozen, and options only: see `dataclass`
pub struct Reason {
    of: Option<Box<Known>>,
    given: Given,
}

/// A reason of a bundle.
struct Known {
    shared: Arc<Shared>,
    index: u16,
}

impl Known {
    fn entry(&self) -> Option<&ReasonText> {
        self.shared.program().checked.reasons.codes.get(usize::from(self.index))
    }

    /// The texts that are not empty, by language.
    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let languages = &self.shared.program().checked.reasons.languages;
        let texts = self.entry().map_or(&[][..], |reason| reason.texts.as_slice());
        let pairs = languages.iter().zip(texts).filter(|(_, text)| !text.is_empty());
        pairs.map(|(language, text)| (language.as_str(), text.as_str()))
    }
}

impl Reason {
    /// A reason of a bundle.
    pub fn of(shared: &Arc<Shared>, index: u16) -> Self {
        Self { of: Some(Box::new(Known { shared: Arc::clone(shared), index })), given: None }
    }

    /// The engine's own reason for facts that cannot be decided upon.
    pub fn bad_facts(py: Python<'_>, text: &str) -> PyResult<Self> {
        let texts = PyDict::new(py);
        texts.set_item("en", text)?;
        Self::new(PyString::new(py, BAD_FACTS).as_any(), PyBool::new(py, false).as_any(), texts.as_any())
    }

    /// The code of a reason of a bundle.
    pub fn code_of(shared: &Shared, index: u16) -> &str {
        let reasons = &shared.program().checked.reasons.codes;
        reasons.get(usize::from(index)).map_or("", |reason| reason.code.as_str())
    }

    fn set(&mut self, value: &Bound<'_, PyAny>, name: &str) -> PyResult<()> {
        let py = value.py();
        if self.of.is_some() {
            return Err(frozen(py, name));
        }
        set_once(py, &mut self.given, name, &checked(name, value)?)
    }
}

/// A field as it is kept, or a `TypeError`.
fn checked<'py>(name: &str, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let expected = match name {
        "code" if value.is_instance_of::<PyString>() => return Ok(value.clone()),
        "tell" if value.is_instance_of::<PyBool>() => return Ok(value.clone()),
        "texts" if let Ok(texts) = value.cast::<PyMapping>() => {
            let copy = PyDict::new(value.py());
            for item in texts.items()?.try_iter()? {
                let (language, text): (Bound<'_, PyString>, Bound<'_, PyString>) = item?.extract()?;
                copy.set_item(language, text)?;
            }
            return Ok(copy.into_any());
        }
        "code" => "a str",
        "tell" => "a bool",
        _ => "a mapping of languages to texts",
    };
    Err(PyTypeError::new_err(format!("{name} must be {expected}, not {}", value.get_type().name()?)))
}

#[pymethods]
impl Reason {
    #[new]
    pub fn new(code: &Bound<'_, PyAny>, tell: &Bound<'_, PyAny>, texts: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut reason = Self { of: None, given: None };
        for (name, value) in FIELDS.into_iter().zip([code, tell, texts]) {
            reason.set(value, name)?;
        }
        Ok(reason)
    }

    /// The code.
    #[getter]
    fn code<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match &self.of {
            Some(known) => {
                Ok(PyString::new(py, known.entry().map_or("", |reason| reason.code.as_str())).into_any())
            }
            None => field(py, &self.given, "code"),
        }
    }

    #[setter]
    fn set_code(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        self.set(value, "code")
    }

    /// Whether the text may be told to the applicant.
    #[getter]
    fn tell<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match &self.of {
            Some(known) => {
                Ok(PyBool::new(py, known.entry().is_some_and(|reason| reason.tell)).to_owned().into_any())
            }
            None => field(py, &self.given, "tell"),
        }
    }

    #[setter]
    fn set_tell(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        self.set(value, "tell")
    }

    /// The texts by language; a language without a text is left out.
    #[getter]
    fn texts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let Some(known) = &self.of else { return fresh(&field(py, &self.given, "texts")?) };
        let texts = PyDict::new(py);
        for (language, text) in known.texts() {
            texts.set_item(language, text)?;
        }
        Ok(texts.into_any())
    }

    #[setter]
    fn set_texts(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        self.set(value, "texts")
    }

    /// The text in a language; where it has none, in the first language that has one.
    #[pyo3(signature = (lang="en"))]
    fn text(&self, py: Python<'_>, lang: &str) -> PyResult<String> {
        if let Some(known) = &self.of {
            let wanted = known.texts().find(|(language, _)| *language == lang);
            return Ok(wanted
                .or_else(|| known.texts().next())
                .map_or_else(String::new, |(_, text)| text.to_owned()));
        }
        let texts: Vec<(String, String)> = field(py, &self.given, "texts")?
            .call_method0("items")?
            .try_iter()?
            .map(|item| item?.extract())
            .collect::<PyResult<_>>()?;
        let wanted = texts.iter().find(|(language, text)| language == lang && !text.is_empty());
        let told = wanted.or_else(|| texts.iter().find(|(_, text)| !text.is_empty()));
        Ok(told.map_or_else(String::new, |(_, text)| text.clone()))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Reason(code={:?})", self.code(py)?.extract::<String>()?))
    }

    fn __eq__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        if !other.is_instance_of::<Self>() {
            return Ok(false);
        }
        slf.getattr("code")?.eq(other.getattr("code")?)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<u64> {
        let mut hasher = DefaultHasher::new();
        self.code(py)?.extract::<String>()?.hash(&mut hasher);
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
        let text = py.get_type::<PyString>();
        annotations.set_item("code", &text)?;
        annotations.set_item("tell", py.get_type::<PyBool>())?;
        annotations.set_item("texts", py.get_type::<PyDict>().get_item((&text, &text))?)?;
        Ok(annotations)
    }

    #[classattr]
    const fn __dataclass_fields__() -> OfTwin {
        OfTwin { class: "Reason", attribute: "__dataclass_fields__" }
    }

    #[classattr]
    const fn __dataclass_params__() -> OfTwin {
        OfTwin { class: "Reason", attribute: "__dataclass_params__" }
    }
}
