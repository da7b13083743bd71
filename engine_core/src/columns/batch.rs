//! The facts of many applicants.

use crate::domain::{Cell, NULL, is_missing, missing};
use crate::feel::frame::Frame;
use crate::flow::Program;
use crate::schema::{FactId, NOT_GIVEN};
use crate::value::Value;

/// One block of applicants: a column of cells per fact, and of values for facts that do not live in cells. Made once and
/// filled again, it needs no further memory.
#[derive(Clone, Debug)]
pub struct Batch {
    rows: usize,
    /// A column for each fact.
    pub(super) facts: Box<[Vec<Cell>]>,
    /// A column for each value slot; empty until a value is set.
    pub(super) values: Box<[Vec<Value>]>,
    /// The value slot of each fact, if it has one.
    slots: Box<[Option<u16>]>,
    /// One applicant at a time.
    pub(super) frame: Frame,
}

impl Batch {
    /// A block in which every fact is missing.
    #[must_use]
    pub fn new(program: &Program, rows: usize) -> Self {
        let scope = &program.checked.scope;
        Self {
            rows,
            facts: program.facts.iter().map(|_| vec![missing(NOT_GIVEN); rows]).collect(),
            values: (0..scope.values).map(|_| Vec::new()).collect(),
            slots: program.facts.iter().map(|slot| slot.value).collect(),
            frame: Frame::new(scope.cells, scope.values),
        }
    }

    /// Makes every fact missing again, for this many applicants.
    pub fn reset(&mut self, rows: usize) {
        self.rows = rows;
        for column in &mut self.facts {
            column.clear();
            column.resize(rows, missing(NOT_GIVEN));
        }
        self.values.iter_mut().for_each(Vec::clear);
    }

    /// How many applicants there are.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// The column of a fact: cells that were accepted for it, or [`missing`] for a cause. Of a fact that does not live
    /// in cells, it tells only whether there is a value, by 0, and [`Self::set_value`] writes it.
    pub fn cells_mut(&mut self, fact: FactId) -> &mut [Cell] {
        self.facts.get_mut(fact.index()).map_or(&mut [], Vec::as_mut_slice)
    }

    /// The value of a fact that does not live in cells.
    pub fn set_value(&mut self, fact: FactId, row: usize, value: Value) {
        if let Some(cell) = self.cells_mut(fact).get_mut(row) {
            *cell = if value.is_null() { missing(NOT_GIVEN) } else { 0 };
        }
        let rows = self.rows;
        let slot = self.slots.get(fact.index()).copied().flatten();
        if let Some(column) = slot.and_then(|slot| self.values.get_mut(usize::from(slot))) {
            if column.len() < rows {
                column.resize(rows, Value::Null);
            }
            if let Some(place) = column.get_mut(row) {
                *place = value;
            }
        }
    }

    /// The facts of an applicant, as they were read one by one.
    pub fn set_frame(&mut self, row: usize, frame: &Frame) {
        for (index, fact) in (0_u16..).zip(0..self.facts.len()) {
            let cell = frame.cell(index);
            let slot = self.slots.get(fact).copied().flatten();
            match slot {
                Some(slot) if !is_missing(cell) => {
                    self.set_value(FactId(index), row, frame.value(slot).clone());
                }
                Some(_) | None => {}
            }
            if let Some(place) = self.cells_mut(FactId(index)).get_mut(row) {
                *place = cell;
            }
        }
    }

    /// Makes the frame that of an applicant, as if its facts had just been read.
    pub(super) fn load(&mut self, row: usize, cells: u16) {
        for (index, column) in (0_u16..).zip(&self.facts) {
            self.frame.set_cell(index, column.get(row).copied().unwrap_or(NULL));
        }
        for index in (0_u16..cells).skip(self.facts.len()) {
            self.frame.set_cell(index, NULL);
        }
        for (index, column) in (0_u16..).zip(&self.values) {
            self.frame.set_value(index, column.get(row).cloned().unwrap_or_default());
        }
    }
}
