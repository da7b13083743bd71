//! Bands for one applicant.

use super::check::CheckedBands;
use crate::decision::{Outcome, Verdict};
use crate::domain::{Cell, Ladder};
use crate::feel::frame::Slots;
use crate::feel::scope::Scope;
use crate::table::{Axis, Output};
use crate::trace::Record;

/// The stage `bands`.
#[derive(Clone, Debug)]
pub struct Bands {
    pub(super) axis: Axis,
    pub(super) ladder: Ladder,
    pub(super) cell: u16,
    pub(super) outputs: Vec<(Output, u16)>,
    pub(super) asks: Vec<(usize, Outcome, u16)>,
}

impl Bands {
    /// Prepares checked bands.
    #[must_use]
    pub fn build(checked: &CheckedBands, scope: &Scope) -> Self {
        Self {
            axis: checked.column.axis(scope),
            ladder: Ladder::new(checked.column.sets.iter()),
            cell: checked.band.slot,
            outputs: checked
                .outputs
                .iter()
                .map(|(_, output, target)| (output.clone(), target.slot))
                .collect(),
            asks: checked.asks.clone(),
        }
    }

    /// Writes the band of one applicant, and asks for what it asks.
    #[inline(never)] // as for rules
    pub fn run<R: Record>(&self, frame: &mut impl Slots, verdict: &mut Verdict, record: &mut R) {
        let Some(band) = self.ladder.find(self.axis.cell(frame)) else { return };
        record.row(band);
        frame.set_cell(self.cell, Cell::try_from(band).unwrap_or(0));
        for (output, cell) in &self.outputs {
            frame.set_cell(*cell, output.cell(band));
        }
        for (asking, outcome, cause) in &self.asks {
            if *asking == band {
                verdict.hit(*cause, *outcome);
            }
        }
    }
}
