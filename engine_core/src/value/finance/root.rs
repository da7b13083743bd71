//! Rates that solve an equation: a guess by bisection in doubles, then the secant rule in as many digits as wanted.

use crate::value::number::{Digits, Number, Wide};

/// Logarithms of the growth per period between which a rate is sought: below, it rounds to −1; above, there are no doubles.
const LOWEST: f64 = -80.0;
const HIGHEST: f64 = 700.0;
/// Halvings of that range that take it to neighbouring doubles.
const HALVINGS: u32 = 70;
/// The secant rule doubles the digits in a step and a half; it needs more steps than this only if it does not converge.
const STEPS: usize = 60;

/// A rate near the root.
pub(super) struct Guess {
    /// The rate; or 1 + rate, where the rate is so near −1 that this has more digits.
    value: Wide,
    is_growth: bool,
}

impl Guess {
    /// A rate near 0.
    pub fn small(rate: Wide) -> Self {
        Self { value: rate, is_growth: false }
    }

    /// Where `value`, a function of `ln(1 + rate)`, falls through 0; `None` if it does not.
    #[expect(clippy::float_arithmetic, reason = "a first guess, which is then corrected to full length")]
    pub fn bisect(value: impl Fn(f64) -> f64) -> Option<Self> {
        let (mut low, mut high) = (LOWEST, HIGHEST);
        if !(value(low) > 0.0 && value(high) < 0.0) {
            return None;
        }
        for _ in 0..HALVINGS {
            let middle = (low + high) / 2.0;
            if value(middle) > 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        let is_growth = high < -0.5;
        let value = Number::from_f64(if is_growth { high.exp() } else { high.exp_m1() })?;
        Some(Self { value: Wide::from(value), is_growth })
    }

    /// The root near the guess, right to all but the `lost` digits; `None` if it is not found.
    pub fn refine(&self, digits: Digits, lost: i64, value: impl Fn(&Wide) -> Option<Wide>) -> Option<Wide> {
        let one = Wide::from(1);
        let to_rate =
            |unknown: &Wide| if self.is_growth { digits.sub(unknown, &one) } else { unknown.clone() };
        let enough = digits.0 as i64 - lost;
        let mut before = self.value.clone();
        let mut now = digits.mul(&before, &Wide::of(1_000_001, -6));
        if now.is_zero() {
            now = Wide::of(1, -12);
        }
        let mut value_before = value(&to_rate(&before))?;
        for _ in 0..STEPS {
            let value_now = value(&to_rate(&now))?;
            let fall = digits.sub(&value_now, &value_before);
            if value_now.is_zero() || fall.is_zero() {
                return Some(to_rate(&now));
            }
            let step = digits.div(&digits.mul(&value_now, &digits.sub(&now, &before)), &fall);
            let next = digits.sub(&now, &step);
            if step.is_zero() || step.first() + enough < next.first() {
                return Some(to_rate(&next));
            }
            (before, value_before, now) = (now, value_now, next);
        }
        None
    }
}

/// The nearest double.
pub(super) fn double(value: &Wide) -> f64 {
    value.round().map_or(f64::INFINITY, Number::to_f64)
}
