//! A referral in place of an error, for facts that cannot be decided upon.

use std::sync::Arc;

use smallvec::SmallVec;

use super::{Codes, Decision, Hits, Outcome};
use crate::value::Date;

/// The reason code of such a referral; no bundle may declare it.
pub const BAD_FACTS: &str = "BAD_FACTS";
/// The language of its text.
pub const BAD_FACTS_LANGUAGE: &str = "en";

impl Decision {
    /// A referral whose only reason is what is wrong with the facts. Every output is null.
    #[must_use]
    pub fn refused(problems: &str, as_of: Option<Date>) -> Self {
        Self {
            outcome: Outcome::Refer,
            cells: SmallVec::new(),
            values: Box::default(),
            reasons: Codes::new(),
            hits: Hits::new(),
            as_of,
            bad_facts: Some(Arc::from(problems)),
        }
    }
}
