//! Scorecards: points from bins, bounds on groups of them, the score, and the reasons for lost points.

mod addends;
mod bounds;
mod check;
mod check_reasons;
mod choice;
mod doc;
mod law;
mod losses;
mod points;
mod range;
mod ranks;
mod reasons;
mod reasons_columns;
mod run;
mod run_columns;
mod strip;
mod trend;
mod twice;

pub use self::bounds::{BoundDoc, CheckedBound};
pub use self::check::{Characteristic, CheckedCard, check};
pub use self::check_reasons::CheckedReasons;
pub use self::choice::{Choice, Given, Method, ReasonsDoc, Shared};
pub use self::doc::{ScorecardDoc, read};
pub use self::law::{Arithmetic, Law, Rounding, Scale};
pub use self::losses::Against;
pub use self::points::Width;
pub use self::run::Scorecard;
pub(crate) use self::run_columns::Prepared;
