//! The facts of many applicants.

use super::flow::Flow;
use super::lanes::wide;
use super::store::Columns;
use crate::domain::{Cell, is_missing, missing};
use crate::feel::frame::Frame;
use crate::flow::Program;
use crate::schema::{FactId, NOT_GIVEN};
use crate::value::Value;

/// One block of applicants: a column of cells per fact, and of values for facts that do not live in cells. Made once and
/// filled again, it needs no further memory.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The facts, which have the first slots, and the results behind them.
    pub(super) flow: Flow,
    /// The value slot of each fact, if it has one.
    slots: Box<[Option<u16>]>,
}

impl Batch {
    /// A block in which every fact is missing.
    #[must_use]
    pub fn new(program: &Program, rows: usize) -> Self {
        let scope = &program.checked.scope;
        let mut batch = Self {
            flow: Flow::new(
                Columns::new(rows, scope.cells, scope.values),
                program.prepared(),
                program.tells_once(),
            ),
            slots: program.facts.iter().map(|slot| slot.value).collect(),
        };
        batch.reset(rows);
        batch
    }

    /// Makes every fact missing again, for this many applicants.
    pub fn reset(&mut self, rows: usize) {
        self.flow.columns.rows = rows;
        for (slot, _) in (0..).zip(&self.slots) {
            self.flow.columns.fill(slot, missing(NOT_GIVEN));
        }
        self.flow.columns.clear_values();
    }

    /// How many applicants there are.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.flow.columns.rows
    }

    /// The column of a fact: cells that were accepted for it, or [`missing`] for a cause. Of a fact that does not live
    /// in cells, it tells only whether there is a value, by 0, and [`Self::set_value`] writes it.
    pub fn cells_mut(&mut self, fact: FactId) -> &mut [Cell] {
        if fact.index() < self.slots.len() {
            self.flow.columns.cells.get_mut(fact.index()).map_or(&mut [], Vec::as_mut_slice)
        } else {
            &mut []
        }
    }

    /// Makes a fact `missing` for everybody who has not consented to it.
    pub fn withhold(&mut self, fact: FactId, consent: FactId, missing: Cell) {
        let columns = self.flow.columns.cells.get_disjoint_mut([fact.index(), consent.index()]);
        let Ok([cells, consents]) = columns else { return };
        wide(|| {
            for (cell, consent) in cells.iter_mut().zip(consents.iter()) {
                *cell = if *consent == 1 { *cell } else { missing };
            }
        });
    }

    /// The value of a fact that does not live in cells.
    pub fn set_value(&mut self, fact: FactId, row: usize, value: Value) {
        if let Some(cell) = self.cells_mut(fact).get_mut(row) {
            *cell = if value.is_null() { missing(NOT_GIVEN) } else { 0 };
        }
        if let Some(slot) = self.slots.get(fact.index()).copied().flatten() {
            self.flow.columns.set(slot, row, value);
        }
    }

    /// The facts of an applicant, as they were read one by one.
    pub fn set_frame(&mut self, row: usize, frame: &Frame) {
        for (index, fact) in (0_u16..).zip(0..self.slots.len()) {
            let cell = frame.cell(index);
            if let Some(slot) = self.slots.get(fact).copied().flatten() {
                let value = if is_missing(cell) { &Value::Null } else { frame.value(slot) };
                if !value.is_null() || !self.flow.columns.get(slot, row).is_null() {
                    self.flow.columns.set(slot, row, value.clone());
                }
            }
            if let Some(place) = self.cells_mut(FactId(index)).get_mut(row) {
                *place = cell;
            }
        }
    }
}
