//! Findings for programs: a JSON array, one finding a line.
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use super::{Diagnostic, SourceText};

/// The findings as the text of a JSON array. Each has all keys; `file`, `line`, `column` and `length` are null
/// where a finding has no place, `help` where there is none.
#[must_use]
pub fn render_json(findings: &[Diagnostic], files: &[SourceText<'_>]) -> String {
    let lines: Vec<String> = findings.iter().map(|finding| object(finding, files).to_string()).collect();
    if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) }
}

fn object(finding: &Diagnostic, files: &[SourceText<'_>]) -> Value {
    let place = finding.place;
    json!({
        "code": finding.code.id(),
        "severity": finding.code.severity().word(),
        "file": place.and_then(|place| SourceText::of(place, files)).map(|file| file.name),
        "line": place.map(|place| place.line),
        "column": place.map(|place| place.column),
        "length": place.map(|place| place.length),
        "message": finding.message,
        "help": finding.help,
    })
}
