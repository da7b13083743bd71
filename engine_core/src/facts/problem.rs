//! What is wrong with a fact.

use crate::domain::Lane;
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

/// All problems of a request in one text.
#[must_use]
pub fn message(problems: &[Problem]) -> String {
    match problems {
        [only] => only.message.clone(),
        many => {
            let lines: Vec<String> = many.iter().map(|problem| format!("- {}", problem.message)).collect();
            format!("{} facts are wrong:\n{}", many.len(), lines.join("\n"))
        }
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
        FactType::Enumeration(words) => format!("one of {}", words.list().join(", ")),
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

/// The declared range in words; without one, what the type lets in where a request could miss it.
fn range(fact: &Fact) -> String {
    let Some(range) = &fact.range else {
        let days = || Some((fact.allowed.first()?, fact.allowed.last()?));
        return match &fact.kind {
            FactType::Integer => " within ±2^53".to_owned(),
            FactType::Decimal { scale, .. } => {
                format!(" within ±10^{}", 18_u8.saturating_sub(*scale).min(13))
            }
            FactType::Number => " within ±10^40, of at most 40 decimals".to_owned(),
            FactType::Date if days().is_some_and(|(low, high)| high - low < DATES) => between_days(fact),
            _ => String::new(),
        };
    };
    match (range.low, range.high) {
        (Some((low, true)), Some((high, true))) => format!(" from {low} to {high}"),
        (low, high) => {
            let above =
                low.map(|(low, included)| format!(" {} {low}", if included { "at least" } else { "above" }));
            let below = high
                .map(|(high, included)| format!(" {} {high}", if included { "at most" } else { "below" }));
            [above, below].into_iter().flatten().collect::<Vec<_>>().join(" and")
        }
    }
}

/// More days than a declared range of dates has.
const DATES: i64 = 1_000_000_000;

fn between_days(fact: &Fact) -> String {
    let day = |cell: Option<i64>| cell.map_or_else(String::new, |cell| to_feel_text(&Lane::Day.value(cell)));
    format!(" from {} to {}", day(fact.allowed.first()), day(fact.allowed.last()))
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
