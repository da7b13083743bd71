//! The reasons of a decision, and which scorecards it depends on.

use std::collections::{BTreeSet, HashMap};

use super::Judge;
use crate::decision::Outcome;
use crate::feel::scope::NameId;
use crate::feel::typed::Typed;
use crate::flow::CheckedKind;
use crate::price::{CheckedAmount, Source};
use crate::rules::Effect;
use crate::scorecard::{Against, Characteristic, CheckedCard, Given, Shared};
use crate::table::CheckedRows;
use crate::value::Number;

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
        let choice = &asked.choice;
        if choice.given == Given::ScoreDecline && !cards.contains(&card.index) {
            return;
        }
        let mut losses: Vec<(u16, Number)> = Vec::new();
        for (characteristic, bin) in card.characteristics.iter().zip(bins) {
            let Some(bin) = *bin else { continue };
            let Some(loss) = loss(characteristic, card.scale, bin) else { continue };
            let Some(code) = characteristic.reasons.get(bin).copied().flatten() else { continue };
            if loss.is_negative() || (loss.is_zero() && !choice.keep_zero) {
                continue;
            }
            match (losses.iter_mut().find(|(known, _)| *known == code), choice.shared) {
                (None, _) => losses.push((code, loss)),
                (Some((_, known)), Shared::Add) => *known = known.checked_add(loss).unwrap_or(*known),
                (Some((_, known)), Shared::Largest) => *known = loss.max(*known),
            }
        }
        // A stable sort, so that ties go by the order of declaration.
        losses.sort_by_key(|&(_, loss)| std::cmp::Reverse(loss));
        let before = codes.clone();
        let mut untold = losses.into_iter().filter(|(code, _)| !before.contains(code));
        codes.extend(untold.by_ref().take(choice.top).map(|(code, _)| code));
        let always = untold.filter(|(code, loss)| asked.always.contains(code) && !loss.is_zero());
        codes.extend(always.map(|(code, _)| code));
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
                CheckedKind::Dmn(decision) => {
                    let cards = decision.inputs.iter().flat_map(|input| depends.of(&input.typed)).collect();
                    depends.result(&[decision.result.id], cards);
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

/// What a bin lost against the best one, or against the average.
fn loss(characteristic: &Characteristic, scale: u8, bin: usize) -> Option<Number> {
    let points: Vec<Number> =
        characteristic.points.iter().map(|&points| Number::scaled(points, scale)).collect();
    let level = match &characteristic.against {
        Against::Best => *points.iter().max()?,
        Against::Average(shares) => shares
            .iter()
            .zip(&points)
            .try_fold(Number::ZERO, |sum, (share, points)| sum.checked_add(share.checked_mul(*points)?))?,
    };
    level.checked_sub(*points.get(bin)?)
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
