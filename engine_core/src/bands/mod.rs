//! Bands: named intervals of a score or of any other value.

mod check;
mod doc;
mod run;
mod run_columns;

pub use self::check::{CheckedBands, check};
pub use self::doc::{BandsDoc, read};
pub use self::run::Bands;
