//! Functions of repayment that are an amount times a factor, rounded to places: the factor is worked out at load for each
//! rate that can occur.
//!
//! The product is kept with the bits below the last place. Where they lie so near to a half that the factor's own error or the
//! rounding to 34 digits could matter, the function itself is asked.

use super::Node;
use crate::domain::{Cell, NULL, is_missing};
use crate::feel::frame::Cells;
use crate::value::{Number, Round};

/// The function itself: amount, rate, periods.
pub type Function = fn(Number, Number, Number) -> Option<Number>;

/// An amount times a factor.
#[derive(Clone, Debug)]
pub struct Factor {
    pub(super) function: Function,
    /// The amount, and its scale.
    pub(super) amount: Node,
    pub(super) scale: u8,
    /// The cell on which rate and periods depend, if they do.
    pub(super) slot: Option<u16>,
    pub(super) rows: Box<[Row]>,
    /// The places of the result, and how it is rounded to them: to the nearest, in one of the ways.
    pub(super) places: u8,
    pub(super) mode: Round,
}

/// One rate that can occur.
#[derive(Clone, Debug)]
pub struct Row {
    /// The cell with which it does.
    pub(super) cell: Cell,
    pub(super) rate: Number,
    pub(super) periods: Number,
    /// The factor in units of the result's last place, times 2 to the power of `shift`; off by less than 1.
    pub(super) multiplier: i64,
    pub(super) shift: u32,
    /// Half a unit of the last place, and the product's error beside the amount's.
    half: i128,
    error: i128,
}

impl Row {
    /// The row of a rate; `None` where the factor is out of reach of 62 bits.
    pub(super) fn new(
        function: Function,
        cell: Cell,
        (rate, periods): (Number, Number),
        (scale, places): (u8, u8),
    ) -> Option<Self> {
        let ten = Number::from_parts(1, i32::from(places) - i32::from(scale))?;
        let mut factor = function(Number::ONE, rate, periods)?.checked_mul(ten)?;
        if factor.is_zero() {
            return None;
        }
        let (two, most) = (Number::from_i64(2), Number::from_i64(1 << 61));
        let mut shift = 0_u32;
        while factor.abs() < most {
            factor = factor.checked_mul(two)?;
            shift += 1;
        }
        let multiplier = factor.round_to_scaled(0, Round::HalfEven)?;
        if !(1..=120).contains(&shift) {
            return None;
        }
        // The multiplier is off by less than 1, the decimal's 34 digits by less than 2^-50 of a unit.
        let error = (1_i128 << shift.saturating_sub(48)) + 2;
        let half = 1_i128 << (shift - 1);
        Some(Self { cell, rate, periods, multiplier, shift, half, error })
    }
}

impl Factor {
    /// The rounded product for one applicant, in the result's places.
    pub fn run(&self, cells: &impl Cells) -> Cell {
        let amount = self.amount.run(cells);
        let cell = self.slot.map_or(0, |slot| cells.cell(slot));
        self.of(amount, cell)
    }

    /// The rounded product of an amount, where the rate's cell is this.
    #[inline]
    pub(super) fn of(&self, amount: Cell, cell: Cell) -> Cell {
        // Symbols mostly stand where they count; a search for them could not be foreseen.
        let there =
            usize::try_from(cell).ok().and_then(|at| self.rows.get(at)).filter(|row| row.cell == cell);
        let row = there.or_else(|| self.rows.iter().find(|row| row.cell == cell));
        let Some(row) = row.filter(|_| !is_missing(amount)) else { return NULL };
        self.near(row, amount).unwrap_or_else(|| self.exact(row, amount))
    }

    /// The product where its rounding is certain.
    #[inline]
    pub(super) fn near(&self, row: &Row, amount: i64) -> Option<Cell> {
        let product = i128::from(amount).wrapping_mul(row.multiplier.into()).wrapping_add(row.half);
        let unit = row.half.wrapping_mul(2);
        let below = product & unit.wrapping_sub(1);
        let error = row.error.wrapping_add(amount.unsigned_abs().into());
        let certain = below > error && unit.wrapping_sub(below) > error;
        if certain { i64::try_from(product >> row.shift).ok() } else { None }
    }

    /// The product as FEEL computes it.
    #[cold]
    pub(super) fn exact(&self, row: &Row, amount: i64) -> Cell {
        (self.function)(Number::scaled(amount, self.scale), row.rate, row.periods)
            .and_then(|number| number.round_to_scaled(self.places, self.mode))
            .unwrap_or(NULL)
    }
}
