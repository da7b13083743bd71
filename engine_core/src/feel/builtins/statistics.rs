//! One value of many: least, greatest, sums and means. All are null for an empty list, save `mode`, and for a list that
//! holds null or an item of another sort.
use std::cmp::Ordering;

use super::Sort::{List, Number, Ordered};
use super::arguments::{list, numbers};
use super::builtin::builtins;
use crate::value::{self, Value, ops};

builtins! {
    "min"("list": List(&Ordered)) Items -> Ordered, NonEmpty, Some("MIN(list)"),
        "The least item.", |args| extreme(args, Ordering::Less).into();
    "max"("list": List(&Ordered)) Items -> Ordered, NonEmpty, Some("MAX(list)"),
        "The greatest item.", |args| extreme(args, Ordering::Greater).into();
    "sum"("list": List(&Number)) Items -> Number, NonEmpty, Some("SUM(list)"),
        "The sum.", |args| numbers(args, 0).and_then(|items| sum(&items)).into();
    "mean"("list": List(&Number)) Items -> Number, NonEmpty, Some("AVERAGE(list)"),
        "The arithmetic mean.", |args| numbers(args, 0).and_then(|items| mean(&items)).into();
    "product"("list": List(&Number)) Items -> Number, NonEmpty, Some("PRODUCT(list)"),
        "The product.", |args| numbers(args, 0).and_then(|items| product(&items)).into();
    "median"("list": List(&Number)) Items -> Number, NonEmpty, Some("MEDIAN(list)"),
        "The middle number, or the mean of the two in the middle.", |args| numbers(args, 0).and_then(median).into();
    "stddev"("list": List(&Number)) Items -> Number, No, Some("STDEV.S(list)"),
        "The standard deviation of a sample; null for fewer than two numbers.",
        |args| numbers(args, 0).and_then(|items| stddev(&items)).into();
    "mode"("list": List(&Number)) Items -> List(&Number), Always, None,
        "The most frequent numbers in ascending order; empty for an empty list.",
        |args| numbers(args, 0).map(mode).into();
}

fn extreme(args: &[Value], wanted: Ordering) -> Option<Value> {
    let (first, rest) = list(args, 0)?.split_first()?;
    ops::compare(first, first)?;
    let best = rest.iter().try_fold(first, |best, item| {
        ops::compare(item, best).map(|order| if order == wanted { item } else { best })
    });
    best.cloned()
}

fn sum(items: &[value::Number]) -> Option<value::Number> {
    let (first, rest) = items.split_first()?;
    rest.iter().try_fold(*first, |total, item| total.checked_add(*item))
}

fn product(items: &[value::Number]) -> Option<value::Number> {
    let (first, rest) = items.split_first()?;
    rest.iter().try_fold(*first, |total, item| total.checked_mul(*item))
}

fn count(items: &[value::Number]) -> Option<value::Number> {
    i64::try_from(items.len()).ok().map(value::Number::from_i64)
}

fn mean(items: &[value::Number]) -> Option<value::Number> {
    sum(items)?.checked_div(count(items)?)
}

fn median(mut items: Vec<value::Number>) -> Option<value::Number> {
    items.sort_unstable();
    let high = items.get(items.len() / 2)?;
    if items.len() % 2 == 1 {
        return Some(*high);
    }
    let low = items.get(items.len().checked_sub(1)? / 2)?;
    mean(&[*low, *high])
}

fn stddev(items: &[value::Number]) -> Option<value::Number> {
    let mean = mean(items)?;
    let squares = items.iter().map(|item| {
        let distance = item.checked_sub(mean)?;
        distance.checked_mul(distance)
    });
    let squares = sum(&squares.collect::<Option<Vec<_>>>()?)?;
    squares.checked_div(count(items)?.checked_sub(value::Number::ONE)?)?.sqrt()
}

fn mode(mut items: Vec<value::Number>) -> Vec<Value> {
    items.sort_unstable();
    let runs = || items.chunk_by(|a, b| a == b);
    let most = runs().map(<[_]>::len).max();
    runs().filter(|run| Some(run.len()) == most).filter_map(|run| run.first()).map(|n| (*n).into()).collect()
}
