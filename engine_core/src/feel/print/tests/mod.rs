mod trees;

use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

use super::{print, print_tests};
use crate::feel::shape::{cell_shape, shape};
use crate::feel::{Names, parse_expression, parse_unary_tests};

fn again(text: &str) -> String {
    print(&parse_expression(text, &Names::new()).unwrap())
}

fn cell(text: &str) -> String {
    print_tests(&parse_unary_tests(text, &Names::new()).unwrap())
}

#[test]
fn needless_parentheses_and_spaces_go() {
    assert_eq!(again("((a)+(b*c))  -  d"), "a + b * c - d");
    assert_eq!(again("a-(b-c)"), "a - (b - c)");
    assert_eq!(again("(-3)**2"), "-3 ** 2");
    assert_eq!(again("-(3**2)"), "-(3 ** 2)");
    assert_eq!(again("2**(3**2)"), "2 ** (3 ** 2)");
    assert_eq!(again("(a and b) and (c or d)"), "a and b and (c or d)");
    assert_eq!(again("(a = b) = c"), "(a = b) = c");
    assert_eq!(again("(if a then b else c)+1"), "(if a then b else c) + 1");
    assert_eq!(again("(function(x)x)(1)"), "(function(x) x)(1)");
    assert_eq!(again("a /* why */ + // end\n b"), "a + b");
}

#[test]
fn numbers_print_by_value() {
    assert_eq!(again("0.70 + .7 + 007 + 1.50e1"), "0.7 + 0.7 + 7 + 15");
    assert_eq!(again("1e3"), "1000");
    assert_eq!(again("0.000"), "0");
    assert_eq!(again("1e40 + 12e100"), format!("1{} + 12e+100", "0".repeat(40)));
    assert_eq!(again("1.25e-100"), "125e-102");
    assert_eq!(again("1e6144"), "1e+6144");
}

#[test]
fn texts_are_escaped_one_way() {
    assert_eq!(again(r#""\u0041\s\n\"\'收入""#), r#""A\\s\n\"'收入""#);
    assert_eq!(again(r#""\u0000\u0085""#), r#""\u0000\u0085""#);
    assert_eq!(again(r#"@"P1D""#), r#"@"P1D""#);
}

#[test]
fn keys_are_bare_where_they_are_plain_words() {
    assert_eq!(
        again(r#"{"a":1,b c:2,"if":3,"":4,"x y z":5}"#),
        r#"{a: 1, "b c": 2, "if": 3, "": 4, "x y z": 5}"#
    );
}

#[test]
fn ranges_and_tests_have_one_form() {
    assert_eq!(again("]1..2["), "(1..2)");
    assert_eq!(again("x in(<5)"), "x in < 5");
    assert_eq!(again("x in (1)"), "x in 1");
    assert_eq!(again("x in ((1..2))"), "x in (1..2)");
    assert_eq!(again("x in (1,<5)"), "x in (1, < 5)");
    assert_eq!(again("(=5)"), "(= 5)");
    assert_eq!(cell("<5,[1..2["), "< 5, [1..2)");
    assert_eq!(cell("not( 1,2 )"), "not(1, 2)");
    assert_eq!(cell("(not(a))"), "(not(a))");
    assert_eq!(cell(" -"), "-");
}

#[test]
fn forms_and_types_have_one_style() {
    assert_eq!(again("for i in 1 .. 3,j in xs return i"), "for i in 1..3, j in xs return i");
    assert_eq!(again("function( a :number,b )a"), "function(a: number, b) a");
    assert_eq!(
        again("x instance of function< number >->list< Any >"),
        "x instance of function<number> -> list<Any>"
    );
    assert_eq!(
        again("x instance of context<a:string,b:range<date>>"),
        "x instance of context<a: string, b: range<date>>"
    );
    assert_eq!(again("f( a:1 )[1].b"), "f(a: 1)[1].b");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn what_is_printed_parses_to_the_same_tree(tree in trees::expression()) {
        let text = print(&tree);
        let parsed = match parse_expression(&text, &trees::names()) {
            Ok(parsed) => parsed,
            Err(error) => panic!("{text}: {error:?}"),
        };
        prop_assert_eq!(shape(&parsed), shape(&tree), "{}", text);
        prop_assert_eq!(print(&parsed), text);
    }

    #[test]
    fn what_is_printed_as_a_cell_parses_to_the_same_cell(tests in trees::cell()) {
        let text = print_tests(&tests);
        let parsed = match parse_unary_tests(&text, &trees::names()) {
            Ok(parsed) => parsed,
            Err(error) => panic!("{text}: {error:?}"),
        };
        prop_assert_eq!(cell_shape(&parsed), cell_shape(&tests), "{}", text);
        prop_assert_eq!(print_tests(&parsed), text);
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "[a-c0-9 .,:'\"@?(){}\\[\\]<>=!+*/\\\\%，“-]{0,40}") {
        for result in [parse_expression(&text, &Names::new()).err(), parse_unary_tests(&text, &Names::new()).err()] {
            let length = u32::try_from(text.chars().count()).unwrap();
            if let Some(error) = result {
                assert!(error.span.start <= error.span.end && error.span.end <= length, "{text}: {error:?}");
            }
        }
    }

    #[test]
    fn no_row_of_words_makes_the_parser_panic(words in proptest::collection::vec(trees::word(), 0..20)) {
        let text = words.join(" ");
        if let Ok(tree) = parse_expression(&text, &trees::names()) {
            let printed = print(&tree);
            prop_assert_eq!(print(&parse_expression(&printed, &trees::names()).unwrap()), printed);
        }
        if let Ok(tests) = parse_unary_tests(&text, &trees::names()) {
            let printed = print_tests(&tests);
            prop_assert_eq!(print_tests(&parse_unary_tests(&printed, &trees::names()).unwrap()), printed);
        }
    }
}
