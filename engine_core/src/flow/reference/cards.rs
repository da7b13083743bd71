//! The reasons of a decision, and which scorecards it depends on.

use std::collections::{BTreeSet, HashMap};

use super::Judge;
use crate::decision::Outcome;
use crate::feel::scope::NameId;
use crate::feel::typed::Typed;
use crate::flow::CheckedKind;
use crate::price::{CheckedAmount, Source};
use crate::rules::Effect;
use crate::scorecard::{CheckedCard, Given, Shared};
use crate::table::CheckedRows;

type Cards = BTreeSet<u32>;

/// The scorecards that each name and each cause depends on, directly or through other results.
#[derive(Default)]
struct Depends {
    names: HashMap<NameId, Cards>,
    causes: HashMap<u16, Cards>,
}

impl Judge<'_> {
    /// The codes of what asked for the outcome, in flow order, then those of the scorecards; each once.
    pub(super) fn reasons(&self) -> Vec<u16> {
        let mut codes: Vec<u16> = Vec::new();
        if self.outcome == Outcome::Approve {
            return codes;
        }
        let depends = self.depends();
        let mut cards = Cards::new();
        for hit in self.hits.iter().filter(|hit| hit.asks == self.outcome) {
            let Some(cause) = self.checked.causes.get(usize::from(hit.cause)) else { continue };
            cards.extend(depends.causes.get(&hit.cause).into_iter().flatten());
            if !codes.contains(&cause.reason) {
                codes.push(cause.reason);
            }
        }
        if self.outcome == Outcome::Decline {
            for stage in &self.checked.stages {
                if let CheckedKind::Scorecard(card) = &stage.kind {
                    self.card_reasons(card, &cards, &mut codes);
                }
            }
        }
        codes
    }

    fn card_reasons(&self, card: &CheckedCard, cards: &Cards, codes: &mut Vec<u16>) {
        let (Some(asked), Some(bins)) = (&card.reasons, self.bins.get(&card.index)) else { return };
        if asked.given == Given::ScoreDecline && !cards.contains(&card.index) {
            return;
        }
        let mut losses: Vec<(u16, i64)> = Vec::new();
        for (characteristic, bin) in card.characteristics.iter().zip(bins) {
            let Some(bin) = *bin else { continue };
            let best = characteristic.points.iter().max().copied().unwrap_or(0);
            let loss = best - characteristic.points.get(bin).copied().unwrap_or(best);
            let Some(code) = characteristic.reasons.get(bin).copied().flatten() else { continue };
            if loss == 0 && !asked.keep_zero {
                continue;
            }
            match (losses.iter_mut().find(|(known, _)| *known == code), asked.shared) {
                (None, _) => losses.push((code, loss)),
                (Some((_, known)), Shared::Add) => *known += loss,
                (Some((_, known)), Shared::Largest) => *known = loss.max(*known),
            }
        }
        // A stable sort, so that ties go by the order of declaration.
        losses.sort_by_key(|&(_, loss)| std::cmp::Reverse(loss));
        let before = codes.clone();
        let told = losses.into_iter().map(|(code, _)| code).filter(|code| !before.contains(code));
        codes.extend(told.take(asked.top));
    }

    fn depends(&self) -> Depends {
        let mut depends = Depends::default();
        for stage in &self.checked.stages {
            match &stage.kind {
                CheckedKind::Derive(values) => {
                    values.iter().for_each(|value| depends.result(&[value.id], depends.of(&value.typed)))
                }
                CheckedKind::Rules(rules) => {
                    for rule in rules {
                        let cards = depends.of(&rule.typed);
                        match rule.effect {
                            Effect::Flag(flag) => depends.result(&[flag.id], cards),
                            Effect::Ask(_, cause) => depends.cause(cause, cards),
                        }
                    }
                }
                CheckedKind::Scorecard(card) => {
                    let mut cards: Cards =
                        card.characteristics.iter().flat_map(|part| depends.of(&part.column.input)).collect();
                    cards.insert(card.index);
                    depends.result(&[card.score.id], cards);
                }
                CheckedKind::Bands(bands) => {
                    let cards = depends.of(&bands.column.input);
                    bands.asks.iter().for_each(|(_, _, cause)| depends.cause(*cause, cards.clone()));
                    depends.result(&[bands.band.id], cards.clone());
                    bands
                        .outputs
                        .iter()
                        .for_each(|(_, _, target)| depends.result(&[target.id], cards.clone()));
                }
                CheckedKind::Table(table) => {
                    let ids: Vec<NameId> = table.results.iter().map(|target| target.id).collect();
                    depends.result(&ids, depends.rows(&table.rows));
                }
                CheckedKind::Price(price) => {
                    let base = depends.source(&price.base);
                    depends.result(&[price.base_price.id], base.clone());
                    depends.result(&[price.price.id], depends.amounts(base, price.less.iter()));
                }
                CheckedKind::Limit(limit) => {
                    let base = depends.amounts(depends.source(&limit.base), limit.times.iter());
                    let all = depends.amounts(base.clone(), limit.caps.iter().map(|cap| &cap.amount));
                    let results = &limit.results;
                    depends.result(&[results.base.id], base);
                    depends.result(&[results.limit.id, results.binding.id, results.uncut.id], all);
                }
            }
        }
        depends
    }
}

impl Depends {
    fn of(&self, typed: &Typed) -> Cards {
        typed.names().into_iter().filter_map(|id| self.names.get(&id)).flatten().copied().collect()
    }

    fn rows(&self, rows: &CheckedRows) -> Cards {
        match rows {
            CheckedRows::Plain { columns, .. } => {
                columns.iter().flat_map(|column| self.of(&column.input)).collect()
            }
            CheckedRows::Cross(down, across) => {
                self.of(&down.input).into_iter().chain(self.of(&across.input)).collect()
            }
        }
    }

    fn source(&self, source: &Source) -> Cards {
        match source {
            Source::Table(rows, ..) => self.rows(rows),
            Source::Expression(typed, _) => self.of(typed),
        }
    }

    fn amounts<'a>(&self, mut cards: Cards, amounts: impl Iterator<Item = &'a CheckedAmount>) -> Cards {
        amounts.for_each(|amount| cards.extend(self.of(&amount.typed)));
        cards
    }

    fn result(&mut self, ids: &[NameId], cards: Cards) {
        for id in ids {
            self.names.entry(*id).or_default().extend(&cards);
        }
    }

    fn cause(&mut self, cause: u16, cards: Cards) {
        self.causes.entry(cause).or_default().extend(cards);
    }
}
