//! DMN models for Python: facts in, the values of decisions out.
mod compile;
mod decisions;
mod explain;
mod facts;
mod model;

pub use self::compile::compile_model;
pub use self::decisions::Decisions;
pub use self::model::Model;
