//! Finding the interval that a cell lies in.

use std::collections::BTreeSet;

use super::{Cell, Set};

/// Disjoint sets as one sorted list of interval starts with what each interval stands for.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// Where each step begins; the first step begins at the lowest cell.
    starts: Box<[Cell]>,
    /// What each step stands for; `NOTHING` in the gaps.
    targets: Box<[u32]>,
}

const NOTHING: u32 = u32::MAX;

impl Ladder {
    /// A ladder over sets, each standing for its index. Where sets overlap, the first wins.
    #[must_use]
    pub fn new<'a>(sets: impl IntoIterator<Item = &'a Set>) -> Self {
        let mut edges: Vec<(Cell, bool, u32)> = Vec::new();
        for (target, set) in (0_u32..).zip(sets) {
            for &(low, high) in set.intervals() {
                edges.push((low, true, target));
                edges.extend(high.checked_add(1).map(|past| (past, false, target)));
            }
        }
        edges.sort_unstable();
        let mut ladder = (vec![Cell::MIN], vec![NOTHING]);
        let mut open = BTreeSet::new();
        let mut edges = edges.into_iter().peekable();
        while let Some((at, begins, target)) = edges.next() {
            if begins {
                open.insert(target)
            } else {
                open.remove(&target)
            };
            if edges.peek().is_none_or(|next| next.0 != at) {
                push(&mut ladder, at, open.first().copied().unwrap_or(NOTHING));
            }
        }
        Self { starts: ladder.0.into(), targets: ladder.1.into() }
    }

    /// Where each step begins, and the index of the set that it stands for.
    pub fn steps(&self) -> impl Iterator<Item = (Cell, Option<usize>)> {
        let target = |target: u32| if target == NOTHING { None } else { usize::try_from(target).ok() };
        self.starts.iter().zip(&self.targets).map(move |(start, at)| (*start, target(*at)))
    }

    /// The index of the set that holds the cell.
    #[inline]
    #[must_use]
    pub fn find(&self, cell: Cell) -> Option<usize> {
        // Short ladders are counted without a branch to mispredict; long ones are bisected.
        let above = if self.starts.len() <= 24 {
            self.starts.iter().map(|&start| usize::from(start <= cell)).sum()
        } else {
            self.starts.partition_point(|&start| start <= cell)
        };
        match self.targets.get(usize::wrapping_sub(above, 1)) {
            Some(&target) if target != NOTHING => usize::try_from(target).ok(),
            _ => None,
        }
    }
}

/// Begins a step, unless it stands for the same as the one below.
fn push((starts, targets): &mut (Vec<Cell>, Vec<u32>), start: Cell, target: u32) {
    if starts.last() == Some(&start) {
        starts.pop();
        targets.pop();
    }
    if targets.last() != Some(&target) {
        starts.push(start);
        targets.push(target);
    }
}
