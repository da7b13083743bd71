//! What the intervals of a ladder stand for, found for whole columns.

use pulp::{Arch, NullaryFnOnce};

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
    #[expect(
        clippy::indexing_slicing,
        reason = "the arrays are as long as the loop, and plain loops become wide"
    )]
    pub fn lanes(&self, cells: &[Cell; LANES]) -> [T; LANES] {
        let mut found = [self.first; LANES];
        for &(start, target) in &self.later {
            for lane in 0..LANES {
                found[lane] = if cells[lane] >= start { target } else { found[lane] };
            }
        }
        found
    }

    /// Gives what the cells stand for to `put`, with what is written there.
    pub fn each<O: Copy + Default>(&self, cells: &[Cell], out: &mut [O], put: impl Fn(O, T) -> O + Copy) {
        if self.later.len() > FEW {
            for (out, cell) in out.iter_mut().zip(cells) {
                *out = put(*out, self.find(*cell));
            }
            return;
        }
        Arch::new().dispatch(Each { steps: self, cells, out, put });
    }
}

/// The last cells of a column, and missing ones behind them.
#[inline(always)]
#[expect(clippy::inline_always, reason = "it must stand where wide instructions are allowed")]
pub fn padded(rest: &[Cell]) -> [Cell; LANES] {
    let mut padded = [NULL; LANES];
    padded.iter_mut().zip(rest).for_each(|(cell, rest)| *cell = *rest);
    padded
}

/// A loop over a column.
struct Each<'a, T, O, P> {
    steps: &'a Steps<T>,
    cells: &'a [Cell],
    out: &'a mut [O],
    put: P,
}

impl<T: Copy + PartialEq, O: Copy + Default, P: Fn(O, T) -> O + Copy> NullaryFnOnce for Each<'_, T, O, P> {
    type Output = ();

    #[inline(always)]
    #[expect(
        clippy::indexing_slicing,
        reason = "the arrays are as long as the loop, and plain loops become wide"
    )]
    fn call(self) {
        let (blocks, rest) = self.cells.as_chunks::<LANES>();
        let (outs, last) = self.out.as_chunks_mut::<LANES>();
        for (cells, out) in blocks.iter().zip(outs) {
            let found = self.steps.lanes(cells);
            for lane in 0..LANES {
                out[lane] = (self.put)(out[lane], found[lane]);
            }
        }
        let found = self.steps.lanes(&padded(rest));
        for (out, found) in last.iter_mut().zip(found) {
            *out = (self.put)(*out, found);
        }
    }
}
