//! Whether a value fits a fact's type and range, and what it is inside.

use std::sync::Arc;

use super::{Input, widest_number};
use crate::bounds;
use crate::domain::{Cell, Lane, NULL, float_cell, is_missing};
use crate::schema::{Fact, FactType};
use crate::value::{Date, DateTime, DaysDuration, MonthsDuration, Number, Value};

/// The cell of a value, for facts that live in cells; `None` where it does not fit.
pub fn cell(fact: &Fact, input: &Input<'_>) -> Option<Cell> {
    let cell = match (&fact.kind, input) {
        (FactType::Integer, Input::Integer(number)) => *number,
        (FactType::Integer, Input::Number(number)) if number.exponent() >= 0 => number.to_i64()?,
        (FactType::Decimal { scale, .. }, input) => scaled(*scale, input)?,
        (FactType::Float, Input::Float(number)) if number.is_finite() => float_cell(*number),
        (FactType::Float, Input::Integer(number)) => float_cell(Number::from_i64(*number).to_f64()),
        (FactType::Float, Input::Number(number)) => float_cell(number.to_f64()),
        (FactType::Boolean, Input::Boolean(truth)) => Cell::from(*truth),
        (FactType::Enumeration(words), Input::Text(text)) => words.find(text)?,
        (FactType::Date, Input::Date(date)) => date.to_days(),
        (FactType::Date, Input::Text(text)) => Date::parse(text)?.to_days(),
        _ => return None,
    };
    // One interval is nearly every fact; a search is for the rest.
    let inside = match fact.allowed.intervals() {
        [(low, high)] => *low <= cell && cell <= *high,
        _ => fact.allowed.contains(cell),
    };
    (inside && !is_missing(cell)).then_some(cell)
}

fn scaled(scale: u8, input: &Input<'_>) -> Option<Cell> {
    let power = 10_i64.checked_pow(u32::from(scale))?;
    match input {
        Input::Integer(number) => number.checked_mul(power),
        Input::Number(number) => number.to_scaled(scale),
        Input::Float(number) => {
            scaled_float(*number, power).or_else(|| Number::from_f64(*number)?.to_scaled(scale))
        }
        _ => None,
    }
}

/// The shortest decimal of a double, scaled, without printing it: with at most 15 digits a decimal survives the way to the
/// nearest double and back, so that the double which is nearest to it prints as it.
#[expect(
    clippy::float_arithmetic,
    clippy::float_cmp,
    reason = "the comparison is exact: both sides are the nearest double of the same decimal"
)]
fn scaled_float(number: f64, power: i64) -> Option<Cell> {
    const DIGITS: f64 = 1e15;
    #[expect(clippy::cast_precision_loss, reason = "a power of ten up to ten to the fifth is a double")]
    let power = power as f64;
    let scaled = (number * power).round();
    if scaled.abs() < DIGITS && scaled / power == number {
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and below 10^15")]
        return Some(scaled as Cell);
    }
    None
}

/// Whether a fact is a text and the value is one that it takes.
pub fn is_text(fact: &Fact, input: &Input<'_>) -> bool {
    matches!((&fact.kind, input), (FactType::Text, Input::Text(text)) if text.len() <= bounds::TEXT)
}

/// The value, for facts that do not live in cells; `None` where it does not fit.
pub fn value(fact: &Fact, input: &Input<'_>) -> Option<Value> {
    of_type(fact, &fact.kind, input)
}

fn of_type(fact: &Fact, kind: &FactType, input: &Input<'_>) -> Option<Value> {
    match (kind, input) {
        (FactType::Number, Input::Integer(number)) => in_range(fact, Number::from_i64(*number)),
        (FactType::Number, Input::Number(number)) => in_range(fact, *number),
        (FactType::Number, Input::Float(number)) => in_range(fact, Number::from_f64(*number)?),
        (FactType::Text, Input::Text(text)) if text.len() <= bounds::TEXT => {
            Some(Value::Text(Arc::from(&**text)))
        }
        (FactType::DateTime, Input::DateTime(moment)) => Some(Value::DateTime(*moment)),
        (FactType::DateTime, Input::Text(text)) => DateTime::parse(text).map(Value::DateTime),
        (FactType::DaysDuration, Input::DaysDuration(duration)) => Some(Value::DaysDuration(*duration)),
        (FactType::DaysDuration, Input::Text(text)) => DaysDuration::parse(text).map(Value::DaysDuration),
        (FactType::MonthsDuration, Input::MonthsDuration(duration)) => Some(Value::MonthsDuration(*duration)),
        (FactType::MonthsDuration, Input::Text(text)) => {
            MonthsDuration::parse(text).map(Value::MonthsDuration)
        }
        (FactType::List(item), Input::List(items)) if items.len() <= bounds::ITEMS => {
            let values: Option<Vec<Value>> = items.iter().map(|input| of_type(fact, item, input)).collect();
            values.map(|values| Value::List(values.into()))
        }
        (kind, input) => {
            let lane: Lane = kind.lane()?;
            let item = Fact { kind: kind.clone(), ..fact.clone() };
            let cell = cell(&item, input).unwrap_or(NULL);
            (!is_missing(cell)).then(|| lane.value(cell))
        }
    }
}

fn in_range(fact: &Fact, number: Number) -> Option<Value> {
    let inside = fact.range.as_ref().is_none_or(|range| range.holds(number));
    // Neither huge nor tiny, so that what a policy works out with it stays within the range of numbers.
    (inside && number.abs() <= widest_number() && number.normalized().exponent() >= -40)
        .then_some(Value::Number(number))
}
