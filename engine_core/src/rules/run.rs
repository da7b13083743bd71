//! Rules for one applicant.

use super::check::{CheckedRule, Effect};
use super::doc::WhenMissing;
use crate::decision::{Outcome, Verdict};
use crate::domain::{Cell, FIRST};
use crate::feel::code::Test;
use crate::feel::compile::Compiler;
use crate::feel::frame::{Cells, Slots};
use crate::feel::operation::Nulls;
use crate::feel::scope::Scope;
use crate::trace::Record;
use crate::value::Truth;

/// The stage `rules`.
#[derive(Clone, Debug)]
pub struct Rules {
    pub(super) rules: Vec<Rule>,
    /// Of each rule, what is looked at first.
    guards: Vec<Guard>,
}

/// Where one cell does not lie within an interval, the rule does nothing.
#[derive(Clone, Copy, Debug)]
struct Guard {
    cell: u16,
    low: Cell,
    width: u64,
}

#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub test: Test,
    /// The condition with comparisons with missing values unknown, where that can act.
    pub unknown: Option<Test>,
    pub missing: WhenMissing,
    pub effect: Effect,
}

impl Rules {
    /// Prepares checked rules.
    #[must_use]
    pub fn build(rules: &[CheckedRule], scope: &Scope) -> Self {
        let rules: Vec<Rule> = rules.iter().map(|rule| build(rule, scope)).collect();
        Self { guards: rules.iter().map(Guard::of).collect(), rules }
    }

    /// The cells of the flags, which are not raised where the stage is skipped.
    pub fn lower_flags(&self, frame: &mut impl Slots) {
        for rule in &self.rules {
            if let Effect::Flag(flag) = rule.effect {
                frame.set_cell(flag.slot, 0);
            }
        }
    }

    /// Tries every rule.
    #[inline(never)] // one function for all stages would keep too little in registers
    pub fn run<R: Record>(&self, frame: &mut impl Slots, verdict: &mut Verdict, record: &mut R) {
        for (guard, item) in self.guards.iter().zip(0..) {
            if R::NOTES || guard.opens(frame) {
                self.try_one(item, frame, verdict, record);
            }
        }
    }

    #[inline(never)]
    fn try_one<R: Record>(&self, item: usize, frame: &mut impl Slots, verdict: &mut Verdict, record: &mut R) {
        let Some(rule) = self.rules.get(item) else { return };
        let truth = rule.test.run(frame);
        let unknown =
            !truth.is_hit() && rule.unknown.as_ref().is_some_and(|test| test.run(frame) == Truth::Unknown);
        let acted = truth.is_hit() || unknown;
        record.truth(item, if unknown { Truth::Unknown } else { truth }, acted);
        match rule.effect {
            Effect::Flag(flag) => frame.set_cell(flag.slot, Cell::from(acted)),
            Effect::Ask(..) if !acted => {}
            Effect::Ask(_, cause) if unknown && rule.missing == WhenMissing::Refer => {
                verdict.hit(cause, Outcome::Refer)
            }
            Effect::Ask(outcome, cause) => verdict.hit(cause, outcome),
        }
    }
}

impl Guard {
    /// One that always opens.
    const OPEN: Self = Self { cell: 0, low: Cell::MIN, width: u64::MAX };

    /// The first interval without which the rule cannot hit. A flag is written whatever its rule says, and what is unknown may act.
    fn of(rule: &Rule) -> Self {
        let idle = rule.unknown.is_none() && matches!(rule.effect, Effect::Ask(..));
        let parts = match &rule.test {
            Test::All(parts) => parts,
            test => std::slice::from_ref(test),
        };
        parts.iter().find_map(Self::within).filter(|_| idle).unwrap_or(Self::OPEN)
    }

    fn within(test: &Test) -> Option<Self> {
        let &Test::Within { cell, low, high, null } = test else { return None };
        let low = low.max(FIRST);
        let missing_passes = null == Truth::True;
        (!missing_passes && low <= high).then(|| Self { cell, low, width: high.abs_diff(low) })
    }

    #[inline]
    fn opens(self, frame: &impl Cells) -> bool {
        frame.cell(self.cell).wrapping_sub(self.low).cast_unsigned() <= self.width
    }
}

fn build(rule: &CheckedRule, scope: &Scope) -> Rule {
    let acts = rule.missing != WhenMissing::Pass && rule.typed.unknown.is_some();
    let test = |nulls| Compiler { scope, nulls }.test(&rule.typed);
    Rule {
        test: test(Nulls::Feel),
        unknown: acts.then(|| test(Nulls::Unknown)),
        missing: rule.missing,
        effect: rule.effect,
    }
}
