//! The stage `scorecard` as written.

use super::bounds::{self, BoundDoc};
use crate::diagnostic::Code;
use crate::document::{Grid, Reader};
use crate::source::{Scalar, Tree};
use crate::value::Number;

/// What the points of a characteristic are measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Its best bin.
    BelowBest,
    /// Its average over the development population, which the column `share` tells.
    BelowAverage,
}

/// When the reasons of a card are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// On every decline.
    AnyDecline,
    /// On a decline by a stage that reads this score.
    ScoreDecline,
}

/// What characteristics with one reason count together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// The largest of their losses.
    Largest,
    /// The sum of their losses.
    Add,
}

const METHODS: [Method; 2] = [Method::BelowBest, Method::BelowAverage];
const GIVEN: [Given; 2] = [Given::AnyDecline, Given::ScoreDecline];
const SHARED: [Shared; 2] = [Shared::Largest, Shared::Add];

impl Method {
    /// As an author writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::BelowBest => "below best",
            Self::BelowAverage => "below average",
        }
    }
}

impl Given {
    /// As an author writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::AnyDecline => "any decline",
            Self::ScoreDecline => "score decline",
        }
    }
}

impl Shared {
    /// As an author writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Largest => "largest",
            Self::Add => "add",
        }
    }
}

/// How the reasons of a card are chosen.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// What a loss is measured against.
    pub method: Method,
    /// The greatest number of codes.
    pub top: usize,
    /// When they are given.
    pub given: Given,
    /// Whether a characteristic that lost nothing can be a reason.
    pub keep_zero: bool,
    /// What characteristics with one reason count together.
    pub shared: Shared,
}

impl Choice {
    /// Whether a characteristic with this loss can be a reason.
    #[must_use]
    pub const fn counts(&self, loss: i64) -> bool {
        loss > 0 || (loss == 0 && self.keep_zero)
    }
}

/// The key `reasons`.
#[derive(Clone)]
pub struct ReasonsDoc<'a> {
    /// How they are chosen.
    pub choice: Choice,
    /// Codes that are told beyond the greatest number.
    pub always: Vec<&'a Scalar>,
}

/// The stage `scorecard`.
#[derive(Clone)]
pub struct ScorecardDoc<'a> {
    /// The bins.
    pub grid: Grid<'a>,
    /// The points that everybody begins with.
    pub start: Number,
    /// How reasons are chosen, if any are.
    pub reasons: Option<ReasonsDoc<'a>>,
    /// The groups whose points are bounded.
    pub bounds: Vec<BoundDoc<'a>>,
}

/// Reads the stage.
pub fn read<'a>(tree: &'a Tree, reader: &mut Reader<'a>) -> Option<ScorecardDoc<'a>> {
    let mut fields = reader.fields(tree, "a scorecard")?;
    let file = fields.need("file", "a scorecard", reader);
    let start = fields.text("start", reader).map_or(Number::ZERO, |scalar| number(scalar, "start", reader));
    let reasons = fields.take("reasons").and_then(|(_, tree)| reasons(tree, reader));
    let bounds = fields.take("bounds").map_or_else(Vec::new, |(_, tree)| bounds::read(tree, reader));
    fields.finish("a scorecard", &["file", "start", "reasons", "bounds"], reader);
    let grid = file.and_then(|(_, tree)| reader.scalar(tree, "`file`")).and_then(|name| reader.grid(name))?;
    Some(ScorecardDoc { grid, start, reasons, bounds })
}

/// A number that stands alone; what is none is reported, and counts as zero.
pub fn number(scalar: &Scalar, what: &str, reader: &mut Reader<'_>) -> Number {
    Number::parse_exact(scalar.text.trim()).unwrap_or_else(|| {
        reader.error(
            Code::BadValue,
            scalar.place,
            format!("`{what}` cannot be `{}`", scalar.text),
            "write a number",
        );
        Number::ZERO
    })
}

fn reasons<'a>(tree: &'a Tree, reader: &mut Reader<'a>) -> Option<ReasonsDoc<'a>> {
    let mut fields = reader.fields(tree, "`reasons`")?;
    fields.need("method", "`reasons`", reader)?;
    let method = fields.word("method", &METHODS.map(|method| (method.word(), method)), reader);
    let given = fields.word("given", &GIVEN.map(|given| (given.word(), given)), reader);
    let keep_zero = fields.word("keep_zero", &[("true", true), ("false", false)], reader).unwrap_or(false);
    let shared = fields
        .word("shared", &SHARED.map(|shared| (shared.word(), shared)), reader)
        .unwrap_or(Shared::Largest);
    let top = fields.text("top", reader).map_or(4, |scalar| match scalar.text.parse() {
        Ok(top @ 1..=100) => top,
        _ => {
            reader.error(
                Code::BadValue,
                scalar.place,
                format!("`top` cannot be `{}`", scalar.text),
                "write a number from 1 to 100",
            );
            4
        }
    });
    let always =
        fields.take("always").and_then(|(_, tree)| reader.list(tree, "`always`")).unwrap_or_default();
    let always = always.iter().filter_map(|tree| reader.scalar(tree, "a code in `always`")).collect();
    fields.finish("`reasons`", &["method", "top", "given", "keep_zero", "shared", "always"], reader);
    let method = method.unwrap_or(Method::BelowBest);
    let given = given.unwrap_or(Given::AnyDecline);
    Some(ReasonsDoc { choice: Choice { method, top, given, keep_zero, shared }, always })
}
