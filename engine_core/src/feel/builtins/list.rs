//! Functions of lists of anything.
use std::collections::HashMap;

use super::Sort::{Any, Boolean, Element, List, Number};
use super::arguments::{any, integer, list, position};
use super::builtin::builtins;
use crate::value::{self, Value, ops};

builtins! {
    "list contains"("list": List(&Element), "element": Element) -> Boolean, Always, Some("COUNTIF(list, element) > 0"),
        "Whether an item equals the element; null can be looked for.",
        |args| list(args, 0).map(|items| contains(items, any(args, 1))).into();
    "count"("list": List(&Any)) -> Number, Always, Some("ROWS(list)"),
        "How many items there are, nulls too.", |args| list(args, 0).and_then(|items| number(items.len())).into();
    "append"("list": List(&Element), "item": Element) Rest -> List(&Element), Always, None,
        "The list with the items put at its end.", |args| append(args).into();
    "concatenate"("list": List(&Element)) Rest -> List(&Element), Always, None,
        "One list of the items of all lists.", |args| joined(args).into();
    "insert before"("list": List(&Element), "position": Number, "new item": Element) -> List(&Element), No, None,
        "The list with the item put before that position; null if there is no such position.",
        |args| insert_before(args).into();
    "remove"("list": List(&Element), "position": Number) -> List(&Element), No, None,
        "The list without the item at that position; null if there is no such position.", |args| remove(args).into();
    "reverse"("list": List(&Element)) -> List(&Element), Always, None,
        "The list from its end to its beginning.",
        |args| list(args, 0).map(|items| items.iter().rev().cloned().collect::<Vec<_>>()).into();
    "index of"("list": List(&Element), "match": Element) -> List(&Number), Always, None,
        "The positions of all items that equal the match, counted from 1.", |args| index_of(args).into();
    "union"("list": List(&Element)) Rest -> List(&Element), Always, None,
        "The items of all lists, each once.", |args| joined(args).map(distinct).into();
    "distinct values"("list": List(&Element)) -> List(&Element), Always, Some("UNIQUE(list)"),
        "The items, each once.", |args| list(args, 0).map(|items| distinct(items.to_vec())).into();
    "flatten"("list": List(&Any)) -> List(&Any), Always, None,
        "The items, with lists among them replaced by their items, however deep.",
        |args| list(args, 0).map(|items| flatten(items, Vec::new())).into();
    "sublist"("list": List(&Element), "start position": Number; "length": Number) -> List(&Element), No, None,
        "The part from a position, counted from 1, or from the end if negative; as much as there is of `length`.",
        |args| sublist(args).into();
}

fn number(count: usize) -> Option<value::Number> {
    i64::try_from(count).ok().map(value::Number::from_i64)
}

fn contains(items: &[Value], element: &Value) -> bool {
    items.iter().any(|item| ops::equal(item, element).is_hit())
}

fn append(args: &[Value]) -> Option<Vec<Value>> {
    Some([list(args, 0)?, list(args, 1)?].concat())
}

/// The items of lists that arrive as one list of lists.
fn joined(args: &[Value]) -> Option<Vec<Value>> {
    let mut all = Vec::new();
    for one in list(args, 0)? {
        match one {
            Value::List(items) => all.extend(items.iter().cloned()),
            _ => return None,
        }
    }
    Some(all)
}

fn insert_before(args: &[Value]) -> Option<Vec<Value>> {
    let mut items = list(args, 0)?.to_vec();
    let index = position(args, 1, items.len())?;
    items.splice(index..index, [any(args, 2).clone()]);
    Some(items)
}

fn remove(args: &[Value]) -> Option<Vec<Value>> {
    let items = list(args, 0)?;
    let index = position(args, 1, items.len())?;
    Some(items.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, item)| item.clone()).collect())
}

fn index_of(args: &[Value]) -> Option<Vec<Value>> {
    let wanted = any(args, 1);
    let hits = list(args, 0)?.iter().zip(1..).filter(|(item, _)| ops::equal(item, wanted).is_hit());
    Some(hits.map(|(_, position)| value::Number::from_i64(position).into()).collect())
}

fn distinct(items: Vec<Value>) -> Vec<Value> {
    let mut seen: Vec<Value> = Vec::new();
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for item in items {
        let alike = places.entry(ops::fingerprint(&item)).or_default();
        let known =
            alike.iter().filter_map(|place| seen.get(*place)).any(|other| ops::equal(other, &item).is_hit());
        if !known {
            alike.push(seen.len());
            seen.push(item);
        }
    }
    seen
}

fn flatten(items: &[Value], flat: Vec<Value>) -> Vec<Value> {
    items.iter().fold(flat, |mut flat, item| match item {
        Value::List(inner) => flatten(inner, flat),
        _ => {
            flat.push(item.clone());
            flat
        }
    })
}

fn sublist(args: &[Value]) -> Option<Vec<Value>> {
    let items = list(args, 0)?;
    let rest = items.iter().skip(position(args, 1, items.len())?).cloned();
    if args.len() < 3 {
        return Some(rest.collect());
    }
    let length = integer(args, 2).filter(|length| *length > 0)?;
    Some(rest.take(usize::try_from(length).ok()?).collect())
}
