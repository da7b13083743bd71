//! Why: the reason codes of the final outcome.

use super::Program;
use crate::decision::{Codes, Hit, Outcome};
use crate::feel::frame::Frame;

/// The codes of everything that asked for the outcome, in flow order, then those of the scorecards. Each is given once.
pub(super) fn reasons(program: &Program, outcome: Outcome, hits: &[Hit], frame: &Frame) -> Codes {
    if outcome == Outcome::Approve {
        return Codes::new();
    }
    let mut codes = Codes::new();
    let mut cards = 0_u64;
    for hit in hits.iter().filter(|hit| hit.asks == outcome) {
        if let Some(cause) = program.causes.get(usize::from(hit.cause)) {
            cards |= cause.cards;
            if !codes.contains(&cause.reason) {
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
