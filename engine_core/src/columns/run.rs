//! A block of applicants through the flow.

use super::{Batch, Decided, OutputColumn, Want};
use crate::domain::{Lane, NULL, is_missing};
use crate::feel::code::Code;
use crate::flow::{Output, Program};
use crate::value::{Date, Value};

impl Program {
    /// Decides a block of applicants on one day; `as_of` must be a day on which the bundle may decide, as [`crate::Engine::decide`] checks it.
    pub fn run_columns(&self, batch: &mut Batch, as_of: Option<Date>, want: Want) -> Decided {
        let rows = batch.rows();
        let mut decided = Decided {
            outcome: Vec::with_capacity(rows),
            outputs: self.outputs.iter().map(|output| column(output, rows)).collect(),
            ..Decided::default()
        };
        if want.points {
            decided.points = self.cards().map(crate::scorecard::Scorecard::no_points).collect();
        }
        for row in 0..rows {
            batch.load(row, self.checked.scope.cells);
            let decision = self.run(&mut batch.frame, as_of, &mut ());
            decided.outcome.push(decision.outcome);
            for (column, value) in decided.outputs.iter_mut().zip(&decision.outputs) {
                column.push(value);
            }
            if want.reasons {
                decided.reasons.items.extend(&decision.reasons);
                decided.reasons.close();
            }
            if want.hits {
                decided.hits.items.extend(self.hits(&decision));
                decided.hits.close();
            }
            for (card, columns) in self.cards().zip(&mut decided.points) {
                card.push_points(&batch.frame, columns);
            }
        }
        decided
    }
}

/// The column of an output; cells where its values always have one lane, places of numbers included.
fn column(output: &Output, rows: usize) -> OutputColumn {
    match lane(output) {
        Some(lane) => OutputColumn::Cells { lane, cells: Vec::with_capacity(rows) },
        None => OutputColumn::Values(Vec::with_capacity(rows)),
    }
}

/// The lane of an output.
fn lane(output: &Output) -> Option<Lane> {
    let usual = match &output.code {
        Code::Cell(_, lane) => lane.clone(),
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
    (fits && places && !matches!(usual, Lane::Cuts(_))).then_some(usual)
}

/// Whether the lane gives the value back as it is; places are padded as those of any output.
fn holds(lane: &Lane, value: &Value) -> bool {
    let cell = lane.cell(value);
    match (lane, value, lane.value(cell)) {
        (Lane::Float, Value::Number(a), Value::Number(b)) => a.exponent() == b.exponent() && *a == b,
        _ => !is_missing(cell),
    }
}

impl OutputColumn {
    fn push(&mut self, value: &Value) {
        match self {
            Self::Cells { lane, cells } => {
                cells.push(if value.is_null() { NULL } else { lane.cell(value) });
            }
            Self::Values(values) => values.push(value.clone()),
        }
    }
}
