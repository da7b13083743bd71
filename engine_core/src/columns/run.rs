//! A block of applicants through the flow.

use super::flow::Flow;
use super::lanes::wide;
use super::outputs::columns;
use super::{Batch, Decided, Want};
use crate::decision::{Outcome, Verdict};
use crate::domain::{Cell, NULL};
use crate::flow::{Program, Stage, StageKind};
use crate::value::{Date, Value};

impl Program {
    /// Decides a block of applicants on one day; `as_of` must be a day on which the bundle may decide, as [`crate::Engine::decide`] checks it.
    pub fn run_columns(&self, batch: &mut Batch, as_of: Option<Date>, want: Want) -> Decided {
        let flow = &mut batch.flow;
        self.begin(flow, as_of);
        for stage in &self.stages {
            stage.run_columns(flow, self.checked.outcome, want.points);
            flow.publish(self.checked.outcome);
        }
        flow.settle();
        let outcomes = flow.columns.column(self.checked.outcome);
        let mut outcome = vec![Outcome::Approve; outcomes.len()];
        let all = outcome.iter_mut().zip(outcomes);
        wide(|| all.for_each(|(outcome, cell)| *outcome = outcome_of(*cell)));
        let mut decided = Decided {
            outputs: columns(&self.outputs, flow, self.checked.outcome),
            outcome,
            ..Decided::default()
        };
        if want.reasons {
            decided.reasons = self.reasons_of(flow, &decided.outcome);
        }
        if want.hits {
            decided.hits = self.hits_of(flow);
        }
        if want.points {
            decided.points = self.cards().map(|card| card.points_of(&flow.columns)).collect();
        }
        decided
    }

    /// The results are not there yet; what is the same for all is.
    fn begin(&self, flow: &mut Flow, as_of: Option<Date>) {
        flow.begin();
        flow.columns.forget();
        let results = (0..self.checked.scope.cells).skip(self.facts.len());
        for slot in results.filter(|slot| self.cards().all(|card| !card.has_bins(*slot))) {
            flow.columns.fill(slot, NULL);
        }
        for slot in (0..self.checked.scope.values).filter(|slot| !self.is_fact(*slot)) {
            flow.columns.set_all(slot, Value::Null);
        }
        for card in self.cards() {
            card.forget_bins(&mut flow.columns);
        }
        flow.columns.fill(self.checked.outcome, Outcome::Approve as Cell);
        if let Some(day) = as_of {
            flow.columns.set_all(self.checked.today, Value::Date(day));
            for dated in &self.dated {
                let value = dated.parameter.on(day).map_or(Value::Null, |period| period.value.clone());
                flow.columns.set_all(dated.slot, value);
            }
        }
    }

    /// Whether a value slot is that of a fact.
    fn is_fact(&self, slot: u16) -> bool {
        self.facts.iter().any(|fact| fact.value == Some(slot))
    }
}

/// The outcome of a cell.
const fn outcome_of(cell: Cell) -> Outcome {
    match cell {
        0 => Outcome::Approve,
        1 => Outcome::Refer,
        _ => Outcome::Decline,
    }
}

impl Stage {
    fn run_columns(&self, flow: &mut Flow, outcome: u16, points: bool) {
        let mut mask = flow.columns.mask();
        if let Some(when) = &self.when {
            when.columns(&mut flow.columns, None, &mut mask);
            mask.iter_mut().for_each(|truth| *truth >>= 1);
        }
        let chosen = self.when.as_ref().map(|_| &*mask);
        let done = match &self.kind {
            StageKind::Rules(stage) => {
                stage.run_columns(flow, chosen);
                true
            }
            StageKind::Derive(stage) => {
                stage.run_columns(flow, chosen);
                true
            }
            StageKind::Bands(stage) => {
                stage.run_columns(flow, chosen);
                true
            }
            StageKind::Scorecard(card) => card.run_columns(flow, chosen, points),
            StageKind::Table(stage) => stage.run_columns(flow, chosen),
            StageKind::Price(stage) => stage.run_columns(flow, chosen),
            StageKind::Limit(stage) => stage.run_columns(flow, chosen),
            StageKind::Dmn(_) => false,
        };
        if !done {
            self.run_rows(flow, chosen, outcome);
        }
        flow.columns.free(mask);
    }

    /// Runs the stage row by row, for the rows of the mask.
    fn run_rows(&self, flow: &mut Flow, chosen: Option<&[u8]>, outcome: u16) {
        flow.columns.settle();
        let mut verdict = Verdict::of_stage(outcome);
        for row in 0..flow.columns.rows {
            if chosen.is_some_and(|mask| mask.get(row) != Some(&1)) {
                continue;
            }
            self.act(&mut flow.columns.row(row), &mut verdict, &mut ());
            for hit in verdict.hits.drain(..) {
                flow.note(row, hit.cause, hit.asks);
            }
        }
    }
}
