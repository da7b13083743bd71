//! Scorecards: points from bins, and the reasons for lost points.

mod check;
mod doc;
mod reasons;
mod run;

pub use self::check::{Characteristic, CheckedCard, check};
pub use self::doc::{Given, ReasonsDoc, ScorecardDoc, Shared, read};
pub use self::run::Scorecard;
