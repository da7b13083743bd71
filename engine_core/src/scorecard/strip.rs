//! The bins and points of a card whose characteristics all read cells, in two flat arrays.

use std::hint::cold_path;

use super::run::Part;
use crate::domain::{Cell, Even, Ladder, NULL};
use crate::feel::frame::Slots;
use crate::table::Axis;

/// What the characteristics of a card give.
#[derive(Clone, Debug)]
pub(super) struct Strip {
    /// The characteristics whose places are told at once.
    even: Box<[(Even, Step)]>,
    /// Those whose ladder is searched.
    searched: Box<[(Ladder, Step)]>,
    /// For each characteristic, what each place of its cells gives, or what no bin gives and then each bin: points, and the bin's cell.
    given: Box<[(i64, Cell)]>,
}

/// One characteristic.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// Where it begins in `given`.
    begin: usize,
    slot: u16,
    /// Where its bin's cell is written.
    out: u16,
}

/// What no bin gives.
const NO_BIN: (i64, Cell) = (0, NULL);
/// Most places of one characteristic: with more, the ladder tells the bin, in fewer bytes.
const PLACES: usize = 512;

impl Strip {
    /// The arrays, where every characteristic reads a cell; `cells` is the first of those to which the bins are written.
    pub(super) fn new(parts: &[Part], points: &[Box<[i64]>], cells: u16) -> Option<Self> {
        let (mut even, mut searched, mut given) = (Vec::new(), Vec::new(), Vec::new());
        for ((part, points), out) in parts.iter().zip(points).zip(cells..) {
            let Axis::Cell(slot) = part.axis else { return None };
            let step = Step { begin: given.len(), slot, out };
            let bins: Vec<(i64, Cell)> = points.iter().copied().zip(0..).collect();
            if let Some((places, targets)) = places(&part.ladder) {
                let bin = |target: Option<usize>| target.and_then(|bin| bins.get(bin).copied());
                given.extend(targets.into_iter().map(|target| bin(target).unwrap_or(NO_BIN)));
                even.push((places, step));
            } else {
                given.push(NO_BIN);
                given.extend(bins);
                searched.push((part.ladder.clone(), step));
            }
        }
        Some(Self { even: even.into(), searched: searched.into(), given: given.into() })
    }

    /// Writes the bins of one applicant, and adds their points.
    #[inline]
    pub(super) fn sum(&self, frame: &mut impl Slots) -> i64 {
        let mut sum = 0_i64;
        // Sums were bounded at load.
        for (even, step) in &self.even {
            sum = sum.wrapping_add(self.take(step, even.place_of_given(frame.cell(step.slot)), frame));
        }
        for (ladder, step) in &self.searched {
            let bin = ladder.find(frame.cell(step.slot));
            sum = sum.wrapping_add(self.take(step, bin.map_or(0, |bin| bin.wrapping_add(1)), frame));
        }
        sum
    }

    /// Writes the bin of a place, and gives its points.
    #[inline]
    fn take(&self, step: &Step, place: usize, frame: &mut impl Slots) -> i64 {
        let Some(&(points, bin)) = self.given.get(step.begin.wrapping_add(place)) else {
            cold_path(); // there is no such place
            frame.set_cell(step.out, NULL);
            return 0;
        };
        frame.set_cell(step.out, bin);
        points
    }
}

/// The places of an even ladder, where a missing cell can share the lowest: as a rule either nothing is missing, or nothing lies below the first step.
fn places(ladder: &Ladder) -> Option<(Even, Vec<Option<usize>>)> {
    let (even, mut targets) = ladder.by_place()?;
    let missing = targets.next()?;
    let mut targets: Vec<Option<usize>> = targets.collect();
    let lowest = targets.first_mut()?;
    match (missing, *lowest) {
        (_, None) => *lowest = missing,
        (Some(missing), Some(below)) if missing != below => return None,
        _ => {}
    }
    (targets.len() <= PLACES).then_some((even, targets))
}
