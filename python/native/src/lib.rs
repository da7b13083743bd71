//! The seam between Python and the engine: authored files and facts in; findings, engines and decisions out.
//!
//! It converts and never decides: every meaning is in `engine_core`, every reading of files in the Python package.
mod batch;
mod compile;
mod dataclass;
mod decimal;
mod decision;
mod dmn;
mod engine;
mod errors;
mod explanation;
mod facts;
mod feel;
mod finding;
mod fresh;
mod guard;
mod holder;
mod input;
mod json;
mod layout;
mod missing;
mod packed;
mod plan;
mod quick;
mod raw;
mod reason;
mod schema;
mod shards;
mod sources;
mod values;

/// glibc gives the memory of a large answer back to the system at once, so that the threads of the next batch wait for each other
/// for fresh pages; this allocator keeps it for about a second. It serves this module alone, not its host.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The module `placet._native`.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use super::batch::{BatchDecisions, DecisionStream};
    #[pymodule_export]
    use super::compile::compile;
    #[pymodule_export]
    use super::decision::Decision;
    #[pymodule_export]
    use super::dmn::{Decisions, Model, compile_model};
    #[pymodule_export]
    use super::engine::Engine;
    #[pymodule_export]
    use super::explanation::Explanation;
    #[pymodule_export]
    use super::feel::{Expression, Function, feel_evaluate, feel_functions, feel_test, feel_text};
    #[pymodule_export]
    use super::finding::{Finding, codes, explain_code, render, render_json};
    #[pymodule_export]
    use super::missing::{Missing, missing};
    #[pymodule_export]
    use super::packed::{load_packed, packed_head, packed_texts};

    /// The largest packed file, in bytes.
    #[pymodule_export]
    const PACKED_BYTES: usize = engine_core::bounds::PACKED;
    #[pymodule_export]
    use super::reason::Reason;
    #[pymodule_export]
    use super::schema::Fact;

    /// What a model decides is a mapping to Python.
    #[pymodule_init]
    fn init(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        pyo3::types::PyMapping::register::<Decisions>(module.py())
    }
}
