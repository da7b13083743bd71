//! Tables of tests: what their cells mean, which column tests what, whether rows are disjoint and complete, and decision tables.

mod cell;
mod check;
mod column;
mod doc;
mod index;
mod intervals;
mod partition;
mod per_row;
mod run;
mod run_columns;
mod split;
mod values;
mod written;

pub use self::cell::{CellForm, CellTest, ConstantTest, dates_as_literals, split_words};
pub use self::check::{CheckedRows, CheckedTable, check, check_rows, tested};
pub use self::column::{Axis, Column};
pub use self::doc::{Hit, TableDoc, read};
pub use self::index::Index;
pub use self::intervals::intervals;
pub use self::partition::{Asked, Complete, Labels, cover};
pub use self::per_row::PerRow;
pub use self::run::{Rows, Table};
pub(crate) use self::run_columns::steps;
pub use self::values::{Output, outputs};
pub use self::written::Written;
