//! Integer code over columns.

use pulp::{Arch, NullaryFnOnce};

use super::{Node, rounded};
use crate::columns::{Columns, wide};
use crate::domain::{Cell, NULL, is_missing};

impl Node {
    /// The numbers of the applicants for whom `need` is not 0; for the others, whatever comes cheapest.
    pub(crate) fn columns(&self, columns: &mut Columns, need: Option<&[u8]>, out: &mut [Cell]) {
        match self {
            Self::Constant(number) => out.fill(*number),
            Self::Cell(slot) => {
                out.iter_mut().zip(columns.column(*slot)).for_each(|(out, cell)| *out = *cell);
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
                factor.amount.columns(columns, need, out);
                let rates = factor.slot.map(|slot| columns.column(slot));
                for (row, out) in out.iter_mut().enumerate() {
                    if need.is_none_or(|need| need.get(row).is_some_and(|need| *need != 0)) {
                        let rate = rates.map_or(0, |rates| rates.get(row).copied().unwrap_or(NULL));
                        *out = factor.of(*out, rate);
                    }
                }
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
    wide(|| {
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
