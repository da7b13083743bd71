//! Finding the interval that a cell lies in.

use std::collections::BTreeSet;

use super::{Cell, FIRST, Set, is_missing};

/// Disjoint sets as one sorted list of interval starts with what each interval stands for.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// Where each step begins; the first step begins at the lowest cell.
    starts: Box<[Cell]>,
    /// What each step stands for; `NOTHING` in the gaps.
    targets: Box<[u32]>,
    /// What each cell stands for, where the steps lie close together.
    direct: Option<Direct>,
}

const NOTHING: u32 = u32::MAX;

/// The steps of a ladder by cell.
#[derive(Clone, Debug)]
struct Direct {
    /// The cells at which the first step ends and the last begins: what lies beyond stands for the same.
    low: Cell,
    high: Cell,
    /// What a missing cell stands for, then what each from the lowest to the highest does; `NO_TARGET` in the gaps.
    targets: Box<[u8]>,
}

/// Most cells of a direct ladder.
const DIRECT: Cell = 4096;
const NO_TARGET: u8 = u8::MAX;

impl Direct {
    fn new(ladder: &Ladder) -> Option<Self> {
        let edges = || ladder.starts.iter().copied().filter(|start| *start > Cell::MIN);
        let low = edges().next().unwrap_or(FIRST).checked_sub(1)?.max(FIRST);
        let high = edges().next_back().unwrap_or(FIRST).max(FIRST);
        let causes_differ = edges().any(|start| start < FIRST);
        if causes_differ || high.checked_sub(low)? > DIRECT {
            return None;
        }
        let target = |cell: Cell| match ladder.searched(cell) {
            NOTHING => Some(NO_TARGET),
            target => u8::try_from(target).ok().filter(|target| *target != NO_TARGET),
        };
        let targets: Option<Box<[u8]>> = std::iter::once(Cell::MIN).chain(low..=high).map(target).collect();
        Some(Self { low, high, targets: targets? })
    }

    #[inline]
    fn find(&self, cell: Cell) -> Option<usize> {
        let near = cell.clamp(self.low, self.high).wrapping_sub(self.low).wrapping_add(1);
        let at = if is_missing(cell) { 0 } else { near };
        match self.targets.get(at.cast_unsigned() as usize) {
            Some(&target) if target != NO_TARGET => Some(usize::from(target)),
            _ => None,
        }
    }
}

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
        let mut ladder = Self { starts: ladder.0.into(), targets: ladder.1.into(), direct: None };
        ladder.direct = Direct::new(&ladder);
        ladder
    }

    /// Where the steps lie close together: the lowest and highest cell by which they are told apart, and what a missing cell
    /// and then each from the lowest to the highest stands for.
    #[must_use]
    pub fn by_cell(&self) -> Option<(Cell, Cell, impl Iterator<Item = Option<usize>> + '_)> {
        let direct = self.direct.as_ref()?;
        let target = |&target: &u8| (target != NO_TARGET).then(|| usize::from(target));
        Some((direct.low, direct.high, direct.targets.iter().map(target)))
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
        if let Some(direct) = &self.direct {
            return direct.find(cell);
        }
        match self.searched(cell) {
            NOTHING => None,
            target => usize::try_from(target).ok(),
        }
    }

    fn searched(&self, cell: Cell) -> u32 {
        // The standard search halves without a branch to mispredict; counting the starts of a short ladder took four times as many instructions.
        let above = self.starts.partition_point(|&start| start <= cell);
        self.targets.get(usize::wrapping_sub(above, 1)).copied().unwrap_or(NOTHING)
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
