//! Whether a bundle decides on a day.

use std::fmt;

use super::Program;
use crate::value::Date;

/// Why a decision could not be made, although the facts were right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecideError {
    /// The bundle depends on the day, and none was given.
    NeedsDay,
    /// The bundle is not valid on that day.
    NotValid {
        /// The day.
        day: Date,
    },
    /// A parameter has no value on that day, which lies outside the bundle's validity.
    NoParameter {
        /// The day.
        day: Date,
        /// The parameter.
        name: String,
    },
}

impl fmt::Display for DecideError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeedsDay => f.write_str("this bundle depends on the day of the decision: give `as_of`"),
            Self::NotValid { day } => {
                write!(f, "this bundle is not valid on {day}; allow_expired decides all the same")
            }
            Self::NoParameter { day, name } => write!(f, "the parameter `{name}` has no value on {day}"),
        }
    }
}

impl std::error::Error for DecideError {}

/// The day of a decision, and whether a bundle may decide outside its validity.
#[derive(Clone, Copy, Debug, Default)]
pub struct AsOf {
    /// The day.
    pub day: Option<Date>,
    /// Whether a day outside the bundle's validity is accepted.
    pub allow_expired: bool,
}

impl Program {
    /// Whether the bundle decides on a day.
    ///
    /// # Errors
    /// It depends on the day and none is given, or is not valid on it.
    #[inline]
    pub fn ready(&self, as_of: AsOf) -> Result<(), DecideError> {
        match as_of.day {
            None if self.needs_day => Err(DecideError::NeedsDay),
            None => Ok(()),
            Some(day) => self.ready_on(day, as_of.allow_expired),
        }
    }

    fn ready_on(&self, day: Date, allow_expired: bool) -> Result<(), DecideError> {
        if !allow_expired && !self.head().valid.holds(day) {
            return Err(DecideError::NotValid { day });
        }
        match self.dated.iter().find(|dated| dated.parameter.on(day).is_none()) {
            Some(dated) => Err(DecideError::NoParameter { day, name: dated.parameter.name.clone() }),
            None => Ok(()),
        }
    }
}
