//! The seam between Python and the engine: authored files in, findings and engines out.
//!
//! It converts and never decides: every meaning is in `engine_core`, every reading of files in the Python package.
mod compile;
mod finding;
mod sources;

/// The module `placet._native`.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use super::compile::compile;
    #[pymodule_export]
    use super::finding::{Finding, codes, explain_code, render, render_json};
}
