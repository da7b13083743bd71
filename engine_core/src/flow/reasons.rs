//! Why: the reason codes of the final outcome.

use super::Program;
use crate::decision::{Codes, Hit, Outcome, Seen};
use crate::feel::frame::Frame;

/// The codes of everything that asked for the outcome, in flow order, then those of the scorecards. Each is given once.
#[inline]
pub(super) fn reasons(program: &Program, outcome: Outcome, hits: &[Hit], frame: &Frame) -> Codes {
    if outcome == Outcome::Approve { Codes::new() } else { found(program, outcome, hits, frame) }
}

#[inline(never)] // an approval has none
fn found(program: &Program, outcome: Outcome, hits: &[Hit], frame: &Frame) -> Codes {
    let mut codes = Codes::new();
    let mut cards = 0_u64;
    let mut seen = Seen::default();
    for hit in hits.iter().filter(|hit| hit.asks == outcome) {
        if let Some(cause) = program.causes.get(usize::from(hit.cause)) {
            cards |= cause.cards;
            if seen.is_new(&codes, cause.reason) {
                codes.push(cause.reason);
            }
        }
    }
    if outcome == Outcome::Decline {
        for card in program.cards() {
            card.reasons(frame, cards, &mut codes);
        }
    }
    codes
}
