//! How the reasons of a card are chosen, as written.

use crate::diagnostic::Code;
use crate::document::{Fields, Reader};
use crate::source::{Scalar, Tree};

/// What the loss of a characteristic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Its best bin less its points.
    BelowBest,
    /// Its average over the development population, which the column `share` tells, less its points.
    BelowAverage,
    /// Its baseline, which the column `baseline` tells, less its points.
    BelowBaseline,
    /// Its points less its baseline, on a card where few points are good.
    AboveBaseline,
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
    /// The sum of their losses; a gain takes nothing off.
    Add,
    /// The sum of their losses less their gains.
    Net,
}

const METHODS: [Method; 4] =
    [Method::BelowBest, Method::BelowAverage, Method::BelowBaseline, Method::AboveBaseline];
const GIVEN: [Given; 2] = [Given::AnyDecline, Given::ScoreDecline];
const SHARED: [Shared; 3] = [Shared::Largest, Shared::Add, Shared::Net];

impl Method {
    /// As an author writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::BelowBest => "below best",
            Self::BelowAverage => "below average",
            Self::BelowBaseline => "below baseline",
            Self::AboveBaseline => "above baseline",
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
            Self::Net => "net",
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
    /// Whether a loss can be a reason.
    #[must_use]
    pub const fn counts(&self, loss: i128) -> bool {
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
    /// Codes that are never told.
    pub never_tell: Vec<&'a Scalar>,
}

/// Reads the key `reasons`.
pub fn read<'a>(tree: &'a Tree, reader: &mut Reader<'a>) -> Option<ReasonsDoc<'a>> {
    const KEYS: [&str; 7] = ["method", "top", "given", "keep_zero", "shared", "always", "never_tell"];
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
    let always = codes("always", &mut fields, reader);
    let never_tell = codes("never_tell", &mut fields, reader);
    fields.finish("`reasons`", &KEYS, reader);
    let method = method.unwrap_or(Method::BelowBest);
    let given = given.unwrap_or(Given::AnyDecline);
    let choice = Choice { method, top, given, keep_zero, shared };
    Some(ReasonsDoc { choice, always, never_tell })
}

fn codes<'a>(key: &str, fields: &mut Fields<'a>, reader: &mut Reader<'a>) -> Vec<&'a Scalar> {
    let list = fields.take(key).and_then(|(_, tree)| reader.list(tree, &format!("`{key}`")));
    let what = format!("a code in `{key}`");
    list.unwrap_or_default().iter().filter_map(|tree| reader.scalar(tree, &what)).collect()
}
