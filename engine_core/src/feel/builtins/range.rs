//! Allen's relations between points and ranges. A point is a range from itself to itself, both ends included.
//!
//! An open end lies beyond every value. Ends that cannot be compared make the relation null.
use std::cmp::Ordering::{self, Equal, Greater, Less};

use super::Sort::{Boolean, Ordered, Range};
use super::arguments::any;
use super::builtin::builtins;
use crate::value::{End, Value, ops};

builtins! {
    "before"("point1": Ordered, "point2": Ordered) -> Boolean, No, Some("point1 < point2"),
        "Whether the first point lies before the second.", |args| relate(args, before);
    "before"("point": Ordered, "range": Range) -> Boolean, No, None,
        "Whether the point lies before the whole range.", |args| relate(args, before);
    "before"("range": Range, "point": Ordered) -> Boolean, No, None,
        "Whether the whole range lies before the point.", |args| relate(args, before);
    "before"("range1": Range, "range2": Range) -> Boolean, No, None,
        "Whether the whole first range lies before the second.", |args| relate(args, before);
    "after"("point1": Ordered, "point2": Ordered) -> Boolean, No, Some("point1 > point2"),
        "Whether the first point lies after the second.", |args| turned(args, before);
    "after"("point": Ordered, "range": Range) -> Boolean, No, None,
        "Whether the point lies after the whole range.", |args| turned(args, before);
    "after"("range": Range, "point": Ordered) -> Boolean, No, None,
        "Whether the whole range lies after the point.", |args| turned(args, before);
    "after"("range1": Range, "range2": Range) -> Boolean, No, None,
        "Whether the whole first range lies after the second.", |args| turned(args, before);
    "meets"("range1": Range, "range2": Range) -> Boolean, No, None,
        "Whether the first range ends with the value with which the second begins.", |args| relate(args, meets);
    "met by"("range1": Range, "range2": Range) -> Boolean, No, None,
        "Whether the first range begins with the value with which the second ends.", |args| turned(args, meets);
    "overlaps"("range1": Range, "range2": Range) -> Boolean, No, None,
        "Whether the ranges share a value.", |args| relate(args, overlaps);
    "overlaps before"("range1": Range, "range2": Range) -> Boolean, No, None,
        "Whether the first range begins before the second and ends within it.", |args| relate(args, overlaps_before);
    "overlaps after"("range1": Range, "range2": Range) -> Boolean, No, None,
        "Whether the first range begins within the second and ends after it.", |args| turned(args, overlaps_before);
    "finishes"("point": Ordered, "range": Range) -> Boolean, No, None,
        "Whether the point is the range's last value.", |args| relate(args, finishes);
    "finishes"("range1": Range, "range2": Range) -> Boolean, No, None,
        "Whether both ranges end alike and the first begins no earlier.", |args| relate(args, finishes);
    "finished by"("range": Range, "point": Ordered) -> Boolean, No, None,
        "Whether the range's last value is the point.", |args| turned(args, finishes);
    "finished by"("range1": Range, "range2": Range) -> Boolean, No, None,
        "Whether both ranges end alike and the second begins no earlier.", |args| turned(args, finishes);
    "includes"("range": Range, "point": Ordered) -> Boolean, No, None,
        "Whether the point lies in the range.", |args| relate(args, includes);
    "includes"("range1": Range, "range2": Range) -> Boolean, No, None,
        "Whether the whole second range lies in the first.", |args| relate(args, includes);
    "during"("point": Ordered, "range": Range) -> Boolean, No, None,
        "Whether the point lies in the range.", |args| turned(args, includes);
    "during"("range1": Range, "range2": Range) -> Boolean, No, None,
        "Whether the whole first range lies in the second.", |args| turned(args, includes);
    "starts"("point": Ordered, "range": Range) -> Boolean, No, None,
        "Whether the point is the range's first value.", |args| relate(args, starts);
    "starts"("range1": Range, "range2": Range) -> Boolean, No, None,
        "Whether both ranges begin alike and the first ends no later.", |args| relate(args, starts);
    "started by"("range": Range, "point": Ordered) -> Boolean, No, None,
        "Whether the range's first value is the point.", |args| turned(args, starts);
    "started by"("range1": Range, "range2": Range) -> Boolean, No, None,
        "Whether both ranges begin alike and the second ends no later.", |args| turned(args, starts);
    "coincides"("point1": Ordered, "point2": Ordered) -> Boolean, No, Some("point1 = point2"),
        "Whether the points are equal.", |args| relate(args, coincides);
    "coincides"("range1": Range, "range2": Range) -> Boolean, No, None,
        "Whether both ranges begin and end alike.", |args| relate(args, coincides);
}

/// One end; without a value it is open to infinity.
#[derive(Clone, Copy)]
struct Edge<'a> {
    value: Option<&'a Value>,
    included: bool,
}

#[derive(Clone, Copy)]
struct Span<'a> {
    low: Edge<'a>,
    high: Edge<'a>,
}

type Relation = fn(Span<'_>, Span<'_>) -> Option<bool>;

fn relate(args: &[Value], relation: Relation) -> Value {
    span(any(args, 0)).zip(span(any(args, 1))).and_then(|(a, b)| relation(a, b)).into()
}

/// The relation with its sides exchanged.
fn turned(args: &[Value], relation: Relation) -> Value {
    span(any(args, 0)).zip(span(any(args, 1))).and_then(|(a, b)| relation(b, a)).into()
}

fn span(value: &Value) -> Option<Span<'_>> {
    match value {
        Value::Null => None,
        Value::Range(range) => Some(Span { low: edge(range.low.as_ref()), high: edge(range.high.as_ref()) }),
        point => {
            let edge = Edge { value: Some(point), included: true };
            Some(Span { low: edge, high: edge })
        }
    }
}

fn edge(end: Option<&End>) -> Edge<'_> {
    end.map_or(Edge { value: None, included: false }, |end| Edge {
        value: Some(&end.value),
        included: end.included,
    })
}

/// The order of two edges by value; `infinite` is where an open edge lies.
fn order(a: Edge<'_>, b: Edge<'_>, infinite: Ordering) -> Option<Ordering> {
    match (a.value, b.value) {
        (Some(a), Some(b)) => ops::compare(a, b),
        (None, None) => Some(Equal),
        (None, Some(_)) => Some(infinite),
        (Some(_), None) => Some(infinite.reverse()),
    }
}

/// Where values begin: an included edge begins before an excluded one at the same value.
fn lows(a: Span<'_>, b: Span<'_>) -> Option<Ordering> {
    Some(order(a.low, b.low, Less)?.then(b.low.included.cmp(&a.low.included)))
}

/// Where values end: an included edge ends after an excluded one at the same value.
fn highs(a: Span<'_>, b: Span<'_>) -> Option<Ordering> {
    Some(order(a.high, b.high, Greater)?.then(a.high.included.cmp(&b.high.included)))
}

/// Where the end of `a` lies against the beginning of `b`; equal only if both hold the value.
fn high_to_low(a: Span<'_>, b: Span<'_>) -> Option<Ordering> {
    let (Some(high), Some(low)) = (a.high.value, b.low.value) else { return Some(Greater) };
    let both = a.high.included && b.low.included;
    Some(ops::compare(high, low)?.then(if both { Equal } else { Less }))
}

fn before(a: Span<'_>, b: Span<'_>) -> Option<bool> {
    Some(high_to_low(a, b)? == Less)
}

fn meets(a: Span<'_>, b: Span<'_>) -> Option<bool> {
    Some(high_to_low(a, b)? == Equal)
}

fn overlaps(a: Span<'_>, b: Span<'_>) -> Option<bool> {
    Some(high_to_low(a, b)? != Less && high_to_low(b, a)? != Less)
}

fn overlaps_before(a: Span<'_>, b: Span<'_>) -> Option<bool> {
    Some(lows(a, b)? == Less && high_to_low(a, b)? != Less && highs(a, b)? != Greater)
}

fn finishes(a: Span<'_>, b: Span<'_>) -> Option<bool> {
    Some(highs(a, b)? == Equal && lows(a, b)? != Less)
}

fn includes(a: Span<'_>, b: Span<'_>) -> Option<bool> {
    Some(lows(a, b)? != Greater && highs(a, b)? != Less)
}

fn starts(a: Span<'_>, b: Span<'_>) -> Option<bool> {
    Some(lows(a, b)? == Equal && highs(a, b)? != Greater)
}

fn coincides(a: Span<'_>, b: Span<'_>) -> Option<bool> {
    Some(lows(a, b)? == Equal && highs(a, b)? == Equal)
}
