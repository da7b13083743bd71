//! Which scorecards a decision depends on, through whatever reads them.

use std::collections::{BTreeSet, HashMap};

use crate::feel::ast::CompareOp;
use crate::feel::scope::{Home, NameId};
use crate::feel::typed::{Typed, TypedKind};
use crate::flow::{Checked, CheckedKind};
use crate::limit::CheckedLimit;
use crate::price::{CheckedAmount, Source};
use crate::rules::Effect;
use crate::table::CheckedRows;
use crate::value::Value;

pub(super) type Cards = BTreeSet<u32>;

/// The scorecards that each name and each cause depends on, directly or through other results.
#[derive(Default)]
pub(super) struct Depends {
    names: HashMap<NameId, Cards>,
    pub causes: HashMap<u16, Cards>,
    /// Those that decide whether the stage runs.
    when: Cards,
}

/// Walks the flow, stage by stage.
pub(super) fn depends(checked: &Checked) -> Depends {
    let mut depends = Depends::default();
    let outcome = checked.scope.find("outcome");
    for stage in &checked.stages {
        depends.when =
            stage.when.as_ref().map(|(when, _)| depends.of_when(when, outcome)).unwrap_or_default();
        depends.stage(&stage.kind);
        depends.flags(checked);
        // What a cause asks for is read as the outcome by the stages behind it.
        let asked: Cards = depends.causes.values().flatten().copied().collect();
        if let Some(outcome) = outcome {
            depends.names.insert(outcome, asked);
        }
    }
    depends
}

impl Depends {
    /// A condition that nothing has declined, or that nothing has referred either, is no reading of a score.
    fn of_when(&self, when: &Typed, outcome: Option<NameId>) -> Cards {
        let parts: &[Typed] =
            if let TypedKind::And(parts) = &when.kind { parts } else { std::slice::from_ref(when) };
        let nothing_worse = |part: &&Typed| {
            let TypedKind::Compare(op, left, right) = &part.kind else { return false };
            let (TypedKind::Read(id), Some(Value::Text(word))) = (&left.kind, right.constant()) else {
                return false;
            };
            Some(*id) == outcome
                && matches!((op, &**word), (CompareOp::NotEqual, "decline") | (CompareOp::Equal, "approve"))
        };
        parts.iter().filter(|part| !nothing_worse(part)).flat_map(|part| self.of(part)).collect()
    }

    /// Each list of flags depends on what its flags do.
    fn flags(&mut self, checked: &Checked) {
        for (entry, id) in checked.scope.entries().iter().zip((0..).map(NameId)) {
            let Home::Flags(flags) = &entry.home else { continue };
            let ids = flags.iter().filter_map(|(_, name)| checked.scope.find(name));
            let cards: Cards = ids.filter_map(|id| self.names.get(&id)).flatten().copied().collect();
            self.names.insert(id, cards);
        }
    }

    fn stage(&mut self, kind: &CheckedKind) {
        let depends = self;
        match kind {
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
                bands.outputs.iter().for_each(|(_, _, target)| depends.result(&[target.id], cards.clone()));
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
            CheckedKind::Limit(limit) => depends.limit(limit),
        }
    }

    fn limit(&mut self, limit: &CheckedLimit) {
        let depends = self;
        let base = depends.amounts(depends.source(&limit.base), limit.times.iter());
        let all = depends.amounts(base.clone(), limit.caps.iter().map(|cap| &cap.amount));
        for cap in &limit.caps {
            cap.cause.into_iter().for_each(|cause| depends.cause(cause, depends.of(&cap.amount.typed)));
        }
        if let Some(least) = &limit.least {
            let own = depends.of(&least.typed);
            let binding = std::iter::once(base.clone())
                .chain(limit.caps.iter().map(|cap| depends.of(&cap.amount.typed)))
                .collect::<Vec<_>>();
            for (cards, cause) in binding.into_iter().zip(least.cause..) {
                depends.cause(cause, cards.union(&own).copied().collect());
            }
        }
        let results = &limit.results;
        depends.result(&[results.base.id], base);
        depends.result(&[results.limit.id, results.binding.id, results.uncut.id], all);
    }

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
            self.names.entry(*id).or_default().extend(cards.iter().chain(&self.when));
        }
    }

    fn cause(&mut self, cause: u16, cards: Cards) {
        self.causes.entry(cause).or_default().extend(cards.iter().chain(&self.when));
    }
}
