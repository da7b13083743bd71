//! What makes a compiled class a dataclass to `dataclasses`, msgspec, pydantic and FastAPI, without slowing the import.
//!
//! The surprise: msgspec makes an object of such a class by allocating it and setting its attributes, past `__new__` and
//! `__setattr__`. So a class here holds nothing but options, for which zeroed memory is `None`, and has setters that take each
//! field once.
use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};

static FROZEN: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// An attribute of a class that its plain twin in `placet.records` has; that module is imported when it is first asked for.
#[pyclass(frozen, module = "placet._native")]
pub struct OfTwin {
    /// The class.
    pub class: &'static str,
    /// The attribute.
    pub attribute: &'static str,
}

#[pymethods]
impl OfTwin {
    fn __get__<'py>(
        &self,
        py: Python<'py>,
        _instance: &Bound<'py, PyAny>,
        _owner: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        py.import("placet.records")?.getattr(self.class)?.getattr(self.attribute)
    }
}

/// The fields of an object that was built from plain values; none of them for one that the engine made.
pub type Given = Option<Py<PyDict>>;

/// A field of an object that was built from plain values.
pub fn field<'py>(py: Python<'py>, given: &Given, name: &str) -> PyResult<Bound<'py, PyAny>> {
    let value = given.as_ref().map(|given| given.bind(py).get_item(name)).transpose()?.flatten();
    value.ok_or_else(|| PyAttributeError::new_err(name.to_owned()))
}

/// Sets a field that has no value yet.
pub fn set_once(py: Python<'_>, given: &mut Given, name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    let given = given.get_or_insert_with(|| PyDict::new(py).unbind()).bind(py);
    if given.contains(name)? {
        return Err(frozen(py, name));
    }
    given.set_item(name, value)
}

/// `dataclasses.FrozenInstanceError`, as a frozen dataclass raises it.
pub fn frozen(py: Python<'_>, name: &str) -> PyErr {
    match FROZEN.import(py, "dataclasses", "FrozenInstanceError") {
        Ok(class) => PyErr::from_type(class.clone(), format!("cannot assign to field {name:?}")),
        Err(error) => error,
    }
}

/// Another object of the same class with some fields changed, for `copy.replace`.
pub fn replaced<'py>(
    object: &Bound<'py, PyAny>,
    changes: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    object.py().import("dataclasses")?.call_method("replace", (object,), changes)
}

/// What pickle needs: the class, and its fields in order.
pub fn reduced<'py, const N: usize>(
    object: &Bound<'py, PyAny>,
    names: [&str; N],
) -> PyResult<(Bound<'py, PyType>, Bound<'py, PyTuple>)> {
    let fields = names.iter().map(|name| object.getattr(*name)).collect::<PyResult<Vec<_>>>()?;
    Ok((object.get_type(), PyTuple::new(object.py(), fields)?))
}

/// The schema that pydantic asks for.
pub fn pydantic_schema<'py>(
    class: &Bound<'py, PyType>,
    handler: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let name = class.name()?;
    class.py().import("placet.models.pydantic_support")?.call_method1("schema_of", (name, handler))
}

/// `Literal[words]`.
pub fn literal<'py>(py: Python<'py>, words: &[&str]) -> PyResult<Bound<'py, PyAny>> {
    py.import("typing")?.getattr("Literal")?.get_item(PyTuple::new(py, words)?)
}

/// A name for Python to look up; the same object each time.
pub fn names<'py, const N: usize>(py: Python<'py>, names: [&str; N]) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::new(py, names.map(|name| PyString::intern(py, name)))
}
