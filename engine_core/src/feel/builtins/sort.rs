//! The sorts of arguments and results, as far as a signature needs them.
use std::fmt;

use crate::value::Value;

/// What a parameter takes or a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Anything.
    Any,
    /// Anything, but wherever it stands in one signature it is the same sort, as in `reverse(list<T>) -> list<T>`.
    Element,
    /// As [`Sort::Element`], and it has an order: numbers, texts, dates, times, durations.
    Ordered,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A date.
    Date,
    /// A time.
    Time,
    /// A date and time.
    DateTime,
    /// A days and time duration.
    DaysDuration,
    /// A years and months duration.
    MonthsDuration,
    /// Either kind of duration.
    Duration,
    /// A date or a date and time.
    Temporal,
    /// A list of these; one value stands for the list of it.
    List(&'static Sort),
    /// A range.
    Range,
    /// A context.
    Context,
    /// A function.
    Function,
}

impl Sort {
    /// Whether a parameter of this sort takes the value. Null passes everywhere: it is for the function to judge. A
    /// list of one passes for its element, a value for the list of it.
    #[must_use]
    pub fn admits(self, value: &Value) -> bool {
        match (self, value) {
            (_, Value::Null) => true,
            (Self::List(_) | Self::Any | Self::Element, _) => true,
            (sort, Value::List(items)) => {
                matches!(&**items, [only] if !matches!(only, Value::List(_)) && sort.admits(only))
            }
            (Self::Boolean, value) => matches!(value, Value::Boolean(_)),
            (Self::Number, value) => matches!(value, Value::Number(_)),
            (Self::Text, value) => matches!(value, Value::Text(_)),
            (Self::Date, value) => matches!(value, Value::Date(_)),
            (Self::Time, value) => matches!(value, Value::Time(_)),
            (Self::DateTime, value) => matches!(value, Value::DateTime(_)),
            (Self::DaysDuration, value) => matches!(value, Value::DaysDuration(_)),
            (Self::MonthsDuration, value) => matches!(value, Value::MonthsDuration(_)),
            (Self::Duration, value) => matches!(value, Value::DaysDuration(_) | Value::MonthsDuration(_)),
            (Self::Temporal, value) => matches!(value, Value::Date(_) | Value::DateTime(_)),
            (Self::Range, value) => matches!(value, Value::Range(_)),
            (Self::Context, value) => matches!(value, Value::Context(_)),
            (Self::Function, value) => matches!(value, Value::Function(_)),
            (Self::Ordered, value) => {
                !matches!(value, Value::Boolean(_) | Value::Range(_) | Value::Context(_) | Value::Function(_))
            }
        }
    }

    /// The value as a parameter of this sort takes it: a value becomes the list of it, a list of one its element.
    #[must_use]
    pub(super) fn coerce(self, value: &Value) -> Value {
        match (self, value) {
            (Self::Any | Self::Element, _) | (Self::List(_), Value::List(_) | Value::Null) => value.clone(),
            (Self::List(_), one) => vec![one.clone()].into(),
            (_, Value::List(items)) => items.first().cloned().into(),
            (_, value) => value.clone(),
        }
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "Any",
            Self::Element | Self::Ordered => "T",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::Text => "string",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "date and time",
            Self::DaysDuration => "days and time duration",
            Self::MonthsDuration => "years and months duration",
            Self::Duration => "duration",
            Self::Temporal => "date or date and time",
            Self::List(element) => return write!(f, "list<{element}>"),
            Self::Range => "range",
            Self::Context => "context",
            Self::Function => "function",
        })
    }
}
