//! Values that came as text, since JSON has no dates: read by the type that is declared for them.
use std::sync::Arc;

use crate::feel::general::FeelType;
use crate::value::{ContextValue, Date, DateTime, DaysDuration, MonthsDuration, Time, Value};

/// The value with each text that stands for a date, time or duration read; what cannot be read stays a text.
#[must_use]
pub fn read(ty: &FeelType, value: &Value) -> Value {
    match (ty.base(), value) {
        (base, Value::Text(text)) => moment(base, text).unwrap_or_else(|| value.clone()),
        (FeelType::List(item), Value::List(items)) => {
            items.iter().map(|value| read(item, value)).collect::<Vec<_>>().into()
        }
        (FeelType::List(item), one) => read(item, one),
        (FeelType::Context(members), Value::Context(context)) => {
            let entries = context.entries().iter().map(|(name, value)| {
                let member = members.iter().find(|(known, _)| known == name);
                (Arc::clone(name), member.map_or_else(|| value.clone(), |(_, ty)| read(ty, value)))
            });
            ContextValue::new(entries.collect()).into()
        }
        _ => value.clone(),
    }
}

fn moment(ty: &FeelType, text: &str) -> Option<Value> {
    Some(match ty {
        FeelType::Date => Date::parse(text)?.into(),
        FeelType::Time => Time::parse(text)?.into(),
        FeelType::DateTime => DateTime::parse(text)?.into(),
        FeelType::DaysDuration => DaysDuration::parse(text)?.into(),
        FeelType::MonthsDuration => MonthsDuration::parse(text)?.into(),
        FeelType::List(item) => read(item, &Value::from(text)),
        _ => return None,
    })
}
