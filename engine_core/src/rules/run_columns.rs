//! Rules for many applicants.

use super::check::Effect;
use super::doc::WhenMissing;
use super::run::{Rule, Rules};
use crate::columns::{Columns, Flow};
use crate::decision::Outcome;
use crate::domain::Cell;
use crate::feel::code::Test;

impl Rules {
    /// Tries every rule; none acts where the mask is 0.
    pub(crate) fn run_columns(&self, flow: &mut Flow, chosen: Option<&[u8]>) {
        for rule in &self.rules {
            rule.run_columns(flow, chosen);
        }
    }
}

impl Rule {
    fn run_columns(&self, flow: &mut Flow, chosen: Option<&[u8]>) {
        let mut acted = flow.columns.mask();
        self.test.columns(&mut flow.columns, chosen, &mut acted);
        settle(&mut acted, chosen);
        if let Some(test) = &self.unknown {
            let mut unknown = flow.columns.mask();
            unknowns(test, &mut flow.columns, chosen, &acted, &mut unknown);
            match self.effect {
                Effect::Ask(_, cause) if self.missing == WhenMissing::Refer => {
                    flow.note_all(&unknown, cause, Outcome::Refer);
                }
                Effect::Ask(outcome, cause) => flow.note_all(&unknown, cause, outcome),
                Effect::Flag(_) => {
                    acted.iter_mut().zip(&unknown).for_each(|(acted, unknown)| *acted |= *unknown)
                }
            }
            flow.columns.free(unknown);
        }
        match self.effect {
            Effect::Ask(outcome, cause) => flow.note_all(&acted, cause, outcome),
            Effect::Flag(flag) => {
                let mut column = flow.columns.take(flag.slot);
                column.iter_mut().zip(&acted).for_each(|(cell, acted)| *cell = Cell::from(*acted));
                flow.columns.put(flag.slot, column);
            }
        }
        flow.columns.free(acted);
    }
}

/// From truths to 1 where it is true and the row is chosen.
fn settle(truths: &mut [u8], chosen: Option<&[u8]>) {
    match chosen {
        None => truths.iter_mut().for_each(|truth| *truth >>= 1),
        Some(chosen) => {
            truths.iter_mut().zip(chosen).for_each(|(truth, chosen)| *truth = *truth >> 1 & *chosen)
        }
    }
}

/// The chosen rows that the rule did not hit and whose condition is unknown.
fn unknowns(test: &Test, columns: &mut Columns, chosen: Option<&[u8]>, acted: &[u8], unknown: &mut [u8]) {
    test.columns(columns, chosen, unknown);
    unknown.iter_mut().zip(acted).for_each(|(truth, acted)| *truth = u8::from(*truth == 1) & !acted & 1);
    if let Some(chosen) = chosen {
        unknown.iter_mut().zip(chosen).for_each(|(truth, chosen)| *truth &= *chosen);
    }
}
