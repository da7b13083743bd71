//! Values in the words of notes.
use crate::value::{Value, ops};

/// The kind of a value, with an article: `a number`, `null`.
#[must_use]
pub const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Boolean(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::Text(_) => "a string",
        Value::Date(_) => "a date",
        Value::Time(_) => "a time",
        Value::DateTime(_) => "a date and time",
        Value::DaysDuration(_) => "a days and time duration",
        Value::MonthsDuration(_) => "a years and months duration",
        Value::List(_) => "a list",
        Value::Range(_) => "a range",
        Value::Context(_) => "a context",
        Value::Function(_) => "a function",
    }
}

/// A value, shortened.
#[must_use]
pub fn short(value: &Value) -> String {
    match value {
        Value::List(items) => format!("a list of {}", items.len()),
        Value::Context(_) | Value::Function(_) => kind(value).to_owned(),
        value => {
            let text = ops::to_feel_text(value);
            if text.chars().count() <= 40 { text } else { text.chars().take(39).chain(['…']).collect() }
        }
    }
}
