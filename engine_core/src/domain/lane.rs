//! How the cells of one input are read.

use std::sync::Arc;

use super::{Cell, NULL, Words, cause, is_missing};
use crate::value::ops::to_feel_text;
use crate::value::{Date, Number, Value};

/// What the cells of an input, a result or an output stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lane {
    /// A decimal with this many places: the cell is the value times ten to that power.
    Scaled(u8),
    /// A double: the cell is its place in the total order of doubles.
    Float,
    /// 0 is false, 1 is true.
    Boolean,
    /// One of these words, by index. Where `open`, the index one past the last stands for every other text.
    Symbol {
        /// The words.
        words: Words,
        /// Whether other texts can occur.
        open: bool,
    },
    /// Days since 1970-01-01.
    Day,
    /// The place of a number among some numbers: `2i + 1` is the number of index `i`, `2i` lies below it.
    Cuts(Arc<[Number]>),
}

impl Lane {
    /// The value that a cell stands for; null for a missing one.
    #[inline]
    #[must_use]
    pub fn value(&self, cell: Cell) -> Value {
        if is_missing(cell) {
            return Value::Null;
        }
        match self {
            Self::Scaled(scale) => Value::Number(Number::scaled(cell, *scale)),
            Self::Float => Number::from_f64(float_of(cell)).map_or(Value::Null, Value::Number),
            Self::Boolean => Value::Boolean(cell != 0),
            Self::Symbol { words, .. } => usize::try_from(cell)
                .ok()
                .and_then(|index| words.list().get(index))
                .map_or(Value::Null, |word| Value::Text(Arc::clone(word))),
            Self::Day => Date::from_days(cell).map_or(Value::Null, Value::Date),
            Self::Cuts(cuts) => cut(cuts, cell).map_or(Value::Null, Value::Number),
        }
    }

    /// The cell of a value; a value that the lane cannot hold counts as missing.
    #[must_use]
    pub fn cell(&self, value: &Value) -> Cell {
        match (self, value) {
            (Self::Scaled(scale), Value::Number(number)) => number.to_scaled(*scale).unwrap_or(NULL),
            (Self::Float, Value::Number(number)) => float_cell(number.to_f64()),
            (Self::Boolean, Value::Boolean(truth)) => Cell::from(*truth),
            (Self::Symbol { words, open }, Value::Text(text)) => {
                words.find(text).unwrap_or(if *open { words.count() } else { NULL })
            }
            (Self::Day, Value::Date(date)) => date.to_days(),
            (Self::Cuts(cuts), Value::Number(number)) => {
                let below = cuts.partition_point(|cut| cut < number);
                let equal = cuts.get(below).is_some_and(|cut| cut == number);
                Cell::try_from(2 * below).map_or(NULL, |cell| cell + Cell::from(equal))
            }
            _ => NULL,
        }
    }

    /// The index of a word.
    #[must_use]
    pub fn symbol(&self, text: &str) -> Option<Cell> {
        let Self::Symbol { words, .. } = self else { return None };
        words.find(text)
    }

    /// A cell as an author would write it, for messages.
    #[must_use]
    pub fn show(&self, cell: Cell, causes: &[String]) -> String {
        if let Some(cause) = cause(cell) {
            return match causes.get(usize::from(cause)) {
                Some(name) if cause > 0 => format!("missing({name})"),
                _ => "null".to_owned(),
            };
        }
        match (self, self.value(cell)) {
            (Self::Symbol { .. }, Value::Null) => "any other text".to_owned(),
            (Self::Cuts(cuts), Value::Null) => between(cuts, cell),
            (_, value) => to_feel_text(&value).trim_matches('"').to_owned(),
        }
    }
}

/// The number that an odd place among cuts stands for.
fn cut(cuts: &[Number], cell: Cell) -> Option<Number> {
    let index = usize::try_from(cell).ok()?;
    if index % 2 == 0 { None } else { cuts.get(index / 2).copied() }
}

/// An even place among cuts in words.
fn between(cuts: &[Number], cell: Cell) -> String {
    let above = usize::try_from(cell / 2).unwrap_or(0);
    match (above.checked_sub(1).and_then(|below| cuts.get(below)), cuts.get(above)) {
        (Some(low), Some(high)) => format!("a number between {low} and {high}"),
        (None, Some(high)) => format!("a number below {high}"),
        (Some(low), None) => format!("a number above {low}"),
        (None, None) => "any number".to_owned(),
    }
}

/// The cell of a double that is not NaN: doubles in order give cells in order, and -0 has the cell of 0.
#[must_use]
pub fn float_cell(value: f64) -> Cell {
    let bits = value.to_bits().cast_signed();
    if bits < 0 { (Cell::MIN ^ bits).wrapping_neg() } else { bits }
}

/// The double of a cell.
#[must_use]
pub fn float_of(cell: Cell) -> f64 {
    f64::from_bits(if cell < 0 {
        (Cell::MIN ^ cell.wrapping_neg()).cast_unsigned()
    } else {
        cell.cast_unsigned()
    })
}
