//! Quotient and remainder.

use ethnum::U256;

use super::{
    Number,
    finish::finish,
    ten::{DIGITS, digits, strip, ten, ten_checked, ten_wide},
};

/// The longest piece of a quotient that fits a word.
const PIECE: u32 = 19;
/// The first piece: after it a quotient by 12, 100 or 8 of an amount has ended, if it ends.
const FIRST_PIECE: u32 = 8;

impl Number {
    /// The quotient, rounded half-even to 34 digits; an exact one is as short as its quantum allows. `None` by 0, and if it overflows.
    #[must_use]
    pub fn checked_div(self, divisor: Self) -> Option<Self> {
        if divisor.is_zero() {
            return None;
        }
        let negative = self.is_negative() != divisor.is_negative();
        let ideal = self.exponent() - divisor.exponent();
        let (dividend, divider) = (self.magnitude(), divisor.magnitude());
        if dividend == 0 {
            return finish(negative, 0, false, ideal);
        }
        let words = self.words(divisor).is_some();
        if words && (dividend as u64).is_multiple_of(divider as u64) {
            return finish(negative, dividend / divider, false, ideal);
        }
        // One digit more than is kept, so that it and the remainder decide the rounding.
        let shift = digits(divider) + DIGITS + 1 - digits(dividend);
        let quotient = match words {
            true => Quotient::of_words(dividend as u64, divider as u64, shift),
            false => Quotient::of_wide(dividend, divider, shift),
        };
        let exponent = ideal - quotient.places as i32;
        if quotient.rest {
            return finish(negative, quotient.digits, true, exponent);
        }
        let (digits, zeros) = strip(quotient.digits, quotient.places);
        finish(negative, digits, false, exponent + zeros as i32)
    }

    /// `self − divisor × floor(self ÷ divisor)`: FEEL's modulo, with the sign of the divisor. `None` by 0.
    ///
    /// It is exact, unless the signs differ and the remainder needs more than 34 digits; it is then rounded half-even.
    #[must_use]
    pub fn rem_floor(self, divisor: Self) -> Option<Self> {
        let rest = remainder(self, divisor, divisor.magnitude())?;
        let exponent = self.exponent().min(divisor.exponent());
        let rest = finish(self.is_negative(), rest, false, exponent)?;
        if rest.is_zero() || self.is_negative() == divisor.is_negative() {
            return Some(rest);
        }
        divisor.checked_add(rest)
    }
}

/// `|dividend| mod (modulus × 10^exponent of the divisor)`, in units of the smaller exponent. `None` by 0.
pub(super) fn remainder(dividend: Number, divisor: Number, modulus: u128) -> Option<u128> {
    if modulus == 0 {
        return None;
    }
    let magnitude = dividend.magnitude();
    let gap = dividend.exponent() - divisor.exponent();
    if gap >= 0 {
        let power = power_of_ten_modulo(gap.unsigned_abs(), modulus);
        return Some(multiply_modulo(magnitude % modulus, power, modulus));
    }
    match ten_checked(gap.unsigned_abs()).and_then(|factor| modulus.checked_mul(factor)) {
        Some(scaled) => Some(magnitude % scaled),
        None => Some(magnitude), // the modulus is beyond all magnitudes
    }
}

fn power_of_ten_modulo(power: u32, modulus: u128) -> u128 {
    let (mut result, mut square, mut left) = (1 % modulus, 10 % modulus, power);
    while left > 0 {
        if left & 1 == 1 {
            result = multiply_modulo(result, square, modulus);
        }
        square = multiply_modulo(square, square, modulus);
        left >>= 1;
    }
    result
}

fn multiply_modulo(left: u128, right: u128, modulus: u128) -> u128 {
    match left.checked_mul(right) {
        Some(product) => product % modulus,
        None => (U256::new(left) * U256::new(right) % U256::new(modulus)).as_u128(),
    }
}

/// `dividend × 10^places ÷ divider`.
struct Quotient {
    digits: u128,
    places: u32,
    /// Whether something remains; there are then 35 digits or 36.
    rest: bool,
}

impl Quotient {
    /// Long division in pieces, the first a short one for the quotients that end soon.
    fn of_words(dividend: u64, divider: u64, shift: u32) -> Self {
        let (mut digits, mut rest) = (u128::from(dividend / divider), dividend % divider);
        let mut places = 0;
        let mut piece = FIRST_PIECE.min(shift);
        while rest > 0 && piece > 0 {
            let factor = ten(piece);
            let scaled = u128::from(rest) * factor;
            let quotient = scaled / u128::from(divider);
            rest = (scaled - quotient * u128::from(divider)) as u64;
            digits = digits * factor + quotient;
            places += piece;
            piece = PIECE.min(shift - places);
        }
        Self { digits, places, rest: rest > 0 }
    }

    fn of_wide(dividend: u128, divider: u128, shift: u32) -> Self {
        let scaled = U256::new(dividend) * ten_wide(shift);
        let divider = U256::new(divider);
        let quotient = scaled / divider;
        Self { digits: quotient.as_u128(), places: shift, rest: quotient * divider != scaled }
    }
}
