//! The stage `price` as written.

use crate::diagnostic::Code;
use crate::document::{Expression, Grid, Reader};
use crate::feel::parse_expression;
use crate::source::{Scalar, Tree};

/// Where an amount comes from: a table, whose last column it is, or an expression.
#[derive(Clone)]
pub enum SourceDoc<'a> {
    /// A table.
    Table(Grid<'a>),
    /// An expression.
    Expression(Expression),
}

/// The stage `price`.
#[derive(Clone)]
pub struct PriceDoc<'a> {
    /// The price before reductions.
    pub base: Option<SourceDoc<'a>>,
    /// Reductions by name.
    pub less: Vec<(&'a Scalar, Option<Expression>)>,
    /// The least and the greatest price.
    pub within: Option<(Expression, Expression)>,
}

/// Reads the stage.
pub fn read<'a>(tree: &'a Tree, reader: &mut Reader<'a>) -> Option<PriceDoc<'a>> {
    let mut fields = reader.fields(tree, "a price")?;
    let (file, base) = (fields.take("file"), fields.take("base"));
    let base = match (file, base) {
        (Some((_, tree)), None) => {
            reader.scalar(tree, "`file`").and_then(|name| reader.grid(name)).map(SourceDoc::Table)
        }
        (None, Some((_, tree))) => reader.scalar(tree, "`base`").and_then(|scalar| source(scalar, reader)),
        (Some((name, _)), Some(_)) => {
            reader.error(
                Code::UnknownKey,
                name.place,
                "a price takes `file` or `base`, not both",
                "remove one of the two",
            );
            None
        }
        (None, None) => {
            reader.error(
                Code::MissingKey,
                fields.place,
                "a price needs the key `file` or `base`",
                "name a table in `file`, or write an expression in `base`",
            );
            None
        }
    };
    let mut less = Vec::new();
    if let Some((_, tree)) = fields.take("less")
        && let Some(mut entries) = reader.fields(tree, "`less`")
    {
        less.extend(entries.all().iter().map(|(name, tree)| (name, reader.value(tree, "a reduction"))));
    }
    let within = fields.text("within", reader).and_then(|scalar| ends(scalar, reader));
    fields.finish("a price", &["file", "base", "less", "within"], reader);
    Some(PriceDoc { base, less, within })
}

/// A file name or an expression.
pub fn source<'a>(scalar: &'a Scalar, reader: &mut Reader<'a>) -> Option<SourceDoc<'a>> {
    if scalar.text.ends_with(".csv") {
        return reader.grid(scalar).map(SourceDoc::Table);
    }
    Expression::parse(scalar, &mut reader.findings).map(SourceDoc::Expression)
}

/// The two ends of `7.20..18.00`.
fn ends(scalar: &Scalar, reader: &mut Reader<'_>) -> Option<(Expression, Expression)> {
    let Some((low, high)) = scalar.text.split_once("..") else {
        reader.error(
            Code::BadValue,
            scalar.place,
            format!("`within` cannot be `{}`", scalar.text),
            "write it as `7.20..18.00`",
        );
        return None;
    };
    let offset = low.chars().count() + 2;
    let part = |text: &str, from: usize| {
        let lead = text.chars().take_while(|letter| *letter == ' ').count();
        let verbatim =
            scalar.verbatim.and_then(|verbatim| verbatim.checked_add(u32::try_from(from + lead).ok()?));
        Scalar { text: text.trim().to_owned(), place: scalar.place, verbatim }
    };
    let mut read = |part: &Scalar| {
        parse_expression(&part.text, &crate::feel::Names::default()).ok()?;
        Expression::parse(part, &mut reader.findings)
    };
    let (low, high) = (read(&part(low, 0)), read(&part(high, offset)));
    let both = low.zip(high);
    if both.is_none() {
        reader.error(
            Code::BadValue,
            scalar.place,
            format!("`within` cannot be `{}`", scalar.text),
            "write it as `7.20..18.00`",
        );
    }
    both
}
