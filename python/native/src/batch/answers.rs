//! The answers of one job while they are written.
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::{Int8Type, Int32Type};
use arrow_array::{ArrayRef, Int8Array, Int32Array, ListArray, StructArray, UInt32Array, new_null_array};
use arrow_buffer::{NullBufferBuilder, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, Fields};
use engine_core::columns::{Decided, Lists, OutputColumn, wide};
use engine_core::domain::NULL;
use engine_core::facts::Problem;
use engine_core::value::Value;

use super::indices::dictionary;
use super::setting::{Setting, item};
use super::types::{Answer, Writer, words_type};

/// Bad rows that are raised.
pub struct BadRows {
    /// The first of them, by their numbers in the table.
    pub first: Vec<(u64, Vec<Problem>)>,
    /// How many there are.
    pub bad: usize,
    /// Among how many rows of the table; no others were looked at.
    pub seen: u64,
}

impl BadRows {
    /// What is said where not all of them are told.
    pub fn headline(&self) -> Option<String> {
        let (told, Self { bad, seen, .. }) = (self.first.len(), self);
        (*bad > told)
            .then(|| format!("{bad} of the first {seen} rows are wrong; these are the first {told}:"))
    }
}

/// Rows whose problems are raised.
const TOLD: usize = 10;

/// The answers of a job.
pub struct Rows {
    outcome: Vec<i8>,
    right: NullBufferBuilder,
    outputs: Vec<Writer>,
    points: Vec<Vec<Writer>>,
    reasons: Codes,
    hits: Codes,
    bad: Vec<(usize, Vec<Problem>)>,
}

impl Rows {
    /// No rows yet, and room for so many.
    pub fn new(setting: &Setting, rows: usize) -> Self {
        let card =
            |(_, answers): &(Fields, Vec<Answer>)| answers.iter().map(|answer| answer.writer(rows)).collect();
        Self {
            outcome: Vec::with_capacity(rows),
            right: NullBufferBuilder::new(rows),
            outputs: setting.outputs.iter().map(|answer| answer.writer(rows)).collect(),
            points: setting.points.iter().map(card).collect(),
            reasons: Codes::new(rows),
            hits: Codes::new(rows),
            bad: Vec::new(),
        }
    }

    /// Adds a block of answers; those of bad rows are dropped.
    pub fn append(&mut self, mut decided: Decided, bad: Vec<(usize, Vec<Problem>)>) {
        for (row, _) in &bad {
            decided.outputs.iter_mut().for_each(|column| drop_row(column, *row));
            decided.points.iter_mut().flatten().for_each(|column| drop_row(column, *row));
        }
        let is_bad = |row: usize| bad.binary_search_by_key(&row, |(row, _)| *row).is_ok();
        let first = self.outcome.len();
        self.outcome.extend(decided.outcome.iter().map(|outcome| *outcome as i8));
        if bad.is_empty() {
            self.right.append_n_non_nulls(decided.outcome.len());
        } else {
            (0..decided.outcome.len()).for_each(|row| self.right.append(!is_bad(row)));
        }
        self.outputs.iter_mut().zip(&decided.outputs).for_each(|(writer, column)| writer.add(column));
        let points = self.points.iter_mut().flatten().zip(decided.points.iter().flatten());
        points.for_each(|(writer, column)| writer.add(column));
        self.reasons.add(&decided.reasons, decided.outcome.len(), &bad, is_bad);
        self.hits.add(&decided.hits, decided.outcome.len(), &bad, is_bad);
        self.bad.extend(bad.into_iter().map(|(row, problems)| (first + row, problems)));
    }

    /// Adds a block of which every row is bad.
    pub fn all_bad(&mut self, bad: Vec<(usize, Vec<Problem>)>) {
        let (first, rows) = (self.outcome.len(), bad.len());
        self.outcome.resize(first + rows, 0);
        self.right.append_n_nulls(rows);
        self.outputs.iter_mut().for_each(|writer| writer.nulls(rows));
        self.points.iter_mut().flatten().for_each(|writer| writer.nulls(rows));
        self.reasons.nulls(rows);
        self.hits.nulls(rows);
        self.bad.extend(bad.into_iter().map(|(row, problems)| (first + row, problems)));
    }

    /// Whether any row was bad.
    pub fn any_bad(&self) -> bool {
        !self.bad.is_empty()
    }

    /// The first bad rows, by their numbers in the table.
    pub fn first_bad(self, first: u64, back: Option<&UInt32Array>) -> BadRows {
        let (seen, bad) = (first + self.outcome.len() as u64, self.bad.len());
        let mut numbers: Vec<usize> = (0..self.outcome.len()).collect();
        for (row, place) in back.iter().flat_map(|back| back.values().iter()).enumerate() {
            numbers.get_mut(*place as usize).into_iter().for_each(|number| *number = row);
        }
        let number = |row: usize| numbers.get(row).copied().unwrap_or(row);
        let mut rows: Vec<(u64, Vec<Problem>)> =
            self.bad.into_iter().map(|(row, problems)| (first + number(row) as u64, problems)).collect();
        rows.sort_by_key(|(row, _)| *row);
        rows.truncate(TOLD);
        BadRows { first: rows, bad, seen }
    }

    /// The columns.
    pub fn finish(mut self, setting: &Setting) -> Result<Vec<ArrayRef>, ArrowError> {
        let rows = self.outcome.len();
        let outcome = Int8Array::new(self.outcome.into(), self.right.finish());
        let outcome = dictionary::<Int8Type>(outcome, &setting.words)?;
        let mut columns: Vec<ArrayRef> = vec![Arc::new(outcome)];
        for writer in self.outputs {
            columns.push(writer.finish()?);
        }
        for (writers, (fields, _)) in self.points.into_iter().zip(&setting.points) {
            let parts = writers.into_iter().map(Writer::finish).collect::<Result<Vec<_>, _>>()?;
            columns.push(Arc::new(StructArray::try_new_with_length(fields.clone(), parts, None, rows)?));
        }
        columns.push(self.reasons.finish(&setting.codes)?);
        columns.push(self.hits.finish(&setting.codes)?);
        if !setting.raise {
            columns.push(errors(rows, self.bad));
        }
        Ok(columns)
    }
}

fn drop_row(column: &mut OutputColumn, row: usize) {
    match column {
        OutputColumn::Cells { cells, .. } => cells.get_mut(row).into_iter().for_each(|cell| *cell = NULL),
        OutputColumn::Values(values) => {
            values.get_mut(row).into_iter().for_each(|value| *value = Value::Null)
        }
    }
}

fn errors(rows: usize, bad: Vec<(usize, Vec<Problem>)>) -> ArrayRef {
    if bad.is_empty() {
        return new_null_array(&DataType::List(item(DataType::Utf8)), rows);
    }
    let mut lists = ListBuilder::with_capacity(StringBuilder::new(), rows);
    let mut bad = bad.into_iter().peekable();
    for row in 0..rows {
        let Some((_, problems)) = bad.next_if(|(at, _)| *at == row) else {
            lists.append_null();
            continue;
        };
        problems.iter().for_each(|problem| lists.values().append_value(&problem.message));
        lists.append(true);
    }
    Arc::new(lists.finish())
}

/// Lists of reason codes.
struct Codes {
    offsets: Vec<i32>,
    items: Vec<i32>,
    right: NullBufferBuilder,
}

impl Codes {
    fn new(rows: usize) -> Self {
        let mut offsets = Vec::with_capacity(rows + 1);
        offsets.push(0);
        Self { offsets, items: Vec::with_capacity(rows * 2), right: NullBufferBuilder::new(rows) }
    }

    fn add(
        &mut self,
        lists: &Lists,
        rows: usize,
        bad: &[(usize, Vec<Problem>)],
        is_bad: impl Fn(usize) -> bool,
    ) {
        let end = |items: &Vec<i32>| i32::try_from(items.len()).unwrap_or(i32::MAX);
        if bad.is_empty() {
            let first = end(&self.items);
            self.items.reserve(lists.items.len());
            wide(|| self.items.extend(lists.items.iter().map(|item| i32::from(*item))));
            let offsets = lists.offsets.get(1..).unwrap_or_default();
            wide(|| self.offsets.extend(offsets.iter().map(|offset| first.wrapping_add(*offset))));
            self.right.append_n_non_nulls(rows);
            return;
        }
        for row in 0..rows {
            let right = !is_bad(row);
            if right {
                self.items.extend(lists.get(row).iter().map(|item| i32::from(*item)));
            }
            self.offsets.push(end(&self.items));
            self.right.append(right);
        }
    }

    fn nulls(&mut self, rows: usize) {
        let end = self.offsets.last().copied().unwrap_or(0);
        self.offsets.resize(self.offsets.len() + rows, end);
        self.right.append_n_nulls(rows);
    }

    fn finish(mut self, codes: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        let items = dictionary::<Int32Type>(Int32Array::from(self.items), codes)?;
        let offsets = OffsetBuffer::new(ScalarBuffer::from(self.offsets));
        let list = ListArray::try_new(item(words_type()), offsets, Arc::new(items), self.right.finish())?;
        Ok(Arc::new(list))
    }
}
