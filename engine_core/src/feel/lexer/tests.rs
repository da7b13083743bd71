use super::{resolve, tokens};

fn texts(text: &str) -> Vec<&str> {
    tokens(text).unwrap().iter().map(|token| token.text).collect()
}

fn text(quoted: &str) -> String {
    let tokens = tokens(quoted).unwrap();
    assert_eq!(tokens.len(), 1, "{quoted}");
    resolve(&tokens[0]).unwrap()
}

#[test]
fn numbers_leave_the_dots_of_a_range() {
    assert_eq!(texts("1..3"), ["1", "..", "3"]);
    assert_eq!(texts(".5 1.2e3 1.2E-3 1e+4"), [".5", "1.2e3", "1.2E-3", "1e+4"]);
    assert_eq!(texts("1...5"), ["1", "..", ".5"]);
    assert_eq!(texts("5.a 2e x"), ["5", ".", "a", "2", "e", "x"]);
}

#[test]
fn marks_are_the_longest_that_fit() {
    assert_eq!(texts("a**b*c!=d<=e"), ["a", "**", "b", "*", "c", "!=", "d", "<=", "e"]);
    assert_eq!(texts("list<list<number>>"), ["list", "<", "list", "<", "number", ">", ">"]);
    assert_eq!(texts("function<>->Any"), ["function", "<", ">", "->", "Any"]);
}

#[test]
fn words_hold_letters_of_any_script_and_begin_with_keywords_freely() {
    assert_eq!(texts("in1 order 收入 🐎 _x Fläche"), ["in1", "order", "收入", "🐎", "_x", "Fläche"]);
    assert_eq!(texts("（a，b）"), ["（", "a", "，", "b", "）"]);
}

#[test]
fn comments_and_white_space_go() {
    assert_eq!(texts("1 + /* 1 + */ 1 // end\n+ 2"), ["1", "+", "1", "+", "2"]);
    assert_eq!(texts("a\u{3000}b\u{a0}c"), ["a", "b", "c"]);
    assert_eq!(texts(r#""/* no */" // "x"#), [r#""/* no */""#]);
}

#[test]
fn places_count_characters() {
    let tokens = tokens("\"收入\" 额").unwrap();
    assert_eq!((tokens[0].span.start, tokens[0].span.end), (0, 4));
    assert_eq!((tokens[1].span.start, tokens[1].span.end), (5, 6));
}

#[test]
fn escapes_mean_their_characters() {
    assert_eq!(text(r#""a\n\r\t\"\\\'b""#), "a\n\r\t\"\\'b");
    assert_eq!(text(r#""\u0041\U01F40E\uD83D\uDCA9""#), "A🐎💩");
    assert_eq!(text(r#""\ud83d\udc0e\uD83D\uDE00""#), "🐎😀");
    assert_eq!(text(r#""\\u0009""#), "\\u0009");
}

#[test]
fn an_unknown_escape_keeps_its_backslash() {
    assert_eq!(text(r#""\s\d+\p{L}\u12\U0041\u+123""#), r"\s\d+\p{L}\u12\U0041\u+123");
}

#[test]
fn half_a_surrogate_pair_is_refused() {
    for half in [r#""ab\uD83D""#, r#""ab\uDCA9\uD83D""#, r#""ab\uD83D\u0041""#] {
        let error = resolve(&tokens(half).unwrap()[0]).unwrap_err();
        assert_eq!((error.span.start, error.span.end), (3, 9), "{half}");
    }
}

#[test]
fn what_never_ends_is_refused_where_it_begins() {
    let error = tokens("1 + \"abc").unwrap_err();
    assert_eq!((error.message.as_str(), error.span.start), ("a text that never ends", 4));
    let error = tokens("1 /* abc").unwrap_err();
    assert_eq!((error.message.as_str(), error.span.start), ("a comment that never ends", 2));
    assert!(tokens("\"abc\\\"").is_err());
}
