//! A quotient against a constant, by multiplying across.
//!
//! The decimal quotient is rounded to 34 digits. Two scaled integers `a` and `b` whose quotient is not the constant `c` miss
//! it by at least 1 in `b` and the places; where that is more than the rounding of 34 digits near `c`, rounding cannot
//! reach `c`, and both comparisons give the same.

use std::cmp::Ordering;

use super::{Node, Part};
use crate::domain::{Cell, is_missing};
use crate::feel::ast::CompareOp;
use crate::feel::frame::Cells;
use crate::feel::operation::{Nulls, compare, orders};
use crate::value::{Number, Truth, Value};

/// The digits by which the integers must fall short.
const CLEAR: i128 = 10_i128.pow(33);

/// `a / b` against a constant.
#[derive(Clone, Debug)]
pub struct Quotient {
    op: CompareOp,
    numerator: Node,
    denominator: Node,
    /// What the numerator is multiplied by.
    up: i64,
    /// What the denominator is multiplied by: the constant and the places.
    down: i64,
    nulls: Nulls,
    /// Whether both products fit 64 bits.
    narrow: bool,
}

impl Quotient {
    /// The test, where it is proven.
    #[must_use]
    pub fn new(op: CompareOp, (a, b): (Part, Part), constant: Number, nulls: Nulls) -> Option<Self> {
        let constant = Part::constant(constant)?;
        let number = constant.range.0;
        let reach = i128::from(b.range.0).abs().max(i128::from(b.range.1).abs());
        let (up, across) = (ten(b.scale.checked_add(constant.scale)?)?, ten(a.scale)?);
        let down = number.checked_mul(across)?;
        // |b| × |c| × 10^scale of a, all of them integers, against 10^33.
        if reach.checked_mul(i128::from(down).abs())? > CLEAR {
            return None;
        }
        let numerators = i128::from(a.range.0).abs().max(i128::from(a.range.1).abs());
        let fits = |most: i128, times: i64| {
            let product = most.checked_mul(i128::from(times).abs());
            product.is_some_and(|product| product <= i128::from(i64::MAX))
        };
        let narrow = fits(numerators, up) && fits(reach, down);
        Some(Self { op, numerator: a.node, denominator: b.node, up, down, nulls, narrow })
    }

    /// The truth for one applicant.
    #[inline(never)]
    pub fn run(&self, cells: &impl Cells) -> Truth {
        self.of(self.numerator.run(cells), self.denominator.run(cells))
    }

    /// What is divided by what.
    pub(crate) const fn sides(&self) -> (&Node, &Node) {
        (&self.numerator, &self.denominator)
    }

    /// What the sides are multiplied by, where the products fit 64 bits; then they compare as the quotient does, unless the
    /// denominator is negative.
    pub(crate) fn across(&self) -> Option<(CompareOp, i64, i64)> {
        self.narrow.then_some((self.op, self.up, self.down))
    }

    /// The truth where there is no quotient.
    #[cold]
    pub(crate) fn of_none(&self) -> Truth {
        compare(self.op, &Value::Null, &Value::Number(Number::ZERO), self.nulls)
    }

    /// The truth for these numbers.
    #[inline]
    pub(crate) fn of(&self, a: Cell, b: Cell) -> Truth {
        if is_missing(a) || is_missing(b) || b == 0 {
            return self.of_none();
        }
        let order = if self.narrow {
            a.wrapping_mul(self.up).cmp(&b.wrapping_mul(self.down))
        } else {
            (i128::from(a) * i128::from(self.up)).cmp(&(i128::from(b) * i128::from(self.down)))
        };
        orders(self.op, if b < 0 { Ordering::reverse(order) } else { order }).into()
    }
}

fn ten(power: u8) -> Option<i64> {
    10_i64.checked_pow(power.into())
}
