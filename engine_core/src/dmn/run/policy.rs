//! Hit policies: which of the outputs come first, and what collecting makes of them.
use crate::dmn::table::{Aggregation, Output, Policy};
use crate::value::{Truth, Value, ops};

/// The outputs of a rule, and how far each is from the front of its column's order.
pub(super) struct Ranked {
    rank: Vec<usize>,
    pub values: Vec<Value>,
}

/// The outputs of rules, those first that go before; in the order of the rules where none does.
pub(super) fn ranked(outputs: &[Output], rows: Vec<Vec<Value>>) -> Vec<Ranked> {
    let rank = |output: &Output, value: &Value| {
        let found = output.order.iter().position(|known| ops::equal(known, value) == Truth::True);
        found.unwrap_or(output.order.len())
    };
    let mut ranked: Vec<Ranked> = rows
        .into_iter()
        .map(|values| Ranked {
            rank: outputs.iter().zip(&values).map(|(output, value)| rank(output, value)).collect(),
            values,
        })
        .collect();
    ranked.sort_by(|one, other| one.rank.cmp(&other.rank));
    ranked
}

/// What collecting makes of what was hit; why it can make nothing of it.
pub(super) fn collected(aggregation: Aggregation, values: Vec<Value>) -> Result<Value, String> {
    let count = values.len();
    match aggregation {
        Aggregation::List => Ok(values.into()),
        Aggregation::Count => Ok(i64::try_from(count).map_or(Value::Null, Value::from)),
        Aggregation::Sum => folded(values, |sum, value| match ops::add(&sum, &value) {
            Value::Null => None,
            sum => Some(sum),
        }),
        Aggregation::Min => folded(values, |least, value| {
            ops::compare(&value, &least).map(|order| if order.is_lt() { value } else { least })
        }),
        Aggregation::Max => folded(values, |most, value| {
            ops::compare(&value, &most).map(|order| if order.is_gt() { value } else { most })
        }),
    }
}

fn folded(values: Vec<Value>, step: impl Fn(Value, Value) -> Option<Value>) -> Result<Value, String> {
    let mut values = values.into_iter();
    let Some(mut result) = values.next() else { return Ok(Value::Null) };
    if matches!(result, Value::Text(_)) {
        return Err("texts are collected, and cannot be summed up".to_owned());
    }
    for value in values {
        result =
            step(result, value).ok_or("what the rules give is not all of one kind that can be summed up")?;
    }
    Ok(result)
}

/// What a policy makes of no hits.
pub(super) fn of_nothing(policy: Policy) -> Value {
    match policy {
        Policy::Collect(Aggregation::Count) => Value::from(0),
        policy if policy.lists() => Vec::<Value>::new().into(),
        _ => Value::Null,
    }
}
