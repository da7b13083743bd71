//! Bands for many applicants.

use super::run::Bands;
use crate::columns::{Flow, wide};
use crate::domain::{Cell, NULL};
use crate::table::steps;

impl Bands {
    /// Writes the bands where the mask is 1, and asks for what they ask.
    pub(crate) fn run_columns(&self, flow: &mut Flow, chosen: Option<&[u8]>) {
        let bands = steps(&self.ladder, NULL, |band| Cell::try_from(band).ok());
        let mut column = flow.columns.take(self.cell);
        self.axis.columns(&mut flow.columns, chosen, |cells| {
            bands.each(cells, &mut column, |_, band| band);
        });
        if let Some(chosen) = chosen {
            wide(|| {
                let rows = column.iter_mut().zip(chosen);
                rows.for_each(|(band, chosen)| *band = if *chosen == 1 { *band } else { NULL });
            });
        }
        for (output, slot) in &self.outputs {
            let mut cells = flow.columns.take(*slot);
            cells.copy_from_slice(&column);
            output.found_all(&mut cells);
            flow.columns.put(*slot, cells);
        }
        for (asking, outcome, cause) in &self.asks {
            let asking = Cell::try_from(*asking).unwrap_or(Cell::MAX);
            let mut mask = flow.columns.mask();
            wide(|| mask.iter_mut().zip(&column).for_each(|(asks, band)| *asks = u8::from(*band == asking)));
            flow.note_all(&mask, *cause, *outcome);
            flow.columns.free(mask);
        }
        flow.columns.put(self.cell, column);
    }
}
