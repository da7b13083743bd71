//! How a number is held.

use std::ops::Neg;

use super::{finish::finish, ten::DIGITS};

/// The exponents of small numbers lie between minus this and this.
const NEAR: i16 = 1000;

/// An IEEE 754 decimal128 number: a coefficient of at most 34 digits times a power of ten.
///
/// The coefficient is split in two words so that the type is 24 bytes, aligned to 8, and `Option<Number>` is no larger.
#[derive(Clone, Copy)]
pub struct Number {
    low: u64,
    high: i64,
    exponent: i16,
    /// Whether the coefficient fits an `i64` and the exponent is so near 0 that no product or sum of two such numbers leaves the range.
    small: bool,
}

impl Number {
    /// 0.
    pub const ZERO: Self = Self::small(0, 0);
    /// 1.
    pub const ONE: Self = Self::small(1, 0);

    /// An integer, exactly.
    #[inline]
    #[must_use]
    pub const fn from_i64(value: i64) -> Self {
        Self::small(value, 0)
    }

    /// `coefficient × 10^-scale`, exactly: `scaled(110, 2)` is 1.10.
    #[inline]
    #[must_use]
    pub const fn scaled(coefficient: i64, scale: u8) -> Self {
        Self::small(coefficient, -(scale as i16))
    }

    /// `coefficient × 10^exponent`, rounded half-even to 34 digits; `None` if it overflows.
    #[must_use]
    pub fn from_parts(coefficient: i128, exponent: i32) -> Option<Self> {
        // Beyond a million, no coefficient brings the number back into the range.
        finish(coefficient < 0, coefficient.unsigned_abs(), false, exponent.clamp(-1_000_000, 1_000_000))
    }

    /// The signed coefficient, of at most 34 digits.
    #[inline]
    #[must_use]
    pub const fn coefficient(self) -> i128 {
        ((self.high as i128) << 64) | self.low as i128
    }

    /// The power of ten by which the coefficient is multiplied.
    #[inline]
    #[must_use]
    pub const fn exponent(self) -> i32 {
        self.exponent as i32
    }

    /// The number with the other sign.
    #[expect(clippy::should_implement_trait, reason = "it does implement it; this spares callers the import")]
    #[inline]
    #[must_use]
    pub fn neg(self) -> Self {
        Self::raw(-self.coefficient(), self.exponent)
    }

    /// The number without its sign.
    #[inline]
    #[must_use]
    pub fn abs(self) -> Self {
        Self::raw(self.coefficient().abs(), self.exponent)
    }

    /// −1, 0 or 1.
    #[inline]
    #[must_use]
    pub fn signum(self) -> Self {
        Self::small(self.coefficient().signum() as i64, 0)
    }

    /// Whether it is 0, of whatever quantum.
    #[inline]
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.low == 0 && self.high == 0
    }

    /// Whether it is below 0.
    #[inline]
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.high < 0
    }

    /// A coefficient that fits a word. The exponent must be one that the format has for it.
    #[inline]
    pub(super) const fn small(coefficient: i64, exponent: i16) -> Self {
        let small = exponent >= -NEAR && exponent <= NEAR;
        Self { low: coefficient as u64, high: coefficient >> 63, exponent, small }
    }

    /// A sum of small numbers of this quantum.
    #[inline]
    pub(super) const fn small_sum(self, coefficient: i64) -> Self {
        Self { low: coefficient as u64, high: coefficient >> 63, ..self }
    }

    /// A coefficient of at most 34 digits. The exponent must be one that the format has for it.
    #[inline]
    pub(super) const fn raw(coefficient: i128, exponent: i16) -> Self {
        debug_assert!(coefficient.unsigned_abs() < 10_u128.pow(DIGITS));
        let low = coefficient as u64;
        let high = (coefficient >> 64) as i64;
        let small = high == (low as i64) >> 63 && exponent >= -NEAR && exponent <= NEAR;
        Self { low, high, exponent, small }
    }

    /// The coefficient of a small number.
    #[inline]
    pub(super) const fn word(self) -> Option<i64> {
        if self.small { Some(self.low as i64) } else { None }
    }

    /// Both coefficients, if both numbers are small.
    #[inline]
    pub(super) const fn words(self, other: Self) -> Option<(i64, i64)> {
        if self.small & other.small { Some((self.low as i64, other.low as i64)) } else { None }
    }

    /// The exponent as it is held.
    #[inline]
    pub(super) const fn quantum(self) -> i16 {
        self.exponent
    }

    /// The coefficient without its sign.
    #[inline]
    pub(super) const fn magnitude(self) -> u128 {
        self.coefficient().unsigned_abs()
    }

    /// The same number marked as wide, so that tests can send it the long way.
    #[cfg(test)]
    pub(super) const fn widened(self) -> Self {
        Self { small: false, ..self }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::from_i64(value)
    }
}

impl Neg for Number {
    type Output = Self;

    fn neg(self) -> Self {
        Self::neg(self)
    }
}
