//! `value.property`: entries of contexts, parts of dates, times, durations and ranges.
use crate::value::{Date, DaysDuration, MonthsDuration, Number, RangeValue, Time, Value, Zone};

/// `value.name`; null where the value has no such part. A list gives the list of its elements' parts.
#[must_use]
pub fn get(value: &Value, name: &str) -> Value {
    match value {
        Value::Context(context) => context.get(name).cloned().into(),
        Value::List(items) => items.iter().map(|item| get(item, name)).collect::<Vec<_>>().into(),
        Value::Date(date) => date_part(*date, name).into(),
        Value::Time(time) => time_part(*time, name),
        Value::DateTime(at) => match date_part(at.date(), name) {
            Some(part) => part.into(),
            None if name == "time offset" => at.offset().map(DaysDuration::from_seconds).into(),
            None => time_part(at.time(), name),
        },
        Value::DaysDuration(duration) => days_part(*duration, name).into(),
        Value::MonthsDuration(duration) => months_part(*duration, name).into(),
        Value::Range(range) => range_part(range, name),
        Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Text(_) | Value::Function(_) => {
            Value::Null
        }
    }
}

fn date_part(date: Date, name: &str) -> Option<Number> {
    let part = match name {
        "year" => date.year().into(),
        "month" => date.month().into(),
        "day" => date.day().into(),
        "weekday" => date.weekday(),
        _ => return None,
    };
    Some(Number::from_i64(part))
}

/// `second` is the whole second.
fn time_part(time: Time, name: &str) -> Value {
    let part = match name {
        "hour" => time.hour(),
        "minute" => time.minute(),
        "second" => time.second(),
        "time offset" => return time.zone().map(|zone| DaysDuration::from_seconds(zone.offset())).into(),
        "timezone" => return time.zone().and_then(Zone::name).into(),
        _ => return Value::Null,
    };
    Number::from_i64(part.into()).into()
}

fn days_part(duration: DaysDuration, name: &str) -> Option<Number> {
    let part = match name {
        "days" => duration.days(),
        "hours" => duration.hours(),
        "minutes" => duration.minutes(),
        "seconds" => duration.seconds(),
        _ => return None,
    };
    Some(Number::from_i64(part))
}

fn months_part(duration: MonthsDuration, name: &str) -> Option<Number> {
    let part = match name {
        "years" => duration.years(),
        "months" => duration.months(),
        _ => return None,
    };
    Some(Number::from_i64(part))
}

fn range_part(range: &RangeValue, name: &str) -> Value {
    let end = match name {
        "start" | "start included" => &range.low,
        "end" | "end included" => &range.high,
        _ => return Value::Null,
    };
    match end {
        Some(end) if name.ends_with("included") => end.included.into(),
        Some(end) => end.value.clone(),
        None if name.ends_with("included") => false.into(),
        None => Value::Null,
    }
}
