//! A price for many applicants.

use super::run::{Base, Price};
use crate::columns::{Flow, wide};
use crate::domain::NULL;

impl Price {
    /// Writes the prices where the mask is 1; false where they must be worked out row by row.
    pub(crate) fn run_columns(&self, flow: &mut Flow, chosen: Option<&[u8]>) -> bool {
        let (Some((price, cell)), Base::Table(rows, output)) = (&self.narrow, &self.base) else {
            return false;
        };
        let columns = &mut flow.columns;
        let mut base = columns.take(self.base_slot);
        rows.columns(columns, chosen, &mut base);
        output.found_all(&mut base);
        if let Some(chosen) = chosen {
            wide(|| {
                let rows = base.iter_mut().zip(chosen);
                rows.for_each(|(cell, chosen)| *cell = if *chosen == 1 { *cell } else { NULL });
            });
        }
        columns.put(self.base_slot, base);
        let mut prices = columns.spare();
        price.node().columns(columns, chosen, &mut prices);
        // Where there is no base there is no price.
        wide(|| {
            for (price, base) in prices.iter_mut().zip(columns.column(self.base_slot)) {
                *price = if *base == NULL { NULL } else { *price };
            }
        });
        if self.reads_value {
            columns.set_scaled(self.slot(), price.scale(), prices.clone());
        }
        let before = columns.take(*cell);
        columns.give(before);
        columns.put(*cell, prices);
        true
    }
}
