//! Placet's engine: a rule bundle in, exact and explained credit decisions out.
//!
//! ```text
//! Sources ── document ──▶ what is written ── flow::check ──▶ Checked ── Program::build ──▶ Program
//!  files with places        each stage's doc.rs   names, types, proofs      cells, ladders, code
//!
//! facts ── facts::Reading ──▶ Frame ── Program::run ──▶ Decision         the same run with a recorder ──▶ Explained
//! ```
//!
//! The crate knows nothing of Python, of files or of clocks: a reader hands over text with places, and time is an argument.
#![forbid(unsafe_code)]

pub mod bands;
pub mod bounds;
pub mod columns;
pub mod decision;
pub mod derive;
pub mod diagnostic;
pub mod dmn;
pub mod document;
pub mod domain;
mod engine;
pub mod facts;
pub mod feel;
pub mod flow;
pub mod limit;
pub mod packed;
pub mod price;
pub mod rules;
pub mod schema;
pub mod scorecard;
pub mod source;
pub mod table;
pub mod trace;
pub mod value;

pub use self::decision::{Decision, Hit, Outcome};
pub use self::engine::{AsOf, DecideError, Engine};
pub use self::packed::PackedError;
pub use self::trace::Explained;
