use super::render_text;
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::source::{FileId, Place};

fn shown(text: &str, line: u32, column: u32, length: u32) -> String {
    let place = Place { file: FileId(0), line, column, length };
    let finding = Diagnostic {
        code: Code::FeelSyntax,
        place: Some(place),
        message: "expected `then`".into(),
        help: None,
    };
    render_text(&[finding], &[SourceText { name: "bundle.yaml", text }], false)
}

fn lines(page: &str) -> Vec<&str> {
    page.lines().collect()
}

#[test]
fn a_finding_shows_its_line_and_place() {
    let files = [SourceText { name: "bins.csv", text: "bin,points\nage,x\n" }];
    let place = Place { file: FileId(0), line: 2, column: 5, length: 1 };
    let findings = [
        Diagnostic {
            code: Code::BinsOverlap,
            place: Some(place),
            message: "both hold 30".into(),
            help: Some("write `[20..30)`".into()),
        },
        Diagnostic {
            code: Code::UnusedFile,
            place: None,
            message: "nothing names `a.csv`".into(),
            help: None,
        },
    ];
    let expected = "\
error[E0402]: both hold 30
 --> bins.csv:2:5
  |
2 | age,x
  |     ^
help: write `[20..30)`

warning[W0904]: nothing names `a.csv`

1 error, 1 warning
";
    assert_eq!(render_text(&findings, &files, false), expected);
}

#[test]
fn counts_are_in_plain_english() {
    assert_eq!(render_text(&[], &[], false), "no findings\n");
    let finding = Diagnostic { code: Code::NoFlow, place: None, message: "m".into(), help: None };
    assert!(render_text(&[finding.clone(), finding], &[], false).ends_with("\n2 errors\n"));
}

#[test]
fn wide_characters_take_two_columns_and_tabs_four() {
    let page = shown("收入 < 5", 1, 1, 2);
    assert_eq!(lines(&page)[3..5], ["1 | 收入 < 5", "  | ^^^^"]);
    let page = shown("\t收 = x", 1, 6, 1);
    assert_eq!(lines(&page)[3..5], ["1 |     收 = x", "  |          ^"]);
}

#[test]
fn a_place_past_the_end_gets_one_caret() {
    let page = shown("if a", 1, 5, 9);
    assert_eq!(lines(&page)[3..5], ["1 | if a", "  |     ^"]);
    let page = shown("", 7, 1, 1);
    assert_eq!(lines(&page), ["error[E0301]: expected `then`", " --> bundle.yaml:7:1", "", "1 error"]);
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let text = format!("{}!{}", "a".repeat(300), "b".repeat(300));
    let page = shown(&text, 1, 301, 1);
    let line = format!("1 | …{}!{}…", "a".repeat(30), "b".repeat(69));
    assert_eq!(lines(&page)[3..5], [line.as_str(), &format!("  | {}^", " ".repeat(31))]);
    let page = shown(&text, 1, 301, 300);
    assert_eq!(lines(&page)[4].matches('^').count(), 70);
}

#[test]
fn colour_is_by_request_and_terminal_codes_in_texts_are_dead() {
    let files = [SourceText { name: "a\u{1b}[31m", text: "x\u{1b}[2Jy\u{202e}" }];
    let place = Place { file: FileId(0), line: 1, column: 1, length: 1 };
    let finding = Diagnostic {
        code: Code::FeelSyntax,
        place: Some(place),
        message: "bad \u{1b}c".into(),
        help: Some("h".into()),
    };
    let plain = render_text(std::slice::from_ref(&finding), &files, false);
    assert!(!plain.contains('\u{1b}') && !plain.contains('\u{202e}'));
    let coloured = render_text(&[finding], &files, true);
    assert!(coloured.starts_with("\u{1b}[1m\u{1b}[31merror[E0301]\u{1b}[0m: bad"), "{coloured:?}");
}
