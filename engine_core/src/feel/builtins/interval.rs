//! `range`: a range from text, of literals only.
use std::cmp::Ordering;

use super::Sort::{Range, Text};
use super::arguments::text;
use super::builtin::builtins;
use crate::feel::ast::{Argument, Expr, ExprKind};
use crate::feel::{Names, at_literal, parse_expression};
use crate::value::{End, RangeValue, Value, ops};

builtins! {
    "range"("from": Text) -> Range, No, None,
        "The range that a text such as `[18..65)` shows; its ends are literals, and the lower is not above the upper.",
        |args| text(args, 0).and_then(parse).into();
}

fn parse(text: &str) -> Option<RangeValue> {
    let tree = parse_expression(text, &Names::new()).ok()?;
    let ExprKind::Range(range) = tree.kind else { return None };
    let (low, low_included) = range.low?;
    let (high, high_included) = range.high?;
    let (low, high) = (literal(&low)?, literal(&high)?);
    let ordered = match (&low, &high) {
        (Value::Null, Value::Null) => false,
        (Value::Null, one) | (one, Value::Null) => ops::compare(one, one).is_some(),
        (low, high) => ops::compare(low, high).is_some_and(Ordering::is_le),
    };
    ordered.then_some(RangeValue {
        low: Some(End { value: low, included: low_included }),
        high: Some(End { value: high, included: high_included }),
    })
}

/// A literal, or a call of a constructor with literals.
fn literal(expr: &Expr) -> Option<Value> {
    match &expr.kind {
        ExprKind::Null => Some(Value::Null),
        ExprKind::Boolean(it) => Some((*it).into()),
        ExprKind::Number(it) => Some((*it).into()),
        ExprKind::Text(it) => Some(it.as_str().into()),
        ExprKind::At(it) => at_literal(it),
        ExprKind::Negate(inner) => Some(ops::negate(&literal(inner)?)),
        ExprKind::Call(callee, arguments) => match &callee.kind {
            ExprKind::Name(name) => constructed(name, arguments),
            _ => None,
        },
        _ => None,
    }
}

fn constructed(name: &str, arguments: &[Argument]) -> Option<Value> {
    if !["date", "time", "date and time", "duration"].contains(&name) {
        return None;
    }
    let plain = |argument: &Argument| match &argument.value.kind {
        ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Negate(_) => literal(&argument.value),
        _ => None,
    };
    let values: Vec<Value> = arguments.iter().map(plain).collect::<Option<_>>()?;
    Some(super::call(name, &values)).filter(|value| !value.is_null())
}
