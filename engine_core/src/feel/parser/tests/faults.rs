use crate::diagnostic::Code;
use crate::feel::{Names, SyntaxError, parse_expression, parse_unary_tests};

fn fault(text: &str) -> SyntaxError {
    parse_expression(text, &Names::new()).expect_err(text)
}

fn help(text: &str) -> String {
    fault(text).help.unwrap_or_default()
}

fn cell_help(text: &str) -> String {
    parse_unary_tests(text, &Names::new()).expect_err(text).help.unwrap_or_default()
}

#[test]
fn messages_say_what_was_expected_and_where() {
    let cases = [
        ("if a 1 else 2", "expected `then` after the condition of `if`", 5),
        ("if a then 1", "expected `else` after the value of `then`", 11),
        ("1 +", "expected an expression", 3),
        ("", "expected an expression", 0),
        ("(1", "expected `)` after the expression in parentheses", 2),
        ("[1, 2", "expected `]` or `,` after the item of the list", 5),
        ("[1..2", "expected `]` or `)` after the upper end of the range", 5),
        ("{a 1}", "expected `:` after the name of the entry", 5 - 1),
        ("{a: 1", "expected `}` or `,` after the entry of the context", 5),
        ("f(1", "expected `)` or `,` after the argument", 3),
        ("x between 1 or 2", "expected `and` between the two bounds of `between`", 12),
        ("for in xs return 1", "expected the name of a variable after `for`", 4),
        ("for x in xs x", "expected `return` after the source of `for`", 12),
        ("some x in xs return x", "expected `satisfies` after the source of `some`", 13),
        ("function a", "expected `(` after `function`", 9),
        ("x instance of 5", "expected a type", 14),
        ("a.5", "expected an operator or the end of the expression", 1),
        ("a.\"b\"", "expected a name after `.`", 2),
        ("@x", "expected a date, time or duration in quotes after `@`", 1),
        ("收入 收入", "expected an operator or the end of the expression", 3),
        ("a then b", "expected an operator or the end of the expression", 2),
    ];
    for (text, message, start) in cases {
        let fault = fault(text);
        assert_eq!((fault.message.as_str(), fault.span.start), (message, start), "{text}");
        assert_eq!(fault.code, Code::FeelSyntax);
    }
}

#[test]
fn slips_from_other_languages_get_help() {
    let cases = [
        ("a == 1", "FEEL compares with `=`, not `==`"),
        ("a && b", "write `and` in place of `&&`"),
        ("a || b", "write `or` in place of `||`"),
        ("a <> 1", "write `!=` in place of `<>`"),
        ("!verified", "write `not(verified)` in place of `!verified`"),
        ("a =< 1", "write `<=`"),
        ("a => 1", "write `>=`"),
        ("a = 'x'", "texts stand in double quotes: `\"…\"`"),
        ("if a then 1 elif b then 2 else 3", "write `else if` in place of `elif`"),
        ("not a", "write `not(…)` with parentheses"),
        ("a ? 1 : 2", "write `if … then … else …`"),
        ("a ^ 2", "write `**` for a power"),
        ("monthly income", "no name `monthly income` is declared; an operator or a comma may be missing"),
        ("[>= 5]", "write a range with one end in parentheses: `(>= 5)`"),
        ("xs[]", "a filter or an index stands between the brackets: `xs[1]`"),
        ("f(1, a: 2)", "name all of the arguments, or none"),
        ("? > 1", "name the value that is tested"),
    ];
    for (text, expected) in cases {
        assert_eq!(help(text), expected, "{text}");
    }
    assert!(cell_help("> 3 and < 5").starts_with("write an interval as `(3..5)`"));
}

#[test]
fn percentages_are_moved_by_two_places() {
    for (text, value) in
        [("5%", "0.05"), ("12.5%", "0.125"), ("0.5%", "0.005"), ("100%", "1"), ("150%", "1.5")]
    {
        assert_eq!(help(&format!("x > {text}")), format!("write `{value}` in place of `{text}`"));
    }
}

#[test]
fn thousands_separators_are_detected() {
    assert_eq!(help("x > 1,500"), "write `1500` without a thousands separator");
    assert_eq!(help("x in (10,000)"), "write `10000`");
    assert_eq!(cell_help(">= 1,000"), "write `1000`");
    assert!(parse_unary_tests("1,200", &Names::new()).is_ok());
    assert!(parse_expression("[1, 000]", &Names::new()).is_ok());
}

#[test]
fn full_width_punctuation_names_the_ascii_one() {
    let cases = [
        ("sum（1)", "write the ASCII `(` in place of `（`"),
        ("f(a，b)", "write the ASCII `,` in place of `，`"),
        ("(1）", "write the ASCII `)` in place of `）`"),
        ("a = “x”", "write the ASCII `\"` in place of `“`"),
        ("a ＞ 5", "write the ASCII `>` in place of `＞`"),
        ("a > ５", "write the ASCII `5` in place of `５`"),
        ("a − 1", "write the ASCII `-` in place of `−`"),
    ];
    for (text, expected) in cases {
        assert_eq!(help(text), expected, "{text}");
    }
}

#[test]
fn a_comparison_of_a_comparison_is_refused_unless_it_is_equality() {
    let fault = fault("18 < age < 65");
    assert_eq!(
        (fault.message.as_str(), fault.span.start),
        ("a comparison of a comparison has no meaning", 9)
    );
    assert!(parse_expression("a = b = true", &Names::new()).is_ok());
}

#[test]
fn a_number_that_cannot_be_exact_has_a_code_of_its_own() {
    assert_eq!(fault("12345678901234567890123456789012345").code, Code::NumberTooLarge);
    assert_eq!(fault("1 + 1e9999").code, Code::NumberTooLarge);
}
