//! A scorecard for one applicant.

use super::check::{Characteristic, CheckedCard};
use super::doc::ReasonsDoc;
use crate::domain::{Cell, Ladder, NULL};
use crate::feel::frame::Frame;
use crate::feel::scope::Scope;
use crate::table::Axis;
use crate::trace::Record;

/// The stage `scorecard`.
#[derive(Clone, Debug)]
pub struct Scorecard {
    /// The characteristics.
    pub(super) parts: Vec<Part>,
    /// How reasons are chosen.
    pub(super) reasons: Option<ReasonsDoc>,
    /// Which of the flow's cards it is.
    pub(super) index: u32,
    /// The first of the cells with the bin of each characteristic.
    pub(super) bins: u16,
    start: Cell,
    cell: u16,
}

/// A characteristic, ready to be looked up.
#[derive(Clone, Debug)]
pub(super) struct Part {
    axis: Axis,
    ladder: Ladder,
    /// The points of each bin.
    pub(super) points: Box<[i64]>,
    /// The points of the best bin less those of each bin.
    pub(super) losses: Box<[i64]>,
    /// The reason of each bin.
    pub(super) codes: Box<[Option<u16>]>,
}

impl Scorecard {
    /// Prepares a checked card.
    #[must_use]
    pub fn build(checked: &CheckedCard, scope: &Scope) -> Self {
        let parts = checked.characteristics.iter().map(|part| Part::build(part, scope)).collect();
        Self {
            parts,
            reasons: checked.reasons,
            index: checked.index,
            bins: checked.bins,
            start: checked.start,
            cell: checked.score.slot,
        }
    }

    /// Writes the score and the bins of one applicant.
    pub fn run<R: Record>(&self, frame: &mut Frame, record: &mut R) {
        let mut score = self.start;
        for (part, cell) in self.parts.iter().zip(self.bins..) {
            let bin = part.ladder.find(part.axis.cell(frame));
            let points = bin.and_then(|bin| part.points.get(bin).copied());
            // The sums were bounded at load, so that this cannot overflow.
            score = score.saturating_add(points.unwrap_or(0));
            frame.set_cell(cell, bin.and_then(|bin| Cell::try_from(bin).ok()).unwrap_or(NULL));
            record.row(bin.unwrap_or(usize::MAX));
        }
        frame.set_cell(self.cell, score);
    }
}

impl Part {
    fn build(part: &Characteristic, scope: &Scope) -> Self {
        let best = part.points.iter().copied().max().unwrap_or(0);
        Self {
            axis: part.column.axis(scope),
            ladder: Ladder::new(&part.column.sets),
            points: part.points.clone().into(),
            losses: part.points.iter().map(|points| best.saturating_sub(*points)).collect(),
            codes: part.reasons.clone().into(),
        }
    }
}
