//! Conditions with reason codes: each that holds declines, refers or raises a flag.

mod check;
mod doc;
mod run;

pub use self::check::{CheckedRule, Effect, check};
pub use self::doc::{Action, RulesDoc, WhenMissing, read};
pub use self::run::Rules;
