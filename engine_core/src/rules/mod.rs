//! Conditions with reason codes: each that holds declines, refers or raises a flag.

mod check;
mod doc;
mod run;
mod run_columns;

pub use self::check::{CheckedRule, Effect, check};
pub use self::doc::{Action, RulesDoc, WhenMissing, read};
pub use self::run::Rules;
