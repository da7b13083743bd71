//! The internal rate of return.

use super::root::{Guess, double};
use crate::value::number::{Digits, Number, Wide, settle_short};

/// The most digits that flows may cancel: a rate below 10^-300 is not worth the time.
const MOST_LOST: i64 = 300;

/// The rate per period at which the flows, one a period, are worth 0 together: `Σ flow ÷ (1 + rate)^i = 0`. In Excel, `IRR(flows)`.
///
/// The flows must change their sign exactly once (zeros aside), so that exactly one rate above −1 solves it; else `None`, as where
/// that rate is too near −1 to be told from it, or nearer to 0 than 10^-300 or so.
#[must_use]
pub fn irr(flows: &[Number]) -> Option<Number> {
    let flows = within_zeros(flows);
    if sign_changes(flows) != 1 {
        return None;
    }
    // Turned so that the first is paid out: the worth then falls as the rate rises.
    let turned = flows.first().is_some_and(|flow| !flow.is_negative());
    let wide: Vec<Wide> =
        flows.iter().map(|flow| Wide::from(if turned { flow.neg() } else { *flow })).collect();
    let largest = wide.iter().map(Wide::first).max()?;
    let lowest = flows.iter().map(|flow| i64::from(flow.exponent())).min()?;
    let exact = Digits(40).more(largest - lowest);
    let sum = wide.iter().fold(Wide::from(0), |sum, flow| exact.add(&sum, flow));
    if sum.is_zero() {
        return Some(Number::ZERO);
    }
    // The nearer the flows are to cancelling, the smaller the rate, and the more digits it costs.
    let lost = (largest - sum.first()).max(0);
    if lost > MOST_LOST {
        return None;
    }
    let guess = if lost > 8 { near_zero(&wide, &sum) } else { by_doubles(&wide, largest)? };
    settle_short(0, |digits| {
        let digits = digits.more(lost + 12);
        guess.refine(digits, lost + 8, |rate| {
            let growth = digits.add(&Wide::from(1), rate);
            // Worth at the end rather than now: the same root, without a division.
            Some(
                wide.iter().fold(Wide::from(0), |worth, flow| digits.add(&digits.mul(&worth, &growth), flow)),
            )
        })
    })
}

/// The flows from the first to the last that is not 0: what surrounds them does not move the root.
fn within_zeros(flows: &[Number]) -> &[Number] {
    let zeros = flows.iter().take_while(|flow| flow.is_zero()).count();
    let end = flows.iter().rposition(|flow| !flow.is_zero()).map_or(zeros, |last| last + 1);
    flows.get(zeros..end).unwrap_or(&[])
}

fn sign_changes(flows: &[Number]) -> usize {
    let signs: Vec<bool> =
        flows.iter().filter(|flow| !flow.is_zero()).map(|flow| flow.is_negative()).collect();
    signs.windows(2).filter(|pair| pair.first() != pair.last()).count()
}

/// Where the rate is tiny, the worth is `Σ flow − rate × Σ i × flow`.
fn near_zero(flows: &[Wide], sum: &Wide) -> Guess {
    let digits = Digits(20);
    let slope = (0..).zip(flows).fold(Wide::from(0), |slope, (index, flow)| {
        digits.add(&slope, &digits.mul(&Wide::from(index), flow))
    });
    Guess::small(digits.div(sum, &slope))
}

#[expect(clippy::float_arithmetic, reason = "a first guess, which is then corrected to full length")]
fn by_doubles(flows: &[Wide], largest: i64) -> Option<Guess> {
    let unit = Wide::of(1, largest);
    let flows: Vec<f64> = flows.iter().map(|flow| double(&Digits(20).div(flow, &unit))).collect();
    let horner = |worth: f64, flow: &f64, factor: f64| worth * factor + flow;
    // Now or at the end, whichever factor is below 1 and so does not overflow: the sign is the same.
    Guess::bisect(|x| match x > 0.0 {
        true => flows.iter().rev().fold(0.0, |worth, flow| horner(worth, flow, (-x).exp())),
        false => flows.iter().fold(0.0, |worth, flow| horner(worth, flow, x.exp())),
    })
}
