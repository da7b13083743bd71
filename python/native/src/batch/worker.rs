//! One thread's part: rows in blocks that stay in the cache, through the engine, into output columns.
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::{RecordBatch, RecordBatchOptions};
use engine_core::columns::Batch;
use engine_core::domain::{is_missing, missing};
use engine_core::facts::{Input, Problem, accepted_value};
use engine_core::schema::WITHHELD;
use engine_core::value::Date;

use super::answers::Rows;
use super::causes;
use super::columns::{Column, Columns};
use super::days::{self, Day};
use super::fault::Fault;
use super::fill::{BAD, Rule};
use super::plan::FactColumn;
use super::row;
use super::setting::Setting;
use super::source::Parts;

/// How many rows are decided at a time.
const BLOCK: usize = 4_096;

/// What one thread needs.
pub struct Worker {
    setting: Arc<Setting>,
    batch: Batch,
}

impl Worker {
    /// A worker.
    pub fn new(setting: &Arc<Setting>) -> Self {
        Self { setting: Arc::clone(setting), batch: Batch::new(setting.program(), 0) }
    }

    /// Decides the rows of a job. A bug in the engine ends the job and not the process.
    pub fn decide(&mut self, parts: &Parts) -> Result<RecordBatch, Fault> {
        let decided = catch_unwind(AssertUnwindSafe(|| self.job(parts)));
        decided.unwrap_or_else(|panic| {
            let words = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
            let words = words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
            self.batch = Batch::new(self.setting.program(), 0);
            Err(Fault::Panic(words))
        })
    }

    fn job(&mut self, parts: &Parts) -> Result<RecordBatch, Fault> {
        let setting = Arc::clone(&self.setting);
        setting.texts_are_utf8(&parts.batches)?;
        let rows = parts.batches.iter().map(RecordBatch::num_rows).sum();
        let mut decided = Rows::new(&setting, rows);
        let back = match setting.plan.day {
            Some(at) => {
                let (batch, days) = days::by_day(&parts.batches, at, &setting.plan)?;
                for (day, from, length) in &days.groups {
                    self.rows(&batch, (*from, *length), &setting.day_of(day), &mut decided)?;
                }
                days.back
            }
            None => {
                for batch in &parts.batches {
                    self.rows(batch, (0, batch.num_rows()), &Ok(setting.as_of.day), &mut decided)?;
                }
                None
            }
        };
        if setting.raise && decided.any_bad() {
            return Err(Fault::Facts(decided.first_bad(parts.first, back.as_ref())));
        }
        let made = days::in_order(decided.finish(&setting)?, back.as_ref())?;
        let columns = setting.kept(&parts.batches)?.into_iter().chain(made).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        Ok(RecordBatch::try_new_with_options(Arc::clone(&setting.schema), columns, &options)?)
    }

    fn rows(
        &mut self,
        batch: &RecordBatch,
        (from, length): (usize, usize),
        day: &Result<Option<Date>, Problem>,
        decided: &mut Rows,
    ) -> Result<(), Fault> {
        let setting = Arc::clone(&self.setting);
        let columns = Columns::new(&setting.plan, &setting.rules, setting.text, batch)?;
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
        let setting = Arc::clone(&self.setting);
        if self.batch.rows() != rows || setting.any_values {
            self.batch.reset(rows);
        }
        let doubted = self.fill(columns, from);
        let mut bad: Vec<(usize, Vec<Problem>)> = Vec::new();
        let every = if day.is_err() { 0..rows } else { 0..0 };
        let once_more = doubted.iter().enumerate().filter(|(_, doubted)| **doubted).map(|(row, _)| row);
        for row in once_more.chain(every.filter(|row| doubted.get(*row) != Some(&true))) {
            match (row::read(setting.program(), &setting.plan, columns, from + row), day) {
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
        let answers = setting.program().run_columns(&mut self.batch, day, setting.want);
        decided.append(answers, bad);
    }

    /// Reads all columns of some rows; tells which rows are to be read again, if there are any.
    fn fill(&mut self, columns: &Columns, from: usize) -> Vec<bool> {
        let setting = Arc::clone(&self.setting);
        let mut doubted = Vec::new();
        for ((column, rule), fact) in setting.plan.facts.iter().zip(&setting.rules).zip(&columns.facts) {
            let mut any = match fact {
                None => {
                    self.batch.cells_mut(column.id).fill(rule.null);
                    rule.null == BAD
                }
                Some(fact) if rule.in_cells => {
                    fact.fill(setting.program(), rule, from, self.batch.cells_mut(column.id))
                }
                Some(fact) => self.values(column, rule, fact, from),
            };
            let cells = self.batch.cells_mut(column.id);
            for cause in column.causes.iter().filter_map(|at| columns.causes.get(*at)) {
                any |= causes::apply(setting.program(), &rule.fact, cause, from, rule.null, cells);
            }
            if let Some(consent) = rule.fact.consent {
                self.batch.withhold(column.id, consent, missing(WITHHELD));
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
    fn values(&mut self, column: &FactColumn, rule: &Rule, fact: &Column, from: usize) -> bool {
        let (setting, mut any) = (Arc::clone(&self.setting), false);
        for at in 0..self.batch.rows() {
            let consents = rule.fact.consent.map(|consent| self.batch.cells_mut(consent));
            if consents.is_some_and(|consents| consents.get(at) != Some(&1)) {
                continue;
            }
            let value = row::value(setting.program(), column, fact, from + at);
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
        let setting = Arc::clone(&self.setting);
        let right =
            (0..self.batch.rows()).find(|row| bad.binary_search_by_key(row, |(row, _)| *row).is_err());
        let Some(right) = right else { return };
        for ((column, rule), fact) in setting.plan.facts.iter().zip(&setting.rules).zip(&columns.facts) {
            let cells = self.batch.cells_mut(column.id);
            let Some(cell) = cells.get(right).copied() else { continue };
            for (row, _) in bad {
                if let Some(place) = cells.get_mut(*row) {
                    *place = cell;
                }
            }
            let Some(fact) = fact.as_ref().filter(|_| !rule.in_cells && !is_missing(cell)) else { continue };
            let value = row::value(setting.program(), column, fact, from + right);
            let Some(value) = accepted_value(&rule.fact, &value) else { continue };
            for (row, _) in bad {
                self.batch.set_value(column.id, *row, value.clone());
            }
        }
    }
}

impl Setting {
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
