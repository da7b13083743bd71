//! The outputs of a block, column by column.

use super::OutputColumn;
use super::flow::Flow;
use super::lanes::wide;
use super::store::Columns;
use crate::decision::Outcome;
use crate::domain::{Cell, Lane, NULL};
use crate::feel::code::Code;
use crate::flow::Output;

/// The columns of the outputs; cells where the values of one always have the same lane, places of numbers included.
pub(super) fn columns(outputs: &[Output], flow: &mut Flow, outcome: u16) -> Vec<OutputColumn> {
    let quick: Vec<Option<OutputColumn>> =
        outputs.iter().map(|output| quick(output, &flow.columns, outcome)).collect();
    if quick.iter().any(Option::is_none) {
        flow.columns.settle();
    }
    let rows = |output: &Output| {
        let outcomes = flow.columns.column(outcome).iter().enumerate();
        outcomes.map(|(row, cell)| output.run(declines(*cell), &flow.columns.read(row))).collect()
    };
    let columns = quick.into_iter().zip(outputs);
    columns.map(|(quick, output)| quick.unwrap_or_else(|| OutputColumn::Values(rows(output)))).collect()
}

const fn declines(outcome: Cell) -> bool {
    outcome == Outcome::Decline as Cell
}

/// The column of an output whose values have a lane.
fn quick(output: &Output, columns: &Columns, outcome: u16) -> Option<OutputColumn> {
    let (cells, lane) = match &output.code {
        Code::Cell(slot, lane) => (columns.column(*slot), lane.clone()),
        Code::Value(slot) => {
            let scaled = columns.scaled(*slot)?;
            (scaled.cells.as_slice(), Lane::Scaled(scaled.scale))
        }
        _ => return None,
    };
    if !output.fits(&lane) {
        return None;
    }
    let outcomes = columns.column(outcome);
    let cells = match &output.declined {
        None => cells.to_vec(),
        Some(Code::Cell(other, _)) => chosen(cells, columns.column(*other).iter().copied(), outcomes),
        Some(Code::Constant(value)) => chosen(cells, std::iter::repeat(lane.cell(value)), outcomes),
        Some(_) => chosen(cells, std::iter::repeat(NULL), outcomes),
    };
    Some(OutputColumn::Cells { lane, cells })
}

/// The cells of an output, and others in their place where the outcome declines.
fn chosen(cells: &[Cell], others: impl Iterator<Item = Cell>, outcomes: &[Cell]) -> Vec<Cell> {
    let mut chosen = Vec::with_capacity(cells.len());
    let all = cells.iter().zip(others).zip(outcomes);
    wide(|| {
        chosen.extend(all.map(|((cell, other), outcome)| if declines(*outcome) { other } else { *cell }))
    });
    chosen
}
