//! Finding the interval that a cell lies in.

use std::collections::BTreeSet;
use std::num::NonZeroU64;

use super::{Cell, FIRST, NULL, Set, is_missing};

/// Disjoint sets as one sorted list of interval starts with what each interval stands for.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// Where each step begins; the first step begins at the lowest cell.
    starts: Box<[Cell]>,
    /// What each step stands for; `NOTHING` in the gaps.
    targets: Box<[u32]>,
    /// What each cell stands for, where the steps lie evenly.
    direct: Option<Direct>,
}

const NOTHING: u32 = u32::MAX;

/// The steps of a ladder by cell.
#[derive(Clone, Debug)]
struct Direct {
    even: Even,
    /// What each place stands for; `NO_TARGET` in the gaps.
    targets: Box<[u8]>,
}

/// The places of cells in a table: all between two steps of a ladder share one, where the steps are whole multiples of a distance apart.
#[derive(Clone, Copy, Debug)]
pub struct Even {
    /// A cell below the first step, and the last step: what lies beyond stands for the same.
    low: Cell,
    high: Cell,
    /// 2 to the power of `SHIFT` by the distance, rounded up.
    inverse: NonZeroU64,
}

/// Most places of a direct ladder.
const DIRECT: usize = 4096;
const NO_TARGET: u8 = u8::MAX;
const SHIFT: u32 = 63;

impl Even {
    /// Of ascending steps; with a cell of each place, in their order.
    fn new(steps: &[Cell]) -> Option<(Self, impl Iterator<Item = Cell> + use<>)> {
        let (first, high) = (*steps.first()?, *steps.last()?);
        let mut distance =
            steps.iter().try_fold(0, |common, step| Some(gcd(common, step.checked_sub(first)?)))?;
        distance = distance.max(1);
        let low = first.checked_sub(distance).filter(|low| *low >= FIRST)?;
        let range = high.checked_sub(low)?;
        // Multiplying by the inverse divides exactly, as long as its error of less than 1, times the range, stays below a distance.
        range.checked_mul(distance)?;
        let inverse = NonZeroU64::new((1_u64 << SHIFT).div_ceil(distance.unsigned_abs()))?;
        let distance = usize::try_from(distance).ok()?;
        let cells = std::iter::once(NULL).chain((low..=high).step_by(distance));
        (cells.size_hint().0 <= DIRECT).then_some((Self { low, high, inverse }, cells))
    }

    /// The place of a cell: 0 if it is missing.
    #[inline]
    #[must_use]
    pub fn place(self, cell: Cell) -> usize {
        // No branch, since a value is often missing at random.
        self.place_of_given(cell).wrapping_add(usize::from(!is_missing(cell)))
    }

    /// The place among those of the cells that are not missing; a missing one counts as the lowest.
    #[inline]
    #[must_use]
    pub fn place_of_given(self, cell: Cell) -> usize {
        // Not `clamp`, which asserts.
        let above = cell.max(self.low).min(self.high).wrapping_sub(self.low).cast_unsigned();
        ((u128::from(above) * u128::from(self.inverse.get())) >> SHIFT) as usize
    }
}

fn gcd(a: Cell, b: Cell) -> Cell {
    if b == 0 { a } else { gcd(b, a % b) }
}

impl Direct {
    fn new(ladder: &Ladder) -> Option<Self> {
        // The step from the missing cells to the others needs no place: the missing ones have one of their own.
        let steps: Vec<Cell> = ladder.starts.iter().copied().filter(|start| *start > FIRST).collect();
        let causes_differ = ladder.starts.iter().any(|start| (Cell::MIN + 1..FIRST).contains(start));
        if causes_differ {
            return None;
        }
        let (even, cells) = Even::new(&steps)?;
        let target = |cell: Cell| match ladder.searched(cell) {
            NOTHING => Some(NO_TARGET),
            target => u8::try_from(target).ok().filter(|target| *target != NO_TARGET),
        };
        let targets: Option<Box<[u8]>> = cells.map(target).collect();
        Some(Self { even, targets: targets? })
    }

    #[inline]
    fn find(&self, cell: Cell) -> Option<usize> {
        match self.targets.get(self.even.place(cell)) {
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

    /// Where the steps lie evenly: the places of cells, and what each place stands for.
    #[must_use]
    pub fn by_place(&self) -> Option<(Even, impl Iterator<Item = Option<usize>> + '_)> {
        let direct = self.direct.as_ref()?;
        let target = |&target: &u8| (target != NO_TARGET).then(|| usize::from(target));
        Some((direct.even, direct.targets.iter().map(target)))
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

    #[inline(never)] // it would take registers from direct ladders
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
