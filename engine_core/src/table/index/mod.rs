//! Which rows of a large table hit, without trying all of them.
//!
//! A table of several columns is what routers call packet classification: many boxes, one point. The index is a tree of
//! cuts, the method that has done best there (`HiCuts`, `EffiCuts`): a node cuts one column into steps, as a ladder does, and
//! the rows of the step that the applicant lies on are cut further by other columns. A row with `-` there, or one so wide
//! that it would stand in many steps, goes to the node's *rest* instead, a tree of its own that is always searched too;
//! so no row stands in more than `build::COPIES` lists, whatever the table is like. Where no column tells rows apart, a node is a
//! list, tried in order; a table of which that is true is one list.
//!
//! It costs 4 bytes a cell, 12 a step and 4 for each place in a list: some 25 bytes a row of three columns that part a grid.
//!
//! The index only leaves rows out. Every candidate is tried on all of its columns, so an answer is what trying every row gives.
//!
//! Bitmaps for each column's steps, ANDed, were left: at 100,000 rows a bitmap is 12 KB, which is read whole for every column.

mod build;
mod cut;
mod flat;

use self::flat::Flat;
use crate::domain::{Cell, Set};
use crate::table::PerRow;

/// No row.
const NOTHING: u32 = u32::MAX;
/// Marks a row that stands for itself, where a node could stand.
const ROW: u32 = 1 << 31;

/// Rows of tests, ready to be searched.
#[derive(Clone, Debug)]
pub struct Index {
    flat: Flat,
    root: u32,
    nodes: Box<[Node]>,
    /// Where each step begins, node after node.
    starts: Box<[Cell]>,
    /// What stands on each step: a node, a row, or nothing.
    steps: Box<[u32]>,
    /// The rows of the nodes that are lists, ascending.
    lists: Box<[u32]>,
}

#[derive(Clone, Debug)]
struct Node {
    /// The lowest row in it.
    lowest: u32,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// Rows to be tried in order: from, count.
    List(u32, u32),
    /// The steps of a column, and the rows that are not on steps.
    Cut { column: u32, from: u32, count: u32, rest: u32 },
}

impl Index {
    /// The index of the first `count` rows; of each column, the cells that pass each row's test.
    #[must_use]
    pub fn new(columns: &[&PerRow<Set>], count: usize) -> Self {
        build::build(columns, count)
    }

    /// The first row that hits.
    #[inline]
    #[must_use]
    pub fn first(&self, cells: &[Cell]) -> Option<usize> {
        let row = self.lowest(self.root, cells, NOTHING);
        if row == NOTHING { None } else { usize::try_from(row).ok() }
    }

    /// Every row that hits, in order.
    #[must_use]
    pub fn every(&self, cells: &[Cell]) -> Vec<usize> {
        let mut found = Vec::new();
        self.gather(self.root, cells, &mut found);
        found.sort_unstable();
        found
    }

    /// How many bytes it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.flat.bytes()
            + size_of_val(&*self.nodes)
            + size_of_val(&*self.starts)
            + size_of_val(&*self.steps)
            + size_of_val(&*self.lists)
    }

    /// The lowest row below `best` that hits, or `best`.
    fn lowest(&self, mut at: u32, cells: &[Cell], mut best: u32) -> u32 {
        loop {
            if at & ROW != 0 {
                let row = at & !ROW;
                return if at != NOTHING && row < best && self.flat.hits(row, cells) { row } else { best };
            }
            let Some(node) = self.node(at) else { return best };
            if node.lowest >= best {
                return best;
            }
            match node.kind {
                Kind::List(from, count) => {
                    let rows = self.list(from, count).iter().copied().take_while(|row| *row < best);
                    return rows.into_iter().find(|row| self.flat.hits(*row, cells)).unwrap_or(best);
                }
                Kind::Cut { column, from, count, rest } => {
                    if rest != NOTHING {
                        best = self.lowest(rest, cells, best);
                    }
                    at = self.step(column, from, count, cells);
                }
            }
        }
    }

    fn gather(&self, mut at: u32, cells: &[Cell], found: &mut Vec<usize>) {
        loop {
            if at & ROW != 0 {
                if at != NOTHING {
                    self.take(at & !ROW, cells, found);
                }
                return;
            }
            let Some(node) = self.node(at) else { return };
            match node.kind {
                Kind::List(from, count) => {
                    self.list(from, count).iter().for_each(|row| self.take(*row, cells, found));
                    return;
                }
                Kind::Cut { column, from, count, rest } => {
                    if rest != NOTHING {
                        self.gather(rest, cells, found);
                    }
                    at = self.step(column, from, count, cells);
                }
            }
        }
    }

    fn take(&self, row: u32, cells: &[Cell], found: &mut Vec<usize>) {
        if self.flat.hits(row, cells) {
            found.extend(usize::try_from(row));
        }
    }

    #[inline]
    fn node(&self, at: u32) -> Option<&Node> {
        self.nodes.get(at as usize)
    }

    #[inline]
    fn list(&self, from: u32, count: u32) -> &[u32] {
        let from = from as usize;
        self.lists.get(from..from + count as usize).unwrap_or_default()
    }

    /// What stands on the step that the cell of a column lies on.
    #[inline]
    fn step(&self, column: u32, from: u32, count: u32, cells: &[Cell]) -> u32 {
        let (from, count) = (from as usize, count as usize);
        let Some(&cell) = cells.get(column as usize) else { return NOTHING };
        let Some(starts) = self.starts.get(from..from + count) else { return NOTHING };
        // Short ladders are counted without a branch to mispredict; long ones are bisected.
        let above = if count <= 24 {
            starts.iter().map(|&start| usize::from(start <= cell)).sum()
        } else {
            starts.partition_point(|&start| start <= cell)
        };
        if above == 0 {
            return NOTHING;
        }
        self.steps.get(from + above - 1).copied().unwrap_or(NOTHING)
    }
}

#[cfg(test)]
mod tests;
