//! Prices checked: every part is a number and provably not null. Limits share what is said here of amounts.

use super::doc::{PriceDoc, SourceDoc};
use crate::diagnostic::Code;
use crate::document::Expression;
use crate::domain::is_missing;
use crate::feel::infer::Asked;
use crate::feel::scope::{Home, Target};
use crate::feel::typed::Typed;
use crate::feel::types::{Kind, Type};
use crate::flow::Checking;
use crate::source::{Place, Scalar};
use crate::table::{CheckedRows, Hit, Output, check_rows};
use crate::value::Number;

/// A named amount: a reduction, a multiplier, a cap.
#[derive(Clone, Debug)]
pub struct CheckedAmount {
    /// Its name.
    pub name: String,
    /// Where it is named.
    pub place: Place,
    /// What it is.
    pub typed: Typed,
    /// As written.
    pub expression: Expression,
}

/// Where a base comes from, checked.
#[derive(Clone, Debug)]
pub enum Source {
    /// A table: its tests, its amounts, the place of each row.
    Table(CheckedRows, Output, Vec<Place>),
    /// An expression.
    Expression(Typed, Expression),
}

/// The stage `price`.
#[derive(Clone, Debug)]
pub struct CheckedPrice {
    /// The price before reductions.
    pub base: Source,
    /// Reductions.
    pub less: Vec<CheckedAmount>,
    /// The least and the greatest price.
    pub within: Option<Within>,
    /// The price, in a value slot.
    pub price: Target,
    /// A cell for the price, where that can be one.
    pub cell: u16,
    /// The base by itself: in a cell where a table gives it, in a value slot otherwise.
    pub base_price: Target,
}

/// The bounds of a price, each as written too.
#[derive(Clone, Debug)]
pub struct Within {
    /// The least.
    pub low: (Typed, Expression),
    /// The greatest.
    pub high: (Typed, Expression),
}

impl Source {
    /// The type of the base.
    #[must_use]
    pub const fn ty(&self) -> &Type {
        match self {
            Self::Table(_, output, _) => &output.ty,
            Self::Expression(typed, _) => &typed.ty,
        }
    }

    /// Where it is written.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Table(_, _, lines) => lines.first().copied(),
            Self::Expression(_, expression) => Some(expression.source.place),
        }
    }
}

/// Checks where a base comes from: a number, never null.
pub fn source(doc: &SourceDoc<'_>, what: &str, checking: &mut Checking<'_>) -> Option<Source> {
    match doc {
        SourceDoc::Table(grid) => {
            let (rows, mut outputs) = check_rows(grid, &[], Hit::Unique, checking)?;
            let (_, output) = outputs.pop()?;
            number(&output.ty, what, grid.place(), checking)?;
            if let Some(index) = output.cells.iter().position(|&cell| is_missing(cell)) {
                // A cross table counts its crossings row by row, behind the column of tests.
                let across = if matches!(rows, CheckedRows::Cross(..)) {
                    grid.header().len().saturating_sub(1).max(1)
                } else {
                    1
                };
                let column =
                    if across > 1 { 1 + index % across } else { grid.header().len().saturating_sub(1) };
                let place = grid.cell(index / across, column).place;
                checking.reader.error(
                    Code::NullUndecided,
                    place,
                    format!("the {what} is null here, and nothing says what that means"),
                    "give a number in every row",
                );
            }
            let lines = (0..grid.rows()).map(|row| grid.cell(row, 0).place).collect();
            Some(Source::Table(rows, output, lines))
        }
        SourceDoc::Expression(expression) => {
            let typed = given(expression, what, checking)?;
            Some(Source::Expression(typed, expression.clone()))
        }
    }
}

/// An expression that must be a number; whether it can be null is for the caller to judge.
pub fn amount(expression: &Expression, what: &str, checking: &mut Checking<'_>) -> Option<Typed> {
    let typed = checking.checker().infer(expression, Asked::Value)?;
    number(&typed.ty, what, expression.place(typed.span), checking)?;
    Some(typed)
}

/// An expression that must be a number and never null.
fn given(expression: &Expression, what: &str, checking: &mut Checking<'_>) -> Option<Typed> {
    let typed = amount(expression, what, checking)?;
    if typed.ty.nullable {
        let message = format!("the {what} can be null, and nothing says what it is then");
        checking.reader.error(
            Code::NullUndecided,
            expression.place(typed.span),
            message,
            "write `if x = null then … else …`",
        );
    }
    Some(typed)
}

/// A named amount that must never be null.
pub fn named(
    name: &Scalar,
    expression: Option<&Expression>,
    what: &str,
    checking: &mut Checking<'_>,
) -> Option<CheckedAmount> {
    checking.reader.name(name, &format!("a {what}"), false);
    let expression = expression?;
    let typed = given(expression, what, checking)?;
    Some(CheckedAmount { name: name.text.clone(), place: name.place, typed, expression: expression.clone() })
}

fn number(ty: &Type, what: &str, place: Place, checking: &mut Checking<'_>) -> Option<()> {
    if matches!(ty.kind, Kind::Number | Kind::Any) {
        return Some(());
    }
    checking.reader.error(
        Code::CapNotNumber,
        place,
        format!("the {what} must be a number, and this is a {}", ty.kind),
        "write an expression that gives a number",
    );
    None
}

/// Checks the stage and declares its results.
pub fn check(doc: &PriceDoc<'_>, checking: &mut Checking<'_>) -> Option<CheckedPrice> {
    let base = doc.base.as_ref().map(|base| source(base, "price", checking));
    let less: Vec<Option<CheckedAmount>> = doc
        .less
        .iter()
        .map(|(name, expression)| named(name, expression.as_ref(), "reduction", checking))
        .collect();
    let within = doc
        .within
        .as_ref()
        .map(|(low, high)| (given(low, "least price", checking), given(high, "greatest price", checking)));
    let less: Vec<CheckedAmount> = less.into_iter().collect::<Option<_>>()?;
    let within = match (within, &doc.within) {
        (Some((low, high)), Some((low_at, high_at))) => {
            Some(Within { low: (low?, low_at.clone()), high: (high?, high_at.clone()) })
        }
        _ => None,
    };
    let base = base??;
    if let Some(within) = &within
        && let (Some((low, _)), Some((_, high))) = (within.low.0.ty.bounds, within.high.0.ty.bounds)
        && low > high
    {
        checking.reader.error(
            Code::BadValue,
            within.high.1.source.place,
            "the least price is above the greatest",
            "write the lower one first",
        );
    }
    let bounds = bounds(&base, &less, within.as_ref());
    let name = checking.stage.name.clone();
    let slot = checking.scope.value();
    let id = checking.declare(&name, Type::number(bounds), Home::Value(slot), None)?;
    let qualified = format!("{}.base", name.text);
    let lane = if let Source::Table(_, output, _) = &base { Some(output.lane.clone()) } else { None };
    let base_price =
        checking.result(Some(&qualified), false, Type { nullable: false, ..base.ty().clone() }, lane)?;
    if let Source::Table(_, output, _) = &base {
        checking.only_these(base_price.id, &output.cells);
    }
    checking.depends_on_source(&base, &[id, base_price.id]);
    less.iter().for_each(|reduction| checking.depends(id, &reduction.typed));
    let cell = checking.scope.cell();
    Some(CheckedPrice { base, less, within, price: Target { id, slot }, cell, base_price })
}

fn bounds(base: &Source, less: &[CheckedAmount], within: Option<&Within>) -> Option<(Number, Number)> {
    if let Some(within) = within {
        return Some((within.low.0.ty.bounds?.0, within.high.0.ty.bounds?.1));
    }
    let (mut low, mut high) = base.ty().bounds?;
    for reduction in less {
        let (least, most) = reduction.typed.ty.bounds?;
        (low, high) = (low.checked_sub(most)?, high.checked_sub(least)?);
    }
    Some((low, high))
}
