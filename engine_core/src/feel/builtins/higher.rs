//! Functions that take functions.
use std::cmp::Ordering;

use super::Sort::{Element, Function, List, Number};
use super::arguments::{any, list, position};
use super::builtin::{Builtin, Caller, Calls, Param, Repeat, Total};
use crate::feel::general::Exhausted;
use crate::value::Value;

const LIST: Param = Param { name: "list", sort: List(&Element), optional: false };
const NEW_ITEM: Param = Param { name: "newItem", sort: Element, optional: false };

const fn row(name: &'static str, params: &'static [Param], doc: &'static str, calls: Calls) -> Builtin {
    Builtin {
        name,
        params,
        repeat: Repeat::No,
        result: List(&Element),
        total: Total::No,
        doc,
        excel: None,
        run: |_| Value::Null,
        calls: Some(calls),
    }
}

pub(super) const TABLE: &[Builtin] = &[
    row(
        "sort",
        &[LIST, Param { name: "precedes", sort: Function, optional: false }],
        "The items so ordered that one stands before another if the function says that it precedes; others keep their order.",
        sort,
    ),
    row("sort", &[LIST], "The items in ascending order.", |args, caller| {
        let Some(items) = list(args, 0) else { return Ok(Value::Null) };
        sorted(items, caller, |a, b, _| Ok(crate::value::ops::compare(a, b).map(Ordering::is_lt)))
    }),
    row(
        "list replace",
        &[LIST, Param { name: "position", sort: Number, optional: false }, NEW_ITEM],
        "The list with another item at that position; null if there is no such position.",
        |args, _| Ok(replace_at(args).into()),
    ),
    row(
        "list replace",
        &[LIST, Param { name: "match", sort: Function, optional: false }, NEW_ITEM],
        "The list with another item wherever the function of item and new item says so.",
        replace_matching,
    ),
];

fn sort(args: &[Value], caller: &mut dyn Caller) -> Result<Value, Exhausted> {
    let Some(items) = list(args, 0) else { return Ok(Value::Null) };
    let precedes = any(args, 1);
    sorted(items, caller, |a, b, caller| {
        Ok(match caller.call(precedes, vec![a.clone(), b.clone()])? {
            Value::Boolean(truth) => Some(truth),
            _ => None,
        })
    })
}

type Precedes<'a> = &'a mut dyn FnMut(&Value, &Value, &mut dyn Caller) -> Result<Option<bool>, Exhausted>;

/// A merge sort, which is stable and ends whatever the function says; null where the function does not say.
fn sorted(
    items: &[Value],
    caller: &mut dyn Caller,
    mut precedes: impl FnMut(&Value, &Value, &mut dyn Caller) -> Result<Option<bool>, Exhausted>,
) -> Result<Value, Exhausted> {
    let mut runs: Vec<Vec<Value>> = items.iter().map(|item| vec![item.clone()]).collect();
    while runs.len() > 1 {
        caller.take(items.len())?;
        let mut next = Vec::with_capacity(runs.len().div_ceil(2));
        let mut rest = runs.into_iter();
        while let Some(left) = rest.next() {
            let Some(right) = rest.next() else {
                next.push(left);
                break;
            };
            let Some(merged) = merge(left, right, caller, &mut precedes)? else { return Ok(Value::Null) };
            next.push(merged);
        }
        runs = next;
    }
    Ok(runs.pop().unwrap_or_default().into())
}

fn merge(
    left: Vec<Value>,
    right: Vec<Value>,
    caller: &mut dyn Caller,
    precedes: Precedes<'_>,
) -> Result<Option<Vec<Value>>, Exhausted> {
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let Some(turned) = precedes(b, a, caller)? else { return Ok(None) };
        merged.extend(if turned { right.next() } else { left.next() });
    }
    merged.extend(left);
    merged.extend(right);
    Ok(Some(merged))
}

fn replace_at(args: &[Value]) -> Option<Vec<Value>> {
    let mut items = list(args, 0)?.to_vec();
    let index = position(args, 1, items.len())?;
    *items.get_mut(index)? = any(args, 2).clone();
    Some(items)
}

fn replace_matching(args: &[Value], caller: &mut dyn Caller) -> Result<Value, Exhausted> {
    let Some(items) = list(args, 0) else { return Ok(Value::Null) };
    let (matches, new) = (any(args, 1), any(args, 2));
    let mut replaced = Vec::with_capacity(items.len());
    for item in items {
        match caller.call(matches, vec![item.clone(), new.clone()])? {
            Value::Boolean(true) => replaced.push(new.clone()),
            Value::Boolean(false) => replaced.push(item.clone()),
            _ => return Ok(Value::Null),
        }
    }
    Ok(replaced.into())
}
