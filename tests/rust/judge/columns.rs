//! A block of applicants in columns gets what each of them gets alone.

use crate::decide::identical;
use crate::rows::{Row, frame};
use engine_core::columns::{Batch, Decided, OutputColumn, Want};
use engine_core::domain::{Lane, float_cell};
use engine_core::feel::frame::Frame;
use engine_core::scorecard::{CheckedCard, Width};
use engine_core::value::{Date, Value};
use engine_core::{AsOf, Engine};

/// Where the columns differ from the rows; a batch that was used before must not remember anything.
pub fn difference(engine: &Engine, batch: &mut Batch, rows: &[&Row], day: Option<Date>) -> Option<String> {
    let program = engine.program();
    let frames: Vec<Frame> = rows.iter().map(|row| frame(program, row)).collect();
    // Without points, bins are written only for reasons that look for them.
    [Want { points: false, ..Want::ALL }, Want::ALL].into_iter().find_map(|want| {
        batch.reset(frames.len());
        for (row, frame) in frames.iter().enumerate() {
            batch.set_frame(row, frame);
        }
        let decided = program.run_columns(batch, day, want);
        if decided.outcome.len() != rows.len() {
            return Some(format!("{} rows came out of {}", decided.outcome.len(), rows.len()));
        }
        (0..rows.len()).find_map(|row| {
            let different = of_row(engine, &decided, row, frames[row].clone(), day)?;
            Some(format!("row {row} of {}: {different}\nfor {:?}", rows.len(), rows[row].given))
        })
    })
}

fn of_row(
    engine: &Engine,
    decided: &Decided,
    row: usize,
    mut frame: Frame,
    day: Option<Date>,
) -> Option<String> {
    let program = engine.program();
    let decision = engine.decide(&mut frame, AsOf { day, allow_expired: false }).unwrap();
    let outputs: Vec<Value> = decided.outputs.iter().map(|column| column.value(row)).collect();
    let hits = program.hits(&decision);
    let by_row: Vec<_> = program.outputs_of(&decision).collect();
    if decided.outcome[row] != decision.outcome
        || outputs.len() != by_row.len()
        || !outputs.iter().zip(&by_row).all(|(a, b)| identical(a, b))
        || decided.reasons.get(row) != &*decision.reasons
        || *decided.hits.get(row) != *hits
    {
        let names: Vec<&String> = program.checked.outputs.iter().map(|output| &output.name).collect();
        return Some(format!(
            "columns {:?} {outputs:?} reasons {:?} hits {:?}\nrow     {:?} {:?} reasons {:?} hits {hits:?}\nof {names:?}",
            decided.outcome[row],
            decided.reasons.get(row),
            decided.hits.get(row),
            decision.outcome,
            by_row,
            decision.reasons,
        ));
    }
    let cards = program.checked.stages.iter().filter_map(|stage| match &stage.kind {
        engine_core::flow::CheckedKind::Scorecard(card) => Some(card),
        _ => None,
    });
    let mut cards = cards.zip(&decided.points);
    cards.find_map(|(card, columns)| points(card, columns, &frame, row))
}

/// The points are those of the bins that the row fell into.
fn points(card: &CheckedCard, columns: &[OutputColumn], frame: &Frame, row: usize) -> Option<String> {
    let parts = card.characteristics.iter().zip(card.bins..).zip(columns);
    let mut parts = parts.map(|((part, cell), column)| {
        let bin = usize::try_from(frame.cell(cell)).ok();
        let expected = bin.map_or(Value::Null, |bin| match card.width {
            Width::Double => Lane::Float.value(float_cell(part.points[bin].to_f64())),
            Width::Narrow | Width::Wide => Value::Number(part.points[bin]),
        });
        (expected, column.value(row))
    });
    parts.find(|(a, b)| a != b).map(|(a, b)| format!("points {b:?} instead of {a:?}"))
}
