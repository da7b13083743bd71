use super::v;
use crate::feel::builtins::{call, find};
use crate::value::{ContextValue, Value};

fn context(entries: &[(&str, Value)]) -> Value {
    ContextValue::new(entries.iter().map(|(name, value)| ((*name).into(), value.clone())).collect()).into()
}

fn entry(key: Value, value: &str) -> Value {
    context(&[("key", key), ("value", v(value))])
}

#[test]
fn entries_are_read() {
    let m = context(&[("a", v("'foo")), ("b", v("null"))]);
    assert_eq!(call("get value", &[m.clone(), v("'a")]), v("'foo"));
    assert_eq!(call("get value", &[m.clone(), v("'b")]), Value::Null);
    assert_eq!(call("get value", &[m.clone(), v("'c")]), Value::Null);
    assert_eq!(call("get value", &[m.clone(), v("12")]), Value::Null);
    assert_eq!(call("get value", &[v("null"), v("'a")]), Value::Null);
    let all = Value::from(vec![entry(v("'a"), "'foo"), entry(v("'b"), "null")]);
    assert_eq!(call("get entries", std::slice::from_ref(&m)), all);
    assert_eq!(call("get entries", &[context(&[])]), v("[]"));
    assert_eq!(call("get entries", &[v("[1,2,3]")]), Value::Null);
    assert_eq!(call("context", &[all]), m, "there and back");
}

#[test]
fn contexts_are_made_of_entries() {
    assert_eq!(
        call("context", &[entry(v("'a"), "1")]),
        context(&[("a", v("1"))]),
        "one entry is a list of one"
    );
    assert_eq!(call("context", &[entry("".into(), "1")]), context(&[("", v("1"))]));
    assert_eq!(call("context", &[v("[]")]), context(&[]));
    let twice = vec![entry(v("'a"), "1"), entry(v("'a"), "2")].into();
    for wrong in [
        twice,
        entry(v("null"), "1"),
        entry(v("1"), "1"),
        context(&[("key", v("'a"))]),
        v("'foo"),
        v("[null]"),
    ] {
        assert_eq!(call("context", std::slice::from_ref(&wrong)), Value::Null, "{wrong:?}");
    }
}

#[test]
fn entries_are_put() {
    let inner = |value: &str| context(&[("a", v(value))]);
    let m = context(&[("x", v("1")), ("y", inner("0"))]);
    let put = |keys: Value, value: &str| call("context put", &[m.clone(), keys, v(value)]);
    assert_eq!(put(v("'x"), "2"), context(&[("x", v("2")), ("y", inner("0"))]));
    assert_eq!(put(v("'z"), "null"), context(&[("x", v("1")), ("y", inner("0")), ("z", v("null"))]));
    assert_eq!(put(v("['y,'a]"), "2"), context(&[("x", v("1")), ("y", inner("2"))]));
    assert_eq!(put(v("['x]"), "2"), context(&[("x", v("2")), ("y", inner("0"))]));
    for wrong in ["null", "1", "[]", "['y,null]", "[null]", "['x,'a]", "['none,'a]"] {
        assert_eq!(put(v(wrong), "2"), Value::Null, "{wrong}");
    }
    assert_eq!(find("context put").count(), 2, "by one key and by several");
}

#[test]
fn contexts_are_merged() {
    let (one, two) = (context(&[("a", v("1")), ("b", v("1"))]), context(&[("b", v("2")), ("c", v("2"))]));
    let merged = context(&[("a", v("1")), ("b", v("2")), ("c", v("2"))]);
    assert_eq!(call("context merge", &[vec![one.clone(), two].into()]), merged);
    assert_eq!(call("context merge", std::slice::from_ref(&one)), one);
    assert_eq!(call("context merge", &[v("[1,2]")]), Value::Null);
    assert_eq!(call("context merge", &[v("null")]), Value::Null);
}

#[test]
fn ranges_from_text() {
    let range = |text: &str| call("range", &[text.into()]);
    assert_eq!(range("[18..21)"), v("[18..21)"));
    assert_eq!(range(" ( 1 .. 2 ] "), v("(1..2]"));
    assert_eq!(range("]1..2["), v("(1..2)"));
    assert_eq!(range("[-5..-1.5]"), v("[-5..-1.5]"));
    assert_eq!(range("[\"a\"..\"c\"]"), v("['a..'c]"));
    assert_eq!(range("[@\"2024-01-01\"..date(\"2024-02-01\")]"), v("[2024-01-01..2024-02-01]"));
    assert_eq!(range("[date(2024,1,1)..date(2024,2,1)]"), v("[2024-01-01..2024-02-01]"));
    assert_eq!(range("[duration(\"P1D\")..@\"P2D\"]"), v("[P1D..P2D]"));
    let wrong = [
        "",
        " ",
        "1",
        "[1..]",
        "[..2]",
        "[null..null]",
        "[3..1]",
        "[\"z\"..\"a\"]",
        "[1..\"a\"]",
        "[a..b]",
        "[1+1..3]",
        "[true..true]",
        "[1..2",
        "1..2",
        "< 5",
        "[@\"2024-01-01\"..@\"2024-01-02T00:00:00\"]",
        "[string(1)..\"2\"]",
        "[date(string(\"2024-01-01\"))..@\"2024-01-02\"]",
        "[1..2] [1..2]",
        "[[1]..2]",
    ];
    for text in wrong {
        assert_eq!(range(text), Value::Null, "{text}");
    }
}
