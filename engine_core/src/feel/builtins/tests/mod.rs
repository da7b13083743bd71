//! Calls by name with values written as text. The expected values are from the FEEL standard and its conformance kit.
mod contexts;
mod lists;
mod numbers;
mod patterns;
mod ranges;
mod scalars;
mod table;
mod why;

use crate::value::{Date, DateTime, DaysDuration, End, MonthsDuration, Number, RangeValue, Time, Value};

/// A value from text: `5`, `'text`, `2024-02-29`, `P1D`, `true`, `null`; lists in brackets, ranges with `..`.
fn v(text: &str) -> Value {
    let text = text.trim();
    if let Some(text) = text.strip_prefix('\'') {
        return text.into();
    }
    if text.contains("..") {
        return range(text).into();
    }
    if let Some(items) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return args(items).into();
    }
    match text {
        "null" => Value::Null,
        "true" => true.into(),
        "false" => false.into(),
        _ => Number::parse(text)
            .map(Value::from)
            .or_else(|| Date::parse(text).map(Value::from))
            .or_else(|| Time::parse(text).map(Value::from))
            .or_else(|| DateTime::parse(text).map(Value::from))
            .or_else(|| DaysDuration::parse(text).map(Value::from))
            .or_else(|| MonthsDuration::parse(text).map(Value::from))
            .expect(text),
    }
}

fn range(text: &str) -> RangeValue {
    let (low, high) = text.split_once("..").unwrap();
    let (low, low_included) = (low.trim_start_matches(['[', '(']), low.starts_with('['));
    let (high, high_included) = (high.trim_end_matches([']', ')']), high.ends_with(']'));
    let end = |text: &str, included| (!text.is_empty()).then(|| End { value: v(text), included });
    RangeValue { low: end(low, low_included), high: end(high, high_included) }
}

/// Values with commas between, which count only outside brackets.
fn args(text: &str) -> Vec<Value> {
    let mut depth = 0;
    let mut parts = vec![String::new()];
    for c in text.chars() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth -= 1,
            _ => {}
        }
        if c == ',' && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(c);
        }
    }
    parts.iter().filter(|part| !part.trim().is_empty()).map(|part| v(part)).collect()
}

/// Each case is a function's name, its arguments and what it gives.
fn check(cases: &[(&str, &str, &str)]) {
    for (name, given, expected) in cases {
        assert_eq!(super::call(name, &args(given)), v(expected), "{name}({given})");
    }
}
