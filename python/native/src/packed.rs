//! Packed bundles: bytes out, and engines, heads or texts in.
use engine_core::packed;
use engine_core::value::Date;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDate};

use crate::engine::Engine;
use crate::finding::{self, Finding};
use crate::guard::guarded;

pyo3::import_exception!(placet.errors, BundleError);

/// What the head of a packed file says: name, version, digest, and the first and last day of its validity.
type Head<'py> = (String, String, String, Option<Bound<'py, PyDate>>, Option<Bound<'py, PyDate>>);

/// The engine of a packed bundle; raises `BundleError` with the reason where there is none.
#[pyfunction]
#[pyo3(signature = (data, name=None))]
pub fn load_packed(py: Python<'_>, data: &Bound<'_, PyBytes>, name: Option<&str>) -> PyResult<Engine> {
    let bytes = data.as_bytes();
    let engine = py.detach(|| guarded(|| engine_core::Engine::from_packed(bytes)))?;
    Engine::new(py, engine.map_err(|error| refused(name, error))?)
}

/// The head of a packed file, from its first bytes.
#[pyfunction]
#[pyo3(signature = (data, name=None))]
pub fn packed_head<'py>(py: Python<'py>, data: &[u8], name: Option<&str>) -> PyResult<Head<'py>> {
    let head = packed::head(data).map_err(|error| refused(name, error))?;
    let day = |day: Option<Date>| day.map(|day| python_day(py, day)).transpose();
    Ok((head.name, head.version, head.digest, day(head.valid.from)?, day(head.valid.to)?))
}

/// The name and the text of each file in a packed bundle, in the order of their names.
#[pyfunction]
#[pyo3(signature = (data, name=None))]
pub fn packed_texts(data: &[u8], name: Option<&str>) -> PyResult<Vec<(String, String)>> {
    let packed = packed::read(data).map_err(|error| refused(name, error))?;
    Ok(packed.sources.files.into_iter().map(|file| (file.name, file.text)).collect())
}

/// A day; the first or last that Python has for one beyond it.
fn python_day(py: Python<'_>, day: Date) -> PyResult<Bound<'_, PyDate>> {
    match day.year() {
        ..1 => PyDate::new(py, 1, 1, 1),
        10_000.. => PyDate::new(py, 9999, 12, 31),
        year => PyDate::new(py, year, day.month(), day.day()),
    }
}

fn refused(name: Option<&str>, error: engine_core::PackedError) -> PyErr {
    let name = name.map_or_else(|| "the packed bundle".to_owned(), |name| format!("`{name}`"));
    let message = format!("{name} cannot be loaded: {error}");
    let findings: Vec<Finding> = match error {
        engine_core::PackedError::DoesNotLoad { findings, sources } => {
            findings.into_iter().map(|finding| finding::to_python(finding, &sources.files)).collect()
        }
        _ => Vec::new(),
    };
    BundleError::new_err((message, findings))
}
