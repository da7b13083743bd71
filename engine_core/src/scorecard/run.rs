//! A scorecard for one applicant.

use super::bounds::CheckedBound;
use super::check::{Characteristic, CheckedCard};
use super::check_reasons::CheckedReasons;
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
    pub(super) reasons: Option<CheckedReasons>,
    /// Which of the flow's cards it is.
    pub(super) index: u32,
    /// The first of the cells with the bin of each characteristic.
    pub(super) bins: u16,
    /// The groups whose points are bounded.
    bounds: Box<[Bound]>,
    start: Cell,
    cell: u16,
}

/// A group, ready to be bounded.
#[derive(Clone, Debug)]
struct Bound {
    /// The characteristics, each with the cell of its bin.
    parts: Box<[(usize, u16)]>,
    low: i64,
    high: i64,
}

/// A characteristic, ready to be looked up.
#[derive(Clone, Debug)]
pub(super) struct Part {
    axis: Axis,
    ladder: Ladder,
    /// The points of each bin.
    pub(super) points: Box<[i64]>,
    /// What each bin loses.
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
            reasons: checked.reasons.clone(),
            bounds: checked.bounds.iter().map(|bound| Bound::build(bound, checked.bins)).collect(),
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
        for bound in &self.bounds {
            score = score.saturating_add(bound.correction(&self.parts, frame));
        }
        frame.set_cell(self.cell, score);
    }
}

impl Bound {
    fn build(checked: &CheckedBound, bins: u16) -> Self {
        let cell = |part: usize| u16::try_from(part).ok().and_then(|part| bins.checked_add(part));
        Self {
            // As many cells as characteristics were taken from `bins` on.
            parts: checked.parts.iter().filter_map(|&part| Some((part, cell(part)?))).collect(),
            low: checked.low.unwrap_or(i64::MIN),
            high: checked.high.unwrap_or(i64::MAX),
        }
    }

    /// What brings the points of the group, which are in the score already, within the bounds.
    fn correction(&self, parts: &[Part], frame: &Frame) -> i64 {
        let points = |&(part, cell): &(usize, u16)| {
            parts.get(part)?.points.get(usize::try_from(frame.cell(cell)).ok()?).copied()
        };
        let sum = self.parts.iter().filter_map(points).fold(0, i64::saturating_add);
        sum.max(self.low).min(self.high).saturating_sub(sum)
    }
}

impl Part {
    fn build(part: &Characteristic, scope: &Scope) -> Self {
        Self {
            axis: part.column.axis(scope),
            ladder: Ladder::new(&part.column.sets),
            points: part.points.clone().into(),
            losses: part.losses.clone().into(),
            codes: part.reasons.clone().into(),
        }
    }
}
