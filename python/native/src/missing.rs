//! A value that is missing for a cause.
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType};

use crate::dataclass::pydantic_schema;
use crate::plan::only_missing;

/// A fact that is missing, and why: `placet.missing("source_down")`.
#[pyclass(frozen, eq, hash, module = "placet._native", name = "Missing")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Missing {
    cause: String,
}

impl Missing {
    /// A missing value of this cause.
    pub const fn of(cause: String) -> Self {
        Self { cause }
    }
}

#[pymethods]
impl Missing {
    #[new]
    const fn new(cause: String) -> Self {
        Self { cause }
    }

    /// Why it is missing.
    #[getter]
    pub fn cause(&self) -> &str {
        &self.cause
    }

    fn __repr__(&self) -> String {
        format!("missing({:?})", self.cause)
    }

    #[classmethod]
    fn __get_pydantic_core_schema__<'py>(
        cls: &Bound<'py, PyType>,
        _source: &Bound<'py, PyAny>,
        handler: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        pydantic_schema(cls, handler)
    }

    fn __getnewargs__(&self) -> (&str,) {
        (&self.cause,)
    }
}

/// The cause in `{"missing": cause}`, as JSON writes it.
pub fn cause_in(dict: &Bound<'_, PyDict>) -> PyResult<Option<String>> {
    if dict.len() != 1 {
        return Ok(None);
    }
    Ok(dict.get_item("missing")?.and_then(|cause| text(&cause)))
}

/// The same, also of an object of this one field, as models have it.
pub fn cause_of(value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    if let Ok(dict) = value.cast::<PyDict>() {
        return cause_in(dict);
    }
    if !only_missing(&value.get_type())? {
        return Ok(None);
    }
    Ok(value.getattr_opt("missing")?.and_then(|cause| text(&cause)))
}

fn text(cause: &Bound<'_, PyAny>) -> Option<String> {
    cause.cast::<PyString>().ok()?.extract().ok()
}

/// A fact that is missing for this cause, in place of its value or of a whole group.
#[pyfunction]
pub const fn missing(cause: String) -> Missing {
    Missing::of(cause)
}
