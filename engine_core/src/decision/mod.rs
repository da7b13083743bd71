//! What a decision is made of.

mod outcome;

pub use self::outcome::{Hit, Outcome, Verdict};

use crate::value::{Date, Value};

/// The answer for one applicant.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Approve, refer or decline.
    pub outcome: Outcome,
    /// The outputs, in the order of the bundle.
    pub outputs: Box<[Value]>,
    /// The reasons of the outcome, as indices into the bundle's reason codes.
    pub reasons: Box<[u16]>,
    /// Everything that hit, whatever it asked for.
    pub hits: Box<[Hit]>,
    /// The day for which it was made, if one was given.
    pub as_of: Option<Date>,
}
