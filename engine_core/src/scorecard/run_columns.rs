//! A scorecard for many applicants.

use super::run::{Points, Scorecard};
use crate::columns::OutputColumn;
use crate::domain::{Cell, Lane, NULL, float_cell};
use crate::feel::frame::Frame;
use crate::value::{Number, Value};

impl Scorecard {
    /// Columns for the points of the characteristics, without rows.
    #[must_use]
    pub fn no_points(&self) -> Vec<OutputColumn> {
        let column = || match self.points {
            Points::Plain(_) | Points::Narrow(_) => {
                OutputColumn::Cells { lane: Lane::Scaled(self.places), cells: Vec::new() }
            }
            Points::Double(_) => OutputColumn::Cells { lane: Lane::Float, cells: Vec::new() },
            Points::Wide(_) => OutputColumn::Values(Vec::new()),
        };
        self.parts.iter().map(|_| column()).collect()
    }

    /// Adds the points of an applicant to the columns; null where the card was skipped.
    pub fn push_points(&self, frame: &Frame, columns: &mut [OutputColumn]) {
        for ((part, cell), column) in (0_usize..).zip(self.bins..).zip(columns) {
            let bin = usize::try_from(frame.cell(cell)).ok();
            match column {
                OutputColumn::Cells { cells, .. } => {
                    cells.push(bin.and_then(|bin| self.points_cell(part, bin)).unwrap_or(NULL));
                }
                OutputColumn::Values(values) => {
                    values.push(bin.and_then(|bin| self.points_value(part, bin)).unwrap_or_default());
                }
            }
        }
    }

    fn points_cell(&self, part: usize, bin: usize) -> Option<Cell> {
        match &self.points {
            Points::Plain(points) | Points::Narrow(points) => points.parts.get(part)?.get(bin).copied(),
            Points::Double(points) => points.parts.get(part)?.get(bin).map(|points| float_cell(*points)),
            Points::Wide(_) => None,
        }
    }

    fn points_value(&self, part: usize, bin: usize) -> Option<Value> {
        let Points::Wide(points) = &self.points else { return None };
        let points = points.parts.get(part)?.get(bin)?;
        Number::from_parts(*points, -i32::from(self.places)).map(Value::Number)
    }
}
