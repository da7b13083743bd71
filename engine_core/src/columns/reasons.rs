//! Why: the reason codes of a block's outcomes.

use rustc_hash::FxHashMap;

use super::Lists;
use super::flow::{Flow, rows_where};
use super::store::Read;
use crate::decision::{Codes, Hit, Outcome};
use crate::flow::{CheckedKind, Program, StageKind};
use crate::limit::CheckedLimit;
use crate::scorecard::{Prepared, Scorecard};

/// The reasons of a card for the rows that are declined.
struct Ranked<'a> {
    card: &'a Scorecard,
    /// So many codes for each declined row, where they are ranked over columns.
    codes: Option<Vec<u16>>,
}

impl Ranked<'_> {
    /// Adds the reasons of a declined row, the how manieth it is, to the list that begins with `from`.
    fn tell(&self, row: Read<'_>, declined: usize, led: u64, from: usize, items: &mut Vec<u16>) {
        let Some(all) = &self.codes else {
            let mut codes: Codes = items.drain(from..).collect();
            self.card.reasons(&row, led, &mut codes);
            return items.extend_from_slice(&codes);
        };
        if self.card.gives(led) {
            let own = all.chunks_exact(self.card.top().max(1)).nth(declined).unwrap_or_default();
            match own {
                // As many as are usual.
                [_, _, _, last] if *last != u16::MAX => items.extend_from_slice(own),
                _ => items.extend(own.iter().copied().take_while(|code| *code != u16::MAX)),
            }
        }
    }
}

impl Program {
    /// The reasons of each applicant, as those of one alone.
    pub(super) fn reasons_of(&self, flow: &Flow, outcomes: &[Outcome]) -> Lists {
        let mut lists = Lists::with_rows(outcomes.len());
        let cards = self.ranked(flow, outcomes);
        let (mut rows, mut declined) = (Vec::new(), 0_usize);
        rows_where(outcomes, |outcome| *outcome != Outcome::Approve, &mut rows);
        for row in rows {
            let row = row as usize;
            let Some(outcome) = outcomes.get(row) else { continue };
            let (from, mut led) = (lists.items.len(), 0_u64);
            for hit in flow.hits(row).iter().filter(|hit| hit.asks == *outcome) {
                if let Some(cause) = self.causes.get(usize::from(hit.cause)) {
                    led |= cause.cards;
                    lists.tell(cause.reason, from, flow.once);
                }
            }
            if *outcome == Outcome::Decline {
                for ranked in &cards {
                    ranked.tell(flow.columns.read(row), declined, led, from, &mut lists.items);
                }
                declined += 1;
            }
            lists.close(row, from);
        }
        lists.finish();
        lists
    }

    /// The cards, with the reasons of those that can be ranked over columns.
    fn ranked(&self, flow: &Flow, outcomes: &[Outcome]) -> Vec<Ranked<'_>> {
        let mut rows = Vec::new();
        rows_where(outcomes, |outcome| *outcome == Outcome::Decline, &mut rows);
        let cards = self.cards().zip(&flow.cards);
        let rank = |prepared: &Prepared| Some(prepared.ranking.as_ref()?.rank(&flow.columns, &rows));
        cards.map(|(card, prepared)| Ranked { card, codes: rank(prepared) }).collect()
    }

    /// The reasons of everything that hit, each once, in flow order.
    pub(super) fn hits_of(&self, flow: &Flow) -> Lists {
        let reason =
            |hit: &Hit| self.causes.get(usize::from(hit.cause)).map_or(u16::MAX, |cause| cause.reason);
        if flow.once {
            let (hits, ends) = flow.all_hits();
            let ends = ends.iter().map(|end| i32::try_from(*end).unwrap_or(i32::MAX));
            return Lists {
                offsets: std::iter::once(0).chain(ends).collect(),
                items: hits.iter().map(reason).collect(),
            };
        }
        let mut lists = Lists::with_rows(flow.columns.rows);
        for row in flow.rows_hit() {
            let from = lists.items.len();
            flow.hits(row).iter().for_each(|hit| lists.tell(reason(hit), from, false));
            lists.close(row, from);
        }
        lists.finish();
        lists
    }

    /// Whether no two things that hit one applicant can have the same reason.
    pub(super) fn tells_once(&self) -> bool {
        let mut groups: Vec<u16> = (0_u16..).take(self.causes.len()).collect();
        for stage in &self.checked.stages {
            // One band is met, and a limit is too small for one cause.
            let alike: Vec<u16> = match &stage.kind {
                CheckedKind::Bands(bands) => bands.asks.iter().map(|(_, _, cause)| *cause).collect(),
                CheckedKind::Limit(CheckedLimit { least: Some(least), caps, .. }) => {
                    (least.cause..).take(caps.len() + 1).collect()
                }
                _ => continue,
            };
            for cause in &alike {
                if let (Some(group), Some(first)) = (groups.get_mut(usize::from(*cause)), alike.first()) {
                    *group = *first;
                }
            }
        }
        let mut known = FxHashMap::default();
        let mut causes = self.causes.iter().zip(groups);
        causes.all(|(cause, group)| *known.entry(cause.reason).or_insert(group) == group)
    }

    /// What the cards need for columns, in flow order.
    pub(super) fn prepared(&self) -> Box<[Prepared]> {
        let stages = self.stages.iter();
        let cards = stages.filter_map(|stage| match &stage.kind {
            StageKind::Scorecard(card) => Some((card, stage.when.is_none())),
            _ => None,
        });
        cards.map(|(card, always)| card.prepared(always && self.alone(card))).collect()
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
