//! How long a level payment takes, and at which rate it repays.

use super::{
    annuity::Factor,
    root::{Guess, double},
};
use crate::value::number::{Digits, Number, Wide, settle_short};

/// The periods in which a level payment repays a loan: `−ln(1 − principal × rate ÷ payment) ÷ ln(1 + rate)`. In Excel,
/// `NPER(rate, -payment, principal)`.
///
/// `None` where the payment does not even cover the interest, for a payment of 0 or less, a negative principal, and a rate of −1 or less.
#[must_use]
pub fn periods(principal: Number, payment: Number, rate: Number) -> Option<Number> {
    if payment <= Number::ZERO || principal.is_negative() || rate <= Number::ONE.neg() {
        return None;
    }
    if rate.is_zero() || principal.is_zero() {
        return principal.checked_div(payment);
    }
    let (principal, payment, rate) = (Wide::from(principal), Wide::from(payment), Wide::from(rate));
    // 70 digits hold the interest, and 40 more the difference, exactly or so nearly that nothing shows.
    let exact = Digits(200);
    let interest = exact.mul(&principal, &rate);
    let repaid = exact.sub(&payment, &interest);
    if repaid.is_zero() || repaid.is_negative() {
        return None;
    }
    settle_short(0, |digits| {
        let digits = digits.more(4);
        let share = digits.div(&interest, &payment).neg();
        let logarithm = if share.first() < -2 {
            digits.ln_of_one_plus(&share)
        } else {
            digits.ln(&digits.more(80).div(&repaid, &payment))
        };
        Some(digits.div(&logarithm.neg(), &digits.ln_of_one_plus(&rate)))
    })
}

/// The rate per period at which level payments repay a loan, above −1. In Excel, `RATE(periods, -payment, principal)`.
///
/// `None` where an amount or the periods are 0 or less, and where there is no such rate, or it is too near −1 to be told from it.
#[must_use]
pub fn rate(principal: Number, payment: Number, periods: Number) -> Option<Number> {
    if principal <= Number::ZERO || payment <= Number::ZERO || periods <= Number::ZERO {
        return None;
    }
    let whole = periods.to_i64().and_then(|whole| u64::try_from(whole).ok());
    let (principal, payment, periods) = (Wide::from(principal), Wide::from(payment), Wide::from(periods));
    let exact = Digits(200);
    let repaid = exact.mul(&payment, &periods);
    let interest = exact.sub(&repaid, &principal);
    if interest.is_zero() {
        return Some(Number::ZERO);
    }
    // The nearer the payments' sum is to the principal, the smaller the rate, and the more digits it costs.
    let lost = (principal.first() - interest.first()).max(0);
    let guess = first_rate(&exact.div(&principal, &payment), &periods, &exact.div(&interest, &principal))?;
    settle_short(0, |digits| {
        let digits = digits.more(lost + 12);
        guess.refine(digits, lost + 8, |rate| {
            let growth = digits.add(&Wide::from(1), rate);
            if growth.is_zero() || growth.is_negative() {
                return None;
            }
            let factor = if rate.is_zero() {
                periods.clone()
            } else {
                Factor::of(rate.clone(), periods.clone(), whole).value(digits)
            };
            Some(digits.sub(&digits.mul(&payment, &factor), &principal))
        })
    })
}

/// A first guess of the rate.
#[expect(clippy::float_arithmetic, reason = "a first guess, which is then corrected to full length")]
fn first_rate(factor: &Wide, periods: &Wide, interest: &Wide) -> Option<Guess> {
    let small = Digits(20);
    if interest.first() < -8 {
        // factor ≈ periods − rate × periods × (periods + 1) ÷ 2
        return Some(Guess::small(
            small.div(&small.mul(&Wide::from(2), interest), &small.add(periods, &Wide::from(1))),
        ));
    }
    let (factor, periods) = (double(factor), double(periods));
    // In terms of ln(1 + rate) the factor falls from infinity to 0.
    Guess::bisect(|x| {
        let present = if x.abs() < 1e-300 { periods } else { -(-periods * x).exp_m1() / x.exp_m1() };
        present - factor
    })
}
