//! What the intervals of a ladder stand for, found for whole columns.

use super::lanes::wide;
use crate::domain::{Cell, NULL};

/// So many applicants are kept in registers.
pub const LANES: usize = 16;
/// Longer ladders are bisected.
const FEW: usize = 20;

/// From where on the line which number holds.
#[derive(Clone, Debug)]
pub struct Steps<T> {
    first: T,
    later: Vec<(Cell, T)>,
}

impl<T: Copy + PartialEq> Steps<T> {
    /// Steps in ascending order; the first begins at the lowest cell.
    pub fn new(steps: impl Iterator<Item = (Cell, T)>, none: T) -> Self {
        let mut all = Self { first: none, later: Vec::new() };
        for (start, target) in steps {
            if start == Cell::MIN {
                all.first = target;
            } else if all.later.last().map_or(all.first, |step| step.1) != target {
                all.later.push((start, target));
            }
        }
        all
    }

    /// The number of one cell.
    #[inline]
    pub fn find(&self, cell: Cell) -> T {
        let above = self.later.partition_point(|step| step.0 <= cell);
        above.checked_sub(1).and_then(|at| self.later.get(at)).map_or(self.first, |step| step.1)
    }

    /// The numbers of some cells, a lane each.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it must stand where wide instructions are allowed")]
    pub fn lanes(&self, cells: &[Cell; LANES]) -> [T; LANES] {
        let mut found = [self.first; LANES];
        if self.later.len() > FEW {
            found.iter_mut().zip(cells).for_each(|(found, cell)| *found = self.find(*cell));
            return found;
        }
        for &(start, target) in &self.later {
            for (found, cell) in found.iter_mut().zip(cells) {
                *found = if *cell >= start { target } else { *found };
            }
        }
        found
    }

    /// Gives what the cells stand for to `put`, with what is written there.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it must stand where wide instructions are allowed")]
    pub fn each<O: Copy + Default>(&self, cells: &[Cell], out: &mut [O], put: impl Fn(O, T) -> O + Copy) {
        wide(|| {
                let (blocks, rest) = cells.as_chunks::<LANES>();
                let (outs, last) = out.as_chunks_mut::<LANES>();
                for (cells, out) in blocks.iter().zip(outs) {
                    let found = self.lanes(cells);
                    out.iter_mut().zip(found).for_each(|(out, found)| *out = put(*out, found));
                }
                let mut padded = [NULL; LANES];
                padded.iter_mut().zip(rest).for_each(|(cell, rest)| *cell = *rest);
                let found = self.lanes(&padded);
                last.iter_mut().zip(found).for_each(|(out, found)| *out = put(*out, found));
        });
    }
}
