//! The engine's values as Python objects.
use engine_core::value::{Date, Number, Value, ops};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDate, PyList, PyString, PyType};

static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// The class `decimal.Decimal`.
pub fn decimal_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    DECIMAL.import(py, "decimal", "Decimal")
}

/// A number as a `Decimal`; where it always has `scale` places and they are none, as an `int`.
pub fn number<'py>(py: Python<'py>, number: Number, scale: Option<u8>) -> PyResult<Bound<'py, PyAny>> {
    match (scale, number.to_i64()) {
        (Some(0), Some(whole)) => Ok(whole.into_pyobject(py)?.into_any()),
        _ => decimal_class(py)?.call1((number.to_string(),)),
    }
}

/// A date as a `datetime.date`; beyond Python's years as text.
pub fn date(py: Python<'_>, date: Date) -> PyResult<Bound<'_, PyAny>> {
    if (1..=9999).contains(&date.year()) {
        return Ok(PyDate::new(py, date.year(), date.month(), date.day())?.into_any());
    }
    Ok(PyString::new(py, &date.to_string()).into_any())
}

/// Any value. Times, durations and what else Python has no exact type for are their FEEL text.
pub fn value<'py>(py: Python<'py>, given: &Value, scale: Option<u8>) -> PyResult<Bound<'py, PyAny>> {
    match given {
        Value::Null => Ok(py.None().into_bound(py)),
        Value::Boolean(truth) => Ok(PyBool::new(py, *truth).to_owned().into_any()),
        Value::Number(decimal) => number(py, *decimal, scale),
        Value::Text(text) => Ok(PyString::new(py, text).into_any()),
        Value::Date(day) => date(py, *day),
        Value::List(items) => {
            let items = items.iter().map(|item| value(py, item, None)).collect::<PyResult<Vec<_>>>()?;
            Ok(PyList::new(py, items)?.into_any())
        }
        Value::Time(_)
        | Value::DateTime(_)
        | Value::DaysDuration(_)
        | Value::MonthsDuration(_)
        | Value::Range(_)
        | Value::Context(_)
        | Value::Function(_) => {
            let Value::Text(text) = ops::string(given) else { return Ok(py.None().into_bound(py)) };
            Ok(PyString::new(py, &text).into_any())
        }
    }
}
