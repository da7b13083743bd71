//! The outputs of a block, column by column.

use super::OutputColumn;
use super::flow::Flow;
use crate::decision::Outcome;
use crate::domain::{Cell, Lane, NULL, is_missing};
use crate::feel::code::Code;
use crate::flow::Output;
use crate::value::Value;

/// The column of an output; cells where its values always have one lane, places of numbers included.
pub(super) fn column(output: &Output, flow: &Flow, outcome: u16) -> OutputColumn {
    let outcomes = flow.columns.column(outcome);
    let declines = |cell: &Cell| *cell == Outcome::Decline as Cell;
    let Some((slot, lane)) = lane(output) else {
        let rows = outcomes.iter().enumerate();
        let values = rows.map(|(row, cell)| output.run(declines(cell), &flow.columns.read(row)));
        return OutputColumn::Values(values.collect());
    };
    let cells = flow.columns.column(slot);
    let cells = match &output.declined {
        None => cells.to_vec(),
        Some(Code::Cell(other, _)) => {
            let pairs = cells.iter().zip(flow.columns.column(*other)).zip(outcomes);
            pairs.map(|((cell, other), outcome)| if declines(outcome) { *other } else { *cell }).collect()
        }
        Some(code) => {
            let instead = if let Code::Constant(value) = code { lane.cell(value) } else { NULL };
            let pairs = cells.iter().zip(outcomes);
            pairs.map(|(cell, outcome)| if declines(outcome) { instead } else { *cell }).collect()
        }
    };
    OutputColumn::Cells { lane, cells }
}

/// The cell of an output and its lane.
fn lane(output: &Output) -> Option<(u16, Lane)> {
    let (slot, usual) = match &output.code {
        Code::Cell(slot, lane) => (*slot, lane.clone()),
        _ => return None,
    };
    let fits = match &output.declined {
        None | Some(Code::Constant(Value::Null)) => true,
        Some(Code::Constant(value)) => holds(&usual, value),
        Some(Code::Cell(_, lane)) => *lane == usual,
        Some(_) => false,
    };
    // What is padded to other places is not what the lane gives.
    let places = match (&usual, output.scale) {
        (Lane::Scaled(places), Some(scale)) => *places == scale,
        (Lane::Scaled(_), None) | (_, Some(_)) => false,
        (_, None) => true,
    };
    (fits && places && !matches!(usual, Lane::Cuts(_))).then_some((slot, usual))
}

/// Whether the lane gives the value back as it is; places are padded as those of any output.
fn holds(lane: &Lane, value: &Value) -> bool {
    let cell = lane.cell(value);
    match (lane, value, lane.value(cell)) {
        (Lane::Float, Value::Number(a), Value::Number(b)) => a.exponent() == b.exponent() && a == &b,
        _ => !is_missing(cell),
    }
}
