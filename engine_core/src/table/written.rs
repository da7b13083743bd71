//! The cells of a column as an author wrote them.

use crate::document::Grid;
use crate::source::{Place, Scalar};

/// Cells in their order. Where one of a table stands is looked for only when something is to be said of it.
#[derive(Clone, Copy)]
pub enum Written<'a> {
    /// As they were read.
    Cells(&'a [Scalar]),
    /// Those of a table.
    Column {
        /// The table.
        grid: &'a Grid<'a>,
        /// Which of its columns.
        column: usize,
        /// The row that takes the rest, and tests nothing.
        otherwise: Option<usize>,
    },
}

impl<'a> Written<'a> {
    /// The texts, stripped.
    pub fn texts(self) -> impl Iterator<Item = &'a str> {
        let count = match self {
            Self::Cells(cells) => cells.len(),
            Self::Column { grid, .. } => grid.rows(),
        };
        (0..count).map(move |row| match self {
            Self::Cells(cells) => cells.get(row).map_or("", |cell| cell.text.trim()),
            Self::Column { otherwise, .. } if otherwise == Some(row) => "",
            Self::Column { grid, column, .. } => grid.text(row, column).trim(),
        })
    }

    /// A cell with its place.
    pub fn cell(self, row: usize) -> Option<Scalar> {
        match self {
            Self::Cells(cells) => cells.get(row).cloned(),
            Self::Column { grid, column, otherwise } => {
                let cell = (row < grid.rows()).then(|| grid.cell(row, column))?;
                let tests = otherwise != Some(row);
                Some(if tests { cell } else { Scalar { text: String::new(), ..cell } })
            }
        }
    }

    /// Where each stands; nothing of a table, whose rows have lines.
    pub fn places(self) -> Box<[Place]> {
        match self {
            Self::Cells(cells) => cells.iter().map(|cell| cell.place).collect(),
            Self::Column { .. } => Box::default(),
        }
    }
}
