//! Unary tests on a value.
use super::Machine;
use crate::feel::general::node::Test;
use crate::feel::general::session::Exhausted;
use crate::feel::operation::{self, Nulls, within};
use crate::value::{Truth, Value};

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
                Ok(within(value, &operand, |_| Nulls::Feel))
            }
            Test::Condition(node) => self.truth(node),
            Test::Either(node) => {
                let operand = self.eval(node)?;
                Ok(match (&operand, value) {
                    (Value::Boolean(_), Value::Boolean(_)) | (Value::Null, _) => {
                        within(value, &operand, |_| Nulls::Feel)
                    }
                    (Value::Boolean(truth), _) => (*truth).into(),
                    _ => within(value, &operand, |_| Nulls::Feel),
                })
            }
        }
    }
}
