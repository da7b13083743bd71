//! Python objects as FEEL values, each by what it is.
use std::sync::Arc;

use engine_core::value::{
    ContextValue, Date, DateTime, DaysDuration, End, MonthsDuration, Number, RangeValue, Time, Value,
};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyBool, PyDate, PyDateAccess, PyDateTime, PyDelta, PyDeltaAccess, PyDict, PyFloat, PyInt, PyList,
    PyMapping, PyString, PyTime, PyTuple, PyType,
};

use super::expression::Function;
use crate::missing::Missing;
use crate::values::decimal_class;

/// How deep lists and mappings may nest.
const DEPTH: usize = 64;

static MONTHS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static RANGE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static ENUM: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// The class `placet.feel.Months`.
pub fn months_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    MONTHS.import(py, "placet.feel.values", "Months")
}

/// The class `placet.feel.Range`.
pub fn range_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    RANGE.import(py, "placet.feel.values", "Range")
}

/// The value of an object.
pub fn value(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    deep(object, DEPTH)
}

/// What `now()` gives.
pub fn clock(now: Option<&Bound<'_, PyAny>>) -> PyResult<Option<DateTime>> {
    let Some(now) = now.filter(|now| !now.is_none()) else { return Ok(None) };
    match now.cast::<PyDateTime>() {
        Ok(moment) => date_time(moment).map(Some),
        Err(_) => Err(PyTypeError::new_err("now must be a datetime.datetime")),
    }
}

fn deep(object: &Bound<'_, PyAny>, depth: usize) -> PyResult<Value> {
    if let Ok(text) = object.cast_exact::<PyString>() {
        return Ok(text.to_str()?.into());
    }
    if let Ok(number) = object.cast_exact::<PyInt>() {
        return whole(number);
    }
    if object.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(truth) = object.cast_exact::<PyBool>() {
        return Ok(truth.is_true().into());
    }
    if object.is_exact_instance(decimal_class(object.py())?) {
        return decimal(object);
    }
    if let Ok(number) = object.cast_exact::<PyFloat>() {
        return float(number);
    }
    let Some(depth) = depth.checked_sub(1) else {
        return Err(PyValueError::new_err(format!("a value is nested more than {DEPTH} levels deep")));
    };
    if let Ok(items) = object.cast::<PyList>() {
        let items = items.iter().map(|item| deep(&item, depth)).collect::<PyResult<Vec<_>>>()?;
        return Ok(items.into());
    }
    if let Ok(items) = object.cast::<PyTuple>() {
        let items = items.iter().map(|item| deep(&item, depth)).collect::<PyResult<Vec<_>>>()?;
        return Ok(items.into());
    }
    if let Ok(mapping) = object.cast::<PyDict>() {
        return context(mapping.iter().map(Ok), depth);
    }
    rarer(object, depth)
}

fn rarer(object: &Bound<'_, PyAny>, depth: usize) -> PyResult<Value> {
    let py = object.py();
    if let Ok(moment) = object.cast::<PyDateTime>() {
        return Ok(date_time(moment)?.into());
    }
    if let Ok(day) = object.cast::<PyDate>() {
        return Ok(Date::new(day.get_year(), day.get_month(), day.get_day()).into());
    }
    if let Ok(time) = object.cast::<PyTime>() {
        let text: String = time.call_method0("isoformat")?.extract()?;
        return known(Time::parse(&text), "time", &text);
    }
    if let Ok(delta) = object.cast::<PyDelta>() {
        let seconds = i128::from(delta.get_days()) * 86_400 + i128::from(delta.get_seconds());
        let nanos = seconds * 1_000_000_000 + i128::from(delta.get_microseconds()) * 1_000;
        return known(DaysDuration::from_nanos(nanos), "duration", "");
    }
    if let Ok(function) = object.cast::<Function>() {
        return Ok(function.get().value.clone());
    }
    if object.is_instance(months_class(py)?)? {
        return Ok(MonthsDuration::new(object.getattr("total")?.extract()?).into());
    }
    if object.is_instance(range_class(py)?)? {
        return range(object, depth);
    }
    if object.is_instance(ENUM.import(py, "enum", "Enum")?)? {
        return deep(&object.getattr("value")?, depth);
    }
    if object.is_instance_of::<Missing>() {
        return Ok(Value::Null);
    }
    if object.is_instance(decimal_class(py)?)? {
        return decimal(object);
    }
    if let Ok(mapping) = object.cast::<PyMapping>() {
        let items = mapping.items()?;
        return context(items.iter().map(|item| item.extract()), depth);
    }
    scalar_like(object, depth)
}

/// Subclasses of Python's scalars, and numpy's.
fn scalar_like(object: &Bound<'_, PyAny>, depth: usize) -> PyResult<Value> {
    if let Ok(number) = object.cast::<PyInt>() {
        return whole(number);
    }
    if let Ok(number) = object.cast::<PyFloat>() {
        return float(number);
    }
    if let Ok(text) = object.cast::<PyString>() {
        return Ok(text.to_str()?.into());
    }
    let class = object.get_type();
    let numpy = class.module().is_ok_and(|module| module == "numpy");
    if numpy && object.hasattr("item")? {
        return deep(&object.call_method0("item")?, depth);
    }
    Err(PyTypeError::new_err(format!("a {} is no FEEL value", class.name()?)))
}

fn whole(number: &Bound<'_, PyInt>) -> PyResult<Value> {
    if let Ok(number) = number.extract::<i64>() {
        return Ok(number.into());
    }
    let bits: u64 = number.call_method0("bit_length")?.extract()?;
    if bits > 1000 {
        return Err(PyValueError::new_err(format!("an integer of {bits} bits has no exact value in FEEL")));
    }
    let text = number.str()?;
    known(Number::parse_exact(text.to_str()?), "integer", text.to_str()?)
}

fn decimal(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    let text = object.str()?;
    known(Number::parse_exact(text.to_str()?), "Decimal", text.to_str()?)
}

fn float(number: &Bound<'_, PyFloat>) -> PyResult<Value> {
    let number = number.value();
    known(Number::from_f64(number), "float", &number.to_string())
}

fn known<T: Into<Value>>(value: Option<T>, what: &str, text: &str) -> PyResult<Value> {
    let value = value.map(Into::into);
    value.ok_or_else(|| PyValueError::new_err(format!("the {what} {text:.60} has no exact value in FEEL")))
}

/// A zone that has a name keeps it; one that FEEL does not know becomes its offset.
fn date_time(moment: &Bound<'_, PyDateTime>) -> PyResult<DateTime> {
    let zone = moment.getattr("tzinfo")?;
    if let Ok(key) = zone.getattr("key") {
        let local: String = moment
            .call_method("replace", (), Some(&tzinfo_none(moment.py())?))?
            .call_method0("isoformat")?
            .extract()?;
        if let Some(moment) = DateTime::parse(&format!("{local}@{key}")) {
            return Ok(moment);
        }
    }
    let text: String = moment.call_method0("isoformat")?.extract()?;
    DateTime::parse(&text)
        .ok_or_else(|| PyValueError::new_err(format!("the moment {text} has no exact value in FEEL")))
}

fn tzinfo_none(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let arguments = PyDict::new(py);
    arguments.set_item("tzinfo", py.None())?;
    Ok(arguments)
}

fn context<'py>(
    items: impl Iterator<Item = PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)>>,
    depth: usize,
) -> PyResult<Value> {
    let mut entries: Vec<(Arc<str>, Value)> = Vec::new();
    for item in items {
        let (key, item) = item?;
        let Ok(key) = key.cast::<PyString>() else {
            return Err(PyTypeError::new_err("the keys of a context must be texts"));
        };
        entries.push((key.to_str()?.into(), deep(&item, depth)?));
    }
    Ok(ContextValue::new(entries).into())
}

fn range(object: &Bound<'_, PyAny>, depth: usize) -> PyResult<Value> {
    let end = |value: &str, included: &str| -> PyResult<Option<End>> {
        let included: Option<bool> = object.getattr(included)?.extract()?;
        let Some(included) = included else { return Ok(None) };
        Ok(Some(End { value: deep(&object.getattr(value)?, depth)?, included }))
    };
    Ok(RangeValue { low: end("start", "start_included")?, high: end("end", "end_included")? }.into())
}
