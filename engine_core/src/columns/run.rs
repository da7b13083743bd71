//! A block of applicants through the flow.

use super::flow::Flow;
use super::outputs::column;
use super::{Batch, Decided, Lists, Want};
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
            stage.run_columns(flow, self.checked.outcome);
            flow.publish(self.checked.outcome);
        }
        flow.settle();
        let outcome = flow.columns.column(self.checked.outcome).iter().map(|cell| outcome(*cell)).collect();
        let mut decided = Decided {
            outputs: self.outputs.iter().map(|output| column(output, flow, self.checked.outcome)).collect(),
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
        for slot in (0..self.checked.scope.cells).skip(self.facts.len()) {
            flow.columns.fill(slot, NULL);
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

    /// The reasons of everything that hit, each once, in flow order.
    fn hits_of(&self, flow: &Flow) -> Lists {
        let rows = flow.columns.rows;
        let mut lists = Lists::with_rows(rows);
        for row in 0..rows {
            let from = lists.items.len();
            for hit in flow.hits(row) {
                let reason = self.causes.get(usize::from(hit.cause)).map(|cause| cause.reason);
                let known = lists.items.get(from..).unwrap_or_default();
                if let Some(reason) = reason.filter(|reason| !known.contains(reason)) {
                    lists.items.push(reason);
                }
            }
            lists.close();
        }
        lists
    }
}

/// The outcome of a cell.
pub(super) const fn outcome(cell: Cell) -> Outcome {
    match cell {
        0 => Outcome::Approve,
        1 => Outcome::Refer,
        _ => Outcome::Decline,
    }
}

impl Stage {
    fn run_columns(&self, flow: &mut Flow, outcome: u16) {
        let mut mask = flow.columns.mask();
        if let Some(when) = &self.when {
            when.columns(&mut flow.columns, None, &mut mask);
            mask.iter_mut().for_each(|truth| *truth >>= 1);
        }
        let chosen = self.when.as_ref().map(|_| &*mask);
        match &self.kind {
            StageKind::Rules(rules) => rules.run_columns(flow, chosen),
            StageKind::Derive(stage) => stage.run_columns(flow, chosen),
            StageKind::Scorecard(_)
            | StageKind::Bands(_)
            | StageKind::Table(_)
            | StageKind::Price(_)
            | StageKind::Limit(_)
            | StageKind::Dmn(_) => self.run_rows(flow, chosen, outcome),
        }
        flow.columns.free(mask);
    }

    /// Runs the stage row by row, for the rows of the mask.
    fn run_rows(&self, flow: &mut Flow, chosen: Option<&[u8]>, outcome: u16) {
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
