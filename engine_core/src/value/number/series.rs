//! Exponential and logarithm of decimals of any length.

use dashu_int::UBig;

use super::wide::{BEYOND, Digits, Wide};

impl Digits {
    /// `Σ first × ratio(i)` to where a term no longer counts; `ratio` makes each term from the last one.
    fn series(self, first: Wide, ratio: impl Fn(Wide, i64) -> Wide) -> Wide {
        let (mut sum, mut term, mut index) = (first.clone(), first, 1);
        while !term.is_zero() && term.first() + self.0 as i64 + 2 > sum.first() {
            term = ratio(term, index);
            sum = self.add(&sum, &term);
            index += 1;
        }
        sum
    }

    /// `e^x`: the series at `x ÷ 2^halvings`, squared as often.
    pub fn exp(self, x: &Wide) -> Wide {
        if x.is_zero() {
            return Wide::from(1);
        }
        if x.first() > 5 {
            return Wide::of(1, if x.is_negative() { -BEYOND } else { BEYOND });
        }
        let halvings = ((x.first() + 2) * 10 / 3 + 9).max(0);
        let inner = self.more(halvings / 3 + 4);
        let reduced = inner.div(x, &Wide::of(UBig::ONE << halvings as usize, 0));
        let mut result = inner
            .series(Wide::from(1), |term, index| inner.div(&inner.mul(&term, &reduced), &Wide::from(index)));
        for _ in 0..halvings {
            result = inner.mul(&result, &result);
        }
        self.cut(result)
    }

    /// `e^x − 1`, to the full number of digits also where `x` is near 0.
    pub fn exp_less_one(self, x: &Wide) -> Wide {
        if x.is_zero() || x.first() < -2 {
            return self
                .series(x.clone(), |term, index| self.div(&self.mul(&term, x), &Wide::from(index + 1)));
        }
        let inner = self.more(3);
        inner.sub(&inner.exp(x), &Wide::from(1))
    }

    /// `ln x`, where `x > 0`. Near 1 it keeps its digits if `x` is exact.
    pub fn ln(self, x: &Wide) -> Wide {
        let exact = self.more(x.length() + 4);
        let above_one = exact.sub(x, &Wide::from(1));
        if above_one.is_zero() || above_one.first() < -2 {
            return self.ln_near_one(&above_one);
        }
        let inner = self.more(6);
        let near = Wide::of(guess_of_ln(x), -12);
        let ratio = inner.mul(x, &inner.exp(&near.neg()));
        inner.add(&near, &inner.ln_near_one(&inner.sub(&ratio, &Wide::from(1))))
    }

    /// `ln(1 + x)`, where `x > -1`, to the full number of digits also where `x` is near 0.
    pub fn ln_of_one_plus(self, x: &Wide) -> Wide {
        if x.is_zero() || x.first() < -2 {
            return self.ln_near_one(x);
        }
        let exact = self.more(x.length() + 4);
        self.ln(&exact.add(&Wide::from(1), x))
    }

    /// `ln(1 + x) = 2 artanh(x ÷ (2 + x))`, for a small `x`.
    fn ln_near_one(self, x: &Wide) -> Wide {
        let ratio = self.div(x, &self.add(&Wide::from(2), x));
        let square = self.mul(&ratio, &ratio);
        let mut power = ratio.clone();
        let (mut sum, mut index) = (ratio, 1);
        loop {
            power = self.mul(&power, &square);
            let term = self.div(&power, &Wide::from(2 * index + 1));
            if term.is_zero() || term.first() + self.0 as i64 + 2 < sum.first() {
                break;
            }
            sum = self.add(&sum, &term);
            index += 1;
        }
        self.mul(&sum, &Wide::from(2))
    }
}

/// `ln x` in units of 10^-12, roughly.
#[expect(clippy::float_arithmetic, reason = "a first guess, which is then corrected to full length")]
fn guess_of_ln(x: &Wide) -> i64 {
    let (digits, exponent) = x.leading();
    ((digits.ln() + exponent as f64 * std::f64::consts::LN_10) * 1e12) as i64
}
