//! Facts written as text, as in CSV files and test cases: each is read by the type of its fact.

use super::{Input, Problem};
use crate::schema::{Fact, FactType, Schema};
use crate::table::split_words;
use crate::value::{Date, Number};

/// A fact read from text: what a host would have handed over.
#[derive(Clone, Debug, PartialEq)]
pub enum TextFact {
    /// No value.
    Null,
    /// No value, for this cause.
    Missing(String),
    /// A boolean.
    Boolean(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(String),
    /// A date.
    Date(Date),
    /// A list.
    List(Vec<TextFact>),
}

/// Reads the text of a fact.
pub fn read_text(fact: &Fact, text: &str, schema: &Schema) -> Result<TextFact, Problem> {
    let text = text.trim();
    if text.is_empty() || text == "null" {
        return Ok(TextFact::Null);
    }
    if let Some(cause) = cause(text) {
        return Ok(TextFact::Missing(cause.to_owned()));
    }
    typed(&fact.kind, text).ok_or_else(|| Problem::value(fact, &Input::Text(text.into()), schema))
}

/// The cause in `missing(cause)`.
#[must_use]
pub fn cause(text: &str) -> Option<&str> {
    text.trim().strip_prefix("missing(").and_then(|rest| rest.strip_suffix(')')).map(str::trim)
}

fn typed(kind: &FactType, text: &str) -> Option<TextFact> {
    match kind {
        FactType::Integer | FactType::Decimal { .. } | FactType::Number | FactType::Float => {
            Number::parse_exact(text).map(TextFact::Number)
        }
        FactType::Boolean => match text {
            "true" | "TRUE" | "True" => Some(TextFact::Boolean(true)),
            "false" | "FALSE" | "False" => Some(TextFact::Boolean(false)),
            _ => None,
        },
        FactType::Text
        | FactType::Enumeration(_)
        | FactType::DateTime
        | FactType::DaysDuration
        | FactType::MonthsDuration => Some(TextFact::Text(unquoted(text))),
        FactType::Date => Date::parse(text).map(TextFact::Date),
        FactType::List(item) => {
            let inner = text.strip_prefix('[')?.strip_suffix(']')?;
            let items: Option<Vec<TextFact>> = split_words(inner)
                .iter()
                .filter(|(word, ..)| !word.is_empty())
                .map(|(word, ..)| typed(item, word))
                .collect();
            items.map(TextFact::List)
        }
    }
}

/// A text that stands in double quotes as a whole, without them.
fn unquoted(text: &str) -> String {
    match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => text.to_owned(),
    }
}
