//! What does not live in cells: whether a value fits its fact's type and range, and what it is inside.

use std::sync::Arc;

use super::{Input, Plain, Reader, widest_number};
use crate::bounds;
use crate::domain::Lane;
use crate::schema::{Fact, FactType};
use crate::value::{DateTime, DaysDuration, MonthsDuration, Number, Value};

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
            let cell = Reader::item(fact, kind).read(&Plain::of(input)?)?;
            Some(lane.value(cell))
        }
    }
}

fn in_range(fact: &Fact, number: Number) -> Option<Value> {
    let inside = fact.range.as_ref().is_none_or(|range| range.holds(number));
    // Neither huge nor tiny, so that what a policy works out with it stays within the range of numbers.
    (inside && number.abs() <= widest_number() && number.normalized().exponent() >= -40)
        .then_some(Value::Number(number))
}
