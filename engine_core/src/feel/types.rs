//! What is known of an expression at load: its type, whether it can be null, and how large it can be.

use std::fmt;
use std::sync::Arc;

use crate::value::{Number, Value};

/// The kind of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing is known.
    Any,
    /// Only null.
    Null,
    /// True or false.
    Boolean,
    /// A number.
    Number,
    /// A text; of an enumeration, the words.
    Text(Option<Arc<[Arc<str>]>>),
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// A date with a time.
    DateTime,
    /// A days and time duration.
    DaysDuration,
    /// A years and months duration.
    MonthsDuration,
    /// A list.
    List(Box<Type>),
}

/// A kind, with what is known beyond it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Type {
    /// The kind.
    pub kind: Kind,
    /// Whether it can be null.
    pub nullable: bool,
    /// For numbers: the least and greatest that can occur; `None` where it is not known.
    pub bounds: Option<(Number, Number)>,
}

impl Type {
    /// A type that is never null.
    #[must_use]
    pub const fn of(kind: Kind) -> Self {
        Self { kind, nullable: false, bounds: None }
    }

    /// A number within bounds.
    #[must_use]
    pub const fn number(bounds: Option<(Number, Number)>) -> Self {
        Self { kind: Kind::Number, nullable: false, bounds }
    }

    /// The same, nullable or not.
    #[must_use]
    pub fn or_null(mut self, nullable: bool) -> Self {
        self.nullable |= nullable;
        self
    }

    /// The type of a constant.
    #[must_use]
    pub fn of_value(value: &Value) -> Self {
        let kind = match value {
            Value::Null => return Self { kind: Kind::Null, nullable: true, bounds: None },
            Value::Number(number) => return Self::number(Some((*number, *number))),
            Value::Boolean(_) => Kind::Boolean,
            Value::Text(_) => Kind::Text(None),
            Value::Date(_) => Kind::Date,
            Value::Time(_) => Kind::Time,
            Value::DateTime(_) => Kind::DateTime,
            Value::DaysDuration(_) => Kind::DaysDuration,
            Value::MonthsDuration(_) => Kind::MonthsDuration,
            Value::List(items) => {
                let item =
                    items.iter().map(Self::of_value).reduce(|a, b| a.join(&b).unwrap_or(Self::of(Kind::Any)));
                Kind::List(Box::new(item.unwrap_or(Self::of(Kind::Any))))
            }
            Value::Range(_) | Value::Context(_) | Value::Function(_) => Kind::Any,
        };
        Self::of(kind)
    }

    /// The type of what is either; `None` where the kinds do not fit.
    #[must_use]
    pub fn join(&self, other: &Self) -> Option<Self> {
        let kind = match (&self.kind, &other.kind) {
            (Kind::Null, kind) | (kind, Kind::Null) => kind.clone(),
            (Kind::Text(a), Kind::Text(b)) => Kind::Text(if a == b { a.clone() } else { None }),
            (a, b) if a.fits(b) => a.clone(),
            _ => return None,
        };
        let nullable = self.nullable || other.nullable;
        let bounds = match (&self.kind, &other.kind) {
            (Kind::Null, _) => other.bounds,
            (_, Kind::Null) => self.bounds,
            _ => self.bounds.zip(other.bounds).map(|((a, b), (c, d))| (a.min(c), b.max(d))),
        };
        Some(Self { kind, nullable, bounds })
    }

    /// Whether zero can occur.
    #[must_use]
    pub fn may_be_zero(&self) -> bool {
        self.bounds.is_none_or(|(low, high)| low <= Number::ZERO && high >= Number::ZERO)
    }
}

impl Kind {
    /// Whether two kinds can be compared with one another.
    #[must_use]
    pub fn fits(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any | Self::Null, _) | (_, Self::Any | Self::Null) | (Self::Text(_), Self::Text(_)) => {
                true
            }
            (Self::List(a), Self::List(b)) => a.kind.fits(&b.kind),
            (a, b) => a == b,
        }
    }

    /// Whether its values have an order.
    #[must_use]
    pub const fn ordered(&self) -> bool {
        !matches!(self, Self::Boolean | Self::List(_) | Self::Text(Some(_)))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "any value",
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::Text(None) => "text",
            Self::Text(Some(_)) => "enumeration",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "date and time",
            Self::DaysDuration => "days and time duration",
            Self::MonthsDuration => "years and months duration",
            Self::List(item) => return write!(f, "list of {}", item.kind),
        })
    }
}
