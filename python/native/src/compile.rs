//! From authored files to an engine and all that is to say about them.
use engine_core::diagnostic::Findings;
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::finding::{self, Finding};
use crate::sources;

/// Compiles the files that a reader gives; `(None, findings)` where an error stands in the way.
#[pyfunction]
pub fn compile(
    files: &Bound<'_, PyList>,
    findings: &Bound<'_, PyList>,
) -> PyResult<(Option<Py<PyAny>>, Vec<Finding>)> {
    let files = sources::files(files)?;
    let mut found = Findings::default();
    for finding in sources::findings(findings, files.len())? {
        found.push(finding);
    }
    Ok((None, found.sorted().into_iter().map(|diagnostic| finding::to_python(diagnostic, &files)).collect()))
}
