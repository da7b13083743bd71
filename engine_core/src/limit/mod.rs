//! Limits: the base amount and the caps that may bind it.
//!
//! The least of base and caps binds, the first named on a tie; it is rounded down, so that every cap still holds.

mod check;
mod doc;
mod narrow;
mod run;
mod run_columns;

pub use self::check::{CheckedCap, CheckedLeast, CheckedLimit, check};
pub use self::doc::{CapMissing, LimitDoc, read};
pub use self::run::Limit;
