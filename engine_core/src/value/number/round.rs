//! Rounding to places, to integers and to multiples.

use std::cmp::Ordering;

use super::{
    Number,
    divide::remainder,
    finish::{LARGEST, SMALLEST, cut, fit},
    ten::{DIGITS, divide, ten, ten_checked},
};

/// How a number that does not fit is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Round {
    /// To the nearest, halves to the even neighbour.
    HalfEven,
    /// To the nearest, halves away from zero.
    HalfUp,
    /// To the nearest, halves towards zero.
    HalfDown,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    /// Towards minus infinity.
    Floor,
    /// Towards plus infinity.
    Ceiling,
}

impl Round {
    /// Whether what is cut off, which is not 0 and compares with the half as said, moves the kept part away from zero.
    pub(crate) const fn steps_away(self, half: Ordering, odd: bool, negative: bool) -> bool {
        match self {
            Self::HalfEven => matches!((half, odd), (Ordering::Greater, _) | (Ordering::Equal, true)),
            Self::HalfUp => !matches!(half, Ordering::Less),
            Self::HalfDown => matches!(half, Ordering::Greater),
            Self::Up => true,
            Self::Down => false,
            Self::Floor => negative,
            Self::Ceiling => !negative,
        }
    }
}

impl Number {
    /// The number to `scale` decimal places (to tens, hundreds, … where negative): its exponent becomes `-scale`, as by Python's `quantize`.
    ///
    /// A number that has no more decimals than that keeps its value, and its exponent too where 34 digits do not suffice for the
    /// zeros. `None` where the format has no exponent `-scale` that is larger than the number's own, and on overflow.
    #[must_use]
    pub fn round(self, scale: i32, mode: Round) -> Option<Self> {
        let exponent = scale.checked_neg()?;
        if exponent <= self.exponent() {
            return Some(self.padded(exponent.max(SMALLEST)).unwrap_or(self));
        }
        if exponent > LARGEST {
            return None;
        }
        let drop = (exponent - self.exponent()) as u32;
        fit(self.is_negative(), cut(self.magnitude(), drop, false, self.is_negative(), mode), exponent)
    }

    /// The largest integer that is not above it.
    #[must_use]
    pub fn floor(self) -> Self {
        self.round(0, Round::Floor).unwrap_or(self)
    }

    /// The smallest integer that is not below it.
    #[must_use]
    pub fn ceiling(self) -> Self {
        self.round(0, Round::Ceiling).unwrap_or(self)
    }

    /// The integer part.
    #[must_use]
    pub fn trunc(self) -> Self {
        self.round(0, Round::Down).unwrap_or(self)
    }

    /// A multiple of `step` near the number, with the quantum of `step` where 34 digits suffice for it: down to 100, 27756.29 is 27700.
    ///
    /// The sign of `step` does not matter. `None` for a step of 0, and where it takes more than 34 digits to find the multiple.
    #[must_use]
    pub fn round_to_multiple(self, step: Self, mode: Round) -> Option<Self> {
        if let Some(multiple) = short_multiple(self, step, mode) {
            return Some(multiple);
        }
        let (number, quantum, step) = (self.normalized(), step.exponent(), step.abs().normalized());
        let single = remainder(number, step, step.magnitude())?;
        let mut multiple = number;
        if single > 0 {
            // Modulo two steps, the remainder tells the parity of the quotient as well, however long that is.
            let odd = remainder(number, step, step.magnitude() * 2)? != single;
            let exponent = number.exponent().min(step.exponent());
            let rest = fit(number.is_negative(), single, exponent)?.normalized();
            let half = rest.abs().cmp(&step.checked_sub(rest.abs())?);
            multiple = subtract_exactly(number, rest)?.round(step.exponent().checked_neg()?, Round::Down)?;
            if mode.steps_away(half, odd, number.is_negative()) {
                multiple = subtract_exactly(multiple, if number.is_negative() { step } else { step.neg() })?;
            }
        }
        multiple.round(quantum.checked_neg()?, Round::Down)
    }
}

/// The multiple, where number and step in units of the smaller exponent fit 128 bits.
fn short_multiple(number: Number, step: Number, mode: Round) -> Option<Number> {
    let gap = number.exponent() - step.exponent();
    let aligned =
        |magnitude: u128, zeros: i32| magnitude.checked_mul(ten_checked(zeros.max(0).unsigned_abs())?);
    let (magnitude, unit) =
        (aligned(number.magnitude(), gap)?, aligned(step.magnitude(), gap.checked_neg()?)?);
    if unit == 0 {
        return None;
    }
    let (mut steps, rest) = divide(magnitude, unit);
    if rest > 0 && mode.steps_away(rest.cmp(&(unit - rest)), steps & 1 == 1, number.is_negative()) {
        steps += 1;
    }
    let multiple = steps.checked_mul(step.magnitude()).filter(|multiple| *multiple < ten(DIGITS))?;
    fit(number.is_negative(), multiple, step.exponent())
}

/// The difference, if it needs no rounding: rounding is what raises the exponent.
fn subtract_exactly(left: Number, right: Number) -> Option<Number> {
    let difference = left.checked_sub(right)?;
    (difference.exponent() == left.exponent().min(right.exponent())).then_some(difference)
}
