//! A decision table for one applicant.

use super::check::{CheckedRows, CheckedTable};
use super::column::{Axis, Column};
use super::doc::Hit;
use super::values::Output;
use crate::domain::{Ladder, Set, is_missing};
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
    /// Several columns: rows are tried in order.
    Scan(Vec<Axis>, Vec<Vec<Set>>, Option<usize>),
}

impl Rows {
    /// Prepares checked rows.
    #[must_use]
    pub fn build(checked: &CheckedRows, scope: &Scope) -> Self {
        match checked {
            CheckedRows::Cross(rows, columns) => Self::Cross(
                rows.axis(scope),
                Ladder::new(&rows.sets),
                columns.axis(scope),
                Ladder::new(&columns.sets),
                columns.sets.len(),
            ),
            CheckedRows::Plain { columns, otherwise } => {
                let tested = |row: usize| Some(row) != *otherwise;
                if let [column] = columns.as_slice() {
                    let sets: Vec<Set> = column
                        .sets
                        .iter()
                        .enumerate()
                        .map(|(row, set)| if tested(row) { set.clone() } else { Set::empty() })
                        .collect();
                    return Self::Ladder(column.axis(scope), Ladder::new(&sets), *otherwise);
                }
                Self::scanned(columns, *otherwise, scope)
            }
        }
    }

    /// The first row that hits; of a cross table, the crossing counted row by row.
    #[must_use]
    pub fn first(&self, frame: &impl Cells) -> Option<usize> {
        match self {
            Self::Ladder(axis, ladder, otherwise) => ladder.find(axis.cell(frame)).or(*otherwise),
            Self::Cross(down, rows, across, columns, width) => {
                let row = rows.find(down.cell(frame))?;
                Some(row * width + columns.find(across.cell(frame))?)
            }
            Self::Scan(axes, rows, otherwise) => {
                let cells: Vec<_> = axes.iter().map(|axis| axis.cell(frame)).collect();
                rows.iter().position(|sets| hits(sets, &cells)).or(*otherwise)
            }
        }
    }

    /// Every row that hits, in order. A ladder holds only the first of each value, so tables that collect are scanned.
    #[must_use]
    pub fn every(&self, frame: &impl Cells) -> Vec<usize> {
        match self {
            Self::Scan(axes, rows, otherwise) => {
                let cells: Vec<_> = axes.iter().map(|axis| axis.cell(frame)).collect();
                let mut found: Vec<usize> = rows
                    .iter()
                    .enumerate()
                    .filter(|(_, sets)| hits(sets, &cells))
                    .map(|(row, _)| row)
                    .collect();
                // `otherwise` is all the rest of the known values: null never falls into it.
                if found.is_empty() && !cells.iter().any(|&cell| is_missing(cell)) {
                    found.extend(*otherwise);
                }
                found
            }
            Self::Ladder(..) | Self::Cross(..) => self.first(frame).into_iter().collect(),
        }
    }

    /// Rows that are tried in order.
    fn scanned(columns: &[Column], otherwise: Option<usize>, scope: &Scope) -> Self {
        let count = columns.first().map_or(0, |column| column.sets.len());
        let rows = (0..count)
            .filter(|&row| Some(row) != otherwise)
            .map(|row| columns.iter().filter_map(|column| column.sets.get(row).cloned()).collect());
        Self::Scan(columns.iter().map(|column| column.axis(scope)).collect(), rows.collect(), otherwise)
    }
}

fn hits(sets: &[Set], cells: &[i64]) -> bool {
    sets.iter().zip(cells).all(|(set, &cell)| set.contains(cell))
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
                Rows::scanned(columns, *otherwise, scope)
            }
            rows => Rows::build(rows, scope),
        };
        let slots = checked.results.iter().map(|target| target.slot).collect();
        let outputs = checked.outputs.iter().map(|(_, output)| output.clone()).collect();
        Self { rows, hit: checked.hit, outputs, default: checked.default.clone(), slots }
    }

    /// Writes the results for one applicant.
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
