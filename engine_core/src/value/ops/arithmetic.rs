//! `+ - * / **` and the sign. The kinds of duration do not mix, and only texts are joined to texts.
use crate::value::{Date, DateTime, DaysDuration, MonthsDuration, Number, Round, Time, Value, Zone};

/// `a + b`
#[must_use]
pub fn add(a: &Value, b: &Value) -> Value {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.checked_add(*b).into(),
        (Value::Text(a), Value::Text(b)) => [&**a, &**b].concat().into(),
        (Value::DaysDuration(a), Value::DaysDuration(b)) => a.checked_add(*b).into(),
        (Value::MonthsDuration(a), Value::MonthsDuration(b)) => {
            a.total().checked_add(b.total()).map(MonthsDuration::new).into()
        }
        (temporal, Value::DaysDuration(by)) | (Value::DaysDuration(by), temporal) => add_days(temporal, *by),
        (temporal, Value::MonthsDuration(by)) | (Value::MonthsDuration(by), temporal) => {
            add_months(temporal, by.total())
        }
        _ => Value::Null,
    }
}

/// `a - b`
#[must_use]
pub fn subtract(a: &Value, b: &Value) -> Value {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.checked_sub(*b).into(),
        (Value::DaysDuration(a), Value::DaysDuration(b)) => a.checked_sub(*b).into(),
        (Value::MonthsDuration(a), Value::MonthsDuration(b)) => {
            a.total().checked_sub(b.total()).map(MonthsDuration::new).into()
        }
        (Value::Time(a), Value::Time(b)) => a.since(*b).into(),
        (temporal, Value::DaysDuration(by)) => by.checked_neg().map(|by| add_days(temporal, by)).into(),
        (temporal, Value::MonthsDuration(by)) => {
            by.total().checked_neg().map(|by| add_months(temporal, by)).into()
        }
        (a, b) => difference(a, b).into(),
    }
}

/// `a * b`
#[must_use]
pub fn multiply(a: &Value, b: &Value) -> Value {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.checked_mul(*b).into(),
        (Value::DaysDuration(d), Value::Number(n)) | (Value::Number(n), Value::DaysDuration(d)) => {
            seconds(*d).and_then(|s| s.checked_mul(*n)).and_then(days_duration).into()
        }
        (Value::MonthsDuration(d), Value::Number(n)) | (Value::Number(n), Value::MonthsDuration(d)) => {
            months(*d).checked_mul(*n).and_then(months_duration).into()
        }
        _ => Value::Null,
    }
}

/// `a / b`
#[must_use]
pub fn divide(a: &Value, b: &Value) -> Value {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.checked_div(*b).into(),
        (Value::DaysDuration(d), Value::Number(n)) => {
            seconds(*d).and_then(|s| s.checked_div(*n)).and_then(days_duration).into()
        }
        (Value::MonthsDuration(d), Value::Number(n)) => {
            months(*d).checked_div(*n).and_then(months_duration).into()
        }
        (Value::DaysDuration(a), Value::DaysDuration(b)) => {
            seconds(*a).zip(seconds(*b)).and_then(|(a, b)| a.checked_div(b)).into()
        }
        (Value::MonthsDuration(a), Value::MonthsDuration(b)) => months(*a).checked_div(months(*b)).into(),
        _ => Value::Null,
    }
}

/// `a ** b`
#[must_use]
pub fn power(a: &Value, b: &Value) -> Value {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.pow(*b).into(),
        _ => Value::Null,
    }
}

/// `-a`
#[must_use]
pub fn negate(a: &Value) -> Value {
    match a {
        Value::Number(a) => a.neg().into(),
        Value::DaysDuration(a) => a.checked_neg().into(),
        Value::MonthsDuration(a) => a.total().checked_neg().map(MonthsDuration::new).into(),
        _ => Value::Null,
    }
}

/// A date goes through its midnight and drops the time, so one second less is the day before.
fn add_days(temporal: &Value, by: DaysDuration) -> Value {
    match temporal {
        Value::Date(date) => midnight(*date, None).add_duration(by).map(DateTime::date).into(),
        Value::Time(time) => time.add_duration(by).into(),
        Value::DateTime(at) => at.add_duration(by).into(),
        _ => Value::Null,
    }
}

fn add_months(temporal: &Value, by: i64) -> Value {
    match temporal {
        Value::Date(date) => date.add_months(by).into(),
        Value::DateTime(at) => at.add_months(by).into(),
        _ => Value::Null,
    }
}

/// Of dates and dates and times; a date is midnight in UTC here, so it has no distance to a local date and time.
fn difference(a: &Value, b: &Value) -> Option<DaysDuration> {
    let moment = |value: &Value| match value {
        Value::Date(date) => Some(midnight(*date, Some(Zone::UTC))),
        Value::DateTime(at) => Some(*at),
        _ => None,
    };
    moment(a)?.since(moment(b)?)
}

const fn midnight(date: Date, zone: Option<Zone>) -> DateTime {
    DateTime::new(date, Time::MIDNIGHT.with_zone(zone))
}

fn months(duration: MonthsDuration) -> Number {
    Number::from_i64(duration.total())
}

/// Cut to whole months, towards zero.
fn months_duration(months: Number) -> Option<MonthsDuration> {
    months.trunc().to_i64().map(MonthsDuration::new)
}

fn seconds(duration: DaysDuration) -> Option<Number> {
    let fraction = Number::scaled(i64::from(duration.nanos()), 9);
    Number::from_i64(duration.whole_seconds()).checked_add(fraction)
}

/// Rounded to the nearest nanosecond.
fn days_duration(seconds: Number) -> Option<DaysDuration> {
    let seconds = seconds.round(9, Round::HalfEven)?;
    let whole = seconds.floor();
    let nanos = seconds.checked_sub(whole)?.checked_mul(Number::from_i64(1_000_000_000))?.to_i64()?;
    DaysDuration::from_seconds(whole.to_i64()?).checked_add(DaysDuration::from_nanos(i128::from(nanos))?)
}
