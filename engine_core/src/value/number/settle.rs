//! Correct rounding of what can only be approximated: more digits until it is certain how the result rounds.

use super::{
    Number,
    ten::{DIGITS, strip},
    wide::{Digits, Wide},
};

/// Digits of the first attempt, and of those after it. What 400 digits do not tell from a tie is a tie.
const ATTEMPTS: [usize; 3] = [56, 120, 400];
/// How many of its last digits a computation may get wrong.
const WRONG: usize = 10;

/// A value that no number of 34 digits equals: its result has all 34 digits, as Python's `exp` and `ln` give it.
pub(super) fn settle(compute: impl Fn(Digits) -> Option<Wide>) -> Option<Number> {
    approach(compute).map(|(number, _)| number)
}

/// As `settle`; a value that is a number loses its trailing zeros, up to the exponent `ideal`.
pub(in crate::value) fn settle_short(ideal: i64, compute: impl Fn(Digits) -> Option<Wide>) -> Option<Number> {
    let (number, exact) = approach(compute)?;
    let most = u32::try_from(ideal - i64::from(number.exponent())).unwrap_or(0).min(DIGITS);
    if !exact || number.is_zero() {
        return Some(number);
    }
    let (magnitude, zeros) = strip(number.magnitude(), most);
    let coefficient = magnitude as i128;
    Number::from_parts(
        if number.is_negative() { -coefficient } else { coefficient },
        number.exponent() + zeros as i32,
    )
}

/// The rounded value, and whether it is the value itself as far as can be told.
fn approach(compute: impl Fn(Digits) -> Option<Wide>) -> Option<(Number, bool)> {
    let mut last = None;
    for attempt in ATTEMPTS {
        let value = compute(Digits(attempt))?;
        if let Some(number) = value.round_if_clear() {
            return Some((number, false));
        }
        let (error, exact) = (value.error(attempt - WRONG), Digits(2 * attempt));
        let (low, high) =
            (exact.sub(&value, &error).round_in_full(), exact.add(&value, &error).round_in_full());
        if low == high {
            let number = low?;
            let distance = exact.sub(&value, &Wide::from(number));
            return Some((number, distance.is_zero() || distance.first() < error.first()));
        }
        last = value.nearest(attempt - 2 * WRONG).round_in_full();
    }
    last.map(|number| (number, false))
}
