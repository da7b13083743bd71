//! A number for each value that is the same for values that FEEL calls equal, so that equal ones are found quickly.
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::value::{End, Value};

/// Equal values have one fingerprint; others nearly always have another.
#[must_use]
pub fn fingerprint(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    add(value, &mut hasher);
    hasher.finish()
}

fn add(value: &Value, hasher: &mut DefaultHasher) {
    std::mem::discriminant(value).hash(hasher);
    match value {
        // Functions are rare among values that are compared, and equal only to themselves.
        Value::Null | Value::Function(_) => {}
        Value::Boolean(it) => it.hash(hasher),
        Value::Number(it) => it.hash(hasher),
        Value::Text(it) => it.hash(hasher),
        Value::Date(it) => it.hash(hasher),
        Value::Time(it) => it.moment().hash(hasher),
        Value::DateTime(it) => it.moment().hash(hasher),
        Value::DaysDuration(it) => it.hash(hasher),
        Value::MonthsDuration(it) => it.hash(hasher),
        Value::List(items) => items.iter().for_each(|item| add(item, hasher)),
        Value::Range(range) => {
            for end in [&range.low, &range.high].into_iter().flatten() {
                let End { value, included } = end;
                included.hash(hasher);
                add(value, hasher);
            }
        }
        // In whatever order the entries stand.
        Value::Context(context) => {
            let entry = |(name, value): &(_, Value)| {
                let mut hasher = DefaultHasher::new();
                Hash::hash(name, &mut hasher);
                add(value, &mut hasher);
                hasher.finish()
            };
            context.entries().iter().map(entry).fold(0_u64, u64::wrapping_add).hash(hasher);
        }
    }
}
