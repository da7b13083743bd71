//! Three-valued logic, in this one place.
#[cfg(test)]
mod tests;

use super::Value;

/// True, false, or not known because something is null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Truth {
    False,
    True,
    Unknown,
}

impl Truth {
    /// The truth of a value: whatever is not a boolean is unknown.
    #[must_use]
    pub const fn of(value: &Value) -> Self {
        match value {
            Value::Boolean(true) => Self::True,
            Value::Boolean(false) => Self::False,
            Value::Null
            | Value::Number(_)
            | Value::Text(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::DateTime(_)
            | Value::DaysDuration(_)
            | Value::MonthsDuration(_)
            | Value::List(_)
            | Value::Range(_)
            | Value::Context(_)
            | Value::Function(_) => Self::Unknown,
        }
    }

    /// False if either is false, true if both are true.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
        }
    }

    /// True if either is true, false if both are false.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    /// The opposite; unknown stays unknown.
    #[must_use]
    pub const fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::True => Self::False,
            Self::Unknown => Self::Unknown,
        }
    }

    /// Whether a rule hits: unknown is no hit.
    #[must_use]
    pub const fn is_hit(self) -> bool {
        match self {
            Self::True => true,
            Self::False | Self::Unknown => false,
        }
    }

    /// `None` for unknown.
    #[must_use]
    pub const fn to_option(self) -> Option<bool> {
        match self {
            Self::False => Some(false),
            Self::True => Some(true),
            Self::Unknown => None,
        }
    }
}

impl From<bool> for Truth {
    fn from(it: bool) -> Self {
        if it { Self::True } else { Self::False }
    }
}

impl From<Option<bool>> for Truth {
    fn from(it: Option<bool>) -> Self {
        it.map_or(Self::Unknown, Self::from)
    }
}
