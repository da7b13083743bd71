//! How the values of one fact become cells, worked out once for a bundle: a few words instead of a whole declaration.
//!
//! This is the only place that says which plain value is which cell. What it does not take is either a value outside of cells or wrong,
//! and goes the long way, which tells the two apart.

use super::Input;
use crate::bounds;
use crate::domain::{Cell, FIRST, Set, Words, float_cell, missing};
use crate::schema::{Fact, FactType, NOT_GIVEN};
use crate::value::{Date, Number};

/// A value of which nothing needs to be allocated or freed.
#[derive(Clone, Copy, Debug)]
pub enum Plain<'a> {
    /// No value.
    Null,
    /// A boolean.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A double.
    Float(f64),
    /// A decimal.
    Number(Number),
    /// A text.
    Text(&'a str),
    /// A date.
    Date(Date),
}

impl<'a> Plain<'a> {
    /// An input, if it is plain.
    #[must_use]
    pub fn of(input: &'a Input<'_>) -> Option<Self> {
        Some(match input {
            Input::Null => Self::Null,
            Input::Boolean(truth) => Self::Boolean(*truth),
            Input::Integer(number) => Self::Integer(*number),
            Input::Float(number) => Self::Float(*number),
            Input::Number(number) => Self::Number(*number),
            Input::Text(text) => Self::Text(text),
            Input::Date(date) => Self::Date(*date),
            _ => return None,
        })
    }
}

impl<'a> From<Plain<'a>> for Input<'a> {
    fn from(value: Plain<'a>) -> Self {
        match value {
            Plain::Null => Self::Null,
            Plain::Boolean(truth) => Self::Boolean(truth),
            Plain::Integer(number) => Self::Integer(number),
            Plain::Float(number) => Self::Float(number),
            Plain::Number(number) => Self::Number(number),
            Plain::Text(text) => Self::Text(text.into()),
            Plain::Date(date) => Self::Date(date),
        }
    }
}

/// The reader of one fact.
#[derive(Clone, Debug)]
pub struct Reader {
    kind: Kind,
    /// The least and the greatest cell; where not all between are allowed, `gaps` says which.
    low: Cell,
    high: Cell,
    gaps: Option<Box<Set>>,
    /// The cell of no value, if it may have none.
    null: Option<Cell>,
}

#[derive(Clone, Debug)]
enum Kind {
    Integer,
    Decimal {
        scale: u8,
        power: i64,
    },
    Float,
    Boolean,
    Words(Words),
    Date,
    /// A text that nothing reads: it is not kept.
    UnreadText,
    /// Its values do not live in cells.
    Elsewhere,
}

impl Reader {
    /// The reader of a fact; `read` says whether anything reads it.
    #[must_use]
    pub fn new(fact: &Fact, read: bool) -> Self {
        let null = fact.causes.contains(&NOT_GIVEN).then(|| missing(NOT_GIVEN));
        let kind = if !read && fact.kind == FactType::Text { Kind::UnreadText } else { Kind::of(&fact.kind) };
        let reader = Self::of(kind, &fact.allowed);
        Self { null, ..reader }
    }

    /// The reader of an item of a list of this type.
    pub(super) fn item(fact: &Fact, kind: &FactType) -> Self {
        Self::of(Kind::of(kind), &fact.allowed)
    }

    fn of(kind: Kind, allowed: &Set) -> Self {
        let (low, high) = match kind {
            Kind::UnreadText => (0, 0),
            _ => allowed.first().zip(allowed.last()).unwrap_or((0, -1)),
        };
        let gaps = (allowed.intervals().len() > 1).then(|| Box::new(allowed.clone()));
        // No value is a missing one, whatever is allowed.
        Self { kind, low: low.max(FIRST), high, gaps, null: None }
    }

    /// The cell of a value that the fact takes; `None` says only that the long way must be gone.
    #[inline]
    #[must_use]
    pub fn read(&self, value: Plain<'_>) -> Option<Cell> {
        match value {
            Plain::Null => self.null(),
            Plain::Boolean(truth) => self.boolean(truth),
            Plain::Integer(number) => self.integer(number),
            Plain::Float(number) => self.float(number),
            Plain::Number(number) => self.number(number),
            Plain::Text(text) => self.text(text),
            Plain::Date(date) => match self.kind {
                Kind::Date => self.inside(date.to_days()),
                _ => None,
            },
        }
    }

    /// The cell of no value.
    #[inline]
    #[must_use]
    pub const fn null(&self) -> Option<Cell> {
        self.null
    }

    /// The cell of a boolean.
    #[inline(always)]
    #[must_use]
    pub fn boolean(&self, truth: bool) -> Option<Cell> {
        match self.kind {
            Kind::Boolean => self.inside(Cell::from(truth)),
            _ => None,
        }
    }

    /// The cell of a whole number.
    #[inline(always)]
    #[must_use]
    pub fn integer(&self, number: i64) -> Option<Cell> {
        self.inside(match self.kind {
            Kind::Integer => number,
            Kind::Decimal { power, .. } => number.checked_mul(power)?,
            Kind::Float => float_cell(Number::from_i64(number).to_f64()),
            _ => return None,
        })
    }

    /// The cell of a double. NaN is how data frames write no value.
    #[inline(always)]
    #[must_use]
    pub fn float(&self, number: f64) -> Option<Cell> {
        match self.kind {
            Kind::Float if number.is_finite() => self.inside(float_cell(number)),
            Kind::Decimal { scale, power } => match scaled_float(number, power) {
                Some(cell) => self.inside(cell),
                None => self.long_float(number, scale),
            },
            _ if number.is_nan() => self.null,
            _ => None,
        }
    }

    #[cold]
    fn long_float(&self, number: f64, scale: u8) -> Option<Cell> {
        if number.is_nan() {
            return self.null;
        }
        self.inside(Number::from_f64(number)?.to_scaled(scale)?)
    }

    /// The cell of a decimal.
    #[inline]
    #[must_use]
    pub fn number(&self, number: Number) -> Option<Cell> {
        self.inside(match self.kind {
            Kind::Decimal { scale, .. } => number.to_scaled(scale)?,
            Kind::Integer if number.exponent() >= 0 => number.to_i64()?,
            Kind::Float => float_cell(number.to_f64()),
            _ => return None,
        })
    }

    /// The cell of a text.
    #[inline(always)]
    #[must_use]
    pub fn text(&self, text: &str) -> Option<Cell> {
        self.inside(match &self.kind {
            Kind::Words(words) => words.find(text)?,
            Kind::UnreadText if text.len() <= bounds::TEXT => 0,
            Kind::Date => Date::parse(text)?.to_days(),
            _ => return None,
        })
    }

    #[inline(always)]
    fn inside(&self, cell: Cell) -> Option<Cell> {
        let inside = self.low <= cell && cell <= self.high;
        (inside && self.gaps.as_ref().is_none_or(|allowed| allowed.contains(cell))).then_some(cell)
    }
}

impl Kind {
    fn of(kind: &FactType) -> Self {
        match kind {
            FactType::Integer => Self::Integer,
            FactType::Decimal { scale, .. } => match 10_i64.checked_pow(u32::from(*scale)) {
                Some(power) => Self::Decimal { scale: *scale, power },
                None => Self::Elsewhere,
            },
            FactType::Float => Self::Float,
            FactType::Boolean => Self::Boolean,
            FactType::Enumeration(words) => Self::Words(words.clone()),
            FactType::Date => Self::Date,
            FactType::Number
            | FactType::Text
            | FactType::DateTime
            | FactType::DaysDuration
            | FactType::MonthsDuration
            | FactType::List(_) => Self::Elsewhere,
        }
    }
}

/// The shortest decimal of a double, scaled, without printing it: with at most 15 digits a decimal survives the way to the
/// nearest double and back, so that the double which is nearest to it prints as it.
#[expect(
    clippy::float_arithmetic,
    clippy::float_cmp,
    reason = "the comparison is exact: both sides are the nearest double of the same decimal"
)]
#[inline(always)]
fn scaled_float(number: f64, power: i64) -> Option<Cell> {
    const DIGITS: Cell = 1_000_000_000_000_000;
    #[expect(clippy::cast_precision_loss, reason = "a power of ten up to ten to the fifteenth is a double")]
    let power = power as f64;
    // The nearest integer but for a tie, which the comparison refuses; a cast is faster than `round`.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what is too large is cut to a number that is refused"
    )]
    let scaled = (number * power + 0.5_f64.copysign(number)) as Cell;
    #[expect(clippy::cast_precision_loss, reason = "it has at most 15 digits")]
    let same = -DIGITS < scaled && scaled < DIGITS && scaled as f64 / power == number;
    same.then_some(scaled)
}
