//! Powers of ten, and the number of digits.

use ethnum::U256;

/// Digits of a coefficient.
pub(super) const DIGITS: u32 = 34;
/// Digits that certainly fit a `u128`.
pub(super) const NARROW: u32 = 38;
/// Digits that certainly fit a `U256`.
pub(super) const WIDE: u32 = 76;

const TENS: [u128; NARROW as usize + 1] = {
    let mut tens = [1; NARROW as usize + 1];
    let mut index = 1;
    while index < tens.len() {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
        {
            tens[index] = tens[index - 1] * 10;
        }
        index += 1;
    }
    tens
};

/// `10^power`; `None` above 10^38.
#[inline]
pub(super) fn ten_checked(power: u32) -> Option<u128> {
    TENS.get(power as usize).copied()
}

/// `10^power`. The power must be at most 38.
#[inline]
pub(super) fn ten(power: u32) -> u128 {
    debug_assert!(power <= NARROW);
    ten_checked(power).unwrap_or(u128::MAX)
}

/// `10^power`. The power must be at most 76.
pub(super) fn ten_wide(power: u32) -> U256 {
    let first = power.min(NARROW);
    U256::new(ten(first)) * U256::new(ten(power - first))
}

/// How many decimal digits; 0 has one.
#[inline]
pub(super) fn digits(magnitude: u128) -> u32 {
    let bits = 128 - magnitude.leading_zeros();
    let guess = (bits * 1233) >> 12; // log10(2) to four places: right, or one too low
    guess + u32::from(magnitude >= ten(guess)) + u32::from(magnitude == 0)
}

/// How many decimal digits; 0 has one.
pub(super) fn digits_wide(magnitude: U256) -> u32 {
    if let Ok(narrow) = u128::try_from(magnitude) {
        return digits(narrow);
    }
    let bits = 256 - magnitude.leading_zeros();
    let guess = (bits * 1233) >> 12;
    if guess > WIDE {
        return guess;
    }
    guess + u32::from(magnitude >= ten_wide(guess))
}

/// Takes off the trailing zeros, at most `most` of them; says how many.
pub(super) fn strip(mut magnitude: u128, most: u32) -> (u128, u32) {
    if magnitude == 0 {
        return (0, most);
    }
    let mut stripped = 0;
    // A multiple of 10^n is one of 2^n, which is cheaper to see.
    for step in [32, 16, 8, 4, 2, 1] {
        if stripped + step <= most && magnitude.trailing_zeros() >= step {
            let divisor = ten(step);
            let (quotient, remainder) = divide(magnitude, divisor);
            if remainder == 0 {
                magnitude = quotient;
                stripped += step;
            }
        }
    }
    (magnitude, stripped)
}

/// Quotient and remainder. Short numbers are many times faster to divide.
#[inline]
pub(super) fn divide(dividend: u128, divisor: u128) -> (u128, u128) {
    match (u64::try_from(dividend), u64::try_from(divisor)) {
        (Ok(dividend), Ok(divisor)) => (u128::from(dividend / divisor), u128::from(dividend % divisor)),
        _ => {
            let quotient = dividend / divisor;
            (quotient, dividend - quotient * divisor)
        }
    }
}
