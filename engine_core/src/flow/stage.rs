//! The kinds of stage, in each of their phases.

use crate::bands::{self, Bands, BandsDoc, CheckedBands};
use crate::derive::{self, CheckedValue, Derive, DeriveDoc};
use crate::diagnostic::Code;
use crate::dmn::stage::{self as dmn, CheckedDmn, Dmn, DmnDoc};
use crate::document::{Expression, Reader};
use crate::feel::code::Test;
use crate::feel::scope::Scope;
use crate::feel::typed::Typed;
use crate::flow::Checking;
use crate::limit::{self, CheckedLimit, Limit, LimitDoc};
use crate::price::{self, CheckedPrice, Price, PriceDoc};
use crate::rules::{self, Action, CheckedRule, Rules, RulesDoc};
use crate::scorecard::{self, CheckedCard, Scorecard, ScorecardDoc};
use crate::source::{Place, Scalar, Tree};
use crate::table::{self, CheckedTable, Table, TableDoc};

/// A stage as written.
pub struct StageDoc<'a> {
    /// Its name.
    pub name: &'a Scalar,
    /// When it runs.
    pub when: Option<Expression>,
    /// Whether a `when` is written, readable or not.
    pub conditional: bool,
    /// What it does; `None` where that could not be read.
    pub kind: Option<KindDoc<'a>>,
}

/// What a stage does, as written.
pub enum KindDoc<'a> {
    /// Derived values
    Derive(DeriveDoc<'a>),
    /// Rules
    Rules(RulesDoc<'a>),
    /// A scorecard
    Scorecard(ScorecardDoc<'a>),
    /// Bands
    Bands(BandsDoc<'a>),
    /// A decision table
    Table(TableDoc<'a>),
    /// A price
    Price(PriceDoc<'a>),
    /// A limit
    Limit(LimitDoc<'a>),
    /// A decision of a DMN model
    Dmn(DmnDoc<'a>),
}

/// The keys of the kinds.
pub const KINDS: [&str; 8] = ["derive", "rules", "scorecard", "bands", "table", "price", "limit", "dmn"];

/// A checked stage.
#[derive(Clone, Debug)]
pub struct CheckedStage {
    /// Its name.
    pub name: String,
    /// Where it is named.
    pub place: Place,
    /// When it runs.
    pub when: Option<(Typed, Expression)>,
    /// What it does.
    pub kind: CheckedKind,
}

/// What a checked stage does.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub enum CheckedKind {
    Derive(Vec<CheckedValue>),
    Rules(Vec<CheckedRule>),
    Scorecard(CheckedCard),
    Bands(CheckedBands),
    Table(CheckedTable),
    Price(CheckedPrice),
    Limit(CheckedLimit),
    Dmn(CheckedDmn),
}

/// A stage, ready to run.
#[derive(Clone, Debug)]
pub struct Stage {
    /// When it runs.
    pub when: Option<Test>,
    /// What it does.
    pub kind: StageKind,
}

/// What a stage does.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub enum StageKind {
    Derive(Derive),
    Rules(Rules),
    Scorecard(Scorecard),
    Bands(Bands),
    Table(Table),
    Price(Price),
    Limit(Limit),
    Dmn(Dmn),
}

impl<'a> StageDoc<'a> {
    /// Reads a stage.
    pub fn read(name: &'a Scalar, tree: &'a Tree, reader: &mut Reader<'a>) -> Self {
        let mut doc = Self { name, when: None, conditional: false, kind: None };
        let Some(mut fields) = reader.fields(tree, &format!("the stage `{}`", name.text)) else { return doc };
        let when = fields.take("when");
        doc.conditional = when.is_some();
        doc.when = when.and_then(|(_, tree)| reader.expression(tree, "`when`"));
        let kinds: Vec<(&'a Scalar, &'a Tree)> = KINDS.iter().filter_map(|kind| fields.take(kind)).collect();
        let place = fields.place;
        let unknown = !fields.rest().is_empty();
        let keys: Vec<&str> = std::iter::once("when").chain(KINDS).collect();
        fields.finish("a stage", &keys, reader);
        match kinds.as_slice() {
            [(key, tree)] => doc.kind = KindDoc::read(&key.text, tree, reader),
            [] if unknown => {}
            [] => reader.error(
                Code::MissingKey,
                place,
                format!("the stage `{}` does nothing", name.text),
                format!("give it one of the keys {}", KINDS.join(", ")),
            ),
            [_, (second, _), ..] => reader.error(
                Code::UnknownKey,
                second.place,
                format!("the stage `{}` has two kinds", name.text),
                "make two stages of it",
            ),
        }
        doc
    }

    /// The names that it will declare, as far as they can be told from how it is written.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let stage = &self.name.text;
        let both = |name: &Scalar| [name.text.clone(), format!("{stage}.{}", name.text)];
        let results = |parts: &[&str]| {
            parts.iter().map(|part| format!("{stage}.{part}")).chain([stage.clone()]).collect()
        };
        match &self.kind {
            None => vec![stage.clone()],
            Some(KindDoc::Derive(doc)) => doc.values.iter().flat_map(|(name, _)| both(name)).collect(),
            Some(KindDoc::Rules(doc)) => doc
                .rules
                .iter()
                .filter(|rule| rule.action == Action::Flag)
                .flat_map(|rule| both(rule.code))
                .collect(),
            Some(KindDoc::Scorecard(_) | KindDoc::Dmn(_)) => vec![stage.clone()],
            Some(KindDoc::Bands(doc)) => {
                let further: Vec<&str> = doc.grid.header().iter().skip(2).map(String::as_str).collect();
                results(&further)
            }
            Some(KindDoc::Table(doc)) => {
                let gives: Vec<&str> = doc.gives.iter().map(|name| name.text.as_str()).collect();
                let single = gives.len() < 2;
                let mut names: Vec<String> = gives.iter().map(|name| format!("{stage}.{name}")).collect();
                names.extend(single.then(|| stage.clone()));
                names
            }
            Some(KindDoc::Price(_)) => results(&["base"]),
            Some(KindDoc::Limit(_)) => results(&["binding", "base", "uncut"]),
        }
    }
}

impl<'a> KindDoc<'a> {
    fn read(key: &str, tree: &'a Tree, reader: &mut Reader<'a>) -> Option<Self> {
        match key {
            "derive" => derive::read(tree, reader).map(Self::Derive),
            "rules" => rules::read(tree, reader).map(Self::Rules),
            "scorecard" => scorecard::read(tree, reader).map(Self::Scorecard),
            "bands" => bands::read(tree, reader).map(Self::Bands),
            "table" => table::read(tree, reader).map(Self::Table),
            "price" => price::read(tree, reader).map(Self::Price),
            "limit" => limit::read(tree, reader).map(Self::Limit),
            "dmn" => dmn::read(tree, reader).map(Self::Dmn),
            _ => None,
        }
    }

    /// How many values, rules or asking bands it has; whatever else it has is kept or lost as a whole.
    #[must_use]
    pub fn items(&self) -> usize {
        match self {
            Self::Derive(doc) => doc.values.len(),
            Self::Rules(doc) => doc.rules.len(),
            Self::Bands(doc) => doc.asks.len(),
            Self::Scorecard(_) | Self::Table(_) | Self::Price(_) | Self::Limit(_) | Self::Dmn(_) => 0,
        }
    }

    /// Checks what the stage does, and declares its results.
    pub fn check(&self, checking: &mut Checking<'_>) -> Option<CheckedKind> {
        match self {
            Self::Derive(doc) => Some(CheckedKind::Derive(derive::check(doc, checking))),
            Self::Rules(doc) => Some(CheckedKind::Rules(rules::check(doc, checking))),
            Self::Scorecard(doc) => scorecard::check(doc, checking).map(CheckedKind::Scorecard),
            Self::Bands(doc) => bands::check(doc, checking).map(CheckedKind::Bands),
            Self::Table(doc) => table::check(doc, checking).map(CheckedKind::Table),
            Self::Price(doc) => price::check(doc, checking).map(CheckedKind::Price),
            Self::Limit(doc) => limit::check(doc, checking).map(CheckedKind::Limit),
            Self::Dmn(doc) => dmn::check(doc, checking).map(CheckedKind::Dmn),
        }
    }
}

impl CheckedKind {
    /// How many values, rules or asking bands it has, as [`KindDoc::items`] counts them.
    #[must_use]
    pub fn items(&self) -> usize {
        match self {
            Self::Derive(values) => values.len(),
            Self::Rules(rules) => rules.len(),
            Self::Bands(bands) => bands.asks.len(),
            Self::Scorecard(_) | Self::Table(_) | Self::Price(_) | Self::Limit(_) | Self::Dmn(_) => 0,
        }
    }

    /// Prepares the stage to run.
    #[must_use]
    pub fn build(&self, scope: &Scope, minor_unit: u8) -> StageKind {
        match self {
            Self::Derive(values) => StageKind::Derive(Derive::build(values, scope)),
            Self::Rules(rules) => StageKind::Rules(Rules::build(rules, scope)),
            Self::Scorecard(card) => StageKind::Scorecard(Scorecard::build(card, scope)),
            Self::Bands(bands) => StageKind::Bands(Bands::build(bands, scope)),
            Self::Table(table) => StageKind::Table(Table::build(table, scope)),
            Self::Price(price) => StageKind::Price(Price::build(price, scope)),
            Self::Limit(limit) => StageKind::Limit(Limit::build(limit, scope, minor_unit)),
            Self::Dmn(checked) => StageKind::Dmn(Dmn::build(checked, scope)),
        }
    }

    /// The key of the kind.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Derive(_) => "derive",
            Self::Rules(_) => "rules",
            Self::Scorecard(_) => "scorecard",
            Self::Bands(_) => "bands",
            Self::Table(_) => "table",
            Self::Price(_) => "price",
            Self::Limit(_) => "limit",
            Self::Dmn(_) => "dmn",
        }
    }
}
