//! `Number` against vectors that Python's `decimal` made (tests/python/make_number_vectors.py).
#![cfg(test)]

use std::cmp::Ordering;

use engine_core::value::{
    Number, Round,
    finance::{irr, payment, periods, principal, rate},
};

const VECTORS: &str = include_str!("../cases/number/vectors.csv");

/// Operations whose exact results may have another quantum than Python's. Their value must be the same to the last digit.
const BY_VALUE: [&str; 7] = ["multiple", "pow_value", "principal", "payment", "periods", "rate", "irr"];

#[test]
fn every_vector_is_as_python_has_it() {
    let wrong: Vec<String> = VECTORS.lines().filter_map(failure).collect();
    assert!(wrong.is_empty(), "{} vectors differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is wrong with the vector, if anything.
fn failure(line: &str) -> Option<String> {
    let mut cells = line.split(',');
    let operation = cells.next()?;
    let expected = cells.next_back()?;
    let operands: Vec<&str> = cells.collect();
    let actual = if BY_VALUE.contains(&operation) {
        let (actual, expected) = (apply(operation, &operands), Number::parse(expected));
        if actual == expected {
            return None;
        }
        written(actual)
    } else {
        answer(operation, &operands)
    };
    (actual != expected).then(|| format!("{line}\n  is {actual}"))
}

fn answer(operation: &str, operands: &[&str]) -> String {
    match (operation, operands) {
        ("cmp", [left, right]) => match number(left).cmp(&number(right)) {
            Ordering::Less => "-1E0".to_owned(),
            Ordering::Equal => "0E0".to_owned(),
            Ordering::Greater => "1E0".to_owned(),
        },
        ("display", [operand]) => number(operand).to_string(),
        ("to_f64", [operand]) => format!("{:016x}", number(operand).to_f64().to_bits()),
        _ => written(apply(operation, operands)),
    }
}

fn apply(operation: &str, operands: &[&str]) -> Option<Number> {
    match (operation, operands) {
        ("add", [left, right]) => number(left).checked_add(number(right)),
        ("sub", [left, right]) => number(left).checked_sub(number(right)),
        ("mul", [left, right]) => number(left).checked_mul(number(right)),
        ("div", [left, right]) => number(left).checked_div(number(right)),
        ("rem", [left, right]) => number(left).rem_floor(number(right)),
        ("pow" | "pow_value", [left, right]) => number(left).pow(number(right)),
        ("round", [operand, scale, mode]) => number(operand).round(scale.parse().unwrap(), round(mode)),
        ("multiple", [operand, step, mode]) => number(operand).round_to_multiple(number(step), round(mode)),
        ("normalized", [operand]) => Some(number(operand).normalized()),
        ("sqrt", [operand]) => number(operand).sqrt(),
        ("exp", [operand]) => number(operand).exp(),
        ("ln", [operand]) => number(operand).ln(),
        ("parse", [text]) => Number::parse(text),
        ("from_f64", [text]) => Number::from_f64(text.parse().unwrap()),
        ("principal", [amount, each, count]) => principal(number(amount), number(each), number(count)),
        ("payment", [amount, each, count]) => payment(number(amount), number(each), number(count)),
        ("periods", [amount, level, each]) => periods(number(amount), number(level), number(each)),
        ("rate", [amount, level, count]) => rate(number(amount), number(level), number(count)),
        ("irr", [flows]) => irr(&flows.split(' ').map(number).collect::<Vec<_>>()),
        _ => panic!("no such operation: {operation} of {operands:?}"),
    }
}

fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

fn written(number: Option<Number>) -> String {
    number.map_or("none".to_owned(), |number| format!("{}E{}", number.coefficient(), number.exponent()))
}

fn round(mode: &str) -> Round {
    match mode {
        "half_even" => Round::HalfEven,
        "half_up" => Round::HalfUp,
        "half_down" => Round::HalfDown,
        "up" => Round::Up,
        "down" => Round::Down,
        "floor" => Round::Floor,
        "ceiling" => Round::Ceiling,
        _ => panic!("no such mode: {mode}"),
    }
}
