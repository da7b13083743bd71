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
        Some(Code::Cell(other, _)) => {
            let mut chosen = cells.to_vec();
            wide(|| {
                for ((cell, other), outcome) in chosen.iter_mut().zip(columns.column(*other)).zip(outcomes) {
                    *cell = if declines(*outcome) { *other } else { *cell };
                }
            });
            chosen
        }
        Some(code) => {
            let instead = if let Code::Constant(value) = code { lane.cell(value) } else { NULL };
            let mut chosen = cells.to_vec();
            wide(|| {
                for (cell, outcome) in chosen.iter_mut().zip(outcomes) {
                    *cell = if declines(*outcome) { instead } else { *cell };
                }
            });
            chosen
        }
    };
    Some(OutputColumn::Cells { lane, cells })
}
