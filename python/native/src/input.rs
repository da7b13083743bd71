//! Python objects as the engine's inputs: each is read by what it is, and nothing is guessed.
use std::borrow::Cow;

use engine_core::facts::Input;
use engine_core::value::{Date, DateTime, DaysDuration, Number};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyBool, PyDate, PyDateAccess, PyDateTime, PyDelta, PyDeltaAccess, PyFloat, PyInt, PyList, PyString,
    PyTuple, PyType,
};

use crate::missing::{Missing, cause_of};
use crate::values::decimal_class;

/// How deep lists may nest.
const DEPTH: usize = 4;

static ENUM: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// The input that an object is.
pub fn input<'a>(object: &'a Bound<'_, PyAny>) -> PyResult<Input<'a>> {
    exact(object).unwrap_or_else(|| rarer(object, DEPTH))
}

/// The exact types of JSON come first: they are nearly every fact.
fn exact<'a>(object: &'a Bound<'_, PyAny>) -> Option<PyResult<Input<'a>>> {
    if let Ok(text) = object.cast_exact::<PyString>() {
        return Some(Ok(text_input(text)));
    }
    if let Ok(number) = object.cast_exact::<PyInt>() {
        return Some(whole(number));
    }
    if let Ok(number) = object.cast_exact::<PyFloat>() {
        return Some(Ok(Input::Float(number.value())));
    }
    if object.is_none() {
        return Some(Ok(Input::Null));
    }
    object.cast_exact::<PyBool>().ok().map(|truth| Ok(Input::Boolean(truth.is_true())))
}

/// The input of an object whose reading runs no code of a host: exactly of a type of JSON, a `Decimal` or a `date`.
pub fn quiet<'a>(object: &'a Bound<'_, PyAny>) -> Option<Input<'a>> {
    if let Some(input) = exact(object) {
        return input.ok();
    }
    if object.get_type().is(decimal_class(object.py()).ok()?) {
        return decimal(object).ok();
    }
    let day = object.cast_exact::<PyDate>().ok()?;
    Date::new(day.get_year(), day.get_month(), day.get_day()).map(Input::Date)
}

fn text_input<'a>(text: &'a Bound<'_, PyString>) -> Input<'a> {
    text.to_str().map_or_else(
        |_| Input::Other("a text that is not Unicode".to_owned()),
        |text| Input::Text(Cow::Borrowed(text)),
    )
}

fn whole(number: &Bound<'_, PyInt>) -> PyResult<Input<'static>> {
    if let Ok(number) = number.extract::<i64>() {
        return Ok(Input::Integer(number));
    }
    // Python refuses to print integers of thousands of digits; their length alone is told.
    let bits: u64 = number.call_method0("bit_length")?.extract()?;
    if bits > 1000 {
        return Ok(Input::Other(format!("an integer of {bits} bits")));
    }
    let text = number.str()?;
    let text = text.to_str()?;
    let digits = text.trim_start_matches('-').len();
    Ok(Number::parse_exact(text)
        .map_or_else(|| Input::Other(format!("an integer of {digits} digits")), Input::Number))
}

fn rarer(object: &Bound<'_, PyAny>, depth: usize) -> PyResult<Input<'static>> {
    let py = object.py();
    if let Ok(missing) = object.cast::<Missing>() {
        return Ok(Input::Missing(Cow::Owned(missing.get().cause().to_owned())));
    }
    if object.is_instance(ENUM.import(py, "enum", "Enum")?)? {
        return rarer_or_exact(&object.getattr("value")?, depth);
    }
    if object.is_instance(decimal_class(py)?)? {
        return decimal(object);
    }
    if let Ok(moment) = object.cast::<PyDateTime>() {
        let text: String = moment.call_method0("isoformat")?.extract()?;
        return Ok(DateTime::parse(&text)
            .map_or_else(|| Input::Other(format!("the moment {text}")), Input::DateTime));
    }
    if let Ok(day) = object.cast::<PyDate>() {
        let date = Date::new(day.get_year(), day.get_month(), day.get_day());
        return Ok(date.map_or_else(|| Input::Other("a date".to_owned()), Input::Date));
    }
    if let Ok(delta) = object.cast::<PyDelta>() {
        let seconds = i128::from(delta.get_days()) * 86_400 + i128::from(delta.get_seconds());
        let nanos = seconds * 1_000_000_000 + i128::from(delta.get_microseconds()) * 1_000;
        return Ok(DaysDuration::from_nanos(nanos)
            .map_or_else(|| Input::Other("a duration".to_owned()), Input::DaysDuration));
    }
    if let Ok(number) = object.cast::<PyInt>() {
        return whole(number);
    }
    if let Ok(number) = object.cast::<PyFloat>() {
        return Ok(Input::Float(number.value()));
    }
    if let Ok(text) = object.cast::<PyString>() {
        return Ok(owned(&text_input(text)));
    }
    if depth > 0 && (object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>()) {
        let items =
            object.try_iter()?.map(|item| rarer_or_exact(&item?, depth - 1)).collect::<PyResult<Vec<_>>>()?;
        return Ok(Input::List(items));
    }
    if let Some(cause) = cause_of(object)? {
        return Ok(Input::Missing(Cow::Owned(cause)));
    }
    numpy_or_other(object, depth)
}

/// The input of an object that does not outlive this call.
fn rarer_or_exact(object: &Bound<'_, PyAny>, depth: usize) -> PyResult<Input<'static>> {
    if object.is_instance_of::<PyList>() || object.is_instance_of::<PyTuple>() {
        return rarer(object, depth);
    }
    Ok(owned(&input(object)?))
}

fn owned(input: &Input<'_>) -> Input<'static> {
    match input {
        Input::Null => Input::Null,
        Input::Missing(cause) => Input::Missing(Cow::Owned(cause.clone().into_owned())),
        Input::Boolean(truth) => Input::Boolean(*truth),
        Input::Integer(number) => Input::Integer(*number),
        Input::Number(number) => Input::Number(*number),
        Input::Float(number) => Input::Float(*number),
        Input::Text(text) => Input::Text(Cow::Owned(text.clone().into_owned())),
        Input::Date(date) => Input::Date(*date),
        Input::DateTime(moment) => Input::DateTime(*moment),
        Input::DaysDuration(duration) => Input::DaysDuration(*duration),
        Input::MonthsDuration(duration) => Input::MonthsDuration(*duration),
        Input::List(items) => Input::List(items.iter().map(owned).collect()),
        Input::Other(what) => Input::Other(what.clone()),
    }
}

fn decimal(object: &Bound<'_, PyAny>) -> PyResult<Input<'static>> {
    let text = object.str()?;
    let text = text.to_str()?;
    if text.ends_with("NaN") {
        return Ok(Input::Float(f64::NAN));
    }
    Ok(Number::parse_exact(text)
        .map_or_else(|| Input::Other(format!("the Decimal {text:.60}")), Input::Number))
}

/// A numpy scalar is the Python object that it stands for; anything else is told by its type.
fn numpy_or_other(object: &Bound<'_, PyAny>, depth: usize) -> PyResult<Input<'static>> {
    let class = object.get_type();
    let module = class.module().map(|module| module.to_string()).unwrap_or_default();
    if module == "numpy" && object.hasattr("item")? {
        let item = object.call_method0("item")?;
        if !item.get_type().is(&class) {
            return rarer_or_exact(&item, depth.saturating_sub(1));
        }
    }
    Ok(Input::Other(format!("a {}", class.name()?)))
}
