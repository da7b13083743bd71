//! A value that is missing for a cause.
use pyo3::prelude::*;

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

    fn __getnewargs__(&self) -> (&str,) {
        (&self.cause,)
    }
}

/// A fact that is missing for this cause, in place of its value or of a whole group.
#[pyfunction]
pub const fn missing(cause: String) -> Missing {
    Missing::of(cause)
}
