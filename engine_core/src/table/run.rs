//! A decision table for one applicant.

use super::PerRow;
use super::check::{CheckedRows, CheckedTable};
use super::column::{Axis, Column};
use super::doc::Hit;
use super::index::Index;
use super::values::Output;
use crate::domain::{Cell, Ladder, NULL, Set, is_missing};
use crate::feel::frame::{Cells, Slots};
use crate::feel::scope::Scope;
use crate::trace::Record;
use crate::value::{Number, Value};

/// Rows of tests, ready to be searched.
#[derive(Clone, Debug)]
pub enum Rows {
    /// One column of tests: the row is found on a ladder.
    Ladder(Axis, Ladder, Option<usize>),
    /// Rows and columns of tests.
    Cross(Axis, Ladder, Axis, Ladder, usize),
    /// Several columns, or rows that are collected.
    Index(Box<[Axis]>, Index, Option<usize>),
}

impl Rows {
    /// Prepares checked rows.
    #[must_use]
    pub fn build(checked: &CheckedRows, scope: &Scope) -> Self {
        match checked {
            CheckedRows::Cross(rows, columns) => Self::Cross(
                rows.axis(scope),
                Ladder::new(rows.sets.iter()),
                columns.axis(scope),
                Ladder::new(columns.sets.iter()),
                columns.sets.len(),
            ),
            CheckedRows::Plain { columns, otherwise } => {
                if let [column] = columns.as_slice() {
                    let tested = column.sets.iter().take(otherwise.unwrap_or(usize::MAX));
                    return Self::Ladder(column.axis(scope), Ladder::new(tested), *otherwise);
                }
                Self::indexed(columns, *otherwise, scope)
            }
        }
    }

    /// The first row that hits; of a cross table, the crossing counted row by row.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "most rows are a look-up, and not worth a call")]
    #[must_use]
    pub fn first(&self, frame: &impl Cells) -> Option<usize> {
        match self {
            Self::Ladder(axis, ladder, otherwise) => ladder.find(axis.cell(frame)).or(*otherwise),
            Self::Cross(down, rows, across, columns, width) => {
                let row = rows.find(down.cell(frame))?;
                Some(row * width + columns.find(across.cell(frame))?)
            }
            Self::Index(axes, index, otherwise) => searched(axes, index, frame).or(*otherwise),
        }
    }

    /// Every row that hits, in order. A ladder holds only the first of each value, so tables that collect are indexed.
    #[must_use]
    pub fn every(&self, frame: &impl Cells) -> Vec<usize> {
        match self {
            Self::Index(axes, index, otherwise) => with_cells(axes, frame, |cells| {
                let mut found = index.every(cells);
                // `otherwise` is all the rest of the known values: null never falls into it.
                if found.is_empty() && !cells.iter().any(|&cell| is_missing(cell)) {
                    found.extend(*otherwise);
                }
                found
            }),
            Self::Ladder(..) | Self::Cross(..) => self.first(frame).into_iter().collect(),
        }
    }

    /// Rows of several columns; `otherwise` is the last one, and not among them.
    fn indexed(columns: &[Column], otherwise: Option<usize>, scope: &Scope) -> Self {
        let count = otherwise.or_else(|| columns.first().map(|column| column.sets.len())).unwrap_or(0);
        let axes = columns.iter().map(|column| column.axis(scope)).collect();
        let sets: Vec<&PerRow<Set>> = columns.iter().map(|column| &column.sets).collect();
        Self::Index(axes, Index::new(&sets, count), otherwise)
    }
}

#[inline(never)] // ladders need none of its registers
fn searched(axes: &[Axis], index: &Index, frame: &impl Cells) -> Option<usize> {
    with_cells(axes, frame, |cells| index.first(cells))
}

/// The cells of one applicant, on the stack unless there are many.
#[inline]
fn with_cells<T>(axes: &[Axis], frame: &impl Cells, with: impl FnOnce(&[Cell]) -> T) -> T {
    let mut few = [NULL; 16];
    if let Some(cells) = few.get_mut(..axes.len()) {
        cells.iter_mut().zip(axes).for_each(|(cell, axis)| *cell = axis.cell(frame));
        return with(cells);
    }
    with(&axes.iter().map(|axis| axis.cell(frame)).collect::<Vec<_>>())
}

/// A decision table.
#[derive(Clone, Debug)]
pub struct Table {
    pub(super) rows: Rows,
    pub(super) hit: Hit,
    pub(super) outputs: Vec<Output>,
    default: Vec<Value>,
    pub(super) slots: Vec<u16>,
}

impl Table {
    /// Prepares a checked table.
    #[must_use]
    pub fn build(checked: &CheckedTable, scope: &Scope) -> Self {
        let rows = match &checked.rows {
            CheckedRows::Plain { columns, otherwise } if !checked.hit.single() => {
                Rows::indexed(columns, *otherwise, scope)
            }
            rows => Rows::build(rows, scope),
        };
        let slots = checked.results.iter().map(|target| target.slot).collect();
        let outputs = checked.outputs.iter().map(|(_, output)| output.clone()).collect();
        Self { rows, hit: checked.hit, outputs, default: checked.default.clone(), slots }
    }

    /// Writes the results for one applicant.
    #[inline(never)] // as for rules
    pub fn run<R: Record>(&self, frame: &mut impl Slots, record: &mut R) {
        if self.hit.single() {
            let Some(row) = self.rows.first(frame) else { return };
            record.row(row);
            for (output, cell) in self.outputs.iter().zip(&self.slots) {
                frame.set_cell(*cell, output.cell(row));
            }
            return;
        }
        let hits = self.rows.every(frame);
        hits.iter().for_each(|&row| record.row(row));
        for ((output, default), slot) in self.outputs.iter().zip(&self.default).zip(&self.slots) {
            let value = collect(self.hit, output, &hits).unwrap_or_else(|| default.clone());
            frame.set_value(*slot, value);
        }
    }
}

/// What a table that collects gives; `None` where no row hits.
fn collect(hit: Hit, output: &Output, hits: &[usize]) -> Option<Value> {
    let values = || hits.iter().map(|&row| output.lane.value(output.cell(row)));
    let numbers =
        || values().map(|value| if let Value::Number(number) = value { Some(number) } else { None });
    let number = |number: Option<Number>| Some(number.map_or(Value::Null, Value::Number));
    match hit {
        Hit::CollectCount => Some(Value::Number(Number::from_i64(i64::try_from(hits.len()).ok()?))),
        Hit::CollectList => Some(Value::List(values().collect())),
        _ if hits.is_empty() => None,
        Hit::CollectSum => number(numbers().try_fold(Number::ZERO, |sum, next| sum.checked_add(next?))),
        Hit::CollectMin => {
            number(numbers().collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().min()))
        }
        Hit::CollectMax => {
            number(numbers().collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max()))
        }
        Hit::Unique | Hit::First => None,
    }
}
