//! FEEL's values: exact numbers, text, dates and durations, lists, ranges and contexts; null is a value.
//!
//! `==` tells whether two values have the same form (what `is()` asks), [`ops::equal`] whether FEEL calls them equal.
mod context;
mod convert;
mod date;
mod date_time;
mod duration;
pub mod finance;
mod function;
mod number;
pub mod ops;
mod range;
mod scan;
#[cfg(test)]
mod tests;
mod time;
mod truth;
mod zone;

pub use self::context::ContextValue;
pub use self::date::{Date, MAX_YEAR};
pub use self::date_time::DateTime;
pub use self::duration::{DaysDuration, MonthsDuration};
pub use self::function::FunctionValue;
pub use self::number::{Number, Round};
pub use self::range::{End, RangeValue};
pub use self::time::Time;
pub use self::truth::Truth;
pub use self::zone::Zone;

use std::sync::Arc;

/// One FEEL value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Absent, unknown, or the result of what has no result.
    #[default]
    Null,
    /// True or false.
    Boolean(bool),
    /// An exact decimal.
    Number(Number),
    /// A text.
    Text(Arc<str>),
    /// A calendar date.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A date and time.
    DateTime(DateTime),
    /// A days and time duration.
    DaysDuration(DaysDuration),
    /// A years and months duration.
    MonthsDuration(MonthsDuration),
    /// A list.
    List(Arc<[Value]>),
    /// A range.
    Range(Arc<RangeValue>),
    /// A context.
    Context(Arc<ContextValue>),
    /// A function.
    Function(FunctionValue),
}

impl Value {
    /// Whether it is null.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}
