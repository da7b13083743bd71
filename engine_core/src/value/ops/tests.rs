use std::sync::Arc;

use super::{
    add, between, divide, equal, get, in_range, less, multiply, negate, not_equal, power, string, subtract,
    to_feel_text,
};
use crate::value::{
    ContextValue, Date, DateTime, DaysDuration, End, MonthsDuration, Number, RangeValue, Time, Truth, Value,
};

/// A value from text, as the author of a test would write it: `5`, `'text`, `2024-02-29`, `P1D`, `true`, `null`.
fn v(text: &str) -> Value {
    if let Some(text) = text.strip_prefix('\'') {
        return text.into();
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

fn list(items: &[&str]) -> Value {
    items.iter().map(|item| v(item)).collect::<Vec<_>>().into()
}

fn context(entries: &[(&str, Value)]) -> Value {
    let entries = entries.iter().map(|(name, value)| (Arc::from(*name), value.clone())).collect();
    ContextValue::new(entries).unwrap().into()
}

fn range(low: Option<(&str, bool)>, high: Option<(&str, bool)>) -> RangeValue {
    let end = |end: Option<(&str, bool)>| end.map(|(text, included)| End { value: v(text), included });
    RangeValue { low: end(low), high: end(high) }
}

fn check(op: fn(&Value, &Value) -> Value, cases: &[(&str, &str, &str)]) {
    for (a, b, expected) in cases {
        assert_eq!(op(&v(a), &v(b)), v(expected), "{a} {b}");
    }
}

#[test]
fn sums() {
    check(
        add,
        &[
            ("10", "-5", "5"),
            ("0.1", "0.2", "0.3"),
            ("'foo", "'bar", "'foobar"),
            ("'a", "1", "null"),
            ("'a", "null", "null"),
            ("1", "null", "null"),
            ("null", "null", "null"),
            ("P1Y", "P2M", "P1Y2M"),
            ("PT24H", "P1D", "P2D"),
            ("P1Y", "P1D", "null"),
            ("P1D", "P1Y", "null"),
            ("2021-01-01", "PT36H", "2021-01-02"),
            ("PT48H", "2021-01-01", "2021-01-03"),
            ("2024-01-31", "P1M", "2024-02-29"),
            ("P1Y", "2024-02-29", "2025-02-28"),
            ("2021-01-01T10:10:10+11:00", "P1M", "2021-02-01T10:10:10+11:00"),
            ("PT1H", "2021-01-01T10:10:10", "2021-01-01T11:10:10"),
            ("10:15:00", "P1D", "10:15:00"),
            ("10:15:00", "P1Y", "null"),
            ("2021-01-01", "2021-01-01", "null"),
            ("2021-01-01", "1", "null"),
            ("999999999-12-31", "P1D", "null"),
            ("true", "true", "null"),
        ],
    );
}

#[test]
fn differences() {
    check(
        subtract,
        &[
            ("1.1234", "0.2345", "0.8889"),
            ("'a", "'a", "null"),
            ("2021-01-02", "1995-01-01", "P9498D"),
            ("2021-01-02T10:10:10+01:00", "2021-01-01", "P1DT9H10M10S"),
            ("2021-01-02", "2021-01-01T10:10:10+11:00", "P1DT49M50S"),
            ("2021-01-02", "2021-01-01T10:10:10", "null"),
            ("2021-01-02T10:10:10", "2021-01-01T10:10:10", "P1D"),
            ("2021-01-02T10:10:10", "2021-01-01T10:10:10Z", "null"),
            ("2021-01-02", "PT1S", "2021-01-01"),
            ("2021-01-02", "-PT25H", "2021-01-03"),
            ("2020-03-01", "PT24H", "2020-02-29"),
            ("2024-03-31", "P1M", "2024-02-29"),
            ("10:10:10+11:00", "11:10:10+11:00", "-PT1H"),
            ("10:10:10", "P1D", "10:10:10"),
            ("P1Y", "-P2M", "P1Y2M"),
            ("-P1D", "PT2H", "-P1DT2H"),
            ("P1D", "2021-01-01", "null"),
            ("P1D", "P1M", "null"),
        ],
    );
}

#[test]
fn products_and_quotients() {
    check(
        multiply,
        &[
            ("10", "-10", "-100"),
            ("2.5", "PT23H", "P2DT9H30M"),
            ("P4DT1H", "1.5", "P6DT1H30M"),
            ("P1D", "0", "P0D"),
            ("P1Y11M", "-2.5", "-P4Y9M"),
            ("26", "P1M", "P2Y2M"),
            ("P1D", "P1D", "null"),
            ("'a", "2", "null"),
            ("null", "10", "null"),
        ],
    );
    check(
        divide,
        &[
            ("100", "10", "10"),
            ("1", "0", "null"),
            ("P10Y11M", "2.5", "P4Y4M"),
            ("P10DT23H", "2.5", "P4DT9H12M"),
            ("PT1S", "3", "PT0.333333333S"),
            ("-PT1S", "3", "-PT0.333333333S"),
            ("P10D", "P5D", "2"),
            ("P1Y", "P5M", "2.4"),
            ("P1D", "PT0S", "null"),
            ("P1D", "0", "null"),
            ("P1Y", "P1D", "null"),
            ("10", "P1D", "null"),
        ],
    );
    check(
        power,
        &[
            ("5", "2", "25"),
            ("5", "-2", "0.04"),
            ("10", "-5", "0.00001"),
            ("5.5", "2", "30.25"),
            ("5", "null", "null"),
            ("P1D", "2", "null"),
        ],
    );
}

#[test]
fn signs() {
    for (a, expected) in [("5", "-5"), ("P1D", "-P1D"), ("P1Y2M", "-P1Y2M"), ("'a", "null"), ("null", "null")]
    {
        assert_eq!(negate(&v(a)), v(expected));
    }
}

#[test]
fn equality() {
    use Truth::{False, True, Unknown};
    let cases = [
        ("null", "null", True),
        ("1", "null", False),
        ("null", "'a", False),
        ("1", "'1", Unknown),
        ("true", "1", Unknown),
        ("true", "false", False),
        ("1.0", "1", True),
        ("'foo", "'Foo", False),
        ("P1D", "PT24H", True),
        ("P1Y", "P365D", Unknown),
        ("P0Y", "P0D", Unknown),
        ("2018-12-08", "2018-12-08T00:00:00", Unknown),
        ("2018-12-08T00:00:00.0001", "2018-12-08T00:00:00", True),
        ("12:00:00-04:00", "15:00:00-01:00", True),
        ("12:00:00", "12:00:00Z", Unknown),
    ];
    for (a, b, expected) in cases {
        assert_eq!(equal(&v(a), &v(b)), expected, "{a} {b}");
        assert_eq!(equal(&v(b), &v(a)), expected, "{b} {a}");
        assert_eq!(not_equal(&v(a), &v(b)), expected.not(), "{a} {b}");
    }
}

#[test]
fn equality_of_what_holds_values() {
    use Truth::{False, True, Unknown};
    assert_eq!(equal(&list(&["1", "null"]), &list(&["1", "null"])), True);
    assert_eq!(equal(&list(&["1", "2"]), &list(&["1"])), False);
    assert_eq!(equal(&list(&["1", "'a"]), &list(&["1", "2"])), Unknown);
    assert_eq!(equal(&list(&["'a", "1"]), &list(&["2", "3"])), False);
    assert_eq!(equal(&list(&[]), &v("0")), Unknown);
    assert_eq!(equal(&list(&[]), &v("null")), False);
    let (ab, ba) = (context(&[("a", v("1")), ("b", v("2"))]), context(&[("b", v("2")), ("a", v("1"))]));
    assert_eq!(equal(&ab, &ba), True);
    assert_eq!(equal(&ab, &context(&[("a", v("1"))])), False);
    assert_eq!(equal(&ab, &context(&[("a", v("1")), ("c", v("2"))])), False);
    let open = Value::from(range(None, Some(("10", false))));
    assert_eq!(equal(&open, &open), True);
    assert_eq!(equal(&open, &range(Some(("null", false)), Some(("10", false))).into()), False);
    assert_eq!(equal(&open, &range(None, Some(("10", true))).into()), False);
}

#[test]
fn order_and_between() {
    use Truth::{False, True, Unknown};
    assert_eq!(less(&v("1"), &v("2")), True);
    assert_eq!(less(&v("null"), &v("3")), Unknown);
    assert_eq!(less(&v("1"), &v("'2")), Unknown);
    assert_eq!(less(&v("false"), &v("true")), Unknown);
    assert_eq!(less(&v("'\u{FFFD}"), &v("'\u{1F40E}")), True, "by code point, not by UTF-16 unit");
    let cases = [
        ("1", "1", "10", True),
        ("0", "1", "10", False),
        ("2018-12-05", "2018-12-02", "2018-12-04", False),
        ("P3Y", "P2Y", "P4Y", True),
        ("2", "null", "10", Unknown),
        ("2", "1", "null", Unknown),
        ("null", "1", "10", Unknown),
    ];
    for (x, low, high, expected) in cases {
        assert_eq!(between(&v(x), &v(low), &v(high)), expected, "{x} {low} {high}");
    }
}

#[test]
fn membership_of_ranges() {
    use Truth::{False, True, Unknown};
    let half_open = range(Some(("2", true)), Some(("4", false)));
    let expected = [("1", False), ("2", True), ("3", True), ("4", False), ("null", Unknown), ("'a", Unknown)];
    for (x, expected) in expected {
        assert_eq!(in_range(&v(x), &half_open), expected, "{x}");
    }
    assert_eq!(in_range(&v("5"), &range(None, Some(("10", false)))), True);
    // One end decides where the other is null, as `and` has it.
    assert_eq!(in_range(&v("5"), &range(Some(("null", false)), Some(("10", true)))), Unknown);
    assert_eq!(in_range(&v("50"), &range(Some(("null", false)), Some(("10", true)))), False);
}

#[test]
fn properties() {
    let cases = [
        ("2018-12-10", "year", "2018"),
        ("2018-12-10", "weekday", "1"),
        ("2018-12-10", "hour", "null"),
        ("2018-12-10T10:30:01", "day", "10"),
        ("2018-12-10T10:30:01", "second", "1"),
        ("2018-12-10T10:30:00+05:00", "time offset", "PT5H"),
        ("2018-12-10T10:30:00", "time offset", "null"),
        ("2018-12-10T10:30:00@Etc/UTC", "timezone", "'Etc/UTC"),
        ("10:30:00", "timezone", "null"),
        ("10:30:01", "minute", "30"),
        ("P1Y2M", "months", "2"),
        ("P1Y", "days", "null"),
        ("PT2H", "days", "0"),
        ("PT2H", "hours", "2"),
        ("P1D", "years", "null"),
        ("5", "year", "null"),
        ("null", "year", "null"),
    ];
    for (value, name, expected) in cases {
        assert_eq!(get(&v(value), name), v(expected), "{value}.{name}");
    }
    let item = context(&[("a", v("1"))]);
    assert_eq!(get(&item, "a"), v("1"));
    assert_eq!(get(&item, "b"), v("null"));
    assert_eq!(get(&vec![item, v("5")].into(), "a"), list(&["1", "null"]));
    let half_open = range(Some(("1", true)), Some(("10", false))).into();
    assert_eq!(get(&half_open, "start"), v("1"));
    assert_eq!(get(&half_open, "start included"), v("true"));
    assert_eq!(get(&half_open, "end included"), v("false"));
}

#[test]
fn text() {
    assert_eq!(string(&v("null")), v("null"));
    assert_eq!(string(&v("'foo")), v("'foo"));
    assert_eq!(string(&v("P25M")), v("'P2Y1M"));
    let nested = vec![v("1"), v("'foo"), list(&["null", "2018-12-10"])].into();
    assert_eq!(to_feel_text(&nested), r#"[1, "foo", [null, 2018-12-10]]"#);
    let names = context(&[("a b", v("true")), ("{", v("'x\"y\\")), ("", v("1"))]);
    assert_eq!(to_feel_text(&names), r#"{a b: true, "{": "x\"y\\", "": 1}"#);
    assert_eq!(to_feel_text(&range(Some(("1", true)), Some(("10", false))).into()), "[1..10)");
    assert_eq!(to_feel_text(&range(None, Some(("10", true))).into()), "(<= 10)");
}

#[test]
fn equal_values_have_one_fingerprint() {
    use super::fingerprint;
    use crate::value::{DateTime, Number, Time};
    let time = |text: &str| Value::from(Time::parse(text));
    let at = |text: &str| Value::from(DateTime::parse(text));
    let context = |names: [&str; 2]| {
        Value::from(crate::value::ContextValue::new(names.map(|n| (n.into(), n.into())).into()))
    };
    let pairs = [
        (Number::parse("1.0").into(), Number::parse("1").into()),
        (time("12:00:00-04:00"), time("15:00:00.5-01:00")),
        (at("2018-10-08T00:00:00+02:00"), at("2018-10-08T00:00:00@Europe/Paris")),
        (context(["a", "b"]), context(["b", "a"])),
        (
            vec![Value::Null, at("2018-12-08T00:00:00.1")].into(),
            vec![Value::Null, at("2018-12-08T00:00:00")].into(),
        ),
    ];
    for (left, right) in pairs {
        assert!(equal(&left, &right).is_hit(), "{left:?}");
        assert_eq!(fingerprint(&left), fingerprint(&right), "{left:?}");
    }
    assert_ne!(fingerprint(&time("12:00:00")), fingerprint(&time("12:00:01")));
}
