//! FEEL's values: exact numbers, text, dates and durations, lists, ranges and contexts; null is a value.
mod date;
mod date_time;
mod duration;
mod number;
mod scan;
mod time;
mod zone;

pub use self::date::{Date, MAX_YEAR};
pub use self::date_time::DateTime;
pub use self::duration::{DaysDuration, MonthsDuration};
pub use self::number::{Number, Round};
pub use self::time::Time;
pub use self::zone::Zone;

use std::sync::Arc;

/// One FEEL value.
#[derive(Clone, Debug)]
pub enum Value {
    /// Absent, unknown, or the result of what has no result.
    Null,
    /// True or false.
    Boolean(bool),
    /// An exact decimal.
    Number(Number),
    /// A text.
    Text(Arc<str>),
    /// A list.
    List(Arc<[Value]>),
}
