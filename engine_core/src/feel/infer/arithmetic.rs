//! Arithmetic, and how large its results can be.

use super::{Inference, constant};
use crate::diagnostic::Code;
use crate::feel::ast::{ArithmeticOp, Expr, Span};
use crate::feel::operation::apply;
use crate::feel::typed::{Known, Typed, TypedKind};
use crate::feel::types::{Kind, Type};
use crate::value::{Number, Value, ops};

type Bounds = Option<(Number, Number)>;

impl Inference<'_, '_> {
    pub(super) fn negate(&mut self, operand: &Expr, span: Span) -> Option<Typed> {
        let operand = self.expr(operand)?;
        if let Some(value) = operand.constant() {
            let negated = ops::negate(value);
            if !matches!(negated, Value::Null) {
                return Some(constant(negated, span));
            }
        }
        if !matches!(operand.ty.kind, Kind::Number | Kind::Any | Kind::DaysDuration | Kind::MonthsDuration) {
            self.error(
                Code::TypeMismatch,
                span,
                format!("a {} cannot be negated", operand.ty.kind),
                "only numbers and durations have a sign",
            );
            return None;
        }
        let bounds = operand.ty.bounds.map(|(low, high)| (high.neg(), low.neg()));
        let ty = Type { bounds, ..operand.ty.clone() };
        Some(Typed::new(TypedKind::Negate(Box::new(operand)), ty, span))
    }

    pub(super) fn arithmetic(
        &mut self,
        op: ArithmeticOp,
        left: &Expr,
        right: &Expr,
        span: Span,
    ) -> Option<Typed> {
        let (left, right) = (self.expr(left), self.expr(right));
        let (left, right) = (left?, right?);
        if let (Some(a), Some(b)) = (left.constant(), right.constant()) {
            let value = apply(op, a, b);
            if matches!(value, Value::Null)
                && !left.ty.nullable
                && !right.ty.nullable
                && left.ty.kind == Kind::Number
                && right.ty.kind == Kind::Number
            {
                self.error(
                    Code::NumberTooLarge,
                    span,
                    "this has no value",
                    "it divides by zero, or its result is beyond 34 digits and the exponent range",
                );
                return None;
            }
            if !matches!(value, Value::Null) {
                return Some(constant(value, span));
            }
        }
        if op == ArithmeticOp::Divide
            && matches!(right.constant(), Some(Value::Number(zero)) if zero.is_zero())
        {
            self.error(
                Code::NumberTooLarge,
                right.span,
                "this divides by zero",
                "a division by zero is null",
            );
            return None;
        }
        let Some(kind) = result(op, &left.ty.kind, &right.ty.kind) else {
            let (a, b) = (&left.ty.kind, &right.ty.kind);
            let message = match op {
                ArithmeticOp::Add => format!("a {a} and a {b} cannot be added"),
                ArithmeticOp::Subtract => format!("a {b} cannot be subtracted from a {a}"),
                ArithmeticOp::Multiply => format!("a {a} and a {b} cannot be multiplied"),
                ArithmeticOp::Divide => format!("a {a} cannot be divided by a {b}"),
                ArithmeticOp::Power => format!("a {a} cannot be raised to a {b}"),
            };
            self.error(Code::TypeMismatch, span, message, "");
            return None;
        };
        let ty = self.result_type(op, kind, &left, &right);
        Some(Typed::new(TypedKind::Arithmetic(op, Box::new(left), Box::new(right)), ty, span))
    }

    fn result_type(&self, op: ArithmeticOp, kind: Kind, left: &Typed, right: &Typed) -> Type {
        let operands = left.ty.nullable || right.ty.nullable;
        if left.ty.kind != Kind::Number || right.ty.kind != Kind::Number {
            // Dates can leave their range; texts only join.
            let joined = matches!(kind, Kind::Text(_));
            return Type::of(kind).or_null(operands || !joined);
        }
        let not_zero =
            matches!(&right.kind, TypedKind::Read(id) if self.known.contains(&Known::NotZero(*id)));
        let bounds = bounds(op, left.ty.bounds, right.ty.bounds);
        let defined = match op {
            ArithmeticOp::Divide => (not_zero || !right.ty.may_be_zero()) && left.ty.bounds.is_some(),
            ArithmeticOp::Add | ArithmeticOp::Subtract | ArithmeticOp::Multiply | ArithmeticOp::Power => {
                bounds.is_some()
            }
        };
        Type::number(bounds).or_null(operands || !defined)
    }
}

fn result(op: ArithmeticOp, left: &Kind, right: &Kind) -> Option<Kind> {
    use ArithmeticOp::{Add, Divide, Multiply, Subtract};
    Some(match (op, left, right) {
        (_, Kind::Number | Kind::Null, Kind::Number | Kind::Null) => Kind::Number,
        (_, Kind::Any, _) | (_, _, Kind::Any) => Kind::Any,
        (Add, Kind::Text(_), Kind::Text(_)) => Kind::Text(None),
        (Add | Subtract, Kind::Date, Kind::DaysDuration | Kind::MonthsDuration)
        | (Add, Kind::DaysDuration | Kind::MonthsDuration, Kind::Date) => Kind::Date,
        (Add | Subtract, Kind::DateTime, Kind::DaysDuration | Kind::MonthsDuration)
        | (Add, Kind::DaysDuration | Kind::MonthsDuration, Kind::DateTime) => Kind::DateTime,
        (Add | Subtract, Kind::Time, Kind::DaysDuration) | (Add, Kind::DaysDuration, Kind::Time) => {
            Kind::Time
        }
        (Subtract, Kind::Date, Kind::Date)
        | (Subtract, Kind::DateTime, Kind::DateTime)
        | (Subtract, Kind::Time, Kind::Time) => Kind::DaysDuration,
        (Add | Subtract, Kind::DaysDuration, Kind::DaysDuration)
        | (Multiply | Divide, Kind::DaysDuration, Kind::Number)
        | (Multiply, Kind::Number, Kind::DaysDuration) => Kind::DaysDuration,
        (Add | Subtract, Kind::MonthsDuration, Kind::MonthsDuration)
        | (Multiply | Divide, Kind::MonthsDuration, Kind::Number)
        | (Multiply, Kind::Number, Kind::MonthsDuration) => Kind::MonthsDuration,
        (Divide, Kind::DaysDuration, Kind::DaysDuration)
        | (Divide, Kind::MonthsDuration, Kind::MonthsDuration) => Kind::Number,
        _ => return None,
    })
}

/// The least and greatest result; `None` where an operation could leave the range of numbers.
fn bounds(op: ArithmeticOp, left: Bounds, right: Bounds) -> Bounds {
    let ((a, b), (c, d)) = (left?, right?);
    let corners = |f: fn(Number, Number) -> Option<Number>| -> Bounds {
        let results = [f(a, c)?, f(a, d)?, f(b, c)?, f(b, d)?];
        let low = results.iter().copied().reduce(Number::min)?;
        let high = results.iter().copied().reduce(Number::max)?;
        Some((low, high))
    };
    match op {
        ArithmeticOp::Add => Some((a.checked_add(c)?, b.checked_add(d)?)),
        ArithmeticOp::Subtract => Some((a.checked_sub(d)?, b.checked_sub(c)?)),
        ArithmeticOp::Multiply => corners(Number::checked_mul),
        ArithmeticOp::Divide if c > Number::ZERO || d < Number::ZERO => corners(Number::checked_div),
        ArithmeticOp::Divide => None,
        ArithmeticOp::Power => power(a, b, c, d),
    }
}

/// Powers are bounded for a constant whole exponent, and for a base of at least one.
fn power(a: Number, b: Number, c: Number, d: Number) -> Bounds {
    let whole = c == d && c.is_integer();
    if a >= Number::ONE || (whole && a > Number::ZERO) {
        let corners = [a.pow(c)?, a.pow(d)?, b.pow(c)?, b.pow(d)?];
        return Some((
            corners.iter().copied().reduce(Number::min)?,
            corners.iter().copied().reduce(Number::max)?,
        ));
    }
    if whole && c >= Number::ONE {
        let reach = a.abs().max(b.abs()).pow(c)?;
        return Some((reach.neg(), reach));
    }
    None
}
