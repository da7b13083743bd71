//! To and from the numbers of the host.

use super::{
    Number, Round,
    finish::cut,
    ten::{DIGITS, strip, ten, ten_checked},
};

/// Up to here every integer is a double.
const EXACT_DOUBLE: u128 = 1 << 53;
/// Below this a double has at most 15 digits, and no two decimals of so many digits are the same double.
const FIFTEEN_DIGITS: f64 = 1e15;

impl Number {
    /// The shortest decimal that prints as the double, as `Decimal(repr(x))` gives it (100.0 keeps its `.0`); `None` for NaN and infinities.
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        from_short_double(value).or_else(|| Some(even_at_tie(Self::parse(&format!("{value:?}"))?, value)))
    }

    /// The nearest double; an infinity where that is nearest, and never −0.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        let (magnitude, exponent) = (self.magnitude(), self.exponent());
        if magnitude <= EXACT_DOUBLE && exponent.abs() <= 22 {
            return short_double(self.coefficient() as f64, exponent);
        }
        let nearest = format!("{}e{exponent}", self.coefficient()).parse().unwrap_or(f64::NAN);
        if nearest == 0.0 { 0.0 } else { nearest }
    }

    /// Whether it has no fraction.
    #[must_use]
    pub fn is_integer(self) -> bool {
        self.exponent() >= 0 || {
            let places = self.exponent().unsigned_abs();
            self.is_zero() || places < DIGITS && self.magnitude().is_multiple_of(ten(places))
        }
    }

    /// The integer, if it is one and fits.
    #[inline]
    #[must_use]
    pub fn to_i64(self) -> Option<i64> {
        self.to_scaled(0)
    }

    /// The number times `10^scale`, if that is an integer and fits.
    #[inline]
    #[must_use]
    pub fn to_scaled(self, scale: u8) -> Option<i64> {
        match self.word() {
            Some(coefficient) if self.quantum() == -i16::from(scale) => Some(coefficient),
            _ => rescaled(self, scale, None),
        }
    }

    /// The number times `10^scale`, rounded to an integer, if that fits.
    #[inline]
    #[must_use]
    pub fn round_to_scaled(self, scale: u8, mode: Round) -> Option<i64> {
        match self.word() {
            Some(coefficient) if self.quantum() == -i16::from(scale) => Some(coefficient),
            _ => rescaled(self, scale, Some(mode)),
        }
    }

    /// The same value without trailing zeros, as by Python's `normalize`: 1.20 is 1.2, 100 is 1E+2, and 0.00 is 0.
    #[must_use]
    pub fn normalized(self) -> Self {
        if self.is_zero() {
            return Self::ZERO;
        }
        let (magnitude, zeros) = strip(self.magnitude(), DIGITS);
        let coefficient = magnitude as i128;
        Self::raw(if self.is_negative() { -coefficient } else { coefficient }, self.quantum() + zeros as i16)
    }
}

/// The number times `10^scale`; without a mode only if nothing is lost.
fn rescaled(number: Number, scale: u8, mode: Option<Round>) -> Option<i64> {
    if number.is_zero() {
        return Some(0);
    }
    let shift = number.exponent() + i32::from(scale);
    let (magnitude, negative) = (number.magnitude(), number.is_negative());
    let scaled = if shift >= 0 {
        magnitude.checked_mul(ten_checked(shift.unsigned_abs())?)?
    } else {
        let kept = cut(magnitude, shift.unsigned_abs(), false, negative, mode.unwrap_or(Round::Down));
        let exact =
            || ten_checked(shift.unsigned_abs()).is_some_and(|factor| magnitude.is_multiple_of(factor));
        if mode.is_none() && !exact() {
            return None;
        }
        kept
    };
    let scaled = i128::try_from(scaled).ok()?;
    i64::try_from(if negative { -scaled } else { scaled }).ok()
}

/// The decimal of at most 15 digits and six places that is this double, if there is one: it is then the shortest that prints as it.
#[expect(
    clippy::float_arithmetic,
    clippy::float_cmp,
    reason = "the quotient of two exact doubles is the nearest to the decimal"
)]
fn from_short_double(value: f64) -> Option<Number> {
    const TENS: [f64; 7] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];
    for (places, factor) in (0_u8..).zip(TENS) {
        let scaled = (value * factor).round();
        if scaled.abs() >= FIFTEEN_DIGITS {
            return None;
        }
        if scaled / factor == value {
            let coefficient = scaled as i64;
            return Some(if places == 0 {
                Number::scaled(coefficient * 10, 1)
            } else {
                Number::scaled(coefficient, places)
            });
        }
    }
    None
}

/// Where two shortest decimals are as near to the double, Rust prints the larger one; Python the one that ends in an even digit.
fn even_at_tie(shortest: Number, value: f64) -> Number {
    let bits = value.to_bits();
    let (stored, fraction) = ((bits >> 52 & 0x7ff) as i32, bits & ((1 << 52) - 1));
    let mantissa = if stored == 0 { fraction } else { fraction | 1 << 52 };
    // The double is an odd integer ÷ 2^halvings, so that its decimals are as many.
    let halvings = 1075 - stored.max(1) - mantissa.trailing_zeros() as i32;
    let exact = u32::try_from(halvings).ok().and_then(|places| 5_u128.checked_pow(places));
    let exact = exact.and_then(|power| power.checked_mul(u128::from(mantissa >> mantissa.trailing_zeros())));
    let (Some(exact), true) = (exact, halvings == 1 - shortest.exponent()) else {
        return shortest;
    };
    let tenfold = shortest.magnitude() * 10;
    if tenfold.abs_diff(exact) != 5 || shortest.magnitude().is_multiple_of(2) {
        return shortest;
    }
    let even = (if tenfold > exact { shortest.magnitude() - 1 } else { shortest.magnitude() + 1 }) as i128;
    let even = Number::raw(if shortest.is_negative() { -even } else { even }, shortest.quantum());
    if even.to_f64().to_bits() == bits { even } else { shortest }
}

/// `coefficient × 10^exponent`, where both are exact doubles: rounded once.
#[expect(clippy::float_arithmetic, reason = "one operation on two exact doubles gives the nearest double")]
fn short_double(coefficient: f64, exponent: i32) -> f64 {
    let factor = ten(exponent.unsigned_abs()) as f64;
    if exponent < 0 { coefficient / factor } else { coefficient * factor }
}
