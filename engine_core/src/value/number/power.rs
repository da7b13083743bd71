//! Powers.

use dashu_int::{IBig, ops::BitTest};

use super::{
    Number,
    finish::{SMALLEST, finish},
    settle::settle_short,
    wide::Wide,
};

/// No number has so large an exponent, nor one so small.
const BEYOND: i64 = 100_000_000;
/// A power of no more bits is worked out exactly.
const EXACT_BITS: u64 = 8_000;

impl Number {
    /// The power, correctly rounded to 34 digits. An exact one is exact, with the quantum of a repeated product where 34 digits suffice.
    ///
    /// Anything to the power of 0 is 1, also 0. `None` for a negative base with a fractional exponent, for 0 with a negative one, and
    /// if it overflows.
    #[must_use]
    pub fn pow(self, exponent: Self) -> Option<Self> {
        if exponent.is_zero() {
            return Some(Self::ONE);
        }
        if self.is_zero() {
            return (!exponent.is_negative()).then_some(Self::ZERO);
        }
        if exponent.is_integer() {
            return match exponent.to_i64() {
                Some(power) => integer_power(self, power),
                None => boundless_power(self, exponent),
            };
        }
        if self.is_negative() {
            return None;
        }
        let (base, power) = (Wide::from(self), Wide::from(exponent));
        settle_short(0, |digits| {
            let digits = digits.more(8);
            Some(digits.exp(&digits.mul(&power, &digits.ln(&base))))
        })
    }
}

fn integer_power(base: Number, power: i64) -> Option<Number> {
    let (times, ideal) =
        (power.unsigned_abs(), i64::from(base.exponent()).saturating_mul(power).clamp(-BEYOND, BEYOND));
    if power > 0 {
        let coefficient = IBig::from(base.coefficient());
        if times.saturating_mul(coefficient.bit_len() as u64) <= EXACT_BITS {
            return Wide::of(coefficient.pow(times as usize), ideal).round();
        }
    }
    let wide = Wide::from(base);
    // Each of the 63 squarings doubles the relative error: 19 digits.
    settle_short(ideal, |digits| {
        let digits = digits.more(20);
        let result = digits.power(&wide, times);
        Some(if power < 0 { digits.div(&Wide::from(1), &result) } else { result })
    })
}

/// The power of an exponent that does not fit a word: only 1 and −1 have one within the range.
fn boundless_power(base: Number, exponent: Number) -> Option<Number> {
    let odd = exponent.rem_floor(Number::from_i64(2))? == Number::ONE;
    let negative = base.is_negative() && odd;
    if base.abs() == Number::ONE {
        return Some(if negative { Number::ONE.neg() } else { Number::ONE });
    }
    if (base.abs() > Number::ONE) == exponent.is_negative() {
        finish(negative, 0, false, SMALLEST)
    } else {
        None
    }
}
