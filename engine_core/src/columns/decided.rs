//! What was decided for a block of applicants.

use crate::decision::Outcome;
use crate::domain::{Cell, Lane};
use crate::value::Value;

/// What is asked for beside outcomes and outputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Want {
    /// The reasons of the outcome.
    pub reasons: bool,
    /// The reasons of everything that hit.
    pub hits: bool,
    /// The points of each characteristic of each scorecard.
    pub points: bool,
}

impl Want {
    /// Everything.
    pub const ALL: Self = Self { reasons: true, hits: true, points: true };
}

/// The answers for a block of applicants, row by row in the order of the batch.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    /// Approve, refer or decline.
    pub outcome: Vec<Outcome>,
    /// The outputs, in the order of the bundle.
    pub outputs: Vec<OutputColumn>,
    /// The reasons of each outcome; no lists where they are not wanted.
    pub reasons: Lists,
    /// The reasons of everything that hit, each once, in flow order; no lists where they are not wanted.
    pub hits: Lists,
    /// For each scorecard, in flow order, the points of each of its characteristics; empty where they are not wanted.
    pub points: Vec<Vec<OutputColumn>>,
}

/// One value an applicant.
#[derive(Clone, Debug)]
pub enum OutputColumn {
    /// Cells of a lane. What is missing is null, whatever its cause.
    Cells {
        /// How the cells are read.
        lane: Lane,
        /// The cells.
        cells: Vec<Cell>,
    },
    /// Values that have no lane in common.
    Values(Vec<Value>),
}

impl OutputColumn {
    /// The value of a row, as a decision of that row alone has it.
    #[must_use]
    pub fn value(&self, row: usize) -> Value {
        match self {
            Self::Cells { lane, cells } => cells.get(row).map_or(Value::Null, |cell| lane.value(*cell)),
            Self::Values(values) => values.get(row).cloned().unwrap_or_default(),
        }
    }
}

/// A list for each row: that of row `i` is `items[offsets[i]..offsets[i + 1]]`, indices into the bundle's reason codes.
#[derive(Clone, Debug)]
pub struct Lists {
    /// Where each list begins, and at last where the last one ends.
    pub offsets: Vec<i32>,
    /// The lists, one behind another.
    pub items: Vec<u16>,
}

impl Default for Lists {
    fn default() -> Self {
        Self { offsets: vec![0], items: Vec::new() }
    }
}

impl Lists {
    /// The list of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> &[u16] {
        let end = |at: usize| self.offsets.get(at).and_then(|end| usize::try_from(*end).ok());
        let range = end(row).zip(end(row.saturating_add(1)));
        range.and_then(|(from, to)| self.items.get(from..to)).unwrap_or_default()
    }

    /// Lists of so many rows, all of them empty yet.
    pub(super) fn with_rows(rows: usize) -> Self {
        Self { offsets: vec![0; rows.saturating_add(1)], items: Vec::with_capacity(rows * 2) }
    }

    /// Adds a code to the list that begins with `from`, unless it is there already; `once` says that it cannot be.
    pub(super) fn tell(&mut self, code: u16, from: usize, once: bool) {
        if once || !self.items.get(from..).is_some_and(|known| known.contains(&code)) {
            self.items.push(code);
        }
    }

    /// Ends the list of a row, which began with an item; rows come in their order, and those between have none.
    pub(super) fn close(&mut self, row: usize, from: usize) {
        if let Some(count) = self.offsets.get_mut(row.saturating_add(1)) {
            // A block has fewer items than that by far.
            *count = i32::try_from(self.items.len().saturating_sub(from)).unwrap_or(i32::MAX);
        }
    }

    /// Makes ends of what were the lengths of the lists.
    pub(super) fn finish(&mut self) {
        let mut end = 0_i32;
        for offset in &mut self.offsets {
            end = end.wrapping_add(*offset);
            *offset = end;
        }
    }
}
