//! One thread's part: rows in blocks that stay in the cache, through the engine, into output columns.
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::{RecordBatch, RecordBatchOptions};
use engine_core::columns::{Batch, wide};
use engine_core::domain::{Cell, is_missing, missing};
use engine_core::facts::{Input, Problem, accepted_value};
use engine_core::schema::WITHHELD;
use engine_core::value::Date;

use super::causes;
use super::columns::{Column, Columns};
use super::days::{self, Day};
use super::fault::Fault;
use super::fill::{BAD, Rule};
use super::job::{Bound, Rows};
use super::plan::FactColumn;
use super::row;
use super::source::Parts;

/// How many rows are decided at a time.
const BLOCK: usize = 2_048;

/// What one thread needs.
pub struct Worker {
    bound: Arc<Bound>,
    batch: Batch,
    /// Room for the consents of a fact.
    consent: Vec<Cell>,
}

impl Worker {
    /// A worker.
    pub fn new(bound: &Arc<Bound>) -> Self {
        Self { bound: Arc::clone(bound), batch: Batch::new(bound.program(), 0), consent: Vec::new() }
    }

    /// Decides the rows of a job. A bug in the engine ends the job and not the process.
    pub fn decide(&mut self, parts: &Parts) -> Result<RecordBatch, Fault> {
        let decided = catch_unwind(AssertUnwindSafe(|| self.job(parts)));
        decided.unwrap_or_else(|panic| {
            let words = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
            let words = words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
            self.batch = Batch::new(self.bound.program(), 0);
            Err(Fault::Panic(words))
        })
    }

    fn job(&mut self, parts: &Parts) -> Result<RecordBatch, Fault> {
        let bound = Arc::clone(&self.bound);
        bound.texts_are_utf8(&parts.batches)?;
        let rows = parts.batches.iter().map(RecordBatch::num_rows).sum();
        let mut decided = Rows::new(&bound, rows);
        let back = match bound.plan.day {
            Some(at) => {
                let (batch, days) = days::by_day(&parts.batches, at, &bound.plan)?;
                for (day, from, length) in &days.groups {
                    self.rows(&batch, (*from, *length), &bound.day_of(day), &mut decided)?;
                }
                days.back
            }
            None => {
                for batch in &parts.batches {
                    self.rows(batch, (0, batch.num_rows()), &Ok(bound.as_of.day), &mut decided)?;
                }
                None
            }
        };
        if bound.raise && decided.any_bad() {
            return Err(Fault::Facts(decided.first_bad(parts.first, back.as_ref())));
        }
        let made = days::in_order(decided.finish(&bound)?, back.as_ref())?;
        let columns = bound.kept(&parts.batches)?.into_iter().chain(made).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        Ok(RecordBatch::try_new_with_options(Arc::clone(&bound.schema), columns, &options)?)
    }

    fn rows(
        &mut self,
        batch: &RecordBatch,
        (from, length): (usize, usize),
        day: &Result<Option<Date>, Problem>,
        decided: &mut Rows,
    ) -> Result<(), Fault> {
        let bound = Arc::clone(&self.bound);
        let columns = Columns::new(&bound.plan, &bound.rules, bound.text, batch)?;
        for start in (from..from + length).step_by(BLOCK) {
            self.block(&columns, start, BLOCK.min(from + length - start), day, decided);
        }
        Ok(())
    }

    fn block(
        &mut self,
        columns: &Columns,
        from: usize,
        rows: usize,
        day: &Result<Option<Date>, Problem>,
        decided: &mut Rows,
    ) {
        let bound = Arc::clone(&self.bound);
        if self.batch.rows() != rows || bound.any_values {
            self.batch.reset(rows);
        }
        let doubted = self.fill(columns, from);
        let mut bad: Vec<(usize, Vec<Problem>)> = Vec::new();
        let every = if day.is_err() { 0..rows } else { 0..0 };
        let once_more = doubted.iter().enumerate().filter(|(_, doubted)| **doubted).map(|(row, _)| row);
        for row in once_more.chain(every.filter(|row| doubted.get(*row) != Some(&true))) {
            match (row::read(bound.program(), &bound.plan, columns, from + row), day) {
                (Ok(frame), Ok(_)) => self.batch.set_frame(row, &frame),
                (Ok(_), Err(problem)) => bad.push((row, vec![problem.clone()])),
                (Err(problems), _) => bad.push((row, problems)),
            }
        }
        bad.sort_by_key(|(row, _)| *row);
        if bad.len() == rows {
            return decided.all_bad(bad);
        }
        if !bad.is_empty() {
            self.cover(columns, from, &bad);
        }
        let day = day.as_ref().ok().copied().flatten();
        let answers = bound.program().run_columns(&mut self.batch, day, bound.want);
        decided.append(answers, bad);
    }

    /// Reads all columns of some rows; tells which rows are to be read again, if there are any.
    fn fill(&mut self, columns: &Columns, from: usize) -> Vec<bool> {
        let bound = Arc::clone(&self.bound);
        let mut doubted = Vec::new();
        for ((column, rule), fact) in bound.plan.facts.iter().zip(&bound.rules).zip(&columns.facts) {
            let consent = rule.fact.consent.map(|consent| {
                self.consent.clear();
                self.consent.extend_from_slice(self.batch.cells_mut(consent));
                std::mem::take(&mut self.consent)
            });
            let mut any = match fact {
                None => {
                    self.batch.cells_mut(column.id).fill(rule.null);
                    rule.null == BAD
                }
                Some(fact) if rule.in_cells => {
                    fact.fill(bound.program(), rule, from, self.batch.cells_mut(column.id))
                }
                Some(fact) => self.values(column, rule, fact, from, consent.as_deref()),
            };
            let cells = self.batch.cells_mut(column.id);
            for cause in column.causes.iter().filter_map(|at| columns.causes.get(*at)) {
                any |= causes::apply(bound.program(), &rule.fact, cause, from, rule.null, cells);
            }
            if let Some(consent) = consent {
                let consents = consent.as_slice();
                wide(move || {
                    for (cell, consent) in cells.iter_mut().zip(consents) {
                        *cell = if *consent == 1 { *cell } else { missing(WITHHELD) };
                    }
                });
                self.consent = consent;
            }
            let cells = self.batch.cells_mut(column.id);
            if any {
                doubted.resize(cells.len(), false);
                for (doubted, cell) in doubted.iter_mut().zip(cells) {
                    *doubted |= *cell == BAD;
                }
            }
        }
        doubted
    }

    /// The values of a fact that does not live in cells.
    fn values(
        &mut self,
        column: &FactColumn,
        rule: &Rule,
        fact: &Column,
        from: usize,
        consent: Option<&[Cell]>,
    ) -> bool {
        let (bound, mut any) = (Arc::clone(&self.bound), false);
        for at in 0..self.batch.rows() {
            if consent.is_some_and(|consent| consent.get(at) != Some(&1)) {
                continue;
            }
            let value = row::value(bound.program(), column, fact, from + at);
            let cell = match &value {
                Input::Null => rule.null,
                Input::Float(number) if number.is_nan() => rule.null,
                value => match accepted_value(&rule.fact, value).filter(|_| rule.has_slot) {
                    Some(value) => {
                        self.batch.set_value(column.id, at, value);
                        continue;
                    }
                    None => BAD,
                },
            };
            any |= cell == BAD;
            if let Some(place) = self.batch.cells_mut(column.id).get_mut(at) {
                *place = cell;
            }
        }
        any
    }

    /// Puts a row that is right in the place of bad ones, so that the engine sees only what it may see; their answers are
    /// dropped.
    fn cover(&mut self, columns: &Columns, from: usize, bad: &[(usize, Vec<Problem>)]) {
        let bound = Arc::clone(&self.bound);
        let right =
            (0..self.batch.rows()).find(|row| bad.binary_search_by_key(row, |(row, _)| *row).is_err());
        let Some(right) = right else { return };
        for ((column, rule), fact) in bound.plan.facts.iter().zip(&bound.rules).zip(&columns.facts) {
            let cells = self.batch.cells_mut(column.id);
            let Some(cell) = cells.get(right).copied() else { continue };
            for (row, _) in bad {
                if let Some(place) = cells.get_mut(*row) {
                    *place = cell;
                }
            }
            let Some(fact) = fact.as_ref().filter(|_| !rule.in_cells && !is_missing(cell)) else { continue };
            let value = row::value(bound.program(), column, fact, from + right);
            let Some(value) = accepted_value(&rule.fact, &value) else { continue };
            for (row, _) in bad {
                self.batch.set_value(column.id, *row, value.clone());
            }
        }
    }
}

impl Bound {
    fn day_of(&self, day: &Day) -> Result<Option<Date>, Problem> {
        let name = || self.day_name.clone().unwrap_or_default();
        let day = match day {
            Day::Is(day) => *day,
            Day::Bad(value) => {
                let message = format!("`{}` must be a date, the day of the decision, and is {value}", name());
                return Err(Problem::other(&name(), message));
            }
        };
        let as_of = engine_core::AsOf { day, ..self.as_of };
        self.shared.engine.ready(as_of).map_err(|error| Problem::other(&name(), error.to_string()))?;
        Ok(day)
    }
}
