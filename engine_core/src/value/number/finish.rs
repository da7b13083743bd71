//! The last step of every operation: to 34 digits, and into the range of exponents.

use std::cmp::Ordering;

use ethnum::U256;

use super::{
    Number, Round,
    ten::{DIGITS, NARROW, digits, digits_wide, divide, ten, ten_checked, ten_wide},
};

/// Exponent of the first digit of the largest numbers.
pub(super) const LARGEST: i32 = 6144;
/// Exponent of the last digit of the smallest (subnormal) numbers.
pub(super) const SMALLEST: i32 = -6143 - (DIGITS as i32 - 1);

/// `±magnitude × 10^exponent` rounded half-even to 34 digits, and to the least exponent; `None` if it overflows.
///
/// `rest` says that something other than 0 was cut off below the last digit; the magnitude must then have 35 digits or more.
pub(super) fn finish(negative: bool, magnitude: u128, rest: bool, exponent: i32) -> Option<Number> {
    if magnitude == 0 {
        return Some(Number::small(0, exponent.clamp(SMALLEST, LARGEST) as i16));
    }
    let lowest = (exponent + digits(magnitude) as i32 - DIGITS as i32).max(SMALLEST);
    if exponent >= lowest {
        return fit(negative, magnitude, exponent);
    }
    let mut kept = cut(magnitude, (lowest - exponent) as u32, rest, negative, Round::HalfEven);
    let mut lowest = lowest;
    if kept == ten(DIGITS) {
        kept = ten(DIGITS - 1);
        lowest += 1;
    }
    fit(negative, kept, lowest)
}

/// As `finish`, for an exact magnitude of up to 76 digits.
pub(super) fn finish_wide(negative: bool, magnitude: U256, exponent: i32) -> Option<Number> {
    let (narrow, rest, dropped) = narrow(magnitude);
    finish(negative, narrow, rest, exponent + dropped as i32)
}

/// `±magnitude × 10^exponent` rounded to 34 digits, where an error below the 38th digit cannot change the result: for four in
/// ten thousand it could, and there is none.
pub(in crate::value) fn rounded_if_clear(negative: bool, magnitude: U256, exponent: i32) -> Option<Number> {
    let (kept, _, dropped) = narrow(magnitude);
    let unit = ten(NARROW - DIGITS);
    let tail = kept % unit;
    let clear = (1..unit / 2 - 1).contains(&tail) || (unit / 2 + 1..unit - 1).contains(&tail);
    let inside = exponent.abs() < LARGEST / 2;
    if clear && inside && dropped > 0 {
        finish(negative, kept, true, exponent + dropped as i32)
    } else {
        None
    }
}

/// The number, unless it is too large. The magnitude must have at most 34 digits, the exponent be at least the least.
pub(super) fn fit(negative: bool, magnitude: u128, exponent: i32) -> Option<Number> {
    if exponent + digits(magnitude) as i32 - 1 > LARGEST {
        return None;
    }
    let coefficient = magnitude as i128;
    Some(Number::raw(if negative { -coefficient } else { coefficient }, exponent as i16))
}

/// The first 38 digits; whether something other than 0 follows; how many digits follow.
fn narrow(magnitude: U256) -> (u128, bool, u32) {
    let excess = digits_wide(magnitude).saturating_sub(NARROW);
    if excess == 0 {
        return (magnitude.as_u128(), false, 0);
    }
    let divisor = ten_wide(excess);
    let quotient = magnitude / divisor;
    (quotient.as_u128(), quotient * divisor != magnitude, excess)
}

/// Takes off the last `drop` digits and rounds; `rest` says that something other than 0 was cut off before.
pub(super) fn cut(magnitude: u128, drop: u32, rest: bool, negative: bool, mode: Round) -> u128 {
    if drop == 0 && !rest {
        return magnitude;
    }
    let Some(divisor) = ten_checked(drop) else {
        // All digits go, and even a magnitude of 38 digits is below the half.
        let below = if magnitude == 0 && !rest { None } else { Some(Ordering::Less) };
        return u128::from(below.is_some_and(|half| mode.steps_away(half, false, negative)));
    };
    let (quotient, remainder) = divide(magnitude, divisor);
    if remainder == 0 && !rest {
        return quotient;
    }
    let half =
        remainder.cmp(&(divisor - remainder)).then(if rest { Ordering::Greater } else { Ordering::Equal });
    quotient + u128::from(mode.steps_away(half, quotient & 1 == 1, negative))
}
