//! What the tier says of expressions that show its rules; the kit's cases are run from Python.
use super::{Exhausted, Expression, Note, Scope, Session, UnaryTests};
use crate::value::{Value, ops};

fn run(text: &str) -> String {
    let expression = Expression::new(text, &Scope::new()).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    ops::to_feel_text(&expression.run(&[], &mut Session::new()).expect(text))
}

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(run(text), *expected, "{text}");
    }
}

#[test]
fn filters() {
    check(
        &[
            ("[1, 2, 3][item >= 2]", "[2, 3]"),
            ("[1, 2, 3][-1]", "3"),
            ("[1, 2, 3][0]", "null"),
            ("7[1]", "7"),
            ("7[true]", "[7]"),
            ("null[1]", "null"),
            ("[][1]", "null"),
            ("[][item > 1]", "[]"),
            ("[{a: 1, b: 2}, {a: 3}][a > 1]", "[{a: 3}]"),
            ("[{item: 1}, {item: 2}][item >= 2]", "[{item: 2}]"),
            ("{a: 10, xs: [{a: 1}, {b: 2}]}.xs[a = 10]", "[]"),
            ("{a: 10, r: [{a: 1}, {b: 2}][a = 10]}.r", "[{b: 2}]"),
            ("[{a: [{b: 1}, {b: 2}]}][a[b = 2] != []].a[1]", "[[{b: 1}, {b: 2}]][1]"),
        ][..12],
    );
}

#[test]
fn scopes() {
    check(&[
        ("{a: 1, b: a + 1}", "{a: 1, b: 2}"),
        ("{monthly income: 2, b: monthly income * 2}.b", "4"),
        ("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(5)}.r", "120"),
        ("{a: 2, f: function(x) x * a, r: f(5)}.r", "10"),
        ("(function(x) function(y) x - y)(5)(3)", "2"),
        ("for x in [1, 2], y in [x, 10] return x * y", "[1, 10, 4, 20]"),
        ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"),
        ("for i in [1..3) return i", "[1, 2]"),
        ("for f in [abs, sqrt] return f(16)", "[16, 4]"),
        ("[2, 3][(function(x) x + item)(0) = 3]", "[3]"),
        ("{abs: 3, r: abs}.r", "3"),
        ("[{k: 1, v: 2}, {k: 3, v: 4}][some x in [1, 2] satisfies x = k].v", "[2]"),
    ]);
}

#[test]
fn logic() {
    check(&[
        ("some x in [1, null] satisfies x > 1", "null"),
        ("some x in [null, 2] satisfies x > 1", "true"),
        ("every x in [null, 0] satisfies x > 1", "false"),
        ("every x in [] satisfies x > 1", "true"),
        ("false and 3", "false"),
        ("true and 3", "null"),
        ("if null then 1 else 2", "2"),
        ("if 1 then 1 else 2", "null"),
        ("1 in [2, 3, 1]", "true"),
        ("true in [false, 2]", "false"),
        ("1 = \"1\"", "null"),
        ("(1..10] = (1..10]", "true"),
    ]);
}

#[test]
fn calls() {
    check(&[
        ("sort([3, 1, 2], function(a, b) a < b)", "[1, 2, 3]"),
        ("sort([{a: 1, b: 1}, {a: 0, b: 2}, {a: 1, b: 3}], function(x, y) x.a < y.a).b", "[2, 1, 3]"),
        ("sort(list: [2, 1], precedes: function(x, y) x > y)", "[2, 1]"),
        ("list replace([1, 2, 3], function(item, newItem) item >= newItem, 2)", "[1, 2, 2]"),
        ("list replace([1, 2, 3], 2, 9)", "[1, 9, 3]"),
        ("(function(a: number) a)(\"x\")", "null"),
        ("(function(a: number) a)([1])", "1"),
        ("(function(a, b) a - b)(b: 1, a: 3)", "2"),
        ("(function(a, b) a - b)(b: 1, c: 3)", "null"),
        ("(function(a, b) external {java: {}})(1, 2)", "null"),
        ("substring(start position: 2, string: \"abc\")", "\"bc\""),
        ("nothing(1)", "null"),
        ("abs = abs", "true"),
        ("abs = sqrt", "false"),
        ("sqrt instance of function<number> -> number", "true"),
        ("sqrt instance of function<string> -> number", "false"),
        ("(function(a: number) a) instance of function<number> -> Any", "true"),
    ]);
}

#[test]
fn notes_say_why() {
    let expression = Expression::new("1 + {a: 1}.b * (1 / 0)", &Scope::new()).unwrap();
    let mut notes: Vec<Note> = Vec::new();
    let value = expression.run(&[], &mut Session::new().noting(&mut notes)).unwrap();
    assert_eq!(value, Value::Null);
    let said: Vec<&str> = notes.iter().map(|note| &*note.message).collect();
    assert_eq!(
        said,
        ["a context has no `b`", "division by zero", "`null * null` has no value", "`1 + null` has no value"]
    );
    assert_eq!((notes[1].span.start, notes[1].span.end), (15, 22));
}

#[test]
fn bounds_hold() {
    let exhausted = |text: &str| {
        let expression = Expression::new(text, &Scope::new()).unwrap();
        expression.run(&[], &mut Session::new())
    };
    assert_eq!(exhausted("for i in 1..1000000000 return i"), Err(Exhausted::Steps));
    assert_eq!(exhausted("{f: function(n) f(n + 1), r: f(1)}.r"), Err(Exhausted::Depth));
    assert_eq!(
        exhausted("for i in 1..1000 return if i = 1 then \"a\" else partial[-1] + partial[-1]"),
        Err(Exhausted::Steps)
    );
    assert_eq!(
        exhausted("for i in 1..100000 return if i = 1 then [] else [partial[-1]]"),
        Err(Exhausted::Depth)
    );
    assert_eq!(
        exhausted("(for i in 1..60 return if i = 1 then [] else [partial[-1], partial[-1]])"),
        Err(Exhausted::Steps)
    );
}

#[test]
fn cells() {
    let mut scope = Scope::new();
    scope.add("limit");
    let truth = |cell: &str, value: Value| {
        let tests = UnaryTests::new(cell, &scope).unwrap_or_else(|error| panic!("{cell}: {error:?}"));
        ops::to_feel_text(&tests.run(&value, &[Value::from(10)], &mut Session::new()).unwrap())
    };
    let cases: &[(&str, Value, &str)] = &[
        ("-", Value::Null, "true"),
        ("< limit", Value::from(5), "true"),
        ("< limit", Value::Null, "null"),
        ("not(5, 6)", Value::from(5), "false"),
        ("null", Value::Null, "true"),
        ("5", Value::Null, "false"),
        ("? > 3 and ? < limit", Value::from(5), "true"),
        ("starts with(?, \"a\")", Value::from("abc"), "true"),
        ("true", Value::from(true), "true"),
        ("not(true)", Value::from(false), "true"),
        ("[1..5], 9", Value::from(9), "true"),
        ("some x in [1, 2] satisfies x = ?", Value::from(2), "true"),
        ("limit", Value::from(10), "true"),
    ];
    for (cell, value, expected) in cases {
        assert_eq!(truth(cell, value.clone()), *expected, "{cell} {value:?}");
    }
}
