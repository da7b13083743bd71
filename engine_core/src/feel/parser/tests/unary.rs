use super::cell;
use crate::feel::{Names, parse_unary_tests};

#[test]
fn a_dash_is_anything_and_a_number_may_be_negative() {
    assert_eq!(cell(" - "), "any");
    assert_eq!(cell("-5"), "(one <(neg 5)>)");
}

#[test]
fn commas_are_alternatives() {
    assert_eq!(cell("\"R1\", \"R2\""), "(one <\"R1\"> <\"R2\">)");
    assert_eq!(cell("< 5, >= x * 2"), "(one <Less 5> <GreaterOrEqual (Multiply `x` 2)>)");
    assert_eq!(cell("[1..2), null, = 3"), "(one <(range 1 in, 2 out)> <null> <Equal 3>)");
    assert_eq!(cell("(< 5)"), "(one <Less 5>)");
}

#[test]
fn not_around_the_whole_cell_negates_its_tests() {
    assert_eq!(cell("not(1, < 5)"), "(none <1> <Less 5>)");
    assert_eq!(cell("not((1..2))"), "(none <(range 1 out, 2 out)>)");
    assert_eq!(cell("not([1..2), (3..4])"), "(none <(range 1 in, 2 out)> <(range 3 out, 4 in)>)");
    assert_eq!(cell("not(a) and b"), "(one <(and (call `not` [`a`]) `b`)>)");
    assert_eq!(cell("(not(a))"), "(one <(call `not` [`a`])>)");
    assert_eq!(cell("not(a), not(b)"), "(one <(call `not` [`a`])> <(call `not` [`b`])>)");
}

#[test]
fn the_input_is_a_question_mark() {
    assert_eq!(cell("? > 3 and ? < 5"), "(one <(and (Greater `?` 3) (Less `?` 5))>)");
    assert_eq!(cell("contains(?, \"x\")"), "(one <(call `contains` [`?` \"x\"])>)");
}

#[test]
fn a_fault_in_a_negation_is_told_where_reading_ended() {
    for (text, at) in [("not(1, < )", 9), ("not(a) and", 10), ("not(< 5", 7), ("not(1) 2", 7)] {
        assert_eq!(parse_unary_tests(text, &Names::new()).unwrap_err().span.start, at, "{text}");
    }
}

#[test]
fn an_empty_cell_is_refused() {
    let error = parse_unary_tests("  ", &Names::new()).unwrap_err();
    assert_eq!(error.help.as_deref(), Some("write `-` where any value will do"));
}
