//! A scorecard for one applicant.

use std::collections::BTreeSet;

use super::addends::{Addend, Addends};
use super::check::{Characteristic, CheckedCard};
use super::check_reasons::CheckedReasons;
use super::law::Law;
use super::points::Width;
use super::ranks::Ranks;
use super::reasons::Losses;
use super::strip::Strip;
use crate::domain::{Cell, Ladder, Lane, NULL, float_cell};
use crate::feel::frame::Slots;
use crate::feel::scope::Scope;
use crate::table::Axis;
use crate::trace::Record;
use crate::value::{Number, Value};

/// The stage `scorecard`.
#[derive(Clone, Debug)]
pub struct Scorecard {
    /// The characteristics.
    pub(super) parts: Box<[Part]>,
    /// How reasons are chosen.
    pub(super) reasons: Option<CheckedReasons>,
    /// Which of the flow's cards it is.
    pub(super) index: u32,
    /// What the bins lose.
    pub(super) losses: Losses,
    /// The losses in the numbers in which they are usually ranked.
    pub(super) ranks: Option<Ranks>,
    /// Whether two characteristics have a code in common.
    pub(super) shares_codes: bool,
    /// The first of the cells with the bin of each characteristic.
    pub(super) bins: u16,
    pub(super) points: Points,
    /// The same in flat arrays, where the points are plain and all is read from cells.
    strip: Option<Strip>,
    pub(super) law: Law,
    pub(super) places: u8,
    /// The slot of the score, and how it is read if it is a cell.
    pub(super) slot: u16,
    pub(super) lane: Option<Lane>,
}

/// The points in the numbers in which they are added.
#[derive(Clone, Debug)]
pub(super) enum Points {
    /// The sum is the score's cell.
    Plain(Addends<i64>),
    Narrow(Addends<i64>),
    Wide(Addends<i128>),
    Double(Addends<f64>),
}

/// A characteristic, ready to be looked up.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) axis: Axis,
    pub(super) ladder: Ladder,
}

impl Scorecard {
    /// Prepares a checked card.
    #[must_use]
    pub fn build(checked: &CheckedCard, scope: &Scope) -> Self {
        let plain = checked.law.scale.is_none() && checked.law.round.is_none();
        let parts: Box<[Part]> =
            checked.characteristics.iter().map(|part| Part::build(part, scope)).collect();
        let points = match checked.width {
            Width::Narrow if plain => Points::Plain(Addends::narrow(checked)),
            Width::Narrow => Points::Narrow(Addends::narrow(checked)),
            Width::Wide => Points::Wide(Addends::wide(checked)),
            Width::Double => Points::Double(Addends::doubles(checked)),
        };
        let shares_codes = shares_codes(checked);
        Self {
            strip: if let Points::Plain(points) = &points {
                Strip::new(&parts, &points.parts, checked.bins)
            } else {
                None
            },
            parts,
            reasons: checked.reasons.clone(),
            index: checked.index,
            losses: Losses::new(checked),
            ranks: checked
                .reasons
                .as_ref()
                .filter(|_| !shares_codes)
                .and_then(|asked| Ranks::new(checked, asked)),
            shares_codes,
            bins: checked.bins,
            points,
            law: checked.law,
            places: checked.places,
            slot: checked.score.slot,
            lane: checked.lane.clone(),
        }
    }

    /// Writes the score and the bins of one applicant.
    #[inline(never)] // as for rules
    pub fn run<R: Record>(&self, frame: &mut impl Slots, record: &mut R) {
        if !R::NOTES
            && let (Points::Plain(points), Some(strip)) = (&self.points, &self.strip)
        {
            let sum = points.first.wrapping_add(strip.sum(frame));
            let sum = points.bounded(sum.wrapping_add(points.last), frame);
            frame.set_cell(self.slot, sum);
        } else {
            self.run_other(frame, record);
        }
    }

    #[inline(never)]
    fn run_other<R: Record>(&self, frame: &mut impl Slots, record: &mut R) {
        let score = match &self.points {
            Points::Plain(points) => {
                let sum = self.sum(points, frame, record);
                frame.set_cell(self.slot, sum);
                return;
            }
            Points::Narrow(points) => {
                self.law.of_sum(Number::scaled(self.sum(points, frame, record), self.places))
            }
            Points::Wide(points) => {
                let sum = Number::from_parts(self.sum(points, frame, record), -i32::from(self.places));
                sum.and_then(|sum| self.law.of_sum(sum))
            }
            Points::Double(points) => {
                let score = self.law.of_double(self.sum(points, frame, record));
                if self.law.round.is_none() {
                    frame.set_cell(self.slot, float_cell(score));
                    return;
                }
                Number::from_f64(score).and_then(|score| self.law.rounded(score))
            }
        };
        let value = score.map_or(Value::Null, Value::Number);
        match &self.lane {
            Some(lane) => frame.set_cell(self.slot, lane.cell(&value)),
            None => frame.set_value(self.slot, value),
        }
    }

    /// Writes the bins of one applicant, and adds their points.
    #[inline]
    fn sum<T: Addend, R: Record>(&self, points: &Addends<T>, frame: &mut impl Slots, record: &mut R) -> T {
        let mut sum = points.first;
        for ((part, points), cell) in self.parts.iter().zip(&points.parts).zip(self.bins..) {
            let bin = part.ladder.find(part.axis.cell(frame));
            let points = bin.and_then(|bin| points.get(bin).copied());
            sum = sum.plus(points.unwrap_or(T::ZERO));
            frame.set_cell(cell, bin.and_then(|bin| Cell::try_from(bin).ok()).unwrap_or(NULL));
            record.row(bin.unwrap_or(usize::MAX));
        }
        points.bounded(sum.plus(points.last), frame)
    }
}

fn shares_codes(checked: &CheckedCard) -> bool {
    let own = |part: &Characteristic| part.reasons.iter().flatten().copied().collect::<BTreeSet<_>>();
    let codes: Vec<u16> = checked.characteristics.iter().flat_map(own).collect();
    codes.iter().collect::<BTreeSet<_>>().len() < codes.len()
}

impl Part {
    fn build(part: &Characteristic, scope: &Scope) -> Self {
        Self { axis: part.column.axis(scope), ladder: Ladder::new(part.column.sets.iter()) }
    }
}
