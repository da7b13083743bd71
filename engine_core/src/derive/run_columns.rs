//! Derived values for many applicants.

use super::run::{Derive, Step};
use crate::columns::Flow;
use crate::domain::{Cell, NULL};
use crate::feel::code::{Code, Test};

impl Derive {
    /// Writes the values where the mask is 1.
    pub(crate) fn run_columns(&self, flow: &mut Flow, chosen: Option<&[u8]>) {
        for step in &self.steps {
            match step {
                Step::Condition(test, cell, strict) => {
                    if let Some((test, cell)) = strict {
                        condition(test, *cell, flow, chosen);
                    }
                    condition(test, *cell, flow, chosen);
                }
                Step::Value(code, slot, true) => value(code, *slot, flow, chosen),
                // What only an explanation reads is left to it.
                Step::Value(_, _, false) | Step::Constant => {}
            }
        }
    }
}

fn condition(test: &Test, slot: u16, flow: &mut Flow, chosen: Option<&[u8]>) {
    let mut truths = flow.columns.mask();
    test.columns(&mut flow.columns, chosen, &mut truths);
    let mut column = flow.columns.take(slot);
    for (row, (cell, truth)) in column.iter_mut().zip(&truths).enumerate() {
        if chosen.is_none_or(|chosen| chosen.get(row) == Some(&1)) {
            *cell = if *truth == 1 { NULL } else { Cell::from(*truth >> 1) };
        }
    }
    flow.columns.put(slot, column);
    flow.columns.free(truths);
}

fn value(code: &Code, slot: u16, flow: &mut Flow, chosen: Option<&[u8]>) {
    flow.columns.settle();
    for row in 0..flow.columns.rows {
        if chosen.is_none_or(|chosen| chosen.get(row) == Some(&1)) {
            let value = code.run(&flow.columns.read(row));
            flow.columns.set(slot, row, value);
        }
    }
}
