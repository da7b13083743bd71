//! The points of a card in the numbers in which they are added.

use super::check::CheckedCard;
use super::law::Arithmetic;
use super::points::scaled;
use crate::feel::frame::Cells;
use crate::value::Number;

/// A kind of number in which points are added. Sums are bounded at load, so that none overflows.
pub(super) trait Addend: Copy + PartialOrd {
    /// Nothing.
    const ZERO: Self;
    /// The sum.
    fn plus(self, other: Self) -> Self;
    /// The difference.
    fn less(self, other: Self) -> Self;
}

impl Addend for i64 {
    const ZERO: Self = 0;
    #[inline]
    fn plus(self, other: Self) -> Self {
        self.wrapping_add(other)
    }
    #[inline]
    fn less(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }
}

impl Addend for i128 {
    const ZERO: Self = 0;
    #[inline]
    fn plus(self, other: Self) -> Self {
        self.saturating_add(other)
    }
    #[inline]
    fn less(self, other: Self) -> Self {
        self.saturating_sub(other)
    }
}

#[expect(clippy::float_arithmetic, reason = "the author asked for doubles")]
impl Addend for f64 {
    const ZERO: Self = 0.0;
    #[inline]
    fn plus(self, other: Self) -> Self {
        self + other
    }
    #[inline]
    fn less(self, other: Self) -> Self {
        self - other
    }
}

/// The points of a card.
#[derive(Clone, Debug)]
pub(super) struct Addends<T> {
    /// What the sum begins with.
    pub first: T,
    /// The points of the bins of each characteristic.
    pub parts: Box<[Box<[T]>]>,
    /// What the sum ends with.
    pub last: T,
    bounds: Box<[Bound<T>]>,
}

/// A group whose points are bounded.
#[derive(Clone, Debug)]
struct Bound<T> {
    /// The characteristics, each with the cell of its bin.
    parts: Box<[(usize, u16)]>,
    low: Option<T>,
    high: Option<T>,
}

impl Addends<f64> {
    pub(super) fn doubles(card: &CheckedCard) -> Self {
        Self::new(card, |number| Some(number.to_f64()))
    }
}

impl Addends<i64> {
    pub(super) fn narrow(card: &CheckedCard) -> Self {
        Self::new(card, |number| number.to_scaled(card.places))
    }
}

impl Addends<i128> {
    pub(super) fn wide(card: &CheckedCard) -> Self {
        Self::new(card, |number| scaled(number, card.places))
    }
}

impl<T: Addend> Addends<T> {
    /// Whether no group is bounded.
    pub(super) fn unbounded(&self) -> bool {
        self.bounds.is_empty()
    }

    fn new(card: &CheckedCard, convert: impl Fn(Number) -> Option<T>) -> Self {
        // The widths were proven at load, so that every number converts.
        let convert = |number: &Number| convert(*number).unwrap_or(T::ZERO);
        let start = convert(&card.start);
        let late = card.law.arithmetic == Arithmetic::FloatStartLast;
        let bounds = card.bounds.iter().map(|bound| {
            let cell = |part: usize| u16::try_from(part).ok().and_then(|part| card.bins.checked_add(part));
            Bound {
                // As many cells as characteristics were taken from `bins` on.
                parts: bound.parts.iter().filter_map(|&part| Some((part, cell(part)?))).collect(),
                low: bound.low.as_ref().map(convert),
                high: bound.high.as_ref().map(convert),
            }
        });
        Self {
            first: if late { T::ZERO } else { start },
            parts: card
                .characteristics
                .iter()
                .map(|part| part.points.iter().map(convert).collect())
                .collect(),
            last: if late { start } else { T::ZERO },
            bounds: bounds.collect(),
        }
    }

    /// What brings the groups, which are in the sum already, within their bounds.
    pub(super) fn bounded(&self, sum: T, frame: &impl Cells) -> T {
        self.bounds.iter().fold(sum, |sum, bound| {
            let points = |&(part, cell): &(usize, u16)| {
                self.parts.get(part)?.get(usize::try_from(frame.cell(cell)).ok()?).copied()
            };
            let group = bound.parts.iter().filter_map(points).fold(T::ZERO, T::plus);
            let clipped = match (bound.low, bound.high) {
                (Some(low), _) if group < low => low,
                (_, Some(high)) if group > high => high,
                _ => return sum,
            };
            sum.plus(clipped.less(group))
        })
    }
}
