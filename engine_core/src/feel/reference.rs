//! The dullest way to evaluate a checked tree: the judge of every cleverer one. For tests.

use crate::feel::ast::CompareOp;
use crate::feel::operation::{Nulls, apply, compare, within};
use crate::feel::scope::NameId;
use crate::feel::typed::{Typed, TypedKind, TypedTest};
use crate::value::{Truth, Value, ops};

/// The value of a tree.
pub fn evaluate(typed: &Typed, nulls: Nulls, read: &dyn Fn(NameId, Nulls) -> Value) -> Value {
    let eval = |typed: &Typed| evaluate(typed, nulls, read);
    match &typed.kind {
        TypedKind::Constant(value) => value.clone(),
        TypedKind::Read(id) => read(*id, nulls),
        TypedKind::Negate(a) => ops::negate(&eval(a)),
        TypedKind::Property(a, name) => ops::get(&eval(a), name),
        TypedKind::Arithmetic(op, a, b) => apply(*op, &eval(a), &eval(b)),
        TypedKind::Compare(op, a, b) => {
            let explicit = is_null_literal(a) || is_null_literal(b);
            let nulls = if explicit { Nulls::Feel } else { nulls };
            // The operands keep their own way with nulls; only this comparison is decided.
            value(compare(*op, &eval(a), &eval(b), nulls))
        }
        TypedKind::And(parts) => {
            value(parts.iter().fold(Truth::True, |all, part| all.and(Truth::of(&eval(part)))))
        }
        TypedKind::Or(parts) => {
            value(parts.iter().fold(Truth::False, |any, part| any.or(Truth::of(&eval(part)))))
        }
        TypedKind::Not(a) => value(Truth::of(&eval(a)).not()),
        TypedKind::In(a, tests) => {
            let a = eval(a);
            value(tests.iter().fold(Truth::False, |any, test| any.or(holds(test, &a, nulls, &eval))))
        }
        TypedKind::If(condition, then, other) => match (eval(condition), nulls) {
            (Value::Boolean(true), _) => eval(then),
            (Value::Boolean(false), _) | (_, Nulls::Feel) => eval(other),
            (_, Nulls::Unknown) => Value::Null,
        },
        TypedKind::Call(row, arguments) => {
            let values: Vec<Value> = arguments.iter().map(eval).collect();
            let missing =
                |(argument, value): (&Typed, &Value)| *value == Value::Null && argument.constant().is_none();
            if nulls == Nulls::Unknown && arguments.iter().zip(&values).any(missing) {
                return Value::Null;
            }
            (row.run)(&values)
        }
        TypedKind::General(expression, names) => {
            let values: Vec<Value> = names.iter().map(eval).collect();
            let missing =
                |(name, value): (&Typed, &Value)| *value == Value::Null && name.constant().is_none();
            if nulls == Nulls::Unknown && names.iter().zip(&values).any(missing) {
                return Value::Null;
            }
            expression.run_alone(&values)
        }
        TypedKind::List(items) => Value::List(items.iter().map(eval).collect()),
    }
}

fn is_null_literal(typed: &Typed) -> bool {
    matches!(typed.constant(), Some(Value::Null))
}

fn value(truth: Truth) -> Value {
    truth.into()
}

/// Whether a test holds for a value.
pub fn holds(test: &TypedTest, input: &Value, nulls: Nulls, eval: &dyn Fn(&Typed) -> Value) -> Truth {
    match test {
        TypedTest::Compare(op, operand) => {
            let nulls = if is_null_literal(operand) { Nulls::Feel } else { nulls };
            compare(*op, input, &eval(operand), nulls)
        }
        TypedTest::Equal(operand) => {
            let nulls = if is_null_literal(operand) { Nulls::Feel } else { nulls };
            // A null that is written in a list is an explicit test too.
            let written = operand.constant().is_some();
            within(input, &eval(operand), |item| if written && item.is_null() { Nulls::Feel } else { nulls })
        }
        TypedTest::Range(low, high) => {
            let end = |end: &Option<(Typed, bool)>, open: CompareOp, closed: CompareOp| match end {
                Some((operand, included)) => {
                    compare(if *included { closed } else { open }, input, &eval(operand), nulls)
                }
                None if matches!(input, Value::Null) => Truth::Unknown,
                None => Truth::True,
            };
            let low = end(low, CompareOp::Greater, CompareOp::GreaterOrEqual);
            low.and(end(high, CompareOp::Less, CompareOp::LessOrEqual))
        }
    }
}
