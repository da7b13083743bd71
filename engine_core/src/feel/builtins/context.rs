//! Functions of contexts. None changes its argument: each gives a new context.
use std::sync::Arc;

use super::Sort::{Any, Context, List, Text};
use super::arguments::{any, context, list, text};
use super::builtin::builtins;
use crate::value::{ContextValue, Value};

builtins! {
    "get value"("m": Context, "key": Text) -> Any, No, None,
        "The value of the entry of that name; null if there is none.",
        |args| context(args, 0).zip(text(args, 1)).and_then(|(m, key)| m.get(key)).cloned().into();
    "get entries"("m": Context) -> List(&Context), Always, None,
        "The entries, each as a context of `key` and `value`.", |args| context(args, 0).map(entries).into();
    "context"("entries": List(&Context)) -> Context, No, None,
        "The context of these entries, each a context of `key` and `value`; null if a key is missing or stands twice.",
        |args| list(args, 0).and_then(of_entries).into();
    "context put"("context": Context, "key": Text, "value": Any) -> Context, Always, None,
        "The context with another value for that entry, or with one more entry.",
        |args| context(args, 0).zip(text(args, 1)).map(|(m, key)| put(m, key, any(args, 2).clone())).into();
    "context put"("context": Context, "keys": List(&Text), "value": Any) -> Context, No, None,
        "The same within a context in a context, whose names are the keys; null if one of them is no context.",
        |args| context(args, 0).zip(list(args, 1)).and_then(|(m, keys)| put_deep(m, keys, any(args, 2))).into();
    "context merge"("contexts": List(&Context)) -> Context, Always, None,
        "One context of the entries of all; of two entries of one name the later counts.",
        |args| list(args, 0).and_then(merge).into();
}

fn entries(m: &ContextValue) -> Vec<Value> {
    let (key_name, value_name): (Arc<str>, Arc<str>) = ("key".into(), "value".into());
    let entry = |(key, value): &(Arc<str>, Value)| {
        let parts = vec![
            (Arc::clone(&key_name), Value::Text(Arc::clone(key))),
            (Arc::clone(&value_name), value.clone()),
        ];
        ContextValue::new(parts).into()
    };
    m.entries().iter().map(entry).collect()
}

fn of_entries(items: &[Value]) -> Option<ContextValue> {
    let entry = |item: &Value| {
        let Value::Context(entry) = item else { return None };
        let Some(Value::Text(key)) = entry.get("key") else { return None };
        Some((Arc::clone(key), entry.get("value")?.clone()))
    };
    ContextValue::new(items.iter().map(entry).collect::<Option<_>>()?)
}

fn put(m: &ContextValue, key: &str, value: Value) -> Option<ContextValue> {
    let mut entries = m.entries().to_vec();
    match entries.iter_mut().find(|(known, _)| **known == *key) {
        Some(entry) => entry.1 = value,
        None => entries.push((key.into(), value)),
    }
    ContextValue::new(entries)
}

fn put_deep(m: &ContextValue, keys: &[Value], value: &Value) -> Option<ContextValue> {
    let (Value::Text(key), rest) = keys.split_first()? else { return None };
    if rest.is_empty() {
        return put(m, key, value.clone());
    }
    let Some(Value::Context(inner)) = m.get(key) else { return None };
    put(m, key, put_deep(inner, rest, value)?.into())
}

fn merge(contexts: &[Value]) -> Option<ContextValue> {
    let mut merged: Vec<(Arc<str>, Value)> = Vec::new();
    let mut places: std::collections::HashMap<Arc<str>, usize> = std::collections::HashMap::new();
    for one in contexts {
        let Value::Context(one) = one else { return None };
        for (key, value) in one.entries() {
            match places.get(key).and_then(|place| merged.get_mut(*place)) {
                Some(entry) => entry.1 = value.clone(),
                None => {
                    places.insert(Arc::clone(key), merged.len());
                    merged.push((Arc::clone(key), value.clone()));
                }
            }
        }
    }
    ContextValue::new(merged)
}
