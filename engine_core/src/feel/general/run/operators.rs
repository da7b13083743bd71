//! Operators and logic, with the reasons of their nulls.
use super::{Machine, Outcome, describe};
use crate::feel::ast::{ArithmeticOp, CompareOp, Span};
use crate::feel::general::node::{Node, Op};
use crate::feel::general::session::Exhausted;
use crate::feel::operation::{self, Nulls};
use crate::value::{Truth, Value, ops};

impl Machine<'_, '_> {
    pub(super) fn negate(&mut self, operand: &Node, span: Span) -> Outcome {
        let worked = self.worked(operand)?;
        let operand = self.seen(operand, worked.as_ref());
        let result = ops::negate(operand);
        if result.is_null() {
            let kind = describe::kind(operand);
            self.session.note(span, || format!("`-` of {kind}"));
        }
        Ok(result)
    }

    pub(super) fn arithmetic(&mut self, op: ArithmeticOp, a: &Node, b: &Node, span: Span) -> Outcome {
        let left = self.worked(a)?;
        let right = self.worked(b)?;
        let (left, right) = (self.seen(a, left.as_ref()), self.seen(b, right.as_ref()));
        let result = operation::apply(op, left, right);
        match &result {
            Value::Null if self.session.notes() => {
                let why = no_result(op, left, right);
                self.session.note(span, || why);
            }
            Value::Text(text) => self.session.take(text.len() / 16)?,
            _ => {}
        }
        Ok(result)
    }

    pub(super) fn compare(
        &mut self,
        op: CompareOp,
        a: &Node,
        b: &Node,
        span: Span,
    ) -> Result<Truth, Exhausted> {
        let left = self.worked(a)?;
        let right = self.worked(b)?;
        self.weigh_both(a, left.as_ref(), b, right.as_ref())?;
        let (left, right) = (self.seen(a, left.as_ref()), self.seen(b, right.as_ref()));
        let truth = operation::compare(op, left, right, Nulls::Feel);
        if truth == Truth::Unknown && self.session.notes() {
            let why = format!("{} cannot be compared with {}", describe::kind(left), describe::kind(right));
            self.session.note(span, || why);
        }
        Ok(truth)
    }

    /// Whoever compares lists or contexts walks them.
    fn weigh_both(
        &mut self,
        a: &Node,
        left: Option<&Value>,
        b: &Node,
        right: Option<&Value>,
    ) -> Result<(), Exhausted> {
        let deep = |value: &Value| matches!(value, Value::List(_) | Value::Context(_) | Value::Range(_));
        if deep(self.seen(a, left)) && deep(self.seen(b, right)) {
            let value = self.seen(a, left).clone();
            self.session.weigh(&value)?;
        }
        Ok(())
    }

    /// The truth of a node: whatever is not a boolean is unknown.
    pub(in crate::feel::general) fn truth(&mut self, node: &Node) -> Result<Truth, Exhausted> {
        match &node.op {
            Op::Compare(op, a, b) => self.compare(*op, a, b, node.span),
            Op::And(parts) => self.connective(parts, Truth::True, Truth::and),
            Op::Or(parts) => self.connective(parts, Truth::False, Truth::or),
            Op::Between(parts) => {
                let [x, low, high] = &**parts;
                let (x, low, high) = (self.eval(x)?, self.eval(low)?, self.eval(high)?);
                let truth = ops::between(&x, &low, &high);
                self.unknown(truth, node.span, || {
                    let [x, low, high] = [&x, &low, &high].map(describe::kind);
                    format!("{x} cannot be between {low} and {high}")
                });
                Ok(truth)
            }
            Op::In(value, tests) => {
                let value = self.eval(value)?;
                let truth = self.any_test(&value, tests)?;
                self.unknown(truth, node.span, || {
                    format!("whether {} is in this is not known", describe::kind(&value))
                });
                Ok(truth)
            }
            _ => {
                let value = self.eval(node)?;
                let truth = Truth::of(&value);
                if truth == Truth::Unknown && !value.is_null() {
                    self.session
                        .note(node.span, || format!("{} is neither true nor false", describe::kind(&value)));
                }
                Ok(truth)
            }
        }
    }

    fn unknown(&mut self, truth: Truth, span: Span, why: impl FnOnce() -> String) {
        if truth == Truth::Unknown {
            self.session.note(span, why);
        }
    }

    fn connective(
        &mut self,
        parts: &[Node],
        neutral: Truth,
        join: fn(Truth, Truth) -> Truth,
    ) -> Result<Truth, Exhausted> {
        let decisive = neutral.not();
        let mut all = neutral;
        for part in parts {
            all = join(all, self.truth(part)?);
            if all == decisive {
                break;
            }
        }
        Ok(all)
    }
}

fn no_result(op: ArithmeticOp, left: &Value, right: &Value) -> String {
    let sign = match op {
        ArithmeticOp::Add => "+",
        ArithmeticOp::Subtract => "-",
        ArithmeticOp::Multiply => "*",
        ArithmeticOp::Divide => "/",
        ArithmeticOp::Power => "**",
    };
    match (op, left, right) {
        (ArithmeticOp::Divide, Value::Number(_), Value::Number(by)) if by.is_zero() => {
            "division by zero".to_owned()
        }
        _ => format!("`{} {sign} {}` has no value", describe::short(left), describe::short(right)),
    }
}
