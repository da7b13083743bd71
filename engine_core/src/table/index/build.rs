//! Building an index, from the whole table downwards.

use super::cut::{self, Cut, WHOLE, Window};
use super::flat::Flat;
use super::{Index, Kind, NOTHING, Node, ROW};
use crate::domain::{Cell, Set};
use crate::table::PerRow;

/// So few rows are a list: trying them costs less than a cut.
const FEW: usize = 6;
/// A row stands in at most so many lists.
pub const COPIES: u64 = 8;
/// Deepest tree; what is left there is a list.
const DEPTH: usize = 24;

struct Builder {
    flat: Flat,
    nodes: Vec<Node>,
    starts: Vec<Cell>,
    steps: Vec<u32>,
    lists: Vec<u32>,
}

pub fn build(columns: &[&PerRow<Set>], count: usize) -> Index {
    let flat = Flat::new(columns, count);
    let mut windows = vec![(Cell::MIN, Cell::MAX); flat.width()];
    let rows: Vec<u32> = (0..).take(count).collect();
    let mut builder =
        Builder { flat, nodes: Vec::new(), starts: Vec::new(), steps: Vec::new(), lists: Vec::new() };
    let root = builder.child(&rows, &mut windows, COPIES * WHOLE, DEPTH);
    let Builder { flat, nodes, starts, steps, lists } = builder;
    Index { flat, root, nodes: nodes.into(), starts: starts.into(), steps: steps.into(), lists: lists.into() }
}

impl Builder {
    /// What stands for these rows, on the stretch of each column that leads there.
    fn child(&mut self, rows: &[u32], windows: &mut [Window], spare: u64, depth: usize) -> u32 {
        match rows {
            [] => return NOTHING,
            [row] => return ROW | row,
            _ => {}
        }
        let cut = if rows.len() <= FEW || depth == 0 {
            None
        } else {
            cut::choose(&self.flat, rows, windows, spare)
        };
        let kind = match cut {
            Some(cut) => self.cut(&cut, windows, spare, depth - 1),
            None => {
                let from = length(&self.lists);
                self.lists.extend(rows);
                Kind::List(from, length(rows))
            }
        };
        let lowest = rows.first().copied().unwrap_or(NOTHING);
        self.nodes.push(Node { lowest, kind });
        length(&self.nodes) - 1
    }

    fn cut(&mut self, cut: &Cut, windows: &mut [Window], spare: u64, depth: usize) -> Kind {
        let rest = self.child(&cut.rest, windows, spare, depth);
        let left = spare * WHOLE / cut.copies.max(1);
        let (mut starts, mut steps) = (Vec::new(), Vec::new());
        let window = windows.get(cut.column).copied().unwrap_or((Cell::MIN, Cell::MAX));
        let mut from = 0;
        for (at, (&start, &end)) in cut.starts.iter().zip(&cut.ends).enumerate() {
            let rows = cut.rows.get(from..end).unwrap_or_default();
            from = end;
            let high = cut.starts.get(at + 1).map_or(window.1, |next| next - 1);
            set(windows, cut.column, (start, high));
            let child = self.child(rows, windows, left, depth);
            if steps.last() != Some(&child) {
                starts.push(start);
                steps.push(child);
            }
        }
        set(windows, cut.column, window);
        let from = length(&self.starts);
        let count = length(&starts);
        self.starts.extend(starts);
        self.steps.extend(steps);
        Kind::Cut { column: u32::try_from(cut.column).unwrap_or(u32::MAX), from, count, rest }
    }
}

fn set(windows: &mut [Window], column: usize, window: Window) {
    if let Some(known) = windows.get_mut(column) {
        *known = window;
    }
}

fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}
