//! Every rule that hits is among those that the index gives.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use super::Rules;
use crate::dmn::table::{Cell, Constant, Constants, Rule};
use crate::feel::ast::CompareOp;
use crate::value::{Date, End, Number, RangeValue, Truth, Value};

/// A constant of a column: of its usual kind, and now and then of another.
fn constant(kind: u8, at: i64) -> Value {
    match kind {
        0 => Value::Number(Number::scaled(at * 5, 1)),
        1 => {
            Value::Text(Arc::from(["a", "b", "c", "d", "e", "f", "g", "h"][usize::try_from(at).unwrap() % 8]))
        }
        2 => Value::Boolean(at % 2 == 0),
        3 => Value::Date(Date::from_days(20_000 + at).unwrap()),
        4 => Value::Null,
        _ => Value::List(Arc::from([Value::Number(Number::from_i64(at))])),
    }
}

const OPS: [CompareOp; 6] = [
    CompareOp::Equal,
    CompareOp::NotEqual,
    CompareOp::Less,
    CompareOp::LessOrEqual,
    CompareOp::Greater,
    CompareOp::GreaterOrEqual,
];

fn test(kind: u8, form: u8, a: i64, b: i64) -> Constant {
    let end = |at, included| Some(End { value: constant(kind, at), included });
    let range = |low, high| Value::Range(Arc::new(RangeValue { low, high }));
    match form {
        0..6 => Constant::Compare(OPS[usize::from(form)], constant(kind, a)),
        6 => Constant::Within(range(end(a, true), end(a + b % 4, b % 2 == 0))),
        7 => Constant::Within(range(None, end(a, false))),
        8 => Constant::Within(Value::List(Arc::from([constant(kind, a), constant(kind, b), Value::Null]))),
        9 => Constant::Within(Value::List(Arc::from([constant(kind, a), range(end(b, false), None)]))),
        10 => Constant::Compare(CompareOp::Equal, Value::List(Arc::from([constant(kind, a)]))),
        _ => Constant::Within(constant(kind, a)),
    }
}

fn cell(usual: u8) -> impl Strategy<Value = Cell> {
    let kind = prop_oneof![30 => Just(usual), 1 => Just(4_u8)];
    let tests = vec((kind, 0..16_u8, 0..12_i64, 0..12_i64), 1..3);
    (0..10_u8, prop::bool::weighted(0.2), tests).prop_map(|(any, negated, tests)| {
        if any < 2 {
            return Cell::Any;
        }
        let tests = tests.into_iter().map(|(kind, form, a, b)| test(kind, form, a, b)).collect();
        Cell::Constants(Constants { negated, tests })
    })
}

fn table() -> impl Strategy<Value = Vec<Vec<Cell>>> {
    vec(0..4_u8, 1..4).prop_flat_map(|kinds| {
        let row: Vec<_> = kinds.into_iter().map(cell).collect();
        vec(row, 12..80)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_rule_that_hits_is_left_out(
        rows in table(),
        requests in vec(vec((0..6_u8, 0..12_i64), 3), 60)
    ) {
        let width = rows[0].len();
        let rules: Vec<Rule> =
            rows.into_iter().map(|cells| Rule { cells: cells.into(), outputs: Box::default() }).collect();
        let index = Rules::new(&rules, width).unwrap();
        for request in requests {
            let values: Vec<Value> =
                request.iter().take(width).map(|&(kind, at)| constant(kind, at)).collect();
            let passes = |(cell, value): (&Cell, &Value)| match cell {
                Cell::Any => true,
                Cell::Constants(constants) => constants.truth(value) == Truth::True,
                Cell::Tests(_) => false,
            };
            let hits: Vec<usize> =
                (0..rules.len()).filter(|&row| rules[row].cells.iter().zip(&values).all(passes)).collect();
            let Some(cells) = index.cells(values.iter().map(Some)) else { continue };
            let every = index.every(&cells);
            prop_assert!(every.is_sorted() && hits.iter().all(|hit| every.contains(hit)), "{hits:?} of {every:?}");
            prop_assert_eq!(index.first(&cells), every.first().copied());
        }
    }
}

#[test]
fn of_many_rules_few_are_tried() {
    let rules: Vec<Rule> = (0..10_000)
        .map(|row| {
            let low = Some(End { value: Value::from(row / 5 * 10), included: true });
            let high = Some(End { value: Value::from(row / 5 * 10 + 10), included: false });
            let range = Constant::Within(Value::Range(Arc::new(RangeValue { low, high })));
            let grade = Constant::Within(constant(1, row % 5));
            let cells = [range, grade]
                .map(|test| Cell::Constants(Constants { negated: false, tests: Box::new([test]) }));
            Rule { cells: cells.into(), outputs: Box::default() }
        })
        .collect();
    let index = Rules::new(&rules, 2).unwrap();
    let cells = index.cells([Some(&Value::from(12_345)), Some(&constant(1, 2))].into_iter()).unwrap();
    assert_eq!(index.every(&cells), [1234 * 5 + 2]);
    assert_eq!(index.cells([Some(&constant(3, 1)), Some(&constant(1, 2))].into_iter()), None);
}
