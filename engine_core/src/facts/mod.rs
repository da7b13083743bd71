//! One applicant's facts: whatever the host hands over becomes cells and values, and everything that is wrong is told at once.

mod accept;
pub mod json;
mod problem;
mod reader;
mod reading;
mod text;

pub use self::accept::value as accepted_value;
pub use self::problem::{Problem, expected, message};
pub use self::reader::{Given, Plain, Reader};
pub use self::reading::{Reading, spare};
pub use self::text::{TextFact, cause, read_text};

use std::borrow::Cow;

use crate::value::{Date, DateTime, DaysDuration, MonthsDuration, Number};

/// A value as a host has it.
#[derive(Clone, Debug)]
pub enum Input<'a> {
    /// No value.
    Null,
    /// No value, for this cause.
    Missing(Cow<'a, str>),
    /// A boolean.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A decimal, or a whole number beyond 64 bits.
    Number(Number),
    /// A double.
    Float(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// A date.
    Date(Date),
    /// A date with a time.
    DateTime(DateTime),
    /// A days and time duration.
    DaysDuration(DaysDuration),
    /// A years and months duration.
    MonthsDuration(MonthsDuration),
    /// A list.
    List(Vec<Input<'a>>),
    /// Anything else, in the host's words.
    Other(String),
}

/// The greatest number that a fact of type `number` may be without a declared range.
#[must_use]
pub fn widest_number() -> Number {
    Number::from_parts(1, 40).unwrap_or(Number::ONE)
}
