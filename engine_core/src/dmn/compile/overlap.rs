//! Rules of a table that can hit together although its policy allows only one, as far as their constants prove it.
use super::Compiler;
use crate::diagnostic::Code;
use crate::dmn::program::{Boxed, Logic};
use crate::dmn::table::{Cell, Constant, Policy, Rule, Table};
use crate::feel::ast::CompareOp;
use crate::feel::operation::{self, Nulls};
use crate::source::Place;
use crate::value::{End, Truth, Value, ops};

/// Pairs of rules that are looked at.
const PAIRS: usize = 200_000;
/// Pairs that one table reports.
const REPORTED: usize = 5;

impl Compiler<'_, '_, '_> {
    pub(super) fn overlaps(&mut self, table: &Table, places: &[Place]) {
        if !matches!(table.policy, Policy::Unique | Policy::Any) {
            return;
        }
        let pairs = (0..table.rules.len()).flat_map(|one| (0..one).map(move |other| (other, one)));
        let mut reported = 0;
        for (first, second) in pairs.take(PAIRS) {
            let (Some(one), Some(other)) = (table.rules.get(first), table.rules.get(second)) else {
                continue;
            };
            if !overlap(one, other) || (table.policy == Policy::Any && !differ(one, other)) {
                continue;
            }
            let Some(place) = places.get(second) else { continue };
            let message = format!(
                "rules {} and {} can hit together, and the table gives null then",
                first + 1,
                second + 1
            );
            let help = match table.policy {
                Policy::Unique => "set their cells apart, or choose another hit policy",
                _ => "give both the same outputs, or set their cells apart",
            };
            self.problems.findings.add(Code::DmnRowsOverlap, *place, message, help);
            reported += 1;
            if reported == REPORTED {
                return;
            }
        }
    }
}

/// Whether some values certainly hit both.
fn overlap(one: &Rule, other: &Rule) -> bool {
    one.cells.iter().zip(&other.cells).all(|(one, other)| meet(one, other))
}

fn meet(one: &Cell, other: &Cell) -> bool {
    match (one, other) {
        (Cell::Any, Cell::Any) => true,
        (Cell::Any, Cell::Constants(constants)) | (Cell::Constants(constants), Cell::Any) => {
            !constants.tests.is_empty()
        }
        (Cell::Constants(one), Cell::Constants(other)) if !one.negated && !other.negated => {
            one.tests.iter().any(|one| other.tests.iter().any(|other| tests_meet(one, other)))
        }
        _ => false,
    }
}

fn tests_meet(one: &Constant, other: &Constant) -> bool {
    match (point(one), point(other)) {
        (Some(Value::List(_)), Some(_)) => false,
        (Some(one), Some(other)) => ops::equal(one, other) == Truth::True,
        (Some(point), None) => passes(other, point),
        (None, Some(point)) => passes(one, point),
        (None, None) => match (interval(one), interval(other)) {
            (Some(one), Some(other)) => intervals_meet(one, other),
            _ => false,
        },
    }
}

/// The one value that passes.
const fn point(test: &Constant) -> Option<&Value> {
    match test {
        Constant::Compare(CompareOp::Equal, value) => Some(value),
        Constant::Within(value) if !matches!(value, Value::Range(_) | Value::List(_)) => Some(value),
        _ => None,
    }
}

fn passes(test: &Constant, value: &Value) -> bool {
    let truth = match test {
        Constant::Compare(op, constant) => operation::compare(*op, value, constant, Nulls::Feel),
        Constant::Within(constant) => operation::within(value, constant, |_| Nulls::Feel),
    };
    truth == Truth::True
}

type Interval<'a> = (Option<(&'a Value, bool)>, Option<(&'a Value, bool)>);

fn interval(test: &Constant) -> Option<Interval<'_>> {
    fn end(end: &Option<End>) -> Option<(&Value, bool)> {
        end.as_ref().map(|end| (&end.value, end.included))
    }
    match test {
        Constant::Compare(CompareOp::Less, value) => Some((None, Some((value, false)))),
        Constant::Compare(CompareOp::LessOrEqual, value) => Some((None, Some((value, true)))),
        Constant::Compare(CompareOp::Greater, value) => Some((Some((value, false)), None)),
        Constant::Compare(CompareOp::GreaterOrEqual, value) => Some((Some((value, true)), None)),
        Constant::Within(Value::Range(range)) => Some((end(&range.low), end(&range.high))),
        _ => None,
    }
}

/// Whether two intervals share a value, numbers being dense.
fn intervals_meet(one: Interval<'_>, other: Interval<'_>) -> bool {
    below(one.0, other.1) && below(other.0, one.1)
}

/// Whether something lies at or above the one and at or below the other.
fn below(low: Option<(&Value, bool)>, high: Option<(&Value, bool)>) -> bool {
    let (Some((low, from)), Some((high, to))) = (low, high) else { return true };
    ops::compare(low, high).is_some_and(|order| order.is_lt() || (order.is_eq() && from && to))
}

/// Whether the outputs are constants that differ.
fn differ(one: &Rule, other: &Rule) -> bool {
    one.outputs.iter().zip(&other.outputs).any(|(one, other)| match (constant(one), constant(other)) {
        (Some(one), Some(other)) => ops::equal(one, other) != Truth::True,
        _ => false,
    })
}

const fn constant(boxed: &Boxed) -> Option<&Value> {
    match &boxed.logic {
        Logic::Constant(value) => Some(value),
        _ => None,
    }
}
