//! Blocks of applicants in columns: a column of cells per fact in, columns of outputs out. Every row gets what [`Program::run`](crate::flow::Program::run) gives it.

mod batch;
mod decided;
mod run;

pub use self::batch::Batch;
pub use self::decided::{Decided, Lists, OutputColumn, Want};
