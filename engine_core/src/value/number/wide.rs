//! Decimals of any length, for what needs more digits than it returns: exp, ln, powers, roots of equations.
//!
//! A `Wide` is an exact integer times a power of ten. `Digits` says how many digits an operation keeps: it cuts what lies below, so
//! that each has a relative error under `10^-digits`.
use dashu_int::{
    IBig, UBig,
    ops::{BitTest, UnsignedAbs},
};

use ethnum::U256;

use super::{
    Number,
    finish::{LARGEST, SMALLEST, finish},
    ten::{DIGITS, NARROW, digits, ten},
};

/// Digits beyond those kept that are cut only together, as cutting is a division.
const SLACK: i64 = 8;
/// Beyond this exponent a value is as good as 0 or as infinity.
pub(super) const BEYOND: i64 = 100_000;

/// `mantissa × 10^exponent`.
#[derive(Clone, Debug)]
pub(in crate::value) struct Wide {
    mantissa: IBig,
    exponent: i64,
}

/// How many digits are kept.
#[derive(Clone, Copy)]
pub(in crate::value) struct Digits(pub usize);

/// `10^power`.
pub(super) fn ten_big(power: usize) -> UBig {
    UBig::from(10_u8).pow(power)
}

impl From<Number> for Wide {
    fn from(number: Number) -> Self {
        Self { mantissa: IBig::from(number.coefficient()), exponent: i64::from(number.exponent()) }
    }
}

impl From<i64> for Wide {
    fn from(value: i64) -> Self {
        Self { mantissa: IBig::from(value), exponent: 0 }
    }
}

impl Wide {
    /// `mantissa × 10^exponent`.
    pub fn of(mantissa: impl Into<IBig>, exponent: i64) -> Self {
        Self { mantissa: mantissa.into(), exponent }
    }

    pub fn is_zero(&self) -> bool {
        self.mantissa.is_zero()
    }

    pub fn is_negative(&self) -> bool {
        self.mantissa < IBig::ZERO
    }

    pub fn neg(&self) -> Self {
        Self { mantissa: -&self.mantissa, exponent: self.exponent }
    }

    /// The power of ten of its first digit, or the one below.
    pub fn first(&self) -> i64 {
        self.length() + self.exponent - 1
    }

    /// Its number of digits, or one less.
    pub(super) fn length(&self) -> i64 {
        // log10(2) from below: off by less than one up to 100,000 bits.
        (self.mantissa.bit_len() as i64 * 30_102) / 100_000
    }

    /// The first 17 digits or so, and the exponent of the last of them.
    pub(super) fn leading(&self) -> (f64, i64) {
        let drop = (self.length() - 17).max(0);
        let digits = &self.mantissa / IBig::from(ten_big(drop as usize));
        (i128::try_from(&digits).map_or(f64::NAN, |digits| digits as f64), self.exponent + drop)
    }

    /// The first digits, at most `digits` and at least one less, cut towards zero, and the exponent of the last of them; of positive values.
    pub fn first_digits(&self, digits: u32) -> Option<(U256, i64)> {
        let drop = (self.length() + 1 - i64::from(digits)).max(0);
        let kept = (&self.mantissa).unsigned_abs() / ten_big(usize::try_from(drop).ok()?);
        let mut bytes = [0; 32];
        bytes.get_mut(..kept.to_le_bytes().len())?.copy_from_slice(&kept.to_le_bytes());
        Some((U256::from_le_bytes(bytes), self.exponent + drop))
    }

    /// Half-even to 34 digits; `None` if it overflows.
    pub fn round(&self) -> Option<Number> {
        let (kept, rest, exponent) = self.narrow();
        finish(self.is_negative(), kept, rest, exponent)
    }

    /// As `round`, if the next three digits tell which way, whatever the ones after them are: for one in 250 they do not.
    pub(super) fn round_if_clear(&self) -> Option<Number> {
        let (kept, _, exponent) = self.narrow();
        let unit = ten(digits(kept).checked_sub(DIGITS).filter(|more| *more >= 3)?);
        let tail = kept % unit;
        let clear = (1..unit / 2 - 1).contains(&tail) || (unit / 2 + 1..unit - 1).contains(&tail);
        let inside = exponent.abs() < LARGEST - 2 * NARROW as i32;
        if clear && inside { finish(self.is_negative(), kept, true, exponent) } else { None }
    }

    /// The first 37 digits or 38, whether something other than 0 follows, and the exponent.
    fn narrow(&self) -> (u128, bool, i32) {
        let magnitude = (&self.mantissa).unsigned_abs();
        let drop = (self.length() + 1 - i64::from(NARROW)).max(0);
        let divisor = ten_big(drop as usize);
        let kept = &magnitude / &divisor;
        let rest = &kept * divisor != magnitude;
        let exponent = (self.exponent + drop).clamp(-BEYOND, BEYOND);
        (u128::try_from(&kept).unwrap_or(u128::MAX), rest, exponent as i32)
    }

    /// As `round`, with zeros up to 34 digits, as an inexact result has them.
    pub(super) fn round_in_full(&self) -> Option<Number> {
        let number = self.round()?;
        if number.is_zero() {
            return Some(number);
        }
        let zeros = DIGITS as i32 - digits(number.magnitude()) as i32;
        Some(number.padded((number.exponent() - zeros).max(SMALLEST)).unwrap_or(number))
    }

    /// A bound for the error of a value of which so many digits are right.
    pub(super) fn error(&self, digits: usize) -> Self {
        Self {
            mantissa: IBig::from((&self.mantissa).unsigned_abs()),
            exponent: self.exponent - digits as i64,
        }
    }

    /// To the nearest of so many digits.
    pub(super) fn nearest(&self, digits: usize) -> Self {
        let drop = self.length() - digits as i64;
        if drop <= 0 {
            return self.clone();
        }
        let unit = ten_big(drop as usize);
        let half = IBig::from(&unit / UBig::from(2_u8));
        let shifted = if self.is_negative() { &self.mantissa - half } else { &self.mantissa + half };
        Self { mantissa: shifted / IBig::from(unit), exponent: self.exponent + drop }
    }
}

impl Digits {
    /// So many more.
    pub fn more(self, digits: i64) -> Self {
        Self(self.0 + usize::try_from(digits).unwrap_or(0))
    }

    pub(super) fn cut(self, value: Wide) -> Wide {
        let excess = value.length() - self.0 as i64;
        if excess <= SLACK {
            return value;
        }
        Wide {
            mantissa: value.mantissa / IBig::from(ten_big(excess as usize)),
            exponent: value.exponent + excess,
        }
    }

    pub fn mul(self, left: &Wide, right: &Wide) -> Wide {
        self.cut(Wide {
            mantissa: &left.mantissa * &right.mantissa,
            exponent: left.exponent + right.exponent,
        })
    }

    /// By 0 it gives 1 beyond all exponents, which rounds to an overflow.
    pub fn div(self, left: &Wide, right: &Wide) -> Wide {
        if right.is_zero() {
            return Wide::of(1, BEYOND);
        }
        let shift = (self.0 as i64 + 2 + right.length() - left.length()).max(0);
        let scaled = &left.mantissa * IBig::from(ten_big(shift as usize));
        self.cut(Wide {
            mantissa: scaled / &right.mantissa,
            exponent: left.exponent - right.exponent - shift,
        })
    }

    pub fn add(self, left: &Wide, right: &Wide) -> Wide {
        let (upper, lower) = if left.exponent >= right.exponent { (left, right) } else { (right, left) };
        let reach = self.0 as i64 + 4;
        if upper.is_zero() || lower.first() > upper.first() + reach {
            return lower.clone();
        }
        if lower.is_zero() || upper.first() > lower.first() + reach {
            return upper.clone();
        }
        let gap = (upper.exponent - lower.exponent) as usize;
        let mantissa = &upper.mantissa * IBig::from(ten_big(gap)) + &lower.mantissa;
        self.cut(Wide { mantissa, exponent: lower.exponent })
    }

    pub fn sub(self, left: &Wide, right: &Wide) -> Wide {
        self.add(left, &right.neg())
    }

    /// `value^power`. Beyond all exponents of a `Number` it stops early, so far out that rounding gives the same.
    pub fn power(self, value: &Wide, power: u64) -> Wide {
        let mut result = Wide::from(1);
        for bit in (0..u64::BITS - power.leading_zeros()).rev() {
            result = self.mul(&result, &result);
            if power >> bit & 1 == 1 {
                result = self.mul(&result, value);
            }
            if result.first().abs() > BEYOND {
                break;
            }
        }
        result
    }
}
