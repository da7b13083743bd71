use super::render_json;
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::source::{FileId, Place};

#[test]
fn nothing_is_an_empty_array() {
    assert_eq!(render_json(&[], &[]), "[]\n");
}

#[test]
fn a_finding_is_one_line_with_all_keys() {
    let place = Place { file: FileId(0), line: 3, column: 7, length: 2 };
    let findings = [
        Diagnostic {
            code: Code::FeelSyntax,
            place: Some(place),
            message: "expected `\"`".into(),
            help: Some("say it".into()),
        },
        Diagnostic { code: Code::UnusedFile, place: None, message: "a.csv".into(), help: None },
    ];
    let files = [SourceText { name: "bundle.yaml", text: "" }];
    let text = render_json(&findings, &files);
    assert_eq!(text.lines().count(), 4);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        value,
        serde_json::json!([
            {"code": "E0301", "severity": "error", "file": "bundle.yaml", "line": 3, "column": 7, "length": 2,
             "message": "expected `\"`", "help": "say it"},
            {"code": "W0904", "severity": "warning", "file": null, "line": null, "column": null, "length": null,
             "message": "a.csv", "help": null},
        ])
    );
}
