//! What a frozen object hands out is the caller's own: dicts and lists are copied, all else cannot be changed.
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

/// A copy that shares no dict and no list, down to a depth that no output of a decision has.
pub fn fresh<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    copied(value, 100)
}

fn copied<'py>(value: &Bound<'py, PyAny>, depth: usize) -> PyResult<Bound<'py, PyAny>> {
    let Some(deeper) = depth.checked_sub(1) else { return Ok(value.clone()) };
    if let Ok(dict) = value.cast::<PyDict>() {
        let copy = PyDict::new(value.py());
        for (key, value) in dict {
            copy.set_item(key, copied(&value, deeper)?)?;
        }
        return Ok(copy.into_any());
    }
    if let Ok(list) = value.cast::<PyList>() {
        let items = list.iter().map(|item| copied(&item, deeper)).collect::<PyResult<Vec<_>>>()?;
        return Ok(PyList::new(value.py(), items)?.into_any());
    }
    Ok(value.clone())
}
