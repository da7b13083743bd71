//! Rules for one applicant.

use super::check::{CheckedRule, Effect};
use super::doc::WhenMissing;
use crate::decision::{Outcome, Verdict};
use crate::domain::Cell;
use crate::feel::code::Test;
use crate::feel::compile::Compiler;
use crate::feel::frame::Slots;
use crate::feel::operation::Nulls;
use crate::feel::scope::Scope;
use crate::trace::Record;
use crate::value::Truth;

/// The stage `rules`.
#[derive(Clone, Debug)]
pub struct Rules {
    pub(super) rules: Vec<Rule>,
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
        Self { rules: rules.iter().map(|rule| build(rule, scope)).collect() }
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
    pub fn run<R: Record>(&self, frame: &mut impl Slots, verdict: &mut Verdict, record: &mut R) {
        for (item, rule) in self.rules.iter().enumerate() {
            let truth = rule.test.run(frame);
            let unknown = !truth.is_hit()
                && rule.unknown.as_ref().is_some_and(|test| test.run(frame) == Truth::Unknown);
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
