//! Unary tests on a value.
use super::Machine;
use crate::feel::ast::CompareOp;
use crate::feel::general::node::Test;
use crate::feel::general::session::Exhausted;
use crate::feel::operation::{self, Nulls};
use crate::value::{Truth, Value, ops};

impl Machine<'_, '_> {
    /// Whether any test holds.
    pub(in crate::feel::general) fn any_test(
        &mut self,
        value: &Value,
        tests: &[Test],
    ) -> Result<Truth, Exhausted> {
        let mut any = Truth::False;
        for test in tests {
            any = any.or(self.test(value, test)?);
            if any == Truth::True {
                break;
            }
        }
        Ok(any)
    }

    fn test(&mut self, value: &Value, test: &Test) -> Result<Truth, Exhausted> {
        match test {
            Test::Compare(op, node) => {
                let operand = self.eval(node)?;
                self.session.weigh(&operand)?;
                Ok(operation::compare(*op, value, &operand, Nulls::Feel))
            }
            Test::Value(node) => {
                let worked = self.worked(node)?;
                let operand = self.seen(node, worked.as_ref()).clone();
                self.session.weigh(&operand)?;
                Ok(within(value, &operand))
            }
            Test::Condition(node) => self.truth(node),
            Test::Either(node) => {
                let operand = self.eval(node)?;
                Ok(match (&operand, value) {
                    (Value::Boolean(_), Value::Boolean(_)) | (Value::Null, _) => within(value, &operand),
                    (Value::Boolean(truth), _) => (*truth).into(),
                    _ => within(value, &operand),
                })
            }
        }
    }
}

/// Whether a value is what a test says: equal, in the range, or in the list, by equality or in a range among its items.
#[must_use]
pub fn within(value: &Value, operand: &Value) -> Truth {
    match (value, operand) {
        (Value::Range(_), Value::Range(_)) => ops::equal(value, operand),
        (value, Value::Range(range)) => ops::in_range(value, range),
        (Value::List(_), Value::List(items)) if !items.iter().any(|item| matches!(item, Value::List(_))) => {
            operation::compare(CompareOp::Equal, value, operand, Nulls::Feel)
        }
        (value, Value::List(items)) => listed(value, items),
        (value, operand) => ops::equal(value, operand),
    }
}

fn listed(value: &Value, items: &[Value]) -> Truth {
    let holds = |item: &Value| match item {
        Value::Range(range) if !matches!(value, Value::Range(_)) => ops::in_range(value, range),
        item => ops::equal(value, item),
    };
    // An item of another type is not the value; only a range may leave it open.
    let open = |item: &Value| {
        matches!(item, Value::Range(_)) || std::mem::discriminant(item) == std::mem::discriminant(value)
    };
    items.iter().fold(Truth::False, |any, item| match holds(item) {
        Truth::Unknown if !open(item) => any,
        truth => any.or(truth),
    })
}
