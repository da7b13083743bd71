//! A scorecard for many applicants.

use super::run::{Points, Scorecard};
use crate::columns::{Columns, OutputColumn};
use crate::domain::{Cell, Lane, NULL, float_cell};
use crate::feel::frame::Cells;
use crate::value::{Number, Value};

impl Scorecard {
    /// Empties the columns of the bins.
    pub(crate) fn forget_bins(&self, columns: &mut Columns) {
        self.parts.iter().zip(self.bins..).for_each(|(_, bin)| columns.clear(bin));
    }

    /// The points of the characteristics, a column each; null where the card was skipped.
    pub(crate) fn points_of(&self, columns: &Columns) -> Vec<OutputColumn> {
        let parts = (0_usize..).zip(self.bins..).take(self.parts.len());
        parts.map(|(part, bins)| self.points_of_part(part, bins, columns)).collect()
    }

    fn points_of_part(&self, part: usize, bins: u16, columns: &Columns) -> OutputColumn {
        let bins = (0..columns.rows).map(|row| usize::try_from(columns.read(row).cell(bins)).ok());
        let lane = match self.points {
            Points::Plain(_) | Points::Narrow(_) => Lane::Scaled(self.places),
            Points::Double(_) => Lane::Float,
            Points::Wide(_) => {
                let values = bins.map(|bin| bin.and_then(|bin| self.points_value(part, bin)));
                return OutputColumn::Values(values.map(Option::unwrap_or_default).collect());
            }
        };
        let cells = bins.map(|bin| bin.and_then(|bin| self.points_cell(part, bin)).unwrap_or(NULL));
        OutputColumn::Cells { lane, cells: cells.collect() }
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
