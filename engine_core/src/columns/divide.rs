//! Whole columns divided by one number.

use pulp::{Arch, NullaryFnOnce};

use crate::domain::Cell;

/// One and a half times 2 to the 52nd. A double has no places beside it, and its bits count by ones.
const WHOLE: f64 = 6_755_399_441_055_744.0;
/// Up to here, both ways, integers are doubles and are told by [`WHOLE`].
pub const SMALL: Cell = 1 << 51;

/// A small integer as a double, without an instruction that old processors lack.
#[inline(always)]
#[expect(clippy::inline_always, reason = "it must stand where wide instructions are allowed")]
#[expect(
    clippy::float_arithmetic,
    reason = "the difference of two whole numbers that a double holds is exact"
)]
pub fn double(cell: Cell) -> f64 {
    f64::from_bits(WHOLE.to_bits().wrapping_add(cell.cast_unsigned())) - WHOLE
}

/// The whole number nearest to a small double, as a cell and as a double.
#[inline(always)]
#[expect(clippy::inline_always, reason = "it must stand where wide instructions are allowed")]
#[expect(clippy::float_arithmetic, reason = "the sum has no places, so that it is the nearest whole number")]
pub fn nearest(number: f64) -> (Cell, f64) {
    let shifted = number + WHOLE;
    (shifted.to_bits().wrapping_sub(WHOLE.to_bits()).cast_signed(), shifted - WHOLE)
}

/// Divides cells, none of which is negative, by a positive number, and drops the rest.
pub fn divide(cells: &mut [Cell], by: Cell) {
    if by == 1 {
        return;
    }
    let most = super::wide(|| cells.iter().fold(0, |most: Cell, cell| most.max(*cell)));
    if most < SMALL && by < SMALL {
        Arch::new().dispatch(Divide { cells, by });
    } else {
        cells.iter_mut().for_each(|cell| *cell = cell.checked_div(by).unwrap_or(0));
    }
}

/// By doubles: rounding keeps order, so the nearest whole number is the quotient or the one above it, and multiplying back
/// tells which.
struct Divide<'a> {
    cells: &'a mut [Cell],
    by: Cell,
}

impl NullaryFnOnce for Divide<'_> {
    type Output = ();

    #[inline(always)]
    #[expect(clippy::float_arithmetic, reason = "an integer confirms the result")]
    fn call(self) {
        let by = double(self.by);
        for cell in self.cells.iter_mut() {
            let (near, _) = nearest(double(*cell) / by);
            *cell = near.wrapping_sub(Cell::from(near.wrapping_mul(self.by) > *cell));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SMALL, divide};

    #[test]
    fn a_column_is_divided_as_integers_are() {
        for by in [1, 2, 3, 7, 100, 10_000, 999_983, SMALL - 1, SMALL + 5] {
            let near = [1_i64, 2, 3, 99, 12_345, 225_179_981_368_524].map(|times| by.saturating_mul(times));
            let mut cells = vec![0, 1, 49, 50, 51, SMALL - 2, SMALL - 1];
            cells.extend(near.iter().flat_map(|cell| [cell - 1, *cell, cell.saturating_add(1)]));
            for cells in [cells.iter().copied().filter(|cell| *cell < SMALL).collect(), cells] {
                let mut divided: Vec<i64> = cells.clone();
                divide(&mut divided, by);
                let right: Vec<i64> = cells.iter().map(|cell| cell / by).collect();
                assert_eq!(divided, right, "by {by}");
            }
        }
    }
}
