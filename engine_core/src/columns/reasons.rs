//! Why: the reason codes of a block's outcomes.

use super::flow::Flow;
use super::{Lists, store::Columns};
use crate::decision::Outcome;
use crate::flow::Program;
use crate::scorecard::Scorecard;

impl Program {
    /// The reasons of each applicant, as those of one alone.
    pub(super) fn reasons_of(&self, flow: &mut Flow, outcomes: &[Outcome]) -> Lists {
        let mut lists = Lists::with_rows(outcomes.len());
        let mut codes = Vec::new();
        for (row, outcome) in outcomes.iter().enumerate() {
            if *outcome != Outcome::Approve {
                codes.clear();
                let mut cards = 0_u64;
                for hit in flow.hits(row).iter().filter(|hit| hit.asks == *outcome) {
                    if let Some(cause) = self.causes.get(usize::from(hit.cause)) {
                        cards |= cause.cards;
                        if !codes.contains(&cause.reason) {
                            codes.push(cause.reason);
                        }
                    }
                }
                if *outcome == Outcome::Decline {
                    self.cards().for_each(|card| of_card(card, &mut flow.columns, row, cards, &mut codes));
                }
                lists.items.extend_from_slice(&codes);
            }
            lists.close();
        }
        lists
    }
}

/// The reasons of a card, in the plainest way.
fn of_card(card: &Scorecard, columns: &mut Columns, row: usize, cards: u64, codes: &mut Vec<u16>) {
    card.reasons(&columns.read(row), cards, codes);
}
