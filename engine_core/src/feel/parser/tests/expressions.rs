use super::tree;
use crate::feel::{Names, parse_expression};

#[test]
fn literals() {
    assert_eq!(tree("null"), "null");
    assert_eq!(tree("true"), "true");
    assert_eq!(tree(".5"), "0.5");
    assert_eq!(tree("1.2e3"), "1200");
    assert_eq!(tree("1.2E-3"), "0.0012");
    assert_eq!(tree(r#""a\tb""#), r#""a\tb""#);
    assert_eq!(tree(r#"@"2024-02-29""#), r#"@"2024-02-29""#);
}

#[test]
fn minus_binds_tighter_than_power_which_groups_left() {
    assert_eq!(tree("-3 ** 2"), "(Power (neg 3) 2)");
    assert_eq!(tree("2 ** 3 ** 2"), "(Power (Power 2 3) 2)");
    assert_eq!(tree("2 ** -3"), "(Power 2 (neg 3))");
    assert_eq!(tree("--10"), "(neg (neg 10))");
    assert_eq!(tree("-a.b"), "(neg (. `a` `b`))");
    assert_eq!(tree("-(function(a) a)(10)"), "(neg (call (function [\"a\"] `a`) [10]))");
}

#[test]
fn arithmetic_groups_left_by_level() {
    assert_eq!(tree("1 - 2 - 3"), "(Subtract (Subtract 1 2) 3)");
    assert_eq!(tree("1 + 2 * 3 / 4 ** 5"), "(Add 1 (Divide (Multiply 2 3) (Power 4 5)))");
    assert_eq!(tree("(1 + 2) * 3"), "(Multiply (Add 1 2) 3)");
    assert_eq!(tree("2 - -1"), "(Subtract 2 (neg 1))");
}

#[test]
fn logic_is_looser_than_comparison_and_flat() {
    assert_eq!(
        tree("a = 1 and b != 2 or c >= 3"),
        "(or (and (Equal `a` 1) (NotEqual `b` 2)) (GreaterOrEqual `c` 3))"
    );
    assert_eq!(tree("a and (b and c) and d"), "(and `a` `b` `c` `d`)");
    assert_eq!(tree("a or b or c"), "(or `a` `b` `c`)");
    assert_eq!(tree("a or b and c"), "(or `a` (and `b` `c`))");
    assert_eq!(tree("(a or b) and c"), "(and (or `a` `b`) `c`)");
    assert_eq!(tree("1 + 2 < 3 * 4"), "(Less (Add 1 2) (Multiply 3 4))");
}

#[test]
fn between_eats_its_own_and() {
    assert_eq!(tree("a between 1 and 2 and b"), "(and (between `a` 1 2) `b`)");
    assert_eq!(tree("a between 1 + 1 and x * 2"), "(between `a` (Add 1 1) (Multiply `x` 2))");
}

#[test]
fn in_takes_tests() {
    assert_eq!(tree("x in 1"), "(in `x` <1>)");
    assert_eq!(tree("x in < 10"), "(in `x` <Less 10>)");
    assert_eq!(tree("x in (1, >= 5, [8..9))"), "(in `x` <1> <GreaterOrEqual 5> <(range 8 in, 9 out)>)");
    assert_eq!(tree("x in (2..4)"), "(in `x` <(range 2 out, 4 out)>)");
    assert_eq!(tree("x in (!=10)"), "(in `x` <NotEqual 10>)");
    assert_eq!(tree("x in [1, 2] and y"), "(and (in `x` <[1 2]>) `y`)");
    assert_eq!(tree("x in (a + b) * 2 = y"), "(Equal (in `x` <(Multiply (Add `a` `b`) 2)>) `y`)");
    assert_eq!(tree("x in (xs)[1]"), "(in `x` <(filter `xs` 1)>)");
    assert_eq!(tree("x in ((< 5))"), "(in `x` <Less 5>)");
    assert_eq!(tree("x in (< 5)[1]"), "(in `x` <(filter (range open, 5 out) 1)>)");
    assert_eq!(tree("1 + 1 in 2"), "(in (Add 1 1) <2>)");
}

#[test]
fn suffixes_apply_left_to_right() {
    assert_eq!(tree("xs[a > 1].b"), "(. (filter `xs` (Greater `a` 1)) `b`)");
    assert_eq!(tree("f(1)(2)"), "(call (call `f` [1]) [2])");
    assert_eq!(tree("(f)(x)"), "(call `f` [`x`])");
    assert_eq!(tree("\"abs\"(-1)"), "(call \"abs\" [(neg 1)])");
    assert_eq!(tree("x[-1][1]"), "(filter (filter `x` (neg 1)) 1)");
    assert_eq!(tree("f(b: 1, a: 2)"), "(call `f` [\"b\"= 1 \"a\"= 2])");
    assert_eq!(tree("f({a: 1})"), "(call `f` [{\"a\": 1}])");
    assert_eq!(tree("7[1]"), "(filter 7 1)");
}

#[test]
fn ranges_in_all_brackets() {
    assert_eq!(tree("[1..2]"), "(range 1 in, 2 in)");
    assert_eq!(tree("(1..2)"), "(range 1 out, 2 out)");
    assert_eq!(tree("]1..2["), "(range 1 out, 2 out)");
    assert_eq!(tree("[18..21[ = x"), "(Equal (range 18 in, 21 out) `x`)");
    assert_eq!(tree("[[1..2[, ]3..4]]"), "[(range 1 in, 2 out) (range 3 out, 4 in)]");
    assert_eq!(tree("[1..xs[2]]"), "(range 1 in, (filter `xs` 2) in)");
    assert_eq!(tree("(< 5)"), "(range open, 5 out)");
    assert_eq!(tree("(<= 5)"), "(range open, 5 in)");
    assert_eq!(tree("(> 5)"), "(range 5 out, open)");
    assert_eq!(tree("(>= 5)"), "(range 5 in, open)");
    assert_eq!(tree("(= 5) = (!= 5)"), "(Equal (points Equal 5) (points NotEqual 5))");
    assert_eq!(tree("(null..10]"), "(range null out, 10 in)");
    assert_eq!(tree("[a - 1..a.b]"), "(range (Subtract `a` 1) in, (. `a` `b`) in)");
}

#[test]
fn lists_and_contexts() {
    assert_eq!(tree("[]"), "[]");
    assert_eq!(tree("[1, [2]]"), "[1 [2]]");
    assert_eq!(tree("{}"), "{}");
    assert_eq!(tree(r#"{a: 1, "": 2, "b c": {d: 3}}"#), r#"{"a": 1 "": 2 "b c": {"d": 3}}"#);
}

#[test]
fn forms_reach_far_right() {
    assert_eq!(tree("if a then 1 else 2 + 3"), "(if `a` 1 (Add 2 3))");
    assert_eq!(tree("1 + if a then 1 else 2"), "(Add 1 (if `a` 1 2))");
    assert_eq!(tree("if a then if b then 1 else 2 else 3"), "(if `a` (if `b` 1 2) 3)");
    assert_eq!(tree("for i in 1..3 return i * 2"), "(for [\"i\" 1..3] (Multiply `i` 2))");
    assert_eq!(
        tree("for i in 1+1..-3, j in f(i) return j"),
        "(for [\"i\" (Add 1 1)..(neg 3) \"j\" (call `f` [`i`])] `j`)"
    );
    assert_eq!(tree("some x in xs satisfies x > 1"), "(some [\"x\" `xs`] (Greater `x` 1))");
    assert_eq!(tree("every x in xs, y in x satisfies y"), "(every [\"x\" `xs` \"y\" `x`] `y`)");
    assert_eq!(tree("function(a: number, b) a + b"), "(function [\"a\": \"number\" \"b\"] (Add `a` `b`))");
    assert_eq!(tree("function() external {java: 1}"), "(external [] {\"java\": 1})");
}

#[test]
fn types() {
    assert_eq!(tree("x instance of date and time and y"), "(and (instance `x` \"date and time\") `y`)");
    assert_eq!(tree("x instance of list<list<number>>"), "(instance `x` list<list<\"number\">>)");
    assert_eq!(
        tree("x instance of context<a: string, b: context<c: Any>>"),
        "(instance `x` context<\"a\": \"string\" \"b\": context<\"c\": \"Any\">>)"
    );
    assert_eq!(tree("x instance of function<>->Any"), "(instance `x` function<>->\"Any\")");
    assert_eq!(
        tree("x instance of function<number, range<date>> -> my.Type"),
        "(instance `x` function<\"number\" range<\"date\">>->\"my.Type\")"
    );
    assert_eq!(tree("-x instance of number"), "(neg (instance `x` \"number\"))");
}

#[test]
fn places_are_in_characters_and_cover_the_form() {
    let expr = parse_expression("\"收入\" = (a + b)", &Names::new()).unwrap();
    assert_eq!((expr.span.start, expr.span.end), (0, 14));
    let crate::feel::ast::ExprKind::Compare(_, left, right) = expr.kind else { panic!("a comparison") };
    assert_eq!((left.span.start, left.span.end), (0, 4));
    assert_eq!((right.span.start, right.span.end), (7, 14));
}
