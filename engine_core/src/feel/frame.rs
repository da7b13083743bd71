//! One applicant while being decided: every fact and every result so far.

use std::hint::cold_path;

use crate::domain::{Cell, NULL};
use crate::value::Value;

/// Cells to copy from, which is faster than to fill.
static NULLS: [Cell; 256] = [NULL; 256];

/// Where code reads what is known of one applicant: a frame, or a row of columns.
pub trait Cells {
    /// A cell.
    fn cell(&self, index: u16) -> Cell;
    /// The cells from one on.
    fn cells(&self, first: u16) -> impl Iterator<Item = Cell> {
        (first..=u16::MAX).map(|index| self.cell(index))
    }
    /// A value.
    fn value(&self, index: u16) -> &Value;
}

/// Where a stage writes its results, too.
pub trait Slots: Cells {
    /// Sets a cell.
    fn set_cell(&mut self, index: u16, cell: Cell);
    /// Sets a value.
    fn set_value(&mut self, index: u16, value: Value);
}

impl Slots for Frame {
    #[inline]
    fn set_cell(&mut self, index: u16, cell: Cell) {
        Self::set_cell(self, index, cell);
    }

    #[inline]
    fn set_value(&mut self, index: u16, value: Value) {
        Self::set_value(self, index, value);
    }
}

impl Cells for Frame {
    #[inline]
    fn cell(&self, index: u16) -> Cell {
        Self::cell(self, index)
    }

    #[inline]
    fn cells(&self, first: u16) -> impl Iterator<Item = Cell> {
        self.cells.get(usize::from(first)..).unwrap_or_default().iter().copied()
    }

    #[inline]
    fn value(&self, index: u16) -> &Value {
        Self::value(self, index)
    }
}

/// The cells and the value slots of one decision.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    cells: Vec<Cell>,
    values: Vec<Value>,
    /// Whether a value was set: few policies have any.
    valued: bool,
}

impl Frame {
    /// A frame in which everything is missing.
    #[must_use]
    pub fn new(cells: u16, values: u16) -> Self {
        Self {
            cells: vec![NULL; usize::from(cells)],
            values: vec![Value::Null; usize::from(values)],
            valued: false,
        }
    }

    /// Makes it a frame of this size in which everything is missing.
    #[inline]
    pub fn reset(&mut self, cells: u16, values: u16) {
        self.empty();
        if self.cells.len() == usize::from(cells) {
            for cells in self.cells.chunks_mut(NULLS.len()) {
                cells.copy_from_slice(NULLS.get(..cells.len()).unwrap_or(&NULLS));
            }
        } else {
            self.cells.clear();
            self.cells.resize(usize::from(cells), NULL);
        }
        if self.values.len() != usize::from(values) {
            self.values.resize_with(usize::from(values), || Value::Null); // not cloned one by one
        }
    }

    /// Lets go of its values.
    #[inline]
    pub fn empty(&mut self) {
        if std::mem::take(&mut self.valued) {
            self.values.clear();
        }
    }

    /// A cell.
    #[inline]
    #[must_use]
    pub fn cell(&self, index: u16) -> Cell {
        self.cells.get(usize::from(index)).copied().unwrap_or(NULL)
    }

    /// Sets a cell.
    #[inline]
    pub fn set_cell(&mut self, index: u16, cell: Cell) {
        match self.cells.get_mut(usize::from(index)) {
            Some(slot) => *slot = cell,
            None => cold_path(), // a program has no such slot
        }
    }

    /// A value.
    #[inline]
    #[must_use]
    pub fn value(&self, index: u16) -> &Value {
        self.values.get(usize::from(index)).unwrap_or(&Value::Null)
    }

    /// Sets a value.
    #[inline(never)] // cells are the usual way, and need none of its registers
    pub fn set_value(&mut self, index: u16, value: Value) {
        if let Some(slot) = self.values.get_mut(usize::from(index)) {
            *slot = value;
            self.valued = true;
        }
    }
}
