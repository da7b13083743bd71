//! Tables for many applicants.

use super::column::Axis;
use super::run::{Rows, Table};
use super::values::Output;
use crate::columns::{Columns, Flow, Steps, wide};
use crate::domain::{Cell, Ladder, NULL};

impl Axis {
    /// Whether its cells are a column already.
    pub(crate) const fn slot(&self) -> Option<u16> {
        match self {
            Self::Cell(slot) => Some(*slot),
            Self::Code(..) => None,
        }
    }

    /// Looks at the cells of the applicants; code runs for those of whom `need` is not 0.
    pub(crate) fn columns<R>(
        &self,
        columns: &mut Columns,
        need: Option<&[u8]>,
        look: impl FnOnce(&[Cell]) -> R,
    ) -> R {
        if let Self::Cell(slot) = self {
            return look(columns.column(*slot));
        }
        columns.settle();
        let mut spare = columns.spare();
        for (row, out) in spare.iter_mut().enumerate() {
            let needed = need.is_none_or(|need| need.get(row).is_some_and(|need| *need != 0));
            *out = if needed { self.cell(&columns.read(row)) } else { NULL };
        }
        let result = look(&spare);
        columns.give(spare);
        result
    }
}

/// What the sets of a ladder stand for, as steps.
pub(crate) fn steps<T: Copy + PartialEq>(
    ladder: &Ladder,
    none: T,
    of: impl Fn(usize) -> Option<T>,
) -> Steps<T> {
    Steps::new(ladder.steps().map(|(start, at)| (start, at.and_then(&of).unwrap_or(none))), none)
}

impl Rows {
    /// The row of each applicant for whom `need` is not 0, or a missing cell where there is none.
    pub(crate) fn columns(&self, columns: &mut Columns, need: Option<&[u8]>, out: &mut [Cell]) {
        let index = |row: usize| Cell::try_from(row).ok();
        match self {
            Self::Ladder(axis, ladder, otherwise) => {
                let none = otherwise.and_then(index).unwrap_or(NULL);
                let steps = steps(ladder, none, index);
                axis.columns(columns, need, |cells| steps.each(cells, out, |_, row| row));
            }
            Self::Cross(down, rows, across, crossing, width) => {
                let lines = steps(rows, NULL, |row| index(row * width));
                let places = steps(crossing, NULL, index);
                down.columns(columns, need, |cells| lines.each(cells, out, |_, row| row));
                across.columns(columns, need, |cells| {
                    places.each(cells, out, |line, place| {
                        if (line < 0) | (place < 0) { NULL } else { line.wrapping_add(place) }
                    });
                });
            }
            Self::Index(..) => {
                columns.settle();
                for (row, out) in out.iter_mut().enumerate() {
                    let needed = need.is_none_or(|need| need.get(row).is_some_and(|need| *need != 0));
                    let found = if needed { self.first(&columns.read(row)) } else { None };
                    *out = found.and_then(index).unwrap_or(NULL);
                }
            }
        }
    }
}

impl Output {
    /// The cells of rows, in their place.
    pub(crate) fn found_all(&self, rows: &mut [Cell]) {
        let cells = self.cells.as_slice();
        wide(|| {
            for row in rows.iter_mut() {
                // A missing cell is no row, as it is above all of them without its sign.
                let at = usize::try_from(row.cast_unsigned()).unwrap_or(usize::MAX);
                *row = cells.get(at).copied().unwrap_or(NULL);
            }
        });
    }
}

impl Table {
    /// Writes the results where the mask is 1; false where the table must run row by row.
    pub(crate) fn run_columns(&self, flow: &mut Flow, chosen: Option<&[u8]>) -> bool {
        if !self.hit.single() {
            return false;
        }
        let mut rows = flow.columns.spare();
        self.rows.columns(&mut flow.columns, chosen, &mut rows);
        if let Some(chosen) = chosen {
            wide(|| {
                let chosen = rows.iter_mut().zip(chosen);
                chosen.for_each(|(row, chosen)| *row = if *chosen == 1 { *row } else { NULL });
            });
        }
        for (output, slot) in self.outputs.iter().zip(&self.slots) {
            let mut column = flow.columns.take(*slot);
            column.copy_from_slice(&rows);
            output.found_all(&mut column);
            flow.columns.put(*slot, column);
        }
        flow.columns.give(rows);
        true
    }
}
