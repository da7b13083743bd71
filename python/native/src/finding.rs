//! Findings as Python objects, and the table of their codes.
use engine_core::diagnostic::{Code, Diagnostic, Severity};
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::sources::{self, File};

/// One thing that is wrong with a bundle, where, and what to do about it.
#[pyclass(frozen, eq, hash, get_all, module = "placet._native")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Finding {
    /// The stable code, such as `E0402`.
    code: String,
    /// `error` or `warning`.
    severity: &'static str,
    /// The file's name in the folder; `None` for what has no place, as have the three that follow.
    file: Option<String>,
    /// The line, from 1.
    line: Option<u32>,
    /// The column in characters, from 1.
    column: Option<u32>,
    /// How many characters to underline.
    length: Option<u32>,
    /// What is wrong.
    message: String,
    /// A way out.
    help: Option<String>,
}

#[pymethods]
impl Finding {
    /// A finding; its severity is that of the code.
    #[new]
    #[pyo3(signature = (code, file, line, column, length, message, help=None))]
    fn new(
        code: &str,
        file: Option<String>,
        line: Option<u32>,
        column: Option<u32>,
        length: Option<u32>,
        message: String,
        help: Option<String>,
    ) -> PyResult<Self> {
        let known = sources::code(code)?;
        Ok(Self { code: known.id().to_owned(), severity: severity(known), file, line, column, length, message, help })
    }

    fn __getnewargs__(&self) -> NewArgs<'_> {
        (&self.code, self.file.as_deref(), self.line, self.column, self.length, &self.message, self.help.as_deref())
    }

    fn __repr__(&self) -> String {
        let place = match (&self.file, self.line, self.column) {
            (Some(file), Some(line), Some(column)) => format!("{file}:{line}:{column}: "),
            (Some(file), ..) => format!("{file}: "),
            (None, ..) => String::new(),
        };
        format!("<Finding {} {place}{}>", self.code, self.message)
    }
}

/// What a pickled finding is made again from.
type NewArgs<'a> =
    (&'a str, Option<&'a str>, Option<u32>, Option<u32>, Option<u32>, &'a str, Option<&'a str>);

/// A finding of the core, with its file's name.
pub fn to_python(diagnostic: Diagnostic, files: &[File]) -> Finding {
    let place = diagnostic.place;
    Finding {
        code: diagnostic.code.id().to_owned(),
        severity: severity(diagnostic.code),
        file: place.and_then(|place| files.get(usize::from(place.file.0))).map(|file| file.name.clone()),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        length: place.map(|place| place.length),
        message: diagnostic.message,
        help: diagnostic.help,
    }
}

const fn severity(code: Code) -> &'static str {
    match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// What a code means and what to do; `None` for an id that does not exist.
#[pyfunction]
pub fn explain_code(id: &str) -> Option<String> {
    let code = Code::ALL.iter().find(|code| code.id().eq_ignore_ascii_case(id))?;
    Some(format!("{} ({}): {}\n\n{}", code.id(), severity(*code), code.title(), code.explanation()))
}

/// Every code: its id, severity and title.
#[pyfunction]
pub fn codes() -> Vec<(&'static str, &'static str, &'static str)> {
    Code::ALL.iter().map(|code| (code.id(), severity(*code), code.title())).collect()
}

/// The findings as text for people.
#[pyfunction]
pub fn render(findings: Vec<PyRef<'_, Finding>>, files: &Bound<'_, PyList>, colour: bool) -> PyResult<String> {
    let _ = (files, colour);
    let mut out = String::new();
    for finding in findings {
        out.push_str(&format!("{}[{}]: {}\n", finding.severity, finding.code, finding.message));
        if let (Some(file), Some(line), Some(column)) = (&finding.file, finding.line, finding.column) {
            out.push_str(&format!("  --> {file}:{line}:{column}\n"));
        }
        if let Some(help) = &finding.help {
            out.push_str(&format!("  help: {help}\n"));
        }
    }
    Ok(out)
}
