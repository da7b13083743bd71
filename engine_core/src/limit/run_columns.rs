//! A limit for many applicants.

use super::doc::CapMissing;
use super::narrow::{Amount, Cap, NarrowLimit};
use super::run::Limit;
use crate::columns::{Columns, Flow, divide, wide};
use crate::decision::Outcome;
use crate::domain::{Cell, NULL, is_missing};
use crate::price::Base;
use crate::table::{Output, Rows};

/// The limits of a block on their way.
struct State {
    /// 1 where there is a limit.
    alive: Vec<u8>,
    /// The least amount so far, in the common scale, and which it is.
    least: Vec<Cell>,
    binding: Vec<Cell>,
    /// 1 where a cap is null that declines then.
    declines: Vec<u8>,
}

impl Limit {
    /// Writes the limits where the mask is 1; false where they must be worked out row by row.
    pub(crate) fn run_columns(&self, flow: &mut Flow, chosen: Option<&[u8]>) -> bool {
        let Some(narrow) = &self.narrow else { return false };
        let table = match &self.base {
            Base::Table(rows, output) => Some((rows, output)),
            Base::Code(_) => None,
        };
        // What is cut has the places of what binds, which a column cannot have.
        if narrow.reads_uncut || (table.is_none() && matches!(narrow.base, Amount::Table)) {
            return false;
        }
        narrow.run_columns(table, flow, chosen);
        true
    }
}

impl NarrowLimit {
    fn run_columns(&self, table: Option<(&Rows, &Output)>, flow: &mut Flow, chosen: Option<&[u8]>) {
        let columns = &mut flow.columns;
        let amounts = self.amounts(table, columns, chosen);
        let mut state = State {
            alive: columns.mask(),
            least: columns.spare(),
            binding: columns.spare(),
            declines: columns.mask(),
        };
        let up = self.up;
        let (alive, least) = (state.alive.as_mut_slice(), state.least.as_mut_slice());
        let bases = amounts.as_slice();
        wide(move || {
            for ((alive, least), amount) in alive.iter_mut().zip(least).zip(bases) {
                let common = amount.wrapping_mul(up);
                *alive = u8::from(!is_missing(*amount));
                *least = if is_missing(*amount) { NULL } else { common };
            }
        });
        if let Some(chosen) = chosen {
            state.alive.iter_mut().zip(chosen).for_each(|(alive, chosen)| *alive &= *chosen);
        }
        state.binding.fill(0);
        state.declines.fill(0);
        columns.set_scaled(self.results.base.slot, self.scale, amounts);
        for (cap, index) in self.caps.iter().zip(1..) {
            cap.run_columns(index, flow, &mut state);
        }
        self.finish(flow, state);
    }

    /// The base with its multipliers.
    fn amounts(
        &self,
        table: Option<(&Rows, &Output)>,
        columns: &mut Columns,
        chosen: Option<&[u8]>,
    ) -> Vec<Cell> {
        let mut amounts = columns.spare();
        match (&self.base, table) {
            (Amount::Code(node), _) => node.columns(columns, chosen, &mut amounts),
            (Amount::Table, Some((rows, output))) => {
                rows.columns(columns, chosen, &mut amounts);
                output.found_all(&mut amounts);
            }
            (Amount::Table, None) => amounts.fill(NULL),
        }
        for factor in &self.times {
            let mut factors = columns.spare();
            factor.columns(columns, chosen, &mut factors);
            wide(|| {
                for (amount, factor) in amounts.iter_mut().zip(&factors) {
                    let missing = is_missing(*amount) | is_missing(*factor);
                    let product = amount.wrapping_mul(*factor);
                    *amount = if missing { NULL } else { product };
                }
            });
            columns.give(factors);
        }
        if let Some(chosen) = chosen {
            wide(|| {
                let rows = amounts.iter_mut().zip(chosen);
                rows.for_each(|(amount, chosen)| *amount = if *chosen == 1 { *amount } else { NULL });
            });
        }
        amounts
    }

    /// Cuts the least amounts, and writes the results.
    fn finish(&self, flow: &mut Flow, state: State) {
        let State { alive, mut least, mut binding, mut declines } = state;
        let unit = self.unit;
        wide(|| least.iter_mut().for_each(|least| *least = (*least).max(0)));
        divide(&mut least, unit);
        wide(|| least.iter_mut().for_each(|least| *least = least.wrapping_mul(unit)));
        if let Some((amount, outcome, cause)) = &self.least {
            let (mut amounts, mut small) = (flow.columns.spare(), flow.columns.mask());
            amount.columns(&mut flow.columns, Some(&alive), &mut amounts);
            wide(|| {
                let rows = small.iter_mut().zip(&least).zip(&amounts).zip(&alive);
                for (((small, cut), amount), alive) in rows {
                    *small = u8::from(!is_missing(*amount) & (cut < amount)) & *alive;
                }
            });
            // The cause of the base, and behind it one for each cap.
            let behind =
                |row: usize| binding.get(row).and_then(|binding| u16::try_from(*binding).ok()).unwrap_or(0);
            flow.note_each(&small, *outcome, |row| cause.saturating_add(behind(row)));
            if *outcome == Outcome::Decline {
                declines.iter_mut().zip(&small).for_each(|(declines, small)| *declines |= *small);
            }
            flow.columns.give(amounts);
            flow.columns.free(small);
        }
        let mut limits = flow.columns.take(self.results.limit.slot);
        limits.copy_from_slice(&least);
        divide(&mut limits, self.cell);
        wide(|| {
            let rows = limits.iter_mut().zip(&mut binding).zip(&alive).zip(&declines);
            for (((limit, binding), alive), declines) in rows {
                *limit = if (*alive == 1) & (*declines == 0) { *limit } else { NULL };
                *binding = if *alive == 1 { *binding } else { NULL };
            }
        });
        flow.columns.put(self.results.limit.slot, limits);
        let before = flow.columns.take(self.results.binding.slot);
        flow.columns.put(self.results.binding.slot, binding);
        flow.columns.give(before);
        flow.columns.give(least);
        flow.columns.free(alive);
        flow.columns.free(declines);
    }
}

impl Cap {
    fn run_columns(&self, index: Cell, flow: &mut Flow, state: &mut State) {
        let mut amounts = flow.columns.spare();
        self.amount.node().columns(&mut flow.columns, Some(&state.alive), &mut amounts);
        if let (CapMissing::Refer | CapMissing::Decline, Some(cause)) = (self.missing, self.cause) {
            let mut missing = flow.columns.mask();
            wide(|| {
                for ((missing, amount), alive) in missing.iter_mut().zip(&amounts).zip(&state.alive) {
                    *missing = u8::from(is_missing(*amount)) & *alive;
                }
            });
            let declines = self.missing == CapMissing::Decline;
            flow.note_all(&missing, cause, if declines { Outcome::Decline } else { Outcome::Refer });
            flow.columns.free(missing);
        }
        if self.missing == CapMissing::Decline {
            let rows = state.declines.iter_mut().zip(&amounts).zip(&state.alive);
            rows.for_each(|((declines, amount), alive)| *declines |= u8::from(is_missing(*amount)) & *alive);
        }
        let (up, instead) = (self.up, if self.missing == CapMissing::Zero { 0 } else { Cell::MAX });
        let (least, binding) = (state.least.as_mut_slice(), state.binding.as_mut_slice());
        let all = amounts.as_slice();
        wide(move || {
            for ((least, binding), amount) in least.iter_mut().zip(binding).zip(all) {
                let common = amount.wrapping_mul(up);
                let common = if is_missing(*amount) { instead } else { common };
                *binding = if common < *least { index } else { *binding };
                *least = if common < *least { common } else { *least };
            }
        });
        flow.columns.give(amounts);
    }
}
