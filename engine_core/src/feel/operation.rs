//! What the operators of a checked tree do to values.

use std::cmp::Ordering;

use crate::feel::ast::{ArithmeticOp, CompareOp};
use crate::value::{Truth, Value, ops};

/// How comparisons with null count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nulls {
    /// As FEEL says: `x = null` is decided.
    Feel,
    /// As `missing` asks: every comparison with a missing value is unknown, save an explicit test against null.
    Unknown,
}

/// Arithmetic; null where it has no result.
#[must_use]
pub fn apply(op: ArithmeticOp, left: &Value, right: &Value) -> Value {
    match op {
        ArithmeticOp::Add => ops::add(left, right),
        ArithmeticOp::Subtract => ops::subtract(left, right),
        ArithmeticOp::Multiply => ops::multiply(left, right),
        ArithmeticOp::Divide => ops::divide(left, right),
        ArithmeticOp::Power => ops::power(left, right),
    }
}

/// A comparison.
#[must_use]
pub fn compare(op: CompareOp, left: &Value, right: &Value, nulls: Nulls) -> Truth {
    let either_null = matches!(left, Value::Null) || matches!(right, Value::Null);
    if either_null && nulls == Nulls::Unknown {
        return Truth::Unknown;
    }
    match op {
        CompareOp::Equal => ops::equal(left, right),
        CompareOp::NotEqual => ops::equal(left, right).not(),
        CompareOp::Less | CompareOp::LessOrEqual | CompareOp::Greater | CompareOp::GreaterOrEqual => {
            Truth::from(ops::compare(left, right).map(|order| orders(op, order)))
        }
    }
}

/// Whether a value is what a test says: equal, in the range, or in the list, by equality or in a range among its items.
/// `nulls` is how the comparison with the operand, or with an item of it, counts null.
#[must_use]
pub fn within(value: &Value, operand: &Value, nulls: impl Fn(&Value) -> Nulls) -> Truth {
    let equal = |item: &Value| compare(CompareOp::Equal, value, item, nulls(item));
    let holds = |item: &Value| match item {
        Value::Range(range) if !matches!(value, Value::Range(_)) => ops::in_range(value, range),
        item => equal(item),
    };
    match operand {
        Value::List(items) => {
            let lists = items.iter().any(|item| matches!(item, Value::List(_)));
            if matches!(value, Value::List(_)) && !lists {
                return equal(operand);
            }
            items.iter().fold(Truth::False, |any, item| match holds(item) {
                // An item of another type is not the value.
                Truth::Unknown if of_other_type(value, item) => any,
                truth => any.or(truth),
            })
        }
        operand => holds(operand),
    }
}

/// Whether two values, neither null, are of types that are never equal.
fn of_other_type(a: &Value, b: &Value) -> bool {
    !a.is_null()
        && !b.is_null()
        && !matches!(b, Value::Range(_))
        && std::mem::discriminant(a) != std::mem::discriminant(b)
}

/// Whether an order is what the operator asks for.
#[must_use]
pub const fn orders(op: CompareOp, order: Ordering) -> bool {
    // A bit for each order that it accepts: less, equal, greater.
    let accepted = match op {
        CompareOp::Equal => 0b010,
        CompareOp::NotEqual => 0b101,
        CompareOp::Less => 0b001,
        CompareOp::LessOrEqual => 0b011,
        CompareOp::Greater => 0b100,
        CompareOp::GreaterOrEqual => 0b110,
    };
    accepted >> (order as i8 + 1) & 1 == 1
}
