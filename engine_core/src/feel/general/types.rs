//! Types at run time: what conforms to them, and what a value becomes at a border that has one.
use std::fmt;
use std::sync::Arc;

use super::describe;
use super::expression::UnaryTests;
use super::resolve::Resolver;
use super::scope::Scope;
use super::session::{Exhausted, Session};
use crate::feel::ast::Span;
use crate::feel::builtins::Sort;
use crate::feel::{SyntaxError, parse_type};
use crate::value::{DateTime, Time, Value, Zone, ops};

/// A type as FEEL knows it.
#[derive(Clone, Debug, PartialEq)]
pub enum FeelType {
    /// Everything but null.
    Any,
    /// Only null.
    Null,
    /// A number.
    Number,
    /// A text.
    Text,
    /// True or false.
    Boolean,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// A date and time.
    DateTime,
    /// A days and time duration.
    DaysDuration,
    /// A years and months duration.
    MonthsDuration,
    /// A list of these.
    List(Arc<Self>),
    /// A range of these.
    Range(Arc<Self>),
    /// A context with at least these members.
    Context(Arc<[(Arc<str>, Self)]>),
    /// A function of these parameters with this result.
    Function(Arc<[Self]>, Arc<Self>),
    /// A type with a name of its own.
    Item(Arc<ItemType>),
}

/// A type that a host defines.
#[derive(Debug)]
pub struct ItemType {
    /// Its name.
    pub name: Arc<str>,
    /// What it is based on.
    pub base: FeelType,
    /// The values that are allowed, at borders; `instance of` does not look at them.
    pub allowed: Option<UnaryTests>,
}

impl PartialEq for ItemType {
    fn eq(&self, other: &Self) -> bool {
        self.base == other.base
    }
}

impl FeelType {
    /// The type of a bare name, also in the older spellings.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "Any" => Self::Any,
            "Null" => Self::Null,
            "number" => Self::Number,
            "string" => Self::Text,
            "boolean" => Self::Boolean,
            "date" => Self::Date,
            "time" => Self::Time,
            "date and time" | "dateTime" => Self::DateTime,
            "days and time duration" | "dayTimeDuration" => Self::DaysDuration,
            "years and months duration" | "yearMonthDuration" => Self::MonthsDuration,
            "list" => Self::List(Arc::new(Self::Any)),
            "range" => Self::Range(Arc::new(Self::Any)),
            "context" => Self::Context(Arc::from([])),
            _ => return None,
        })
    }

    /// The type that a text shows, such as `list<number>`; the name in it that nobody knows.
    ///
    /// # Errors
    /// The first fault of form.
    pub fn parse(text: &str, scope: &Scope) -> Result<Result<Self, String>, SyntaxError> {
        let name = parse_type(text, scope.parsing())?;
        Ok(Resolver::new(&mut { scope }, None).type_named(&name))
    }

    /// The type of what a signature takes or gives; `Any` where that is more than one type.
    pub(super) fn of_sort(sort: Sort) -> Self {
        match sort {
            Sort::Boolean => Self::Boolean,
            Sort::Number => Self::Number,
            Sort::Text => Self::Text,
            Sort::Date => Self::Date,
            Sort::Time => Self::Time,
            Sort::DateTime => Self::DateTime,
            Sort::DaysDuration => Self::DaysDuration,
            Sort::MonthsDuration => Self::MonthsDuration,
            Sort::List(item) => Self::List(Arc::new(Self::of_sort(*item))),
            Sort::Range => Self::Range(Arc::new(Self::Any)),
            Sort::Context => Self::Context(Arc::from([])),
            Sort::Any | Sort::Element | Sort::Ordered | Sort::Duration | Sort::Temporal | Sort::Function => {
                Self::Any
            }
        }
    }

    /// Whether `value instance of` this; null is an instance of nothing, but a null inside a value conforms.
    #[must_use]
    pub fn has_instance(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, value) => value.is_null(),
            (_, Value::Null) => false,
            (Self::Any, _)
            | (Self::Number, Value::Number(_))
            | (Self::Text, Value::Text(_))
            | (Self::Boolean, Value::Boolean(_))
            | (Self::Date, Value::Date(_))
            | (Self::Time, Value::Time(_))
            | (Self::DateTime, Value::DateTime(_))
            | (Self::DaysDuration, Value::DaysDuration(_))
            | (Self::MonthsDuration, Value::MonthsDuration(_)) => true,
            (Self::List(item), Value::List(items)) => items.iter().all(|value| item.admits(value)),
            (Self::Range(end), Value::Range(range)) => {
                [&range.low, &range.high].into_iter().flatten().all(|it| end.admits(&it.value))
            }
            (Self::Context(members), Value::Context(context)) => members
                .iter()
                .all(|(name, member)| context.get(name).is_some_and(|value| member.admits(value))),
            (Self::Function(parameters, result), Value::Function(function)) => {
                function.conforms(parameters, result)
            }
            (Self::Item(item), value) => item.base.has_instance(value),
            _ => false,
        }
    }

    /// Whether a value conforms: an instance, or null.
    #[must_use]
    pub fn admits(&self, value: &Value) -> bool {
        value.is_null() || self.has_instance(value)
    }

    /// What a value becomes at a border of this type: itself; the element of a list of one, or the list of a value;
    /// the midnight of a date. `None` where nothing conforms or the value is not allowed.
    ///
    /// # Errors
    /// When a test of allowed values is exhausted.
    pub fn coerce(&self, value: &Value, session: &mut Session<'_>) -> Result<Option<Value>, Exhausted> {
        let Some(value) = self.converted(value) else { return Ok(None) };
        Ok(if self.allows(&value, session)? { Some(value) } else { None })
    }

    /// What a value becomes at a border; null, with a note, where nothing conforms.
    ///
    /// # Errors
    /// When the session's bounds are exhausted.
    pub fn border(&self, value: &Value, session: &mut Session<'_>) -> Result<Value, Exhausted> {
        match self.coerce(value, session)? {
            Some(value) => Ok(value),
            None => {
                session.note(Span::default(), || format!("{} is no {self}", describe::kind(value)));
                Ok(Value::Null)
            }
        }
    }

    fn converted(&self, value: &Value) -> Option<Value> {
        if self.admits(value) {
            return Some(value.clone());
        }
        match (self.base(), value) {
            (Self::DateTime, Value::Date(date)) => {
                Some(DateTime::new(*date, Time::MIDNIGHT.with_zone(Some(Zone::UTC))).into())
            }
            (Self::List(item), one) if !matches!(one, Value::List(_)) => {
                Some(vec![item.converted(one)?].into())
            }
            (_, Value::List(items)) => match &**items {
                // One list only: `[[1]]` is no number.
                [only] if !matches!(only, Value::List(_)) => self.converted(only),
                [only] => self.admits(only).then(|| only.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// The type behind names.
    #[must_use]
    pub fn base(&self) -> &Self {
        match self {
            Self::Item(item) => item.base.base(),
            other => other,
        }
    }

    /// Whether the allowed values of this type and of what it is made of hold.
    fn allows(&self, value: &Value, session: &mut Session<'_>) -> Result<bool, Exhausted> {
        match (self, value) {
            (_, Value::Null) => Ok(true),
            (Self::Item(item), value) => {
                if !item.base.allows(value, session)? {
                    return Ok(false);
                }
                match &item.allowed {
                    Some(tests) => Ok(tests.run(value, &[], session)? == Value::Boolean(true)),
                    None => Ok(true),
                }
            }
            (Self::List(item), Value::List(items)) if item.restricted() => {
                for value in &**items {
                    if !item.allows(value, session)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            (Self::Context(members), Value::Context(context)) => {
                for (name, member) in members.iter() {
                    if let Some(value) = context.get(name)
                        && !member.allows(value, session)?
                    {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            _ => Ok(true),
        }
    }

    fn restricted(&self) -> bool {
        match self {
            Self::Item(item) => item.allowed.is_some() || item.base.restricted(),
            Self::List(item) => item.restricted(),
            Self::Context(members) => members.iter().any(|(_, member)| member.restricted()),
            _ => false,
        }
    }

    /// Whether every value of `self` is one of `other`.
    #[must_use]
    pub fn conforms_to(&self, other: &Self) -> bool {
        match (self.base(), other.base()) {
            (_, Self::Any) | (Self::Null, _) => true,
            (Self::List(a), Self::List(b)) | (Self::Range(a), Self::Range(b)) => a.conforms_to(b),
            (Self::Context(a), Self::Context(b)) => b.iter().all(|(name, wanted)| {
                a.iter().any(|(known, member)| known == name && member.conforms_to(wanted))
            }),
            (Self::Function(a, c), Self::Function(b, d)) => {
                a.len() == b.len()
                    && b.iter().zip(a.iter()).all(|(b, a)| b.conforms_to(a))
                    && c.conforms_to(d)
            }
            (a, b) => a == b,
        }
    }
}

impl fmt::Display for FeelType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "Any",
            Self::Null => "Null",
            Self::Number => "number",
            Self::Text => "string",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "date and time",
            Self::DaysDuration => "days and time duration",
            Self::MonthsDuration => "years and months duration",
            Self::List(item) => return write!(f, "list<{item}>"),
            Self::Range(end) => return write!(f, "range<{end}>"),
            Self::Context(members) => {
                let members: Vec<_> = members.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
                return write!(f, "context<{}>", members.join(", "));
            }
            Self::Function(parameters, result) => {
                let parameters: Vec<_> = parameters.iter().map(ToString::to_string).collect();
                return write!(f, "function<{}> -> {result}", parameters.join(", "));
            }
            Self::Item(item) => &item.name,
        })
    }
}

/// Whether two values cannot stand as the two ends of one range.
pub(super) fn of_one_type(a: &Value, b: &Value) -> bool {
    a.is_null()
        || b.is_null()
        || ops::compare(a, b).is_some()
        || std::mem::discriminant(a) == std::mem::discriminant(b)
}
