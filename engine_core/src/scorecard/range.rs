//! The least and greatest score that the bins and bounds of a card let in.

use super::bounds::CheckedBound;
use super::check::Characteristic;
use super::law::{Arithmetic, Law};
use super::points::{Points, Width, width};
use crate::value::Number;

/// In what the points are added; `None` where nothing holds all sums.
pub(super) fn width_of(
    law: &Law,
    points: &Points,
    characteristics: &[Characteristic],
    bounds: &[CheckedBound],
) -> Option<Width> {
    if !law.arithmetic.exact() {
        return Some(Width::Double);
    }
    let largest = |part: &Characteristic| part.points.iter().map(|points| points.abs()).max();
    let ends = bounds.iter().flat_map(|bound| [bound.low, bound.high]).flatten();
    let sizes = characteristics.iter().filter_map(largest).chain([points.start]).chain(ends);
    width(sizes, points.places)
}

/// The least and greatest score.
pub(super) fn range(
    law: &Law,
    start: Number,
    characteristics: &[Characteristic],
    bounds: &[CheckedBound],
) -> Option<(Number, Number)> {
    let end = |pick: Pick| {
        if law.arithmetic.exact() {
            law.of_sum(exact(start, characteristics, bounds, pick)?)
        } else {
            law.rounded(Number::from_f64(law.of_double(double(law, start, characteristics, pick)?))?)
        }
    };
    // Adding, scaling and rounding never turn an order round, save a scale that falls.
    let ends = (end(|points| points.iter().copied().min())?, end(|points| points.iter().copied().max())?);
    Some(if ends.0 <= ends.1 { ends } else { (ends.1, ends.0) })
}

/// The least or the most of some points.
type Pick = fn(&[Number]) -> Option<Number>;

fn exact(
    start: Number,
    characteristics: &[Characteristic],
    bounds: &[CheckedBound],
    pick: Pick,
) -> Option<Number> {
    let unbounded = sum(start, characteristics.iter(), pick)?;
    // As in the run, what a group is beyond its bounds is taken off group by group.
    bounds.iter().try_fold(unbounded, |score, bound| {
        let group =
            sum(Number::ZERO, bound.parts.iter().filter_map(|&part| characteristics.get(part)), pick)?;
        score.checked_sub(group)?.checked_add(bound.clip(group))
    })
}

fn sum<'a>(from: Number, mut parts: impl Iterator<Item = &'a Characteristic>, pick: Pick) -> Option<Number> {
    parts.try_fold(from, |sum, part| sum.checked_add(pick(&part.points)?))
}

#[expect(clippy::float_arithmetic, reason = "the author asked for doubles")]
fn double(law: &Law, start: Number, characteristics: &[Characteristic], pick: Pick) -> Option<f64> {
    let (first, last) = match law.arithmetic {
        Arithmetic::FloatStartLast => (0.0, start.to_f64()),
        Arithmetic::Float | Arithmetic::Exact => (start.to_f64(), 0.0),
    };
    let sum = characteristics.iter().try_fold(first, |sum, part| Some(sum + pick(&part.points)?.to_f64()))?;
    Some(sum + last)
}
