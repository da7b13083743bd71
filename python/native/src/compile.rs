//! From authored files to an engine and all that is to say about them.
use engine_core::diagnostic::Findings;
use engine_core::source::Sources;
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::engine::Engine;
use crate::finding::{self, Finding};
use crate::guard::guarded;
use crate::sources;

/// Compiles the files that a reader gives; `(None, findings)` where an error stands in the way.
#[pyfunction]
pub fn compile(
    py: Python<'_>,
    files: &Bound<'_, PyList>,
    findings: &Bound<'_, PyList>,
) -> PyResult<(Option<Engine>, Vec<Finding>)> {
    let files = sources::files(files)?;
    let mut found = Findings::default();
    for finding in sources::findings(findings, files.len())? {
        found.push(finding);
    }
    let sources = Sources { files };
    let compiled = py.detach(|| guarded(|| engine_core::Engine::compile(&sources, found)));
    let (engine, found) = compiled?;
    let engine = engine.map(|engine| Engine::new(py, engine)).transpose()?;
    let findings =
        found.into_iter().map(|diagnostic| finding::to_python(diagnostic, &sources.files)).collect();
    Ok((engine, findings))
}
