//! Sum, difference and product.

use ethnum::U256;

use super::{
    Number,
    finish::{finish, finish_wide, fit},
    ten::{DIGITS, NARROW, WIDE, digits, ten, ten_checked, ten_wide},
};

/// The most by which exponents may differ for a 64-bit coefficient to be brought to the other's within an `i128`.
const NEAR: u32 = 18;

impl Number {
    /// The sum; `None` if it overflows.
    #[inline]
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.quantum() == other.quantum()
            && let Some((left, right)) = self.words(other)
            && let Some(sum) = left.checked_add(right)
        {
            return Some(self.small_sum(sum));
        }
        add_near(self, other)
    }

    /// The difference; `None` if it overflows.
    #[inline]
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        if self.quantum() == other.quantum()
            && let Some((left, right)) = self.words(other)
            && let Some(difference) = left.checked_sub(right)
        {
            return Some(self.small_sum(difference));
        }
        add_near(self, other.neg())
    }

    /// The product; `None` if it overflows.
    #[inline]
    #[must_use]
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        if let Some((left, right)) = self.words(other)
            && let Some(product) = left.checked_mul(right)
        {
            return Some(Self::small(product, self.quantum() + other.quantum()));
        }
        multiply(self, other)
    }
}

/// The sum of two numbers whose coefficients fit a word and whose exponents differ little; else the long way.
fn add_near(left: Number, right: Number) -> Option<Number> {
    let (upper, lower) = if left.quantum() >= right.quantum() { (left, right) } else { (right, left) };
    let gap = (upper.exponent() - lower.exponent()) as u32;
    if gap <= NEAR
        && let Some((high, low)) = upper.words(lower)
    {
        let sum = i128::from(high) * ten(gap) as i128 + i128::from(low);
        if sum.unsigned_abs() < ten(DIGITS) {
            return Some(Number::raw(sum, lower.quantum()));
        }
    }
    add_far(upper, lower, gap)
}

/// The sum of any two numbers whose exponents differ by `gap`, the one with the larger exponent first.
fn add_far(upper: Number, lower: Number, gap: u32) -> Option<Number> {
    if gap == 0 {
        let sum = upper.coefficient() + lower.coefficient();
        return finish(sum < 0, sum.unsigned_abs(), false, lower.exponent());
    }
    if upper.is_zero() {
        return Some(lower);
    }
    let (negative, opposed) = (upper.is_negative(), upper.is_negative() != lower.is_negative());
    let length = digits(upper.magnitude());
    if length + gap <= WIDE {
        let (high, low) = (U256::new(upper.magnitude()) * ten_wide(gap), U256::new(lower.magnitude()));
        return match opposed {
            false => finish_wide(negative, high + low, lower.exponent()),
            true if high >= low => finish_wide(negative, high - low, lower.exponent()),
            true => finish_wide(!negative, low - high, lower.exponent()),
        };
    }
    // The lower number lies wholly below the 38 digits kept, so all that matters of it is its sign.
    let shift = NARROW - length;
    let rest = !lower.is_zero();
    let kept = upper.magnitude() * ten(shift) - u128::from(rest && opposed);
    finish(negative, kept, rest, upper.exponent() - shift as i32)
}

/// The product of any two numbers.
fn multiply(left: Number, right: Number) -> Option<Number> {
    let negative = left.is_negative() != right.is_negative();
    let exponent = left.exponent() + right.exponent();
    match left.magnitude().checked_mul(right.magnitude()) {
        Some(product) if product < ten(NARROW) => finish(negative, product, false, exponent),
        _ => finish_wide(negative, U256::new(left.magnitude()) * U256::new(right.magnitude()), exponent),
    }
}

impl Number {
    /// The same value with a lower exponent (which the format must have), if 34 digits suffice for it.
    pub(super) fn padded(self, exponent: i32) -> Option<Self> {
        if self.is_zero() {
            return Some(Self::small(0, exponent as i16));
        }
        let factor = ten_checked(u32::try_from(self.exponent() - exponent).ok()?)?;
        let magnitude = self.magnitude().checked_mul(factor).filter(|padded| *padded < ten(DIGITS))?;
        fit(self.is_negative(), magnitude, exponent)
    }
}
