//! FEEL's values: exact numbers, text, dates and durations, lists, ranges and contexts; null is a value.
pub mod finance;
mod number;

pub use self::number::{Number, Round};

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
