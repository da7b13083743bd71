//! FEEL values as Python objects: exact, and text where Python has no type that holds them.
use engine_core::feel::general::Note;
use engine_core::value::{DateTime, DaysDuration, End, MonthsDuration, RangeValue, Time, Value, Zone, ops};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDateTime, PyDelta, PyDict, PyList, PyString, PyTime, PyType, PyTzInfo};

use super::expression::Function;
use super::from_python::{months_class, range_class};
use crate::values;

static ZONE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static NOTE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static EXPLAINED: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// The object of a value.
pub fn value<'py>(py: Python<'py>, given: &Value) -> PyResult<Bound<'py, PyAny>> {
    match given {
        Value::Null => Ok(py.None().into_bound(py)),
        Value::Boolean(truth) => Ok(PyBool::new(py, *truth).to_owned().into_any()),
        // Of a whole number Python makes a Decimal at once; of others from their digits.
        Value::Number(number) => match number.to_i64().filter(|_| number.exponent() == 0) {
            Some(whole) => values::decimal_class(py)?.call1((whole,)),
            None => values::number(py, *number, None),
        },
        Value::Text(text) => Ok(PyString::new(py, text).into_any()),
        Value::Date(day) => values::date(py, *day),
        Value::Time(at) => Ok(match time(py, *at)? {
            Some(time) => time.into_any(),
            None => text(py, given),
        }),
        Value::DateTime(at) => Ok(match date_time(py, *at)? {
            Some(moment) => moment,
            None => text(py, given),
        }),
        Value::DaysDuration(duration) => Ok(match delta(py, *duration)? {
            Some(delta) => delta.into_any(),
            None => text(py, given),
        }),
        Value::MonthsDuration(duration) => months(py, *duration),
        Value::List(items) => {
            let items = items.iter().map(|item| value(py, item)).collect::<PyResult<Vec<_>>>()?;
            Ok(PyList::new(py, items)?.into_any())
        }
        Value::Range(it) => range(py, it),
        Value::Context(context) => {
            let dict = PyDict::new(py);
            for (name, entry) in context.entries() {
                dict.set_item(&**name, value(py, entry)?)?;
            }
            Ok(dict.into_any())
        }
        Value::Function(_) => Ok(Bound::new(py, Function { value: given.clone() })?.into_any()),
    }
}

/// A value and the reasons for its nulls.
pub fn explained<'py>(
    py: Python<'py>,
    given: &Value,
    expression: &str,
    notes: &[Note],
) -> PyResult<Bound<'py, PyAny>> {
    let class = NOTE.import(py, "placet.feel.values", "Note")?;
    let notes = notes.iter().map(|note| {
        let (start, end) = (note.span.start, note.span.end);
        let part: String = expression.chars().take(end as usize).skip(start as usize).collect();
        class.call1((&note.message, part, start + 1))
    });
    let notes = notes.collect::<PyResult<Vec<_>>>()?;
    let notes = pyo3::types::PyTuple::new(py, notes)?;
    EXPLAINED.import(py, "placet.feel.values", "Explained")?.call1((value(py, given)?, notes))
}

fn text<'py>(py: Python<'py>, given: &Value) -> Bound<'py, PyAny> {
    PyString::new(py, &ops::to_feel_text(given)).into_any()
}

/// Python counts microseconds; a finer part has no place there.
fn micros(nanos: u32) -> Option<u32> {
    nanos.is_multiple_of(1_000).then_some(nanos / 1_000)
}

fn small(part: u32) -> Option<u8> {
    u8::try_from(part).ok()
}

/// The parts of a time as Python takes them.
fn parts(time: Time) -> Option<(u8, u8, u8, u32)> {
    Some((small(time.hour())?, small(time.minute())?, small(time.second())?, micros(time.nanos())?))
}

fn time(py: Python<'_>, time: Time) -> PyResult<Option<Bound<'_, PyTime>>> {
    // A zone with a name has no offset without a day, so that Python could not compare the time.
    let named = time.zone().is_some_and(|zone| zone.name().is_some());
    let Some((hour, minute, second, micros)) = parts(time).filter(|_| !named) else { return Ok(None) };
    let zone = time.zone().map(|zone| tzinfo(py, zone)).transpose()?.flatten();
    PyTime::new(py, hour, minute, second, micros, zone.as_ref()).map(Some)
}

fn date_time(py: Python<'_>, at: DateTime) -> PyResult<Option<Bound<'_, PyAny>>> {
    let (date, time) = (at.date(), at.time());
    let Some((hour, minute, second, micros)) = parts(time).filter(|_| (1..=9999).contains(&date.year()))
    else {
        return Ok(None);
    };
    let zone = match time.zone() {
        None => None,
        Some(zone) => match tzinfo(py, zone)? {
            Some(zone) => Some(zone),
            None => return Ok(None),
        },
    };
    let (year, month, day) = (date.year(), date.month(), date.day());
    let moment = PyDateTime::new(py, year, month, day, hour, minute, second, micros, zone.as_ref())?;
    Ok(Some(moment.into_any()))
}

/// `None` where the machine does not know the zone.
fn tzinfo(py: Python<'_>, zone: Zone) -> PyResult<Option<Bound<'_, PyTzInfo>>> {
    if let Some(name) = zone.name() {
        let zone = ZONE.import(py, "zoneinfo", "ZoneInfo")?.call1((name,));
        return Ok(zone.ok().and_then(|zone| zone.cast_into().ok()));
    }
    let seconds = i32::try_from(zone.offset()).unwrap_or(0);
    PyTzInfo::fixed_offset(py, PyDelta::new(py, 0, seconds, 0, true)?).map(Some)
}

fn delta(py: Python<'_>, duration: DaysDuration) -> PyResult<Option<Bound<'_, PyDelta>>> {
    let nanos = duration.to_nanos();
    let micros = nanos.div_euclid(1_000);
    let (days, rest) = (micros.div_euclid(86_400_000_000), micros.rem_euclid(86_400_000_000));
    let fits = nanos.rem_euclid(1_000) == 0 && (-999_999_999..=999_999_999).contains(&days);
    let parts = (i32::try_from(days), i32::try_from(rest / 1_000_000), i32::try_from(rest % 1_000_000));
    match parts {
        (Ok(days), Ok(seconds), Ok(micros)) if fits => {
            PyDelta::new(py, days, seconds, micros, false).map(Some)
        }
        _ => Ok(None),
    }
}

fn months(py: Python<'_>, duration: MonthsDuration) -> PyResult<Bound<'_, PyAny>> {
    months_class(py)?.call1((duration.total(),))
}

fn range<'py>(py: Python<'py>, range: &RangeValue) -> PyResult<Bound<'py, PyAny>> {
    let end = |end: &Option<End>| -> PyResult<(Bound<'py, PyAny>, Option<bool>)> {
        match end {
            Some(end) => Ok((value(py, &end.value)?, Some(end.included))),
            None => Ok((py.None().into_bound(py), None)),
        }
    };
    let (low, low_included) = end(&range.low)?;
    let (high, high_included) = end(&range.high)?;
    range_class(py)?.call1((low, high, low_included, high_included))
}
