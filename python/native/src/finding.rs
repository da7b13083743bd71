//! Findings as Python objects, and the table of their codes.
use engine_core::diagnostic::{self, Code, Diagnostic, SourceText};
use engine_core::source::{FileId, Place};
use pyo3::prelude::*;
use pyo3::types::PyList;

use engine_core::source::File;

use crate::sources;

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
        Ok(Self {
            code: known.id().to_owned(),
            severity: known.severity().word(),
            file,
            line,
            column,
            length,
            message,
            help,
        })
    }

    fn __getnewargs__(&self) -> NewArgs<'_> {
        (
            &self.code,
            self.file.as_deref(),
            self.line,
            self.column,
            self.length,
            &self.message,
            self.help.as_deref(),
        )
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
        severity: diagnostic.code.severity().word(),
        file: place.and_then(|place| files.get(usize::from(place.file.0))).map(|file| file.name.clone()),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        length: place.map(|place| place.length),
        message: diagnostic.message,
        help: diagnostic.help,
    }
}

/// What a code means and what to do; `None` for an id that does not exist.
#[pyfunction]
pub fn explain_code(id: &str) -> Option<String> {
    let code = Code::ALL.iter().find(|code| code.id().eq_ignore_ascii_case(id))?;
    Some(format!("{} ({}): {}\n\n{}", code.id(), code.severity().word(), code.title(), code.explanation()))
}

/// Every code: its id, severity and title.
#[pyfunction]
pub fn codes() -> Vec<(&'static str, &'static str, &'static str)> {
    Code::ALL.iter().map(|code| (code.id(), code.severity().word(), code.title())).collect()
}

/// The findings as text for people: each with its line of the file, then a count.
#[pyfunction]
pub fn render(
    findings: Vec<PyRef<'_, Finding>>,
    files: &Bound<'_, PyList>,
    colour: bool,
) -> PyResult<String> {
    let named = sources::names_and_texts(files)?;
    Ok(diagnostic::render_text(&to_core(&findings, &named)?, &texts(&named), colour))
}

/// The findings as a JSON array for programs.
#[pyfunction]
pub fn render_json(findings: Vec<PyRef<'_, Finding>>, files: &Bound<'_, PyList>) -> PyResult<String> {
    let named = sources::names_and_texts(files)?;
    Ok(diagnostic::render_json(&to_core(&findings, &named)?, &texts(&named)))
}

fn texts(named: &[(String, String)]) -> Vec<SourceText<'_>> {
    named.iter().map(|(name, text)| SourceText { name, text }).collect()
}

fn to_core(findings: &[PyRef<'_, Finding>], named: &[(String, String)]) -> PyResult<Vec<Diagnostic>> {
    findings
        .iter()
        .map(|finding| {
            Ok(Diagnostic {
                code: sources::code(&finding.code)?,
                place: place(finding, named),
                message: finding.message.clone(),
                help: finding.help.clone(),
            })
        })
        .collect()
}

/// `None` also where the finding's file is not among those that are shown.
fn place(finding: &Finding, named: &[(String, String)]) -> Option<Place> {
    let name = finding.file.as_ref()?;
    let number = named.iter().position(|(known, _)| known == name)?;
    Some(Place {
        file: FileId(u16::try_from(number).ok()?),
        line: finding.line?,
        column: finding.column?,
        length: finding.length?,
    })
}
