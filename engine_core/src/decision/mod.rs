//! What a decision is made of.

mod outcome;
mod reasons;

use std::sync::Arc;

pub use self::outcome::{Hit, Outcome, Verdict};
pub use self::reasons::reasons;

use crate::feel::frame::Frame;
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

/// A decision with everything that led to it.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The decision.
    pub decision: Decision,
    /// Every fact and every result.
    pub frame: Frame,
    /// What happened, stage by stage.
    pub trace: crate::trace::Trace,
    /// The program that ran.
    pub program: Arc<crate::flow::Program>,
}
