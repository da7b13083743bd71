//! From files to a model and all that is to say about them.
use engine_core::diagnostic::Findings;
use engine_core::dmn;
use engine_core::source::{FileId, Sources};
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::Model;
use crate::finding::{self, Finding};
use crate::guard::guarded;
use crate::sources;

/// Compiles the model in the file of this number; `(None, findings)` where an error stands in the way.
#[pyfunction]
#[pyo3(signature = (files, main, findings, *, lenient=false))]
pub fn compile_model(
    py: Python<'_>,
    files: &Bound<'_, PyList>,
    main: u16,
    findings: &Bound<'_, PyList>,
    lenient: bool,
) -> PyResult<(Option<Model>, Vec<Finding>)> {
    let files = sources::files(files)?;
    let mut found = Findings::default();
    for finding in sources::findings(findings, files.len())? {
        found.push(finding);
    }
    let sources = Sources { files };
    let compiled =
        py.detach(|| guarded(|| dmn::Model::compile(&sources, FileId(main), found.clone(), lenient)));
    let (model, found) = compiled?;
    let names = sources.files.iter().map(|file| file.name.clone()).collect();
    let model = model.map(|model| Model::new(py, model, names));
    let findings =
        found.into_iter().map(|diagnostic| finding::to_python(diagnostic, &sources.files)).collect();
    Ok((model, findings))
}
