//! DMN models: decisions that require each other, with boxed expressions and decision tables.
//!
//! ```text
//! Sources ── models ──▶ nodes, imports ── types, compile ──▶ Program ── run ──▶ values of decisions
//! ```
//!
//! An expression sees what its element requires and nothing else; names are slots by the time that it runs. A decision
//! is worked out at most once for each request, and only where it is asked for. An error is null, with a note that says why.
mod canonical;
mod compile;
mod element;
mod index;
mod misfit;
mod model;
mod models;
mod place;
mod program;
mod run;
pub mod stage;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod types;

pub use self::misfit::{Misfit, misfits};
pub use self::model::{Given, Model, Role};
pub use self::program::{Node, Origin, Program};
pub use self::run::Seen;
