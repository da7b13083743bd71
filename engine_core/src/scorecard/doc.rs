//! The stage `scorecard` as written.

use super::bounds::{self, BoundDoc};
use super::choice::{self, ReasonsDoc};
use super::law::{self, Law};
use crate::diagnostic::Code;
use crate::document::{Grid, Reader};
use crate::source::{Scalar, Tree};
use crate::value::Number;

/// The stage `scorecard`.
#[derive(Clone)]
pub struct ScorecardDoc<'a> {
    /// The bins.
    pub grid: Grid<'a>,
    /// The points that everybody begins with.
    pub start: Number,
    /// How points become a score.
    pub law: Law,
    /// How reasons are chosen, if any are.
    pub reasons: Option<ReasonsDoc<'a>>,
    /// The groups whose points are bounded.
    pub bounds: Vec<BoundDoc<'a>>,
}

const KEYS: [&str; 7] = ["file", "start", "arithmetic", "scale", "round", "reasons", "bounds"];

/// Reads the stage.
pub fn read<'a>(tree: &'a Tree, reader: &mut Reader<'a>) -> Option<ScorecardDoc<'a>> {
    let mut fields = reader.fields(tree, "a scorecard")?;
    let file = fields.need("file", "a scorecard", reader);
    let start = fields.text("start", reader).map_or(Number::ZERO, |scalar| number(scalar, "start", reader));
    let arithmetic = fields.word("arithmetic", &law::words(), reader);
    let scale = fields.take("scale").map(|(_, tree)| tree);
    let round = fields.text("round", reader);
    let law = law::read(arithmetic, scale, round, reader);
    let reasons = fields.take("reasons").and_then(|(_, tree)| choice::read(tree, reader));
    let groups = fields.take("bounds");
    if let Some((key, _)) = groups
        && !law.arithmetic.exact()
    {
        let help = "sums that are clipped are added exactly: leave `arithmetic` out";
        reader.error(Code::BadValue, key.place, "`bounds` cannot hold sums of doubles", help);
    }
    let bounds = groups.map_or_else(Vec::new, |(_, tree)| bounds::read(tree, reader));
    fields.finish("a scorecard", &KEYS, reader);
    let grid = file.and_then(|(_, tree)| reader.scalar(tree, "`file`")).and_then(|name| reader.grid(name))?;
    Some(ScorecardDoc { grid, start, law, reasons, bounds })
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
