//! The stage `table` as written.

use crate::diagnostic::Code;
use crate::document::{Fields, Grid, Reader};
use crate::source::{Scalar, Tree};

/// How many rows may hit, and what the table gives then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Hit {
    Unique,
    First,
    CollectSum,
    CollectMin,
    CollectMax,
    CollectCount,
    CollectList,
}

/// The stage `table`.
#[derive(Clone)]
pub struct TableDoc<'a> {
    /// The table.
    pub grid: Grid<'a>,
    /// The columns that it gives.
    pub gives: Vec<&'a Scalar>,
    /// The hit policy.
    pub hit: Hit,
    /// What a table gives where no row hits, by column.
    pub default: Vec<(&'a Scalar, &'a Scalar)>,
}

const HITS: [Hit; 7] = [
    Hit::Unique,
    Hit::First,
    Hit::CollectSum,
    Hit::CollectMin,
    Hit::CollectMax,
    Hit::CollectCount,
    Hit::CollectList,
];

impl Hit {
    /// Whether exactly one row gives the result.
    #[must_use]
    pub const fn single(self) -> bool {
        matches!(self, Self::Unique | Self::First)
    }

    /// As an author writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unique => "unique",
            Self::First => "first",
            Self::CollectSum => "collect sum",
            Self::CollectMin => "collect min",
            Self::CollectMax => "collect max",
            Self::CollectCount => "collect count",
            Self::CollectList => "collect list",
        }
    }
}

/// Reads the stage.
pub fn read<'a>(tree: &'a Tree, reader: &mut Reader<'a>) -> Option<TableDoc<'a>> {
    let mut fields = reader.fields(tree, "a table")?;
    let file = fields.need("file", "a table", reader);
    let gives = gives(&mut fields, reader);
    let hit = fields.word("hit", &HITS.map(|hit| (hit.word(), hit)), reader).unwrap_or(Hit::Unique);
    let mut default = Vec::new();
    if let Some((_, tree)) = fields.take("default")
        && let Some(mut entries) = reader.fields(tree, "`default`")
    {
        for (name, value) in entries.all() {
            if let Some(value) = reader.scalar(value, "a default") {
                default.push((name, value));
            }
        }
    }
    fields.finish("a table", &["file", "gives", "hit", "default"], reader);
    let grid = file.and_then(|(_, tree)| reader.scalar(tree, "`file`")).and_then(|name| reader.grid(name))?;
    for (name, _) in &default {
        if !gives.iter().any(|given| given.text == name.text) {
            reader.error(
                Code::UnknownKey,
                name.place,
                format!("the table does not give `{}`", name.text),
                "list it in `gives`",
            );
        }
    }
    Some(TableDoc { grid, gives, hit, default })
}

fn gives<'a>(fields: &mut Fields<'a>, reader: &mut Reader<'a>) -> Vec<&'a Scalar> {
    match fields.take("gives") {
        None => Vec::new(),
        Some((_, Tree::Scalar(name))) => vec![name],
        Some((_, tree)) => {
            let items = reader.list(tree, "`gives`").unwrap_or_default();
            items.iter().filter_map(|item| reader.scalar(item, "a name in `gives`")).collect()
        }
    }
}
