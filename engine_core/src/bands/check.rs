//! Bands checked: disjoint, complete, in order; each has a name, and those that decline have a reason.

use std::sync::Arc;

use super::doc::BandsDoc;
use crate::decision::Outcome;
use crate::diagnostic::{Code, did_you_mean};
use crate::document::Grid;
use crate::domain::{Lane, Words};
use crate::feel::infer::Asked;
use crate::feel::scope::{Home, Target};
use crate::feel::typed::Typed;
use crate::feel::types::{Kind, Type};
use crate::flow::Checking;
use crate::source::Scalar;
use crate::table::{self, Column, Output, Written, outputs};

/// The stage `bands`.
#[derive(Clone, Debug)]
pub struct CheckedBands {
    /// The names of the bands.
    pub names: Arc<[Arc<str>]>,
    /// The tests.
    pub column: Column,
    /// The causes of the bands that ask for an outcome.
    pub asks: Vec<(usize, Outcome, u16)>,
    /// The band's name, in a cell.
    pub band: Target,
    /// Further values, each in a cell.
    pub outputs: Vec<(String, Output, Target)>,
}

/// Checks the stage and declares its results.
pub fn check(doc: &BandsDoc<'_>, checking: &mut Checking<'_>) -> Option<CheckedBands> {
    let grid = &doc.grid;
    if grid.header().len() < 2 || grid.rows() == 0 {
        checking.reader.error(
            Code::TableForm,
            grid.place(),
            "bands need a column of names and a column of tests",
            "write the names first, such as `A`, and their ranges second, such as `>= 720`",
        );
        return None;
    }
    let names = names(grid, checking);
    let of = doc.of.as_ref();
    let input = of.and_then(|of| checking.checker().infer(of, Asked::Value));
    let cells: Vec<Scalar> = (0..grid.rows()).map(|row| grid.cell(row, 1)).collect();
    for cell in cells.iter().filter(|cell| ["", "-"].contains(&cell.text.as_str())) {
        checking.reader.error(
            Code::BadValue,
            cell.place,
            "a band must say what it holds",
            "write a range, `null`, or `otherwise`",
        );
    }
    let cards = input.as_ref().map_or(0, |input| checking.cards(input));
    let column = input
        .zip(of)
        .and_then(|(input, of)| Column::read(of, input, Written::Cells(&cells), &mut checking.checker()));
    let asks = asks(doc, &names, cards, checking);
    let mut column = column.filter(Column::complete)?;
    column.fill_otherwise();
    table::intervals(&column, &cells, "band", cells.first()?.place, checking);
    let words: Arc<[Arc<str>]> = names.into();
    let cell = checking.scope.cell();
    let lane = Lane::Symbol { words: Words::new(&words), open: false };
    let name = checking.stage.name.clone();
    let id = checking.declare(
        &name,
        Type::of(Kind::Text(Some(Arc::clone(&words)))),
        Home::Cell(cell, lane),
        None,
    )?;
    if let Some(entry) = checking.scope.get_mut(id) {
        entry.declining = asks
            .iter()
            .filter(|(_, outcome, _)| *outcome == Outcome::Decline)
            .map(|(band, _, _)| *band)
            .collect();
        entry.read = true;
    }
    checking.depends(id, &column.input);
    let outputs = further(grid, &column.input, checking);
    let band = Target { id, slot: cell };
    Some(CheckedBands { names: words, column, asks, band, outputs })
}

fn names(grid: &Grid<'_>, checking: &mut Checking<'_>) -> Vec<Arc<str>> {
    let mut names: Vec<Arc<str>> = Vec::new();
    for row in 0..grid.rows() {
        let cell = grid.cell(row, 0);
        if cell.text.is_empty() {
            checking.reader.error(
                Code::BadName,
                cell.place,
                "the band has no name",
                "name it in the first column",
            );
        } else if names.iter().any(|name| **name == *cell.text) {
            checking.reader.error(
                Code::NameClash,
                cell.place,
                format!("the band `{}` stands twice", cell.text),
                "rename or remove one of the two",
            );
        }
        names.push(cell.text.as_str().into());
    }
    names
}

fn asks(
    doc: &BandsDoc<'_>,
    names: &[Arc<str>],
    cards: u64,
    checking: &mut Checking<'_>,
) -> Vec<(usize, Outcome, u16)> {
    let mut asks = Vec::new();
    for (band, outcome, code) in &doc.asks {
        let found = names.iter().position(|name| **name == *band.text);
        if found.is_none() {
            let help = did_you_mean(&band.text, names.iter().map(|name| &**name))
                .map(|name| format!("did you mean `{name}`?"));
            checking.reader.error(
                Code::UnknownWord,
                band.place,
                format!("there is no band `{}`", band.text),
                help.unwrap_or_default(),
            );
        }
        let cause = checking.cause(code, cards);
        asks.extend(found.zip(cause).map(|(band, cause)| (band, *outcome, cause)));
    }
    asks
}

fn further(grid: &Grid<'_>, input: &Typed, checking: &mut Checking<'_>) -> Vec<(String, Output, Target)> {
    let mut further = Vec::new();
    for column in 2..grid.header().len() {
        let title = grid.title(column);
        let cells = Written::Column { grid, column, otherwise: None };
        let Some(output) = outputs(&title.text, cells, &mut checking.reader) else { continue };
        let qualified = format!("{}.{}", checking.stage.name.text, title.text);
        let lane = Some(output.lane.clone());
        let Some(target) = checking.result(Some(&qualified), false, output.ty.clone(), lane) else {
            continue;
        };
        checking.depends(target.id, input);
        checking.only_these(target.id, &output.cells);
        further.push((title.text, output, target));
    }
    further
}
