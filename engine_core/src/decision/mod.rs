//! What a decision is made of.

pub mod json;
mod outcome;
mod refused;
mod seen;

pub use self::outcome::{Hit, Hits, Outcome, Verdict};
pub use self::refused::{BAD_FACTS, BAD_FACTS_LANGUAGE};
pub use self::seen::Seen;

use std::sync::Arc;

use smallvec::SmallVec;

use crate::domain::Cell;
use crate::value::{Date, Value};

/// Reason codes by index, without a heap where they are few.
pub type Codes = SmallVec<[u16; 8]>;

/// The answer for one applicant.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Approve, refer or decline.
    pub outcome: Outcome,
    /// The outputs that are cells until somebody asks for their values, without a heap where they are few; `Program::outputs_of` gives the values of all.
    pub cells: SmallVec<[Cell; 6]>,
    /// The other outputs.
    pub values: Box<[Value]>,
    /// The reasons of the outcome, as indices into the bundle's reason codes.
    pub reasons: Codes,
    /// Everything that hit, whatever it asked for.
    pub hits: Hits,
    /// The day for which it was made, if one was given.
    pub as_of: Option<Date>,
    /// What is wrong with the facts, where they could not be decided upon and the host asked for a referral: its only reason.
    pub bad_facts: Option<Arc<str>>,
}
