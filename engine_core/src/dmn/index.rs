//! An index of the rules of a decision table, where all of their tests are against constants.
//!
//! A column whose constants are all numbers, texts, truth values or dates becomes a line of cells, as a table of a bundle has.
//! The index only leaves out rules that cannot hit; the others are tried as ever. A value of another kind than the
//! column's constants is on no line, and all rules are tried.
use super::table::{Cell, Constant, Constants, Rule};
use crate::domain::{self, Lane, NULL, Set, Words, interval, interval_of};
use crate::feel::ast::CompareOp;
use crate::table::{Index, PerRow};
use crate::value::{Number, RangeValue, Truth, Value};

/// Fewer rules are tried one by one.
const FEW: usize = 12;

/// The index.
#[derive(Debug)]
pub struct Rules {
    /// How the value of each column becomes a cell; none for a column that leaves no rule out.
    lanes: Box<[Option<Lane>]>,
    index: Index,
}

impl Rules {
    /// The index of a table's rules; none where it would not help, or where a test must be worked out.
    #[must_use]
    pub fn new(rules: &[Rule], columns: usize) -> Option<Self> {
        let worked_out = |rule: &Rule| rule.cells.iter().any(|cell| matches!(cell, Cell::Tests(_)));
        if rules.len() < FEW || rules.iter().any(worked_out) {
            return None;
        }
        let lanes: Vec<Option<Lane>> = (0..columns).map(|column| lane(rules, column)).collect();
        let sets = |(column, lane): (usize, &Option<Lane>)| {
            let cells = rules.iter().map(|rule| rule.cells.get(column));
            let sets = cells.map(|cell| match (cell, lane) {
                (Some(Cell::Constants(constants)), Some(lane)) => set(constants, lane),
                _ => Set::all(),
            });
            PerRow::new(sets.collect(), (0..).map(Some).take(rules.len()))
        };
        let sets: Vec<PerRow<Set>> = lanes.iter().enumerate().map(sets).collect();
        let index = Index::new(&sets.iter().collect::<Vec<_>>(), rules.len());
        Some(Self { lanes: lanes.into(), index })
    }

    /// The cells of the columns' values; none where one is on no line.
    #[must_use]
    pub fn cells<'v>(&self, values: impl Iterator<Item = Option<&'v Value>>) -> Option<Vec<domain::Cell>> {
        self.lanes.iter().zip(values).map(|(lane, value)| cell(lane.as_ref(), value?)).collect()
    }

    /// The first rule that may hit, which no rule before it does.
    #[must_use]
    pub fn first(&self, cells: &[domain::Cell]) -> Option<usize> {
        self.index.first(cells)
    }

    /// The rules that may hit, in their order.
    #[must_use]
    pub fn every(&self, cells: &[domain::Cell]) -> Vec<usize> {
        self.index.every(cells)
    }
}

/// The cell of a value.
fn cell(lane: Option<&Lane>, value: &Value) -> Option<domain::Cell> {
    let Some(lane) = lane else { return Some(NULL) };
    match (lane, value) {
        (_, Value::Null) => Some(NULL),
        (Lane::Cuts(_), Value::Number(_))
        | (Lane::Symbol { .. }, Value::Text(_))
        | (Lane::Boolean, Value::Boolean(_))
        | (Lane::Day, Value::Date(_)) => Some(lane.cell(value)),
        _ => None,
    }
}

/// The line of a column whose constants are of one kind.
fn lane(rules: &[Rule], column: usize) -> Option<Lane> {
    let mut constants = Vec::new();
    for rule in rules {
        if let Some(Cell::Constants(cell)) = rule.cells.get(column) {
            cell.tests.iter().for_each(|test| values(test.constant(), &mut constants));
        }
    }
    constants.retain(|value| !value.is_null());
    let kind = std::mem::discriminant(*constants.first()?);
    if constants.iter().any(|value| std::mem::discriminant(*value) != kind) {
        return None;
    }
    match constants.first()? {
        Value::Number(_) => {
            let number =
                |value: &&Value| if let Value::Number(number) = value { Some(*number) } else { None };
            let mut cuts: Vec<Number> = constants.iter().filter_map(number).collect();
            cuts.sort_unstable();
            cuts.dedup();
            Some(Lane::Cuts(cuts.into()))
        }
        Value::Text(_) => {
            let texts = constants
                .iter()
                .filter_map(|value| if let Value::Text(text) = value { Some(text) } else { None });
            Some(Lane::Symbol { words: Words::distinct(texts), open: true })
        }
        Value::Boolean(_) => Some(Lane::Boolean),
        Value::Date(_) => Some(Lane::Day),
        _ => None,
    }
}

/// The values that a constant is made of.
fn values<'v>(constant: &'v Value, found: &mut Vec<&'v Value>) {
    match constant {
        Value::List(items) => items.iter().for_each(|item| values(item, found)),
        Value::Range(range) => {
            found.extend([&range.low, &range.high].into_iter().flatten().map(|end| &end.value));
        }
        value => found.push(value),
    }
}

/// Cells that hold every value that passes.
fn set(constants: &Constants, lane: &Lane) -> Set {
    let sets: Option<Vec<Set>> = constants.tests.iter().map(|test| test_set(test, lane)).collect();
    let given = Set::missing().complement();
    let known = match sets {
        Some(sets) if constants.negated => Set::union_of(&sets).complement().intersection(&given),
        Some(sets) => Set::union_of(&sets).intersection(&given),
        None => given,
    };
    if constants.truth(&Value::Null) == Truth::True { known.union(&Set::point(NULL)) } else { known }
}

/// The cells of exactly the values, null left aside, for which a test holds; none where that is not known.
fn test_set(test: &Constant, lane: &Lane) -> Option<Set> {
    match test {
        Constant::Compare(_, Value::List(_) | Value::Range(_)) => None,
        Constant::Compare(CompareOp::NotEqual, value) => Some(within(value, lane)?.complement()),
        Constant::Compare(CompareOp::Equal, value) => within(value, lane),
        Constant::Compare(op, value) => match (lane, value) {
            (Lane::Cuts(_), Value::Number(_)) | (Lane::Day, Value::Date(_)) => {
                interval_of(lane, *op, value).map(|(low, high)| Set::interval(low, high))
            }
            _ => None,
        },
        Constant::Within(value) => within(value, lane),
    }
}

fn within(constant: &Value, lane: &Lane) -> Option<Set> {
    match constant {
        Value::Null => Some(Set::empty()),
        Value::List(items) => {
            // A list in a list is something to be equal to.
            if items.iter().any(|item| matches!(item, Value::List(_))) {
                return None;
            }
            let sets: Option<Vec<Set>> = items.iter().map(|item| within(item, lane)).collect();
            Some(Set::union_of(&sets?))
        }
        Value::Range(range) => range_set(range, lane),
        value => cell(Some(lane), value).map(Set::point),
    }
}

fn range_set(range: &RangeValue, lane: &Lane) -> Option<Set> {
    let ends = [&range.low, &range.high].into_iter().flatten();
    let ordered = |value: &Value| {
        matches!((lane, value), (Lane::Cuts(_), Value::Number(_)) | (Lane::Day, Value::Date(_)))
    };
    if !ends.into_iter().all(|end| ordered(&end.value)) {
        return None;
    }
    let end = |end| Option::map(end, |end: &crate::value::End| (&end.value, end.included));
    let (low, high) = interval(lane, end(range.low.as_ref()), end(range.high.as_ref()))?;
    Some(Set::interval(low, high))
}

#[cfg(test)]
mod tests;
