//! Every fact and every result of a block of applicants, a column each.

use crate::domain::{Cell, NULL, is_missing};
use crate::feel::frame::{Cells, Slots};
use crate::value::{Number, Value};

/// The columns of a block. The slots are those of a frame.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// How many applicants there are.
    pub rows: usize,
    /// One column a cell; empty where nothing was written.
    pub cells: Box<[Vec<Cell>]>,
    values: Box<[Values]>,
    /// Masks and columns that are free to be used again.
    masks: Vec<Vec<u8>>,
    spare: Vec<Vec<Cell>>,
    /// Values that are numbers of one scale, as cells until something reads them as values.
    scaled: Vec<Scaled>,
}

/// The numbers of a value slot, all with these places.
#[derive(Clone, Debug)]
pub struct Scaled {
    slot: u16,
    /// How many places they have.
    pub scale: u8,
    /// The numbers times ten to the power of that, or missing.
    pub cells: Vec<Cell>,
    /// Whether they are values already.
    settled: bool,
}

/// The values of a slot: one for each applicant, or the same for all.
#[derive(Clone, Debug, Default)]
struct Values {
    each: Vec<Value>,
    all: Value,
}

impl Columns {
    /// Columns of these slots.
    pub fn new(rows: usize, cells: u16, values: u16) -> Self {
        Self {
            rows,
            cells: (0..cells).map(|_| Vec::new()).collect(),
            values: (0..values).map(|_| Values::default()).collect(),
            masks: Vec::new(),
            spare: Vec::new(),
            scaled: Vec::new(),
        }
    }

    /// A column of cells.
    #[inline]
    pub fn column(&self, slot: u16) -> &[Cell] {
        self.cells.get(usize::from(slot)).map_or(&[], Vec::as_slice)
    }

    /// Makes every cell of a column the same.
    pub fn fill(&mut self, slot: u16, cell: Cell) {
        let rows = self.rows;
        if let Some(column) = self.cells.get_mut(usize::from(slot)) {
            column.clear();
            column.resize(rows, cell);
        }
    }

    /// Empties a column: its cells are missing until they are written.
    pub fn clear(&mut self, slot: u16) {
        if let Some(column) = self.cells.get_mut(usize::from(slot)) {
            column.clear();
        }
    }

    /// Takes a column out to be written while others are read; it has a cell for each row.
    pub fn take(&mut self, slot: u16) -> Vec<Cell> {
        let mut column = self.cells.get_mut(usize::from(slot)).map(std::mem::take).unwrap_or_default();
        column.resize(self.rows, NULL);
        column
    }

    /// Puts a column back.
    pub fn put(&mut self, slot: u16, column: Vec<Cell>) {
        if let Some(place) = self.cells.get_mut(usize::from(slot)) {
            *place = column;
        }
    }

    /// Makes the values of a slot the same for all.
    pub fn set_all(&mut self, slot: u16, value: Value) {
        if let Some(values) = self.values.get_mut(usize::from(slot)) {
            values.each.clear();
            values.all = value;
        }
    }

    /// Forgets all values.
    pub fn clear_values(&mut self) {
        for values in &mut self.values {
            values.each.clear();
            values.all = Value::Null;
        }
    }

    /// Sets the value of one applicant.
    pub fn set(&mut self, slot: u16, row: usize, value: Value) {
        let rows = self.rows;
        let Some(values) = self.values.get_mut(usize::from(slot)) else { return };
        if values.each.len() < rows {
            values.each.resize(rows, values.all.clone());
        }
        if let Some(place) = values.each.get_mut(row) {
            *place = value;
        }
    }

    /// The value of one applicant.
    pub fn get(&self, slot: u16, row: usize) -> &Value {
        self.values
            .get(usize::from(slot))
            .map_or(&Value::Null, |values| values.each.get(row).unwrap_or(&values.all))
    }

    /// A mask with a byte for each row, which is whatever was there.
    pub fn mask(&mut self) -> Vec<u8> {
        let mut mask = self.masks.pop().unwrap_or_default();
        mask.resize(self.rows, 0);
        mask
    }

    /// Gives a mask back.
    pub fn free(&mut self, mask: Vec<u8>) {
        self.masks.push(mask);
    }

    /// A column that is no slot's; its cells are whatever was there.
    pub fn spare(&mut self) -> Vec<Cell> {
        let mut column = self.spare.pop().unwrap_or_default();
        column.resize(self.rows, NULL);
        column
    }

    /// Gives such a column back.
    pub fn give(&mut self, column: Vec<Cell>) {
        self.spare.push(column);
    }

    /// Sets all values of a slot, which have the same places.
    pub fn set_scaled(&mut self, slot: u16, scale: u8, cells: Vec<Cell>) {
        self.scaled.push(Scaled { slot, scale, cells, settled: false });
    }

    /// The values of a slot as cells, where they have the same places.
    pub fn scaled(&self, slot: u16) -> Option<&Scaled> {
        self.scaled.iter().find(|scaled| scaled.slot == slot)
    }

    /// Makes values of what was kept as cells, for code that reads one applicant after another.
    pub fn settle(&mut self) {
        let mut all = std::mem::take(&mut self.scaled);
        for scaled in all.iter_mut().filter(|scaled| !scaled.settled) {
            for (row, cell) in scaled.cells.iter().enumerate().filter(|(_, cell)| !is_missing(**cell)) {
                self.set(scaled.slot, row, Value::Number(Number::scaled(*cell, scaled.scale)));
            }
            scaled.settled = true;
        }
        self.scaled = all;
    }

    /// Forgets what was kept as cells.
    pub fn forget(&mut self) {
        while let Some(scaled) = self.scaled.pop() {
            self.give(scaled.cells);
        }
    }

    /// One applicant, to be read.
    pub const fn read(&self, row: usize) -> Read<'_> {
        Read { columns: self, row }
    }

    /// One applicant, as a frame.
    pub const fn row(&mut self, row: usize) -> Row<'_> {
        Row { columns: self, row }
    }
}

/// One applicant of a block, to be read.
#[derive(Clone, Copy, Debug)]
pub struct Read<'a> {
    columns: &'a Columns,
    row: usize,
}

/// One applicant of a block, as a stage that runs row by row sees it.
#[derive(Debug)]
pub struct Row<'a> {
    columns: &'a mut Columns,
    row: usize,
}

impl Cells for Read<'_> {
    #[inline]
    fn cell(&self, index: u16) -> Cell {
        self.columns.column(index).get(self.row).copied().unwrap_or(NULL)
    }

    #[inline]
    fn value(&self, index: u16) -> &Value {
        self.columns.get(index, self.row)
    }
}

impl Cells for Row<'_> {
    #[inline]
    fn cell(&self, index: u16) -> Cell {
        self.columns.column(index).get(self.row).copied().unwrap_or(NULL)
    }

    #[inline]
    fn value(&self, index: u16) -> &Value {
        self.columns.get(index, self.row)
    }
}

impl Slots for Row<'_> {
    #[inline]
    fn set_cell(&mut self, index: u16, cell: Cell) {
        let rows = self.columns.rows;
        let Some(column) = self.columns.cells.get_mut(usize::from(index)) else { return };
        if column.len() < rows {
            column.resize(rows, NULL);
        }
        if let Some(place) = column.get_mut(self.row) {
            *place = cell;
        }
    }

    #[inline]
    fn set_value(&mut self, index: u16, value: Value) {
        self.columns.set(index, self.row, value);
    }
}
