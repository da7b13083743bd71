//! A decision of a model for one applicant.

use super::check::CheckedDmn;
use crate::dmn::model::Model;
use crate::feel::code::Code;
use crate::feel::compile::Compiler;
use crate::feel::frame::Slots;
use crate::feel::general::Session;
use crate::feel::infer::TODAY;
use crate::feel::operation::Nulls;
use crate::feel::scope::{Home, Scope};
use crate::trace::Record;
use crate::value::{DateTime, Time, Value, Zone};

/// The stage `dmn`.
#[derive(Clone, Debug)]
pub struct Dmn {
    model: Model,
    decision: u32,
    inputs: Vec<(u32, Code)>,
    slot: u16,
    today: Option<u16>,
}

impl Dmn {
    /// Prepares a checked stage.
    #[must_use]
    pub fn build(checked: &CheckedDmn, scope: &Scope) -> Self {
        let compiler = Compiler { scope, nulls: Nulls::Feel };
        let today = scope.find(TODAY).and_then(|id| scope.get(id)).and_then(|entry| match entry.home {
            Home::Value(slot) => Some(slot),
            _ => None,
        });
        Self {
            model: checked.model.clone(),
            decision: checked.decision,
            inputs: checked.inputs.iter().map(|input| (input.node, compiler.code(&input.typed))).collect(),
            slot: checked.result.slot,
            today,
        }
    }

    /// Writes the result of one applicant.
    #[inline(never)] // as for rules
    pub fn run<R: Record>(&self, frame: &mut impl Slots, record: &mut R) {
        let inputs = self.inputs.iter().enumerate().map(|(item, (node, code))| {
            let value = code.run(frame);
            record.value(item, &value);
            (*node, value)
        });
        let inputs: Vec<(u32, Value)> = inputs.collect();
        let today = self.today.map_or(&Value::Null, |slot| frame.value(slot));
        let value = decided(&self.model, self.decision, inputs, today);
        frame.set_value(self.slot, value);
    }
}

/// The value of a decision; null where a bound is exhausted, as for everything else without a result.
pub(crate) fn decided(
    model: &Model,
    decision: u32,
    inputs: impl IntoIterator<Item = (u32, Value)>,
    today: &Value,
) -> Value {
    let now = match today {
        Value::Date(day) => Some(DateTime::new(*day, Time::MIDNIGHT.with_zone(Some(Zone::UTC)))),
        _ => None,
    };
    let mut session = Session::new().at(now);
    let mut given = model.given();
    for (node, value) in inputs {
        match model.accept(node, value, &mut session) {
            Ok(value) => given.set(node, value.unwrap_or_default()),
            Err(_exhausted) => return Value::Null,
        }
    }
    match model.decide(std::iter::once(decision), &mut given, &mut session) {
        Ok(()) => given.get(decision).cloned().unwrap_or_default(),
        Err(_exhausted) => Value::Null,
    }
}
