//! Derived values for one applicant.

use super::check::CheckedValue;
use crate::domain::{Cell, NULL};
use crate::feel::code::{Code, Test};
use crate::feel::compile::Compiler;
use crate::feel::frame::Slots;
use crate::feel::operation::Nulls;
use crate::feel::scope::{Home, Scope};
use crate::trace::Record;
use crate::value::Truth;

/// The stage `derive`.
#[derive(Clone, Debug)]
pub struct Derive {
    pub(super) steps: Vec<Step>,
    /// Whether there is nothing to do but for an explanation.
    idle: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A condition, its cell, and the cell and test of what rules see.
    Condition(Test, u16, Option<(Test, u16)>),
    /// Any other value; the flag says whether code reads it, or only an explanation.
    Value(Code, u16, bool),
    /// Nothing to do: it is the same for every applicant.
    Constant,
}

impl Derive {
    /// Prepares checked values.
    #[must_use]
    pub fn build(values: &[CheckedValue], scope: &Scope) -> Self {
        Self { steps: values.iter().map(|value| step(value, scope)).collect(), idle: false }
    }

    /// Leaves to explanations what no code reads, once all code is built.
    pub fn leave_unread(&mut self, values: &[CheckedValue], scope: &Scope) {
        for (step, value) in self.steps.iter_mut().zip(values) {
            if let Step::Value(_, _, read) = step {
                *read = scope.get(value.id).is_none_or(|entry| entry.wanted.is_set());
            }
        }
        self.idle = self.steps.iter().all(|step| matches!(step, Step::Value(_, _, false) | Step::Constant));
    }

    /// Writes the values of one applicant.
    #[inline]
    pub fn run<R: Record>(&self, frame: &mut impl Slots, record: &mut R) {
        if R::NOTES || !self.idle {
            self.write(frame, record);
        }
    }

    #[inline(never)] // as for rules
    fn write<R: Record>(&self, frame: &mut impl Slots, record: &mut R) {
        for (item, step) in self.steps.iter().enumerate() {
            match step {
                Step::Condition(test, cell, strict) => {
                    let truth = test.run(frame);
                    if let Some((test, cell)) = strict {
                        frame.set_cell(*cell, truth_cell(test.run(frame)));
                    }
                    frame.set_cell(*cell, truth_cell(truth));
                    record.value(item, &truth.into());
                }
                Step::Value(_, _, false) if !R::NOTES => {}
                Step::Value(code, slot, _) => {
                    let value = code.run(frame);
                    record.value(item, &value);
                    frame.set_value(*slot, value);
                }
                Step::Constant => {}
            }
        }
    }
}

fn step(value: &CheckedValue, scope: &Scope) -> Step {
    let feel = Compiler { scope, nulls: Nulls::Feel };
    let entry = scope.get(value.id);
    match entry.map(|entry| (&entry.home, entry.strict)) {
        Some((Home::Cell(cell, _), strict)) => {
            let unknown = Compiler { scope, nulls: Nulls::Unknown };
            Step::Condition(
                feel.test(&value.typed),
                *cell,
                strict.map(|strict| (unknown.test(&value.typed), strict)),
            )
        }
        Some((Home::Value(slot), _)) => Step::Value(feel.code(&value.typed), *slot, true),
        Some((Home::Constant(_) | Home::Flags(_), _)) | None => Step::Constant,
    }
}

fn truth_cell(truth: Truth) -> Cell {
    match truth {
        Truth::True => 1,
        Truth::False => 0,
        Truth::Unknown => NULL,
    }
}
