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

/// A value that says what it is when it is asked: a fact asks first for what it wants.
pub trait Given {
    /// A whole number.
    fn integer(&self) -> Option<i64>;
    /// A double.
    fn float(&self) -> Option<f64>;
    /// A decimal.
    fn number(&self) -> Option<Number>;
    /// A boolean.
    fn boolean(&self) -> Option<bool>;
    /// A text.
    fn text(&self) -> Option<&str>;
    /// A date.
    fn date(&self) -> Option<Date>;
    /// Whether it is no value.
    fn is_null(&self) -> bool;
}

macro_rules! asked {
    ($name:ident, $variant:ident, $kind:ty) => {
        #[inline(always)]
        fn $name(&self) -> Option<$kind> {
            if let Self::$variant(value) = self { Some(*value) } else { None }
        }
    };
}

impl Given for Plain<'_> {
    asked!(integer, Integer, i64);
    asked!(float, Float, f64);
    asked!(number, Number, Number);
    asked!(boolean, Boolean, bool);
    asked!(text, Text, &str);
    asked!(date, Date, Date);

    #[inline(always)]
    fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
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
    /// The least cell, and how many from there on are allowed; none where there are gaps, and these say which.
    low: Cell,
    count: u64,
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
        let low = low.max(FIRST);
        let gaps = (allowed.intervals().len() > 1).then(|| Box::new(allowed.clone()));
        // As no value is below `FIRST`, not even all of them are too many to count.
        let count = if gaps.is_none() && low <= high { low.abs_diff(high) + 1 } else { 0 };
        // No value is a missing one, whatever is allowed.
        Self { kind, low, count, gaps, null: None }
    }

    /// The cell of a value that the fact takes; `None` says only that the long way must be gone.
    #[inline(always)]
    #[must_use]
    pub fn read(&self, given: &impl Given) -> Option<Cell> {
        let cell = match &self.kind {
            Kind::Integer => match given.integer() {
                Some(number) => Some(number),
                None => given.number().filter(|number| number.exponent() >= 0).and_then(Number::to_i64),
            },
            Kind::Decimal { scale, power } => {
                if let Some(number) = given.float() {
                    scaled_float(number, *power).or_else(|| long_float(number, *scale))
                } else if let Some(number) = given.integer() {
                    number.checked_mul(*power)
                } else {
                    given.number().and_then(|number| number.to_scaled(*scale))
                }
            }
            Kind::Float => {
                let whole = || given.integer().map(Number::from_i64).or_else(|| given.number());
                let number = given.float().or_else(|| whole().map(Number::to_f64));
                number.filter(|number| number.is_finite()).map(float_cell)
            }
            Kind::Boolean => given.boolean().map(Cell::from),
            Kind::Words(words) => given.text().and_then(|text| words.find(text)),
            Kind::Date => {
                given.date().or_else(|| given.text().and_then(Date::parse)).map(|date| date.to_days())
            }
            Kind::UnreadText => given.text().filter(|text| text.len() <= bounds::TEXT).map(|_| 0),
            Kind::Elsewhere => None,
        };
        match cell {
            Some(cell) => self.inside(cell),
            None => self.none(given),
        }
    }

    /// The cell of no value. NaN is how data frames write it.
    #[inline]
    fn none(&self, given: &impl Given) -> Option<Cell> {
        if given.is_null() || given.float().is_some_and(f64::is_nan) { self.null } else { None }
    }

    #[inline(always)]
    fn inside(&self, cell: Cell) -> Option<Cell> {
        let among = cell.wrapping_sub(self.low).cast_unsigned() < self.count;
        if among { Some(cell) } else { self.between_gaps(cell) }
    }

    #[cold]
    fn between_gaps(&self, cell: Cell) -> Option<Cell> {
        self.gaps.as_ref().is_some_and(|allowed| FIRST <= cell && allowed.contains(cell)).then_some(cell)
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

#[cold]
fn long_float(number: f64, scale: u8) -> Option<Cell> {
    Number::from_f64(number)?.to_scaled(scale)
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
