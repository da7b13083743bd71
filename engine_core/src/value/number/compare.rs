//! Equality, order and hash, all by value.

use std::{
    cmp::Ordering,
    hash::{Hash, Hasher},
};

use super::{
    Number,
    ten::{digits, strip, ten, ten_checked},
};

impl PartialEq for Number {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        match self.words(*other) {
            Some((left, right)) if self.quantum() == other.quantum() => left.cmp(&right),
            _ => compare(*self, *other),
        }
    }
}

fn compare(left: Number, right: Number) -> Ordering {
    let gap = left.exponent() - right.exponent();
    if let (Some((high, low)), Some(factor)) = (left.words(right), ten_checked(gap.unsigned_abs()))
        && gap.unsigned_abs() <= 18
    {
        return match gap >= 0 {
            true => (i128::from(high) * factor as i128).cmp(&i128::from(low)),
            false => i128::from(high).cmp(&(i128::from(low) * factor as i128)),
        };
    }
    let signs = left.coefficient().signum().cmp(&right.coefficient().signum());
    if signs != Ordering::Equal || left.is_zero() {
        return signs;
    }
    let magnitudes = compare_magnitudes(left, right);
    if left.is_negative() { magnitudes.reverse() } else { magnitudes }
}

/// Neither may be 0. Where the first digits stand at the same place, aligning the last ones takes fewer than 34 zeros.
fn compare_magnitudes(left: Number, right: Number) -> Ordering {
    let (high, low) = (left.magnitude(), right.magnitude());
    let first = |number: Number| number.exponent() + digits(number.magnitude()) as i32;
    let gap = left.exponent() - right.exponent();
    first(left).cmp(&first(right)).then_with(|| match gap >= 0 {
        true => (high * ten(gap.unsigned_abs())).cmp(&low),
        false => high.cmp(&(low * ten(gap.unsigned_abs()))),
    })
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let (magnitude, zeros) = strip(self.magnitude(), 34);
        let exponent = if magnitude == 0 { 0 } else { self.exponent() + zeros as i32 };
        (magnitude, exponent, self.is_negative()).hash(state);
    }
}
