//! A limit for one applicant.

use super::check::{CheckedLimit, Results};
use super::doc::CapMissing;
use super::narrow::NarrowLimit;
use crate::decision::{Outcome, Verdict};
use crate::domain::{Cell, NULL};
use crate::feel::code::Code;
use crate::feel::compile::Compiler;
use crate::feel::frame::Slots;
use crate::feel::operation::Nulls;
use crate::feel::scope::{Scope, Target};
use crate::price::{Base, number};
use crate::trace::Record;
use crate::value::{Number, Round, Value};

/// The stage `limit`.
#[derive(Clone, Debug)]
pub struct Limit {
    pub(super) base: Base,
    times: Vec<Code>,
    caps: Vec<Cap>,
    round: Number,
    least: Option<(Code, Outcome, u16)>,
    results: Results,
    scale: u8,
    pub(super) narrow: Option<NarrowLimit>,
}

#[derive(Clone, Debug)]
struct Cap {
    code: Code,
    missing: CapMissing,
    cause: Option<u16>,
}

/// The least of base and caps.
struct Least {
    amount: Number,
    /// Which it is: the base, or a cap from 1.
    binding: Cell,
    /// Whether a cap is null that declines then.
    declines: bool,
}

impl Limit {
    /// Prepares a checked limit.
    #[must_use]
    pub fn build(checked: &CheckedLimit, scope: &Scope, minor_unit: u8) -> Self {
        let compiler = Compiler { scope, nulls: Nulls::Feel };
        let caps = checked.caps.iter().map(|cap| Cap {
            code: compiler.code(&cap.amount.typed),
            missing: cap.missing,
            cause: cap.cause,
        });
        let round = checked.round.unwrap_or(Number::scaled(1, minor_unit));
        Self {
            base: Base::build(&checked.base, scope),
            times: checked.times.iter().map(|amount| compiler.code(&amount.typed)).collect(),
            caps: caps.collect(),
            round,
            least: checked
                .least
                .as_ref()
                .map(|least| (compiler.code(&least.typed), least.outcome, least.cause)),
            results: checked.results,
            scale: minor_unit,
            narrow: NarrowLimit::build(checked, compiler, round, minor_unit),
        }
    }

    /// Leaves to explanations what no code reads, once all code is built.
    pub fn leave_unread(&mut self, scope: &Scope) {
        let read = |of: Target| scope.get(of.id).is_none_or(|entry| entry.wanted.is_set());
        if let Some(narrow) = &mut self.narrow {
            (narrow.reads_base, narrow.reads_uncut) = (read(self.results.base), read(self.results.uncut));
        }
    }

    /// Writes the limit of one applicant. Base and multipliers were proven not to be null at load.
    #[inline(never)] // as for rules
    pub fn run<R: Record>(&self, frame: &mut impl Slots, verdict: &mut Verdict, record: &mut R) {
        if !R::NOTES
            && let Some(narrow) = &self.narrow
        {
            let table = match &self.base {
                Base::Table(rows, output) => Some((rows, output)),
                Base::Code(_) => None,
            };
            return narrow.run(table, frame, verdict);
        }
        self.run_values(frame, verdict, record);
    }

    #[inline(never)]
    fn run_values<R: Record>(&self, frame: &mut impl Slots, verdict: &mut Verdict, record: &mut R) {
        let Some(Least { amount: least, binding, declines }) = self.least_of_all(frame, verdict, record)
        else {
            return;
        };
        frame.set_cell(self.results.binding.slot, binding);
        frame.set_value(self.results.uncut.slot, Value::Number(least));
        let cut = least.max(Number::ZERO).round_to_multiple(self.round, Round::Floor);
        let Some(cut) = cut else { return };
        let small = self
            .least
            .as_ref()
            .filter(|(amount, _, _)| number(&amount.run(frame)).is_some_and(|amount| cut < amount));
        if let Some((_, outcome, cause)) = small {
            // The cause of the base, and behind it one for each cap.
            verdict.hit(cause.saturating_add(u16::try_from(binding).unwrap_or(0)), *outcome);
        }
        let declined = declines || small.is_some_and(|(_, outcome, _)| *outcome == Outcome::Decline);
        let cell = cut.round_to_scaled(self.scale, Round::Floor).unwrap_or(NULL);
        frame.set_cell(self.results.limit.slot, if declined { NULL } else { cell });
    }

    /// The least of base and caps; the first named on a tie.
    fn least_of_all<R: Record>(
        &self,
        frame: &mut impl Slots,
        verdict: &mut Verdict,
        record: &mut R,
    ) -> Option<Least> {
        let (mut least, _) = self.base.run(frame, record)?;
        for (item, code) in self.times.iter().enumerate() {
            let factor = code.run(frame);
            record.value(item, &factor);
            least = least.checked_mul(number(&factor)?)?;
        }
        frame.set_value(self.results.base.slot, Value::Number(least));
        let (mut binding, mut declines) = (0, false);
        for ((item, cap), index) in self.caps.iter().enumerate().zip(1..) {
            let value = cap.code.run(frame);
            record.value(self.times.len() + item, &value);
            let amount = match (number(&value), cap.missing) {
                (Some(amount), _) => amount,
                (None, CapMissing::Zero) => Number::ZERO,
                (None, CapMissing::Skip) => continue,
                (None, CapMissing::Refer) => {
                    cap.cause.into_iter().for_each(|cause| verdict.hit(cause, Outcome::Refer));
                    continue;
                }
                (None, CapMissing::Decline) => {
                    cap.cause.into_iter().for_each(|cause| verdict.hit(cause, Outcome::Decline));
                    declines = true;
                    continue;
                }
            };
            if amount < least {
                (least, binding) = (amount, index);
            }
        }
        Some(Least { amount: least, binding, declines })
    }
}
