//! Constants as written.

use crate::feel::ast::{Expr, ExprKind};
use crate::value::{Date, DateTime, DaysDuration, MonthsDuration, Time, Value, ops};

/// The value of an expression that is a literal: a number with or without sign, a text, a boolean, null, or `@"…"`.
#[must_use]
pub fn constant(expr: &Expr) -> Option<Value> {
    Some(match &expr.kind {
        ExprKind::Null => Value::Null,
        ExprKind::Boolean(truth) => Value::Boolean(*truth),
        ExprKind::Number(number) => Value::Number(*number),
        ExprKind::Text(text) => Value::Text(text.as_str().into()),
        ExprKind::At(text) => at_literal(text)?,
        ExprKind::Negate(operand) => match constant(operand)? {
            value @ Value::Number(_) => ops::negate(&value),
            _ => return None,
        },
        _ => return None,
    })
}

/// The date, time or duration of `@"…"`.
#[must_use]
pub fn at_literal(text: &str) -> Option<Value> {
    let date = || Date::parse(text).map(Value::Date);
    let date_time = || DateTime::parse(text).map(Value::DateTime);
    let time = || Time::parse(text).map(Value::Time);
    let months = || MonthsDuration::parse(text).map(Value::MonthsDuration);
    let days = || DaysDuration::parse(text).map(Value::DaysDuration);
    date().or_else(date_time).or_else(time).or_else(months).or_else(days)
}
