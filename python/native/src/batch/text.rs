//! Cells of text, as a CSV file has them: each is typed by its fact, as `facts_from_text` types it.
use std::borrow::Cow;

use engine_core::facts::{Input, TextFact, read_text};
use engine_core::schema::{Fact, Schema};

/// The input that a text stands for; the text itself where it is not of the fact's type.
pub fn typed<'a>(fact: &Fact, schema: &Schema, input: Input<'a>) -> Input<'a> {
    let Input::Text(text) = &input else { return input };
    match read_text(fact, text, schema) {
        Ok(read) => of_fact(read),
        Err(_) => input,
    }
}

fn of_fact(fact: TextFact) -> Input<'static> {
    match fact {
        TextFact::Null => Input::Null,
        TextFact::Missing(cause) => Input::Missing(Cow::Owned(cause)),
        TextFact::Boolean(truth) => Input::Boolean(truth),
        TextFact::Number(number) => match number.to_i64().filter(|_| number.exponent() == 0) {
            Some(whole) => Input::Integer(whole),
            None => Input::Number(number),
        },
        TextFact::Text(text) => Input::Text(Cow::Owned(text)),
        TextFact::Date(date) => Input::Date(date),
        TextFact::List(items) => Input::List(items.into_iter().map(of_fact).collect()),
    }
}
