//! The values of a model's decisions.
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

/// The values of a model's decisions, by name: a mapping.
#[pyclass(frozen, mapping, module = "placet._native")]
pub struct Decisions {
    pub values: Py<PyDict>,
    /// The model's name.
    #[pyo3(get)]
    pub model: Py<PyString>,
    /// SHA-256 over the canonical model, in hexadecimal.
    #[pyo3(get)]
    pub digest: Py<PyString>,
    /// What `now()` gave; None where no clock was given.
    #[pyo3(get)]
    pub now: Option<Py<PyAny>>,
}

#[pymethods]
impl Decisions {
    #[new]
    const fn new(
        values: Py<PyDict>,
        model: Py<PyString>,
        digest: Py<PyString>,
        now: Option<Py<PyAny>>,
    ) -> Self {
        Self { values, model, digest, now }
    }

    fn __getitem__<'py>(&self, py: Python<'py>, name: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.values.bind(py).as_any().get_item(name)
    }

    fn __len__(&self, py: Python<'_>) -> usize {
        self.values.bind(py).len()
    }

    fn __contains__(&self, py: Python<'_>, name: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.values.bind(py).contains(name)
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.values.bind(py).try_iter()?.into_any())
    }

    /// The names of the decisions.
    fn keys<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.values.bind(py).call_method0("keys")
    }

    /// Their values.
    fn values<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.values.bind(py).call_method0("values")
    }

    /// Pairs of name and value.
    fn items<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.values.bind(py).call_method0("items")
    }

    /// The value of a decision; `default` where there is no such decision.
    #[pyo3(signature = (name, default=None, /))]
    fn get<'py>(
        &self,
        py: Python<'py>,
        name: &Bound<'py, PyAny>,
        default: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        match self.values.bind(py).get_item(name)? {
            Some(value) => Ok(value),
            None => Ok(default.unwrap_or_else(|| py.None().into_bound(py))),
        }
    }

    fn __eq__<'py>(&self, py: Python<'py>, other: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let mine = self.values.bind(py);
        match other.cast::<Self>() {
            Ok(other) => mine.rich_compare(other.get().values.bind(py), pyo3::basic::CompareOp::Eq),
            Err(_) => mine.rich_compare(other, pyo3::basic::CompareOp::Eq),
        }
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Decisions({})", self.values.bind(py).repr()?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Parts)> {
        let (py, it) = (slf.py(), slf.get());
        let parts = (
            it.values.clone_ref(py),
            it.model.clone_ref(py),
            it.digest.clone_ref(py),
            it.now.as_ref().map(|now| now.clone_ref(py)),
        );
        Ok((slf.get_type().into_any(), parts))
    }
}

type Parts = (Py<PyDict>, Py<PyString>, Py<PyString>, Option<Py<PyAny>>);
