use super::{tree, with};
use crate::feel::shape::shape;
use crate::feel::{Names, parse_expression};

#[test]
fn the_longest_name_in_scope_wins() {
    assert_eq!(with("a - b", &[]), "(Subtract `a` `b`)");
    assert_eq!(with("a - b", &["a - b"]), "`a - b`");
    assert_eq!(with("date of birth + 1", &["date", "date of birth"]), "(Add `date of birth` 1)");
    assert_eq!(with("decision A 2.1 + 1", &["decision A", "decision A 2.1"]), "(Add `decision A 2.1` 1)");
    assert_eq!(with("Student's name", &["Student's name"]), "`Student's name`");
    assert_eq!(with("limit.binding", &["limit.binding"]), "`limit.binding`");
    assert_eq!(with("limit.binding", &["limit"]), "(. `limit` `binding`)");
}

#[test]
fn white_space_in_a_name_is_normalised() {
    assert_eq!(with("Employment \n  Status = 1", &["Employment  Status"]), "(Equal `Employment Status` 1)");
}

#[test]
fn names_may_hold_keywords() {
    assert_eq!(with("some value and in1", &["some value"]), "(and `some value` `in1`)");
    assert_eq!(with("order or android", &[]), "(or `order` `android`)");
    assert_eq!(with("if if x then then a else y", &["if x", "then a"]), "(if `if x` `then a` `y`)");
}

#[test]
fn built_in_names_are_always_known() {
    assert_eq!(tree("string length(x)"), "(call `string length` [`x`])");
    assert_eq!(
        tree("date and time(a) and time(b)"),
        "(and (call `date and time` [`a`]) (call `time` [`b`]))"
    );
    assert_eq!(tree("x.time offset"), "(. `x` `time offset`)");
    assert_eq!(tree("[1..2].start included"), "(. (range 1 in, 2 in) `start included`)");
}

#[test]
fn context_keys_are_in_scope_after_their_entry() {
    assert_eq!(tree("{a b: 1, c: a b + 1}"), "{\"a b\": 1 \"c\": (Add `a b` 1)}");
    assert_eq!(tree("{foo+bar: 1, c: foo+bar}"), "{\"foo+bar\": 1 \"c\": `foo+bar`}");
    assert_eq!(tree("{foo+bar: foo+bar}"), "{\"foo+bar\": (Add `foo` `bar`)}");
    assert_eq!(tree("[{foo+bar: 1}, foo+bar]"), "[{\"foo+bar\": 1} (Add `foo` `bar`)]");
}

#[test]
fn members_are_known_after_a_point_and_in_filters() {
    assert_eq!(tree("{first name: 1}.first name"), "(. {\"first name\": 1} `first name`)");
    assert_eq!(tree("[{a b: 1}][a b > 0]"), "(filter [{\"a b\": 1}] (Greater `a b` 0))");
    let mut names = Names::new();
    names.add_member("first name");
    let parsed = |text| shape(&parse_expression(text, &names).unwrap());
    assert_eq!(parsed("x.first name = 1"), "(Equal (. `x` `first name`) 1)");
    assert_eq!(parsed("xs[first name = 1]"), "(filter `xs` (Equal `first name` 1))");
    assert!(parse_expression("first name = 1", &names).is_err());
}

#[test]
fn variables_and_parameters_are_known_in_their_bodies() {
    assert_eq!(tree("for my x in xs return my x + 1"), "(for [\"my x\" `xs`] (Add `my x` 1))");
    assert_eq!(tree("some a-b in xs, y in a-b satisfies a-b"), "(some [\"a-b\" `xs` \"y\" `a-b`] `a-b`)");
    assert_eq!(tree("function(a b: number, c) a b"), "(function [\"a b\": \"number\" \"c\"] `a b`)");
    assert_eq!(tree("f(a b: 1)"), "(call `f` [\"a b\"= 1])");
    assert!(parse_expression("[for my x in xs return my x, my x]", &Names::new()).is_err());
}

#[test]
fn types_may_have_declared_names_with_spaces() {
    let mut names = Names::new();
    names.add_type("credit grade");
    let expr = parse_expression("x instance of credit grade", &names).unwrap();
    assert_eq!(shape(&expr), "(instance `x` \"credit grade\")");
}
