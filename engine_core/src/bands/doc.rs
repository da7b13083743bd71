//! The stage `bands` as written.

use crate::decision::Outcome;
use crate::document::{Expression, Fields, Grid, Reader};
use crate::source::{Scalar, Tree};

/// The stage `bands`.
#[derive(Clone)]
pub struct BandsDoc<'a> {
    /// The bands: name, test, further values.
    pub grid: Grid<'a>,
    /// What is tested.
    pub of: Option<Expression>,
    /// Bands that ask for an outcome, with their reason codes.
    pub asks: Vec<(&'a Scalar, Outcome, &'a Scalar)>,
}

/// Reads the stage.
pub fn read<'a>(tree: &'a Tree, reader: &mut Reader<'a>) -> Option<BandsDoc<'a>> {
    let mut fields = reader.fields(tree, "`bands`")?;
    let file = fields.need("file", "`bands`", reader);
    let of = fields.need("of", "`bands`", reader).and_then(|(_, tree)| reader.expression(tree, "`of`"));
    let mut asks = Vec::new();
    asked(&mut fields, "decline", Outcome::Decline, &mut asks, reader);
    asked(&mut fields, "refer", Outcome::Refer, &mut asks, reader);
    fields.finish("`bands`", &["file", "of", "decline", "refer"], reader);
    let grid = file.and_then(|(_, tree)| reader.scalar(tree, "`file`")).and_then(|name| reader.grid(name))?;
    Some(BandsDoc { grid, of, asks })
}

fn asked<'a>(
    fields: &mut Fields<'a>,
    key: &str,
    outcome: Outcome,
    asks: &mut Vec<(&'a Scalar, Outcome, &'a Scalar)>,
    reader: &mut Reader<'a>,
) {
    let Some((_, tree)) = fields.take(key) else { return };
    let Some(mut entries) = reader.fields(tree, &format!("`{key}`")) else { return };
    for (band, tree) in entries.all() {
        if let Some(code) = reader.scalar(tree, "a reason code") {
            asks.push((band, outcome, code));
        }
    }
}
