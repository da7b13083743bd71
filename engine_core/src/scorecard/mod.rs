//! Scorecards: points from bins, bounds on groups of them, and the reasons for lost points.

mod bounds;
mod check;
mod check_reasons;
mod doc;
mod reasons;
mod run;
mod shares;

pub use self::bounds::{BoundDoc, CheckedBound};
pub use self::check::{Characteristic, CheckedCard, check};
pub use self::check_reasons::CheckedReasons;
pub use self::doc::{Choice, Given, Method, ReasonsDoc, ScorecardDoc, Shared, read};
pub use self::run::Scorecard;
pub use self::shares::Against;
