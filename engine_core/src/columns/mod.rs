//! Blocks of applicants in columns: a column of cells per fact in, columns of outputs out. Every row gets what [`Program::run`](crate::flow::Program::run) gives it.
//!
//! Stages run on whole columns where they have a `run_columns.rs` for it, and row by row elsewhere, by the same code as a single decision.

mod batch;
mod decided;
mod divide;
mod flow;
mod lanes;
mod mask;
mod outputs;
mod reasons;
mod run;
mod steps;
mod store;

pub use self::batch::Batch;
pub use self::decided::{Decided, Lists, OutputColumn, Want};
pub(crate) use self::divide::{SMALL, divide, double, nearest};
pub(crate) use self::flow::Flow;
pub use self::lanes::wide;
pub(crate) use self::steps::{LANES, Steps, padded};
pub(crate) use self::store::Columns;
