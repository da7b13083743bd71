//! Arguments by position and sort; `None` for what is absent, null or of another sort.
use crate::value::{ContextValue, Date, DateTime, Number, Round, Time, Value};

static NULL: Value = Value::Null;

/// The argument, null where it is absent.
pub(super) fn any(args: &[Value], index: usize) -> &Value {
    args.get(index).unwrap_or(&NULL)
}

pub(super) fn number(args: &[Value], index: usize) -> Option<Number> {
    as_number(any(args, index))
}

/// A number cut to an integer towards zero, as FEEL takes positions.
pub(super) fn integer(args: &[Value], index: usize) -> Option<i64> {
    number(args, index)?.trunc().to_i64()
}

/// A number that is an integer.
pub(super) fn whole(args: &[Value], index: usize) -> Option<i64> {
    let number = number(args, index)?;
    if number.is_integer() { number.to_i64() } else { None }
}

pub(super) fn text(args: &[Value], index: usize) -> Option<&str> {
    match any(args, index) {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

pub(super) fn list(args: &[Value], index: usize) -> Option<&[Value]> {
    match any(args, index) {
        Value::List(items) => Some(items),
        _ => None,
    }
}

pub(super) fn context(args: &[Value], index: usize) -> Option<&ContextValue> {
    match any(args, index) {
        Value::Context(context) => Some(context),
        _ => None,
    }
}

/// A list of numbers without null.
pub(super) fn numbers(args: &[Value], index: usize) -> Option<Vec<Number>> {
    list(args, index)?.iter().map(as_number).collect()
}

/// A date, or that of a date and time.
pub(super) fn date(args: &[Value], index: usize) -> Option<Date> {
    match any(args, index) {
        Value::Date(date) => Some(*date),
        Value::DateTime(at) => Some(at.date()),
        _ => None,
    }
}

pub(super) fn date_time(args: &[Value], index: usize) -> Option<DateTime> {
    match any(args, index) {
        Value::DateTime(at) => Some(*at),
        _ => None,
    }
}

pub(super) fn time(args: &[Value], index: usize) -> Option<Time> {
    match any(args, index) {
        Value::Time(time) => Some(*time),
        _ => None,
    }
}

/// A one-based position, from the end where negative, as an index into `len` items.
pub(super) fn position(args: &[Value], index: usize, len: usize) -> Option<usize> {
    place(any(args, index), len)
}

/// The same for a value.
pub(in crate::feel) fn place(position: &Value, len: usize) -> Option<usize> {
    let position = as_number(position)?.trunc().to_i64()?;
    let distance = usize::try_from(position.unsigned_abs()).ok()?;
    if position < 0 {
        len.checked_sub(distance)
    } else {
        distance.checked_sub(1).filter(|index| *index < len)
    }
}

/// The number of digits to keep: cut to an integer, within what decimal128 has.
pub(super) fn rounded(args: &[Value], scale: i64, how: Round) -> Option<Number> {
    let scale = i32::try_from(scale).ok().filter(|scale| (-6111..=6176).contains(scale))?;
    number(args, 0)?.round(scale, how)
}

fn as_number(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}
