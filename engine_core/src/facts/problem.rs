//! What is wrong with a fact.

use crate::schema::{Fact, FactType, Schema};
use crate::value::ops::to_feel_text;

use super::Input;

/// One bad fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The fact's name, or the unknown key.
    pub name: String,
    /// The value as given; `None` where its privacy forbids to repeat it, or where there is none.
    pub value: Option<String>,
    /// What would be right.
    pub expected: String,
    /// The whole in one sentence.
    pub message: String,
}

impl Problem {
    /// A value that does not fit its fact.
    #[must_use]
    pub fn value(fact: &Fact, input: &Input<'_>, schema: &Schema) -> Self {
        let expected = expected(fact);
        let shown = fact.echo.then(|| show(input));
        let message = match (&shown, input) {
            (_, Input::Null) => format!("`{}` is missing, and must be given: {expected}", fact.name),
            (_, Input::Missing(cause)) if schema.cause(cause).is_none() => {
                format!("`{}` is missing for the cause `{cause}`, which nothing declares", fact.name)
            }
            (_, Input::Missing(cause)) if fact.optional() => {
                format!("`{}` does not admit the cause of absence `{cause}`", fact.name)
            }
            (_, Input::Missing(_)) => format!("`{}` is missing, and must be given: {expected}", fact.name),
            (Some(value), _) => format!("`{}` must be {expected}, and is {value}", fact.name),
            (None, _) => format!("`{}` must be {expected}", fact.name),
        };
        Self {
            name: fact.name.clone(),
            value: shown.filter(|_| !matches!(input, Input::Null)),
            expected,
            message,
        }
    }

    /// A key that no fact has.
    #[must_use]
    pub fn unknown(name: &str, near: Option<&str>) -> Self {
        let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Self {
            name: name.to_owned(),
            value: None,
            expected: "no such fact".to_owned(),
            message: format!("there is no fact `{name}`{hint}"),
        }
    }

    /// Anything else.
    #[must_use]
    pub fn other(name: &str, message: impl Into<String>) -> Self {
        Self { name: name.to_owned(), value: None, expected: String::new(), message: message.into() }
    }
}

/// What a fact takes, in words.
#[must_use]
pub fn expected(fact: &Fact) -> String {
    let range = range(fact);
    match &fact.kind {
        FactType::Integer => format!("an integer{range}"),
        FactType::Decimal { scale, .. } => format!("a number with at most {scale} decimals{range}"),
        FactType::Number | FactType::Float => format!("a number{range}"),
        FactType::Boolean => "true or false".to_owned(),
        FactType::Text => "a text".to_owned(),
        FactType::Enumeration(words) => format!("one of {}", words.join(", ")),
        FactType::Date => format!("a date{range}"),
        FactType::DateTime => "a date and time".to_owned(),
        FactType::DaysDuration => "a days and time duration".to_owned(),
        FactType::MonthsDuration => "a years and months duration".to_owned(),
        FactType::List(item) => {
            let item = Fact { kind: (**item).clone(), range: None, ..fact.clone() };
            format!("a list, each item {}", expected(&item))
        }
    }
}

fn range(fact: &Fact) -> String {
    let Some(lane) = fact.kind.lane() else {
        let Some(range) = &fact.range else { return String::new() };
        let end = |word: &str, end: &Option<(crate::value::Number, bool)>| {
            end.map_or_else(String::new, |(number, included)| {
                format!(" {}{word} {number}", if included { "at " } else { "" })
            })
        };
        return format!("{}{}", end("least", &range.low), end("most", &range.high));
    };
    let show = |cell: Option<i64>| cell.map(|cell| to_feel_text(&lane.value(cell)));
    match (show(fact.allowed.first()), show(fact.allowed.last())) {
        (Some(low), Some(high)) => format!(" from {low} to {high}"),
        _ => String::new(),
    }
}

fn show(input: &Input<'_>) -> String {
    let text = match input {
        Input::Null => "null".to_owned(),
        Input::Missing(cause) => format!("missing({cause})"),
        Input::Boolean(truth) => truth.to_string(),
        Input::Integer(number) => number.to_string(),
        Input::Number(number) => number.to_string(),
        Input::Float(number) => format!("the float {number:?}"),
        Input::Text(text) => format!("the text {text:?}"),
        Input::Date(date) => date.to_string(),
        Input::DateTime(moment) => moment.to_string(),
        Input::DaysDuration(duration) => duration.to_string(),
        Input::MonthsDuration(duration) => duration.to_string(),
        Input::List(items) => format!("a list of {} items", items.len()),
        Input::Other(what) => what.clone(),
    };
    if text.chars().count() > 120 { text.chars().take(120).chain("…".chars()).collect() } else { text }
}
