//! `=`, `<` and what is made of them.
//!
//! `x = null` is always decided. Everything else about null, and about values of two types, is unknown.
use std::cmp::Ordering;
use std::collections::HashMap;

use crate::value::{ContextValue, End, RangeValue, Truth, Value};

/// So many entries are found one by one.
const FEW: usize = 16;

/// `a = b`
#[must_use]
pub fn equal(a: &Value, b: &Value) -> Truth {
    match (a, b) {
        (Value::Null, Value::Null) => Truth::True,
        (Value::Null, _) | (_, Value::Null) => Truth::False,
        (Value::Boolean(a), Value::Boolean(b)) => (a == b).into(),
        (Value::List(a), Value::List(b)) => lists_equal(a, b),
        (Value::Range(a), Value::Range(b)) => ranges_equal(a, b),
        (Value::Context(a), Value::Context(b)) => contexts_equal(a, b),
        (Value::Function(a), Value::Function(b)) => (a == b).into(),
        (a, b) => compare(a, b).map(Ordering::is_eq).into(),
    }
}

/// `a != b`
#[must_use]
pub fn not_equal(a: &Value, b: &Value) -> Truth {
    equal(a, b).not()
}

/// The order of two values of one ordered type; `None` for all others, and where only one of two times has a zone.
#[must_use]
pub fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
        // The order of UTF-8 bytes is the order of code points.
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Time(a), Value::Time(b)) => a.compare(*b),
        (Value::DateTime(a), Value::DateTime(b)) => a.compare(*b),
        (Value::DaysDuration(a), Value::DaysDuration(b)) => Some(a.cmp(b)),
        (Value::MonthsDuration(a), Value::MonthsDuration(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// `a < b`
#[must_use]
pub fn less(a: &Value, b: &Value) -> Truth {
    compare(a, b).map(Ordering::is_lt).into()
}

/// `a <= b`
#[must_use]
pub fn less_or_equal(a: &Value, b: &Value) -> Truth {
    compare(a, b).map(Ordering::is_le).into()
}

/// `a > b`
#[must_use]
pub fn greater(a: &Value, b: &Value) -> Truth {
    less(b, a)
}

/// `a >= b`
#[must_use]
pub fn greater_or_equal(a: &Value, b: &Value) -> Truth {
    less_or_equal(b, a)
}

/// `x between low and high`, which is `x >= low and x <= high`.
#[must_use]
pub fn between(x: &Value, low: &Value, high: &Value) -> Truth {
    less_or_equal(low, x).and(less_or_equal(x, high))
}

/// `x in range`, which is `x >= low and x <= high`: one end may decide where the other is null.
#[must_use]
pub fn in_range(x: &Value, range: &RangeValue) -> Truth {
    let low = range.low.as_ref().map(|end| within(&end.value, x, end));
    let high = range.high.as_ref().map(|end| within(x, &end.value, end));
    match (low, high) {
        (Some(low), Some(high)) => low.and(high),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => (!x.is_null()).then_some(true).into(),
    }
}

fn within(a: &Value, b: &Value, end: &End) -> Truth {
    if end.included { less_or_equal(a, b) } else { less(a, b) }
}

fn lists_equal(a: &[Value], b: &[Value]) -> Truth {
    if a.len() != b.len() {
        return Truth::False;
    }
    a.iter().zip(b).map(|(a, b)| equal(a, b)).fold(Truth::True, Truth::and)
}

/// Ranges are equal by their parts: `(< 10)` is not `(null..10)`.
fn ranges_equal(a: &RangeValue, b: &RangeValue) -> Truth {
    let ends_equal = |a: &Option<End>, b: &Option<End>| match (a, b) {
        (Some(a), Some(b)) => Truth::from(a.included == b.included).and(equal(&a.value, &b.value)),
        (a, b) => (a.is_none() && b.is_none()).into(),
    };
    ends_equal(&a.low, &b.low).and(ends_equal(&a.high, &b.high))
}

/// The order of the entries does not count.
fn contexts_equal(a: &ContextValue, b: &ContextValue) -> Truth {
    if a.entries().len() != b.entries().len() {
        return Truth::False;
    }
    if b.entries().len() <= FEW {
        let entries = a.entries().iter();
        let equal = |(name, value)| b.get(name).map_or(Truth::False, |other| equal(value, other));
        return entries.map(|(name, value)| (&**name, value)).map(equal).fold(Truth::True, Truth::and);
    }
    let by_name: HashMap<&str, &Value> = b.entries().iter().map(|(name, value)| (&**name, value)).collect();
    a.entries()
        .iter()
        .map(|(name, value)| by_name.get(&**name).map_or(Truth::False, |other| equal(value, other)))
        .fold(Truth::True, Truth::and)
}
