//! A scorecard in plain numbers.

use super::Judge;
use crate::scorecard::{Arithmetic, CheckedCard, Scale};
use crate::value::{Number, Value};

impl Judge<'_> {
    pub(super) fn card(&mut self, card: &CheckedCard) {
        let bins: Vec<Option<usize>> =
            card.characteristics.iter().map(|part| self.find(&part.column)).collect();
        let points: Vec<Number> = card
            .characteristics
            .iter()
            .zip(&bins)
            .filter_map(|(part, bin)| part.points.get((*bin)?).copied())
            .collect();
        self.bins.insert(card.index, bins);
        let score = if card.law.arithmetic == Arithmetic::Exact {
            exact(card, &points)
        } else {
            Number::from_f64(double(card, &points))
        };
        let score = score.and_then(|score| match card.law.round {
            Some(round) => score.round(i32::from(round.places), round.mode),
            None => Some(score),
        });
        self.values.insert(card.score.id, score.map_or(Value::Null, Value::Number));
    }
}

/// The points outside groups, then those of each group within its bounds.
fn exact(card: &CheckedCard, points: &[Number]) -> Option<Number> {
    let grouped = |part: &usize| card.bounds.iter().any(|bound| bound.parts.contains(part));
    let free = points.iter().zip(0..).filter(|(_, part)| !grouped(part)).map(|(points, _)| *points);
    let sum = free.into_iter().try_fold(card.start, Number::checked_add)?;
    let sum = card.bounds.iter().try_fold(sum, |sum, bound| {
        let of = bound.parts.iter().filter_map(|&part| points.get(part).copied());
        let group = of.into_iter().try_fold(Number::ZERO, Number::checked_add)?;
        sum.checked_add(match (bound.low, bound.high) {
            (Some(low), _) if group < low => low,
            (_, Some(high)) if group > high => high,
            _ => group,
        })
    })?;
    match &card.law.scale {
        None => Some(sum),
        Some(scale) => {
            let (factor, offset) = line(scale)?;
            offset.checked_add(factor.checked_mul(sum)?)
        }
    }
}

#[expect(clippy::float_arithmetic, reason = "the author asked for doubles")]
fn double(card: &CheckedCard, points: &[Number]) -> f64 {
    let mut addends: Vec<f64> = points.iter().map(|points| points.to_f64()).collect();
    if card.law.arithmetic == Arithmetic::Float {
        addends.insert(0, card.start.to_f64());
    } else {
        addends.push(card.start.to_f64());
    }
    let sum = addends.into_iter().fold(0.0, |sum, addend| sum + addend);
    match card.law.scale.as_ref().and_then(line) {
        None => sum,
        Some((factor, offset)) => offset.to_f64() + factor.to_f64() * sum,
    }
}

/// The factor and the offset of a scale.
fn line(scale: &Scale) -> Option<(Number, Number)> {
    let factor = scale.pdo.checked_div(Number::from_i64(2).ln()?)?;
    let odds = scale.odds.0.ln()?.checked_sub(scale.odds.1.ln()?)?;
    Some((factor, scale.points.checked_sub(factor.checked_mul(odds)?)?))
}
