//! Why: the reason codes of a block's outcomes.

use super::Lists;
use super::flow::{Flow, rows_where};
use crate::decision::{Codes, Outcome};
use crate::flow::{Program, StageKind};
use crate::scorecard::Scorecard;

/// The reasons of a card for the rows that are declined.
struct Ranked<'a> {
    card: &'a Scorecard,
    /// So many codes for each declined row, where they are ranked over columns.
    codes: Option<Vec<u16>>,
}

impl Program {
    /// The reasons of each applicant, as those of one alone.
    pub(super) fn reasons_of(&self, flow: &Flow, outcomes: &[Outcome]) -> Lists {
        let mut lists = Lists::with_rows(outcomes.len());
        let cards = self.ranked(flow, outcomes);
        let (mut codes, mut declined) = (Codes::new(), 0_usize);
        let mut rows = Vec::new();
        rows_where(outcomes.iter().map(|outcome| *outcome != Outcome::Approve), &mut rows);
        for row in rows {
            let row = row as usize;
            if let Some(outcome) = outcomes.get(row) {
                codes.clear();
                let mut led = 0_u64;
                for hit in flow.hits(row).iter().filter(|hit| hit.asks == *outcome) {
                    if let Some(cause) = self.causes.get(usize::from(hit.cause)) {
                        led |= cause.cards;
                        if !codes.contains(&cause.reason) {
                            codes.push(cause.reason);
                        }
                    }
                }
                if *outcome == Outcome::Decline {
                    for ranked in &cards {
                        match &ranked.codes {
                            None => ranked.card.reasons(&flow.columns.read(row), led, &mut codes),
                            Some(all) if ranked.card.gives(led) => {
                                let own = all.chunks_exact(ranked.card.top().max(1)).nth(declined);
                                let own =
                                    own.unwrap_or_default().iter().take_while(|code| **code != u16::MAX);
                                codes.extend(own.copied());
                            }
                            Some(_) => {}
                        }
                    }
                    declined += 1;
                }
                let from = lists.items.len();
                lists.items.extend_from_slice(&codes);
                lists.close(row, from);
            }
        }
        lists.finish();
        lists
    }

    /// The cards, with the reasons of those that can be ranked over columns.
    fn ranked(&self, flow: &Flow, outcomes: &[Outcome]) -> Vec<Ranked<'_>> {
        let mut rows = Vec::new();
        rows_where(outcomes.iter().map(|outcome| *outcome == Outcome::Decline), &mut rows);
        let stages = self.stages.iter();
        let cards = stages.filter_map(|stage| match &stage.kind {
            StageKind::Scorecard(card) => Some((card, stage.when.is_none())),
            _ => None,
        });
        cards
            .map(|(card, always)| {
                let quick = always && card.top() > 0 && card.ranks_quickly() && self.alone(card);
                let codes = quick.then(|| {
                    let mut codes = Vec::with_capacity(rows.len() * card.top());
                    card.rank(&flow.columns, &rows, &mut codes);
                    codes
                });
                Ranked { card, codes }
            })
            .collect()
    }

    /// Whether nothing but the card tells its codes, so that none of them can be told already.
    fn alone(&self, card: &Scorecard) -> bool {
        let told = |code: u16| {
            self.causes.iter().any(|cause| cause.reason == code)
                || self.cards().filter(|other| !std::ptr::eq(*other, card)).any(|other| other.may_tell(code))
        };
        !card.codes().any(told)
    }
}
