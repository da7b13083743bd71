//! What a checked bundle becomes: flat, immutable, shared by all threads.

use std::borrow::Cow;

use super::kept::{Keeper, Output, Places, known, places};
use crate::decision::json::Answer;
use crate::decision::{Codes, Decision, Seen};
use crate::document::{self, Head};
use crate::domain::Lane;
use crate::facts::Reader;
use crate::facts::json::Names;
use crate::feel::code::Code;
use crate::feel::compile::Compiler;
use crate::feel::operation::Nulls;
use crate::feel::scope::{Home, NameId, Scope};
use crate::feel::typed::{Typed, TypedKind};
use crate::flow::{Checked, CheckedKind, Stage, StageKind};
use crate::price;
use crate::schema::{Fact, FactId, Parameter};
use crate::scorecard::Scorecard;
use crate::source::Place;
use crate::value::Value;

/// Something that can ask for an outcome.
#[derive(Clone, Copy, Debug)]
pub struct Cause {
    /// The index of its reason code.
    pub reason: u16,
    /// The stage that it belongs to.
    pub stage: u16,
    /// The scorecards whose scores it depends on.
    pub cards: u64,
    /// Where it is written.
    pub place: Place,
}

/// A parameter whose value depends on the day, with its value slot.
#[derive(Clone, Debug)]
pub struct Parameterised {
    /// The parameter.
    pub parameter: Parameter,
    /// Where its value is read.
    pub slot: u16,
}

/// A bundle, ready to decide.
#[derive(Clone, Debug)]
pub struct Program {
    /// The checked bundle, for names, texts and places.
    pub checked: Checked,
    /// The stages, in order.
    pub stages: Vec<Stage>,
    /// The outputs, in order.
    pub outputs: Vec<Output>,
    /// What a decision keeps of them.
    pub(super) keeper: Keeper,
    /// What can ask for an outcome.
    pub causes: Vec<Cause>,
    /// The parameters that depend on the day.
    pub dated: Vec<Parameterised>,
    /// Whether a decision needs its day.
    pub needs_day: bool,
    /// SHA-256 over the canonical bundle.
    pub digest: [u8; 32],
    /// The facts, each with its value slot if it has one.
    pub facts: Vec<FactSlot>,
    /// How the values of each fact become cells.
    pub readers: Vec<Reader>,
    /// The facts in the order of reading: what consents are bound to comes after them.
    pub order: Vec<FactId>,
    /// Where the keys of a JSON request belong.
    pub names: Names,
    /// What every decision in JSON has in common.
    pub answer: Answer,
}

/// A fact and where its value goes.
#[derive(Clone, Debug)]
pub struct FactSlot {
    /// The fact.
    pub fact: Fact,
    /// Its value slot, for facts that do not live in cells.
    pub value: Option<u16>,
    /// Whether anything reads it; a text that nothing reads is not kept.
    pub read: bool,
}

impl Program {
    /// Prepares a checked bundle.
    #[must_use]
    pub fn build(checked: Checked) -> Self {
        let compiler = Compiler { scope: &checked.scope, nulls: Nulls::Feel };
        let stages = checked.stages.iter().map(|stage| Stage {
            when: stage.when.as_ref().map(|(typed, _)| compiler.test(typed)),
            kind: stage.kind.build(&checked.scope, checked.head.minor_unit),
        });
        let mut stages: Vec<Stage> = stages.collect();
        let prices: Vec<(NameId, Code)> = stages.iter().filter_map(in_cell).collect();
        let (outputs, keeper) = Keeper::build(&checked.outputs, compiler, &prices);
        for (stage, from) in stages.iter_mut().zip(&checked.stages) {
            match (&mut stage.kind, &from.kind) {
                (StageKind::Derive(derive), CheckedKind::Derive(values)) => {
                    derive.leave_unread(values, &checked.scope);
                }
                (StageKind::Price(price), _) => price.leave_unread(&checked.scope),
                (StageKind::Limit(limit), _) => limit.leave_unread(&checked.scope),
                _ => {}
            }
        }
        let dated: Vec<Parameterised> = checked
            .parameters
            .iter()
            .filter_map(|(parameter, slot)| {
                Some(Parameterised { parameter: parameter.clone(), slot: (*slot)? })
            })
            .collect();
        let needs_day = checked.scope.needs_day || !dated.is_empty();
        let digest = document::digest(&checked);
        let facts: Vec<FactSlot> =
            checked.schema.facts.iter().map(|fact| slot(&checked.scope, fact)).collect();
        let mut order: Vec<FactId> = (0_u16..).map(FactId).take(checked.schema.facts.len()).collect();
        order.sort_by_key(|id| checked.schema.get(*id).is_some_and(|fact| fact.consent.is_some()));
        Self {
            causes: checked.causes.clone(),
            stages,
            outputs,
            keeper,
            dated,
            needs_day,
            digest,
            readers: facts.iter().map(|slot| Reader::new(&slot.fact, slot.read)).collect(),
            facts,
            names: Names::new(&checked.schema, &order),
            answer: Answer::new(&checked, &digest),
            order,
            checked,
        }
    }

    /// What the bundle says of itself.
    #[must_use]
    pub const fn head(&self) -> &Head {
        &self.checked.head
    }

    /// The most places that the numbers of an output can have, also where they do not always have as many; `None` where it
    /// is not known.
    #[must_use]
    pub fn most_places(&self, output: usize) -> Option<u8> {
        let output = self.checked.outputs.get(output)?;
        let parts = [Some(&output.typed), output.declined.as_ref().map(|(typed, _)| typed)];
        let mut most = None;
        for part in parts.into_iter().flatten() {
            if let Places::Known(places) = self.places(part)? {
                most = most.max(Some(places));
            }
        }
        most
    }

    /// The places of an expression, which may be the price of a stage.
    fn places(&self, typed: &Typed) -> Option<Places> {
        let scope = &self.checked.scope;
        let TypedKind::Read(id) = &typed.kind else { return places(typed, scope) };
        let price = self.checked.stages.iter().find_map(|stage| match &stage.kind {
            CheckedKind::Price(price) if price.price.id == *id => Some(price),
            _ => None,
        });
        let Some(price) = price else { return places(typed, scope) };
        let mut most = match &price.base {
            price::Source::Table(_, output, _) => {
                let Lane::Scaled(places) = output.lane else { return None };
                places
            }
            price::Source::Expression(typed, _) => known(places(typed, scope)?),
        };
        let within = price.within.iter().flat_map(|within| [&within.low.0, &within.high.0]);
        for part in price.less.iter().map(|less| &less.typed).chain(within) {
            most = most.max(known(places(part, scope)?));
        }
        Some(Places::Known(most))
    }

    /// The values of a decision's outputs, in the order of the bundle.
    pub fn outputs_of<'d>(&self, decision: &'d Decision) -> impl Iterator<Item = Cow<'d, Value>> {
        self.outputs.iter().map(|output| output.of(decision))
    }

    /// The reasons of everything that hit, each once, in flow order.
    #[must_use]
    pub fn hits(&self, decision: &Decision) -> Codes {
        let mut reasons = Codes::new();
        let mut seen = Seen::default();
        for cause in decision.hits.iter().filter_map(|hit| self.causes.get(usize::from(hit.cause))) {
            if seen.is_new(&reasons, cause.reason) {
                reasons.push(cause.reason);
            }
        }
        reasons
    }

    /// The scorecards, in flow order.
    pub fn cards(&self) -> impl Iterator<Item = &Scorecard> {
        self.stages
            .iter()
            .filter_map(|stage| if let StageKind::Scorecard(card) = &stage.kind { Some(card) } else { None })
    }
}

/// The price of a stage, where it is kept in a cell.
fn in_cell(stage: &Stage) -> Option<(NameId, Code)> {
    if let StageKind::Price(price) = &stage.kind { price.in_cell() } else { None }
}

fn slot(scope: &Scope, fact: &Fact) -> FactSlot {
    let entry = scope.find(&fact.name).and_then(|id| scope.get(id));
    let value = match entry.map(|entry| &entry.home) {
        Some(Home::Value(slot)) => Some(*slot),
        Some(Home::Cell(..) | Home::Constant(_) | Home::Flags(_)) | None => None,
    };
    FactSlot { fact: fact.clone(), value, read: entry.is_some_and(|entry| entry.read) }
}
