//! Functions that make a value of one type from others.
use super::Sort::{self, Any, DaysDuration, Number, Temporal, Text};
use super::arguments::{any, date, date_time, number, text, time, whole};
use super::builtin::builtins;
use crate::value::{self, Date, DateTime, Round, Time, Value, Zone, ops};

builtins! {
    "number"("from": Text, "grouping separator": Text, "decimal separator": Text) -> Number, No,
        Some("NUMBERVALUE(from, decimal separator, grouping separator)"),
        "The number that a text shows; the separators are space, comma or point, or null for none.",
        |args| parse_number(args).into();
    "string"("from": Any) -> Text, Always, Some("from & \"\""),
        "The value as text.", |args| ops::string(any(args, 0));
    "date"("from": Text) -> Sort::Date, No, Some("DATEVALUE(from)"),
        "The date that a text such as `2024-02-29` shows.", |args| text(args, 0).and_then(Date::parse).into();
    "date"("from": Temporal) -> Sort::Date, Always, Some("INT(from)"),
        "The date of a date and time.", |args| date(args, 0).into();
    "date"("year": Number, "month": Number, "day": Number) -> Sort::Date, No, Some("DATE(year, month, day)"),
        "The date of these parts; null if there is no such day.", |args| date_of_parts(args).into();
    "time"("from": Text) -> Sort::Time, No, Some("TIMEVALUE(from)"),
        "The time that a text such as `10:30:00` shows.", |args| text(args, 0).and_then(Time::parse).into();
    "time"("from": Sort::Time) -> Sort::Time, Always, None,
        "The time itself.", |args| time(args, 0).into();
    "time"("from": Temporal) -> Sort::Time, Always, Some("MOD(from, 1)"),
        "The time of a date and time; midnight UTC of a date.", |args| time_of(args).into();
    "time"("hour": Number, "minute": Number, "second": Number; "offset": DaysDuration) -> Sort::Time, No,
        Some("TIME(hour, minute, second)"),
        "The time of these parts; null if there is no such time.", |args| time_of_parts(args).into();
    "date and time"("from": Text) -> Sort::DateTime, No, None,
        "The date and time that a text such as `2024-02-29T10:30:00` shows; midnight for a date alone.",
        |args| text(args, 0).and_then(parse_date_time).into();
    "date and time"("from": Temporal) -> Sort::DateTime, Always, None,
        "The date and time itself; midnight UTC of a date.", |args| date_time_of(args).into();
    "date and time"("date": Temporal, "time": Sort::Time) -> Sort::DateTime, Always, Some("date + time"),
        "The date, or that of a date and time, at this time.",
        |args| date(args, 0).zip(time(args, 1)).map(|(date, time)| DateTime::new(date, time)).into();
    "duration"("from": Text) -> Sort::Duration, No, None,
        "The duration that a text such as `P1DT2H` or `P2Y3M` shows.", parse_duration;
}

/// A null separator means none for grouping, and a point for decimals.
fn parse_number(args: &[Value]) -> Option<value::Number> {
    let separator = |index: usize, allowed: &[&str]| match any(args, index) {
        Value::Null => Some(None),
        _ => text(args, index).filter(|it| allowed.contains(it)).map(Some),
    };
    let grouping = separator(1, &[" ", ",", "."])?;
    let decimal = separator(2, &[",", "."])?;
    if grouping.is_some() && grouping == decimal {
        return None;
    }
    let from = text(args, 0)?;
    let ungrouped = grouping.map_or_else(|| from.to_owned(), |it| from.replace(it, ""));
    match decimal {
        // Else `1.5` would be read although a comma was asked for.
        Some(",") if ungrouped.contains('.') => None,
        Some(",") => value::Number::parse(&ungrouped.replace(',', ".")),
        _ => value::Number::parse(&ungrouped),
    }
}

fn date_of_parts(args: &[Value]) -> Option<Date> {
    let (year, month, day) = (whole(args, 0)?, whole(args, 1)?, whole(args, 2)?);
    Date::new(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

fn time_of(args: &[Value]) -> Option<Time> {
    match any(args, 0) {
        Value::Date(_) => Some(Time::MIDNIGHT.with_zone(Some(Zone::UTC))),
        _ => date_time(args, 0).map(DateTime::time),
    }
}

fn date_time_of(args: &[Value]) -> Option<DateTime> {
    Some(DateTime::new(date(args, 0)?, time_of(args)?))
}

/// The second may have a fraction, which is cut to nanoseconds.
fn time_of_parts(args: &[Value]) -> Option<Time> {
    let zone = match any(args, 3) {
        Value::Null => None,
        Value::DaysDuration(offset) if offset.nanos() == 0 => {
            Some(Zone::from_offset(offset.whole_seconds())?)
        }
        _ => return None,
    };
    let second = number(args, 2)?.round(9, Round::Down)?;
    let whole_second = second.floor();
    let nanos = second.checked_sub(whole_second)?.checked_mul(value::Number::from_i64(1_000_000_000))?;
    Time::new(
        u8::try_from(whole(args, 0)?).ok()?,
        u8::try_from(whole(args, 1)?).ok()?,
        u8::try_from(whole_second.to_i64()?).ok()?,
        u32::try_from(nanos.to_i64()?).ok()?,
        zone,
    )
}

fn parse_date_time(text: &str) -> Option<DateTime> {
    DateTime::parse(text).or_else(|| Some(DateTime::new(Date::parse(text)?, Time::MIDNIGHT)))
}

fn parse_duration(args: &[Value]) -> Value {
    let from = text(args, 0);
    match from.and_then(value::DaysDuration::parse) {
        Some(days) => days.into(),
        None => from.and_then(value::MonthsDuration::parse).into(),
    }
}
