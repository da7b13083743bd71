use crate::bounds::{DEPTH, EXPRESSION_LENGTH};
use crate::diagnostic::Code;
use crate::feel::ast::{Expr, ExprKind};
use crate::feel::{Names, parse_expression, parse_unary_tests, print_expression};

// A thread with little stack, as some hosts give: overflowing it would end the process, and so the test.
fn with_little_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(96 * 1024).spawn(work).unwrap().join().unwrap();
}

fn code(text: &str) -> Option<Code> {
    parse_expression(text, &Names::new()).err().map(|error| error.code)
}

fn nests() -> Vec<(&'static str, &'static str, &'static str)> {
    vec![
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("-", "1", ""),
        ("- -", "1", ""),
        ("f(", "1", ")"),
        ("f(a: ", "1", ")"),
        ("x[", "1", "]"),
        ("{a: ", "1", "}"),
        ("if a then ", "1", " else 2"),
        ("if ", "1", " then 1 else 2"),
        ("for x in ", "xs", " return 1"),
        ("some x in xs satisfies ", "1", ""),
        ("function(x) ", "1", ""),
        ("1 + (2 * ", "1", ")"),
        ("[1..", "2", "]"),
        ("]", "1", "..2["),
        ("x in (", "1", ")"),
        ("x in (1, ", "1", ")"),
        ("(< ", "1", ")"),
        ("a between 1 and (", "1", ")"),
        ("a or b and c = d + e * f ** (", "1", ")"),
        ("x instance of list<", "Any", ">"),
        ("x instance of function<", "Any", "> -> Any"),
        ("x instance of context<a: ", "Any", ">"),
    ]
}

#[test]
fn deep_nests_are_an_error_and_never_a_crash() {
    with_little_stack(|| {
        for (open, inner, close) in nests() {
            let open = open.trim_start_matches("x instance of ");
            let prefix = if inner == "Any" { "x instance of " } else { "" };
            for levels in [DEPTH + 1, 500] {
                let text = format!("{prefix}{}{inner}{}", open.repeat(levels), close.repeat(levels));
                assert_eq!(code(&text), Some(Code::TooDeep), "{open} {levels}");
            }
        }
    });
}

#[test]
fn chains_nest_to_the_left_and_are_bounded_too() {
    with_little_stack(|| {
        for (first, link) in
            [("1", " + 1"), ("a", ".b"), ("a", "[1]"), ("f", "(1)"), ("a", " = a"), ("a", " instance of b")]
        {
            let text = format!("{first}{}", link.repeat(1000));
            assert_eq!(code(&text), Some(Code::TooDeep), "{link}");
        }
    });
}

#[test]
fn long_logic_and_long_lists_are_flat() {
    assert_eq!(code(&format!("a{}", " and a".repeat(1000))), None);
    assert_eq!(code(&format!("a{}", " or a".repeat(1000))), None);
    assert_eq!(code(&format!("[1{}]", ", 1".repeat(1000))), None);
}

#[test]
fn no_tree_is_deeper_than_the_bound_and_the_bound_can_be_reached() {
    with_little_stack(|| {
        let mut deepest = 0;
        for (open, inner, close) in nests().into_iter().filter(|(_, inner, _)| *inner != "Any") {
            for levels in 1..=DEPTH {
                for chain in [0, 1, 20, 40, DEPTH - 1] {
                    let text = format!(
                        "{}{inner}{}{}",
                        open.repeat(levels),
                        close.repeat(levels),
                        " + 1".repeat(chain)
                    );
                    let Ok(expr) = parse_expression(&text, &Names::new()) else { continue };
                    deepest = deepest.max(height(&expr));
                    assert!(height(&expr) <= DEPTH, "{text}");
                    assert!(!print_expression(&expr).is_empty());
                }
            }
        }
        assert_eq!(deepest, DEPTH);
    });
}

#[test]
fn length_is_bounded() {
    let text = format!("\"{}\"", "a".repeat(EXPRESSION_LENGTH - 2));
    assert_eq!(code(&text), None);
    assert_eq!(code(&(text + " ")), Some(Code::TooLarge));
    let cell = "1,".repeat(EXPRESSION_LENGTH);
    assert_eq!(parse_unary_tests(&cell, &Names::new()).unwrap_err().code, Code::TooLarge);
}

fn height(expr: &Expr) -> usize {
    let below: Vec<&Expr> = match &expr.kind {
        ExprKind::Negate(a) | ExprKind::Path(a, ..) | ExprKind::InstanceOf(a, _) | ExprKind::Points(_, a) => {
            vec![a]
        }
        ExprKind::Arithmetic(_, a, b) | ExprKind::Compare(_, a, b) | ExprKind::Filter(a, b) => vec![a, b],
        ExprKind::Between(a, b, c) | ExprKind::If(a, b, c) => vec![a, b, c],
        ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::List(parts) => parts.iter().collect(),
        ExprKind::Call(callee, arguments) => {
            std::iter::once(&**callee).chain(arguments.iter().map(|argument| &argument.value)).collect()
        }
        ExprKind::Context(entries) => entries.iter().map(|(_, _, value)| value).collect(),
        ExprKind::Range(range) => {
            [&range.low, &range.high].into_iter().flatten().map(|(end, _)| end).collect()
        }
        ExprKind::For(iterations, body)
        | ExprKind::Some(iterations, body)
        | ExprKind::Every(iterations, body) => {
            iterations.iter().map(|iteration| &iteration.source).chain([&**body]).collect()
        }
        ExprKind::Function(_, body) | ExprKind::External(_, body) => vec![body],
        ExprKind::In(value, tests) => {
            use crate::feel::ast::TestKind::{Compare, Value};
            let tests = tests.iter().map(|test| match &test.kind {
                Compare(_, end) | Value(end) => end,
            });
            std::iter::once(&**value).chain(tests).collect()
        }
        _ => Vec::new(),
    };
    1 + below.into_iter().map(height).max().unwrap_or(0)
}
