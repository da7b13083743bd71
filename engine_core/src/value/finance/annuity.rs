//! What a level payment repays, and which level payment repays it.

use super::remembered;
use crate::value::number::{Digits, Number, Wide, settle_short};

/// Up to so many whole periods, the power is multiplied out rather than taken by logarithms.
const SHORT: u64 = 4096;

/// The loan that `periods` level payments repay: `payment × (1 − (1 + rate)^−periods) ÷ rate`. In Excel, `-PV(rate, periods, payment)`.
///
/// `periods` may be fractional. `None` for a rate of −1 or less, for negative periods, and if it overflows.
#[must_use]
pub fn principal(payment: Number, rate: Number, periods: Number) -> Option<Number> {
    if rate.is_zero() && !periods.is_negative() {
        return payment.checked_mul(periods);
    }
    if payment.is_zero() || periods.is_zero() {
        return valid(rate, periods).then_some(Number::ZERO);
    }
    remembered::product(payment, rate, periods).or_else(|| in_full(payment, rate, periods))
}

/// A principal without anything remembered. The rate is not 0.
pub(super) fn in_full(payment: Number, rate: Number, periods: Number) -> Option<Number> {
    let factor = Factor::new(rate, periods)?;
    let payment = Wide::from(payment);
    settle_short(0, |digits| {
        let (discounted, divisor) = factor.fraction(digits);
        Some(digits.div(&digits.mul(&payment, &discounted), &divisor))
    })
}

/// The level payment that repays a loan in `periods`: `principal × rate ÷ (1 − (1 + rate)^−periods)`. In Excel, `-PMT(rate, periods, principal)`.
///
/// `periods` may be fractional. `None` for a rate of −1 or less, for periods of 0 or less, and if it overflows.
#[must_use]
pub fn payment(principal: Number, rate: Number, periods: Number) -> Option<Number> {
    if periods <= Number::ZERO {
        return None;
    }
    if rate.is_zero() {
        return principal.checked_div(periods);
    }
    if principal.is_zero() {
        return valid(rate, periods).then_some(Number::ZERO);
    }
    let factor = Factor::new(rate, periods)?;
    let principal = Wide::from(principal);
    settle_short(0, |digits| {
        let (discounted, divisor) = factor.fraction(digits);
        Some(digits.div(&digits.mul(&principal, &divisor), &discounted))
    })
}

fn valid(rate: Number, periods: Number) -> bool {
    rate > Number::ONE.neg() && !periods.is_negative()
}

/// The present value of 1 a period. The rate is not 0.
pub(super) struct Factor {
    rate: Wide,
    periods: Wide,
    /// The periods, if they are whole and few.
    whole: Option<u64>,
}

impl Factor {
    pub(super) fn new(rate: Number, periods: Number) -> Option<Self> {
        let whole = periods.to_i64().and_then(|whole| u64::try_from(whole).ok());
        valid(rate, periods).then(|| Self::of(Wide::from(rate), Wide::from(periods), whole))
    }

    pub(super) fn of(rate: Wide, periods: Wide, whole: Option<u64>) -> Self {
        // Where the rate is tiny, `(1 + rate)^n − 1` would lose as many digits.
        let whole = whole.filter(|whole| *whole <= SHORT && rate.first() > -12);
        Self { rate, periods, whole }
    }

    /// The factor as a numerator and a divisor: a fraction, so that it costs its user no division.
    pub(super) fn fraction(&self, digits: Digits) -> (Wide, Wide) {
        let (one, rate) = (Wide::from(1), &self.rate);
        match self.whole {
            Some(whole) => {
                let digits = digits.more(4 - rate.first().min(0));
                let growth = digits.power(&digits.add(&one, rate), whole);
                (digits.sub(&growth, &one), digits.mul(rate, &growth))
            }
            None => {
                let digits = digits.more(8);
                let exponent = digits.mul(&self.periods, &digits.ln_of_one_plus(rate)).neg();
                (digits.exp_less_one(&exponent).neg(), rate.clone())
            }
        }
    }

    /// The factor.
    pub(super) fn value(&self, digits: Digits) -> Wide {
        let (numerator, divisor) = self.fraction(digits);
        digits.div(&numerator, &divisor)
    }
}
