//! Square root, exponential and logarithm, correctly rounded.

use std::cmp::Ordering;

use dashu_int::{UBig, ops::SquareRoot};

use super::{
    Number,
    finish::{SMALLEST, finish},
    settle::settle,
    ten::{DIGITS, digits},
    wide::{Wide, ten_big},
};

/// The exponential of anything beyond this overflows, or is nearer to 0 than to the smallest number.
const FARTHEST: i64 = 15_000;

impl Number {
    /// The square root, rounded half-even to 34 digits; an exact one has half the exponent. `None` below 0.
    #[must_use]
    pub fn sqrt(self) -> Option<Self> {
        if self.is_negative() {
            return None;
        }
        let exponent = self.exponent().div_euclid(2);
        if self.is_zero() {
            return finish(false, 0, false, exponent);
        }
        let square = self.magnitude() * if self.exponent().rem_euclid(2) == 1 { 10 } else { 1 };
        let exact = square.isqrt();
        if exact * exact == square {
            return finish(false, exact, false, exponent);
        }
        // One digit more than is kept, and that it is inexact, decide the rounding.
        let shift = DIGITS + 1 - digits(square).div_ceil(2);
        let root = (UBig::from(square) * ten_big(2 * shift as usize)).sqrt();
        finish(false, u128::try_from(root).ok()?, true, exponent - shift as i32)
    }

    /// `e` to the power of the number, correctly rounded to 34 digits; `None` if it overflows.
    #[must_use]
    pub fn exp(self) -> Option<Self> {
        if self.is_zero() {
            return Some(Self::ONE);
        }
        match self.cmp(&Self::from_i64(FARTHEST)) {
            Ordering::Greater => None,
            _ if self < Self::from_i64(-FARTHEST) => finish(false, 0, false, SMALLEST),
            _ => settle(|digits| Some(digits.exp(&Wide::from(self)))),
        }
    }

    /// The natural logarithm, correctly rounded to 34 digits; `None` for 0 and below.
    #[must_use]
    pub fn ln(self) -> Option<Self> {
        if self == Self::ONE {
            return Some(Self::ZERO);
        }
        if self <= Self::ZERO {
            return None;
        }
        settle(|digits| Some(digits.ln(&Wide::from(self))))
    }
}
