//! Integer code over columns.

use pulp::{Arch, NullaryFnOnce};

use super::factor::Row;
use super::{Factor, Node, rounded};
use crate::columns::{Columns, LANES, SMALL, double, nearest, padded, wide};
use crate::domain::{Cell, NULL, is_missing};

impl Node {
    /// The numbers of the applicants for whom `need` is not 0; for the others, whatever comes cheapest.
    pub(crate) fn columns(&self, columns: &mut Columns, need: Option<&[u8]>, out: &mut [Cell]) {
        match self {
            Self::Constant(number) => out.fill(*number),
            Self::Cell(slot) => {
                out.iter_mut().zip(columns.column(*slot)).for_each(|(out, cell)| *out = *cell);
            }
            Self::Multiple(slot, times) => {
                Self::Cell(*slot).columns(columns, need, out);
                let times = *times;
                combine_one(out, |number| number.wrapping_mul(times));
            }
            Self::Within(of, low, high) => {
                of.columns(columns, need, out);
                let (low, high) = (*low, *high);
                combine_one(out, |number| number.max(low).min(high));
            }
            Self::Times(of, times) => {
                of.columns(columns, need, out);
                let times = *times;
                combine_one(out, |number| number.wrapping_mul(times));
            }
            // Ranges were proven at load, so that nothing wraps.
            Self::Sum(both) => of_both(both, columns, need, out, i64::wrapping_add),
            Self::Difference(both) => of_both(both, columns, need, out, i64::wrapping_sub),
            Self::Product(both) => of_both(both, columns, need, out, i64::wrapping_mul),
            Self::Least(both) => of_both(both, columns, need, out, i64::min),
            Self::Greatest(both) => of_both(both, columns, need, out, i64::max),
            Self::If(parts) => {
                let (condition, then, other) = &**parts;
                let mut truths = columns.mask();
                condition.columns(columns, need, &mut truths);
                then.columns(columns, need, out);
                let mut spare = columns.spare();
                other.columns(columns, need, &mut spare);
                wide(|| {
                    for ((out, other), truth) in out.iter_mut().zip(&spare).zip(&truths) {
                        *out = if *truth == 3 { *out } else { *other };
                    }
                });
                columns.give(spare);
                columns.free(truths);
            }
            Self::Rounded(of, unit, mode) => {
                of.columns(columns, need, out);
                for out in out.iter_mut().filter(|out| !is_missing(**out)) {
                    *out = rounded(*out, *unit, *mode);
                }
            }
            Self::Factor(factor) => {
                let mut amounts = columns.spare();
                factor.amount.columns(columns, need, &mut amounts);
                let rates = factor.slot.map(|slot| columns.column(slot));
                factor.columns(&amounts, rates, need, out);
                columns.give(amounts);
            }
        }
    }
}

/// The left numbers with the right ones; constants and cells need no column of their own.
#[inline(always)]
#[expect(clippy::inline_always, reason = "the operation must stand within its loop")]
fn of_both(
    both: &(Node, Node),
    columns: &mut Columns,
    need: Option<&[u8]>,
    out: &mut [Cell],
    of: impl Fn(i64, i64) -> i64 + Copy,
) {
    let (left, right) = both;
    left.columns(columns, need, out);
    match right {
        Node::Constant(right) => {
            let right = *right;
            combine_one(out, |left| of(left, right));
        }
        Node::Cell(slot) => combine(out, columns.column(*slot), of),
        right => {
            let mut spare = columns.spare();
            right.columns(columns, need, &mut spare);
            combine(out, &spare, of);
            columns.give(spare);
        }
    }
}

fn combine_one(out: &mut [Cell], of: impl Fn(i64) -> i64 + Copy) {
    wide(move || {
        for out in out.iter_mut() {
            let one = of(*out);
            *out = if is_missing(*out) { NULL } else { one };
        }
    });
}

fn combine(out: &mut [Cell], right: &[Cell], of: impl Fn(i64, i64) -> i64 + Copy) {
    Arch::new().dispatch(Combine { out, right, of });
}

/// A loop over two columns.
struct Combine<'a, F> {
    out: &'a mut [Cell],
    right: &'a [Cell],
    of: F,
}

impl<F: Fn(i64, i64) -> i64> NullaryFnOnce for Combine<'_, F> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for (out, right) in self.out.iter_mut().zip(self.right) {
            let both = (self.of)(*out, *right);
            *out = if is_missing(*out) | is_missing(*right) { NULL } else { both };
        }
    }
}

/// So many rates are compared one after another.
const RATES: usize = 32;
/// A product that doubles do not tell for certain; none that they tell is so great.
const UNSURE: Cell = Cell::MAX;

impl Factor {
    /// The rounded products of the applicants for whom `need` is not 0.
    pub(super) fn columns(
        &self,
        amounts: &[Cell],
        rates: Option<&[Cell]>,
        need: Option<&[u8]>,
        out: &mut [Cell],
    ) {
        match (self.doubles(), rates) {
            (Some(factors), Some(rates)) => {
                Arch::new().dispatch(Products { amounts, rates, factors: &factors, out });
            }
            _ => out.fill(UNSURE),
        }
        if !wide(|| out.iter().fold(false, |any, out| any | (*out == UNSURE))) {
            return;
        }
        for (row, out) in out.iter_mut().enumerate().filter(|(_, out)| **out == UNSURE) {
            if need.is_none_or(|need| need.get(row).is_some_and(|need| *need != 0)) {
                let rate = rates.map_or(0, |rates| rates.get(row).copied().unwrap_or(NULL));
                *out = self.of(amounts.get(row).copied().unwrap_or(NULL), rate);
            }
        }
    }

    /// The factors as doubles, each with its cell.
    #[expect(
        clippy::cast_precision_loss,
        clippy::float_arithmetic,
        reason = "what is lost is within the error that `Products` leaves room for"
    )]
    fn doubles(&self) -> Option<Vec<(Cell, f64)>> {
        let factor = |row: &Row| {
            let unit = f64::from_bits(u64::from(1023_u32.checked_sub(row.shift)?) << 52);
            Some((row.cell, row.multiplier as f64 * unit))
        };
        if self.rows.len() > RATES { None } else { self.rows.iter().map(factor).collect() }
    }
}

/// Products by doubles. The multiplier, its double and the product are off by less than 2 to the -51st of the product
/// together, and the decimal of 34 digits by far less than a millionth; where the product lies clearer of a half than that,
/// it rounds to what the exact one does.
struct Products<'a> {
    amounts: &'a [Cell],
    rates: &'a [Cell],
    factors: &'a [(Cell, f64)],
    out: &'a mut [Cell],
}

impl Products<'_> {
    #[inline(always)]
    #[expect(
        clippy::float_arithmetic,
        reason = "its error is bounded, and what is too near to call is left open"
    )]
    #[expect(
        clippy::indexing_slicing,
        reason = "the arrays are as long as the loop, and plain loops become wide"
    )]
    fn lanes(amounts: &[Cell; LANES], rates: &[Cell; LANES], factors: &[(Cell, f64)]) -> [Cell; LANES] {
        const ERROR: f64 = 1.0 / (1_i64 << 50) as f64;
        const CLEAR: f64 = 0.5 - 1e-6;
        const MOST: f64 = (1_i64 << 40) as f64;
        // No factor is 0.
        let mut factor = [0.0; LANES];
        for &(cell, of_cell) in factors {
            for lane in 0..LANES {
                factor[lane] = if rates[lane] == cell { of_cell } else { factor[lane] };
            }
        }
        let mut out = [NULL; LANES];
        for lane in 0..LANES {
            let amount = amounts[lane];
            let product = double(amount) * factor[lane];
            let (found, whole) = nearest(product);
            let room = (product - whole).abs() + product.abs() * ERROR;
            let small = (-SMALL < amount) & (amount < SMALL);
            let sure = small & (room < CLEAR) & (product.abs() < MOST);
            let product = if sure { found } else { UNSURE };
            out[lane] = if is_missing(amount) | (factor[lane] == 0.0) { NULL } else { product };
        }
        out
    }
}

impl NullaryFnOnce for Products<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let (amounts, last) = self.amounts.as_chunks::<LANES>();
        let (rates, last_rates) = self.rates.as_chunks::<LANES>();
        let (outs, last_outs) = self.out.as_chunks_mut::<LANES>();
        for ((out, amounts), rates) in outs.iter_mut().zip(amounts).zip(rates) {
            *out = Self::lanes(amounts, rates, self.factors);
        }
        let found = Self::lanes(&padded(last), &padded(last_rates), self.factors);
        last_outs.iter_mut().zip(found).for_each(|(out, found)| *out = found);
    }
}
