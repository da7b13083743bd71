//! Sets of cells as sorted, disjoint, closed intervals.

use super::{Cell, FIRST, NULL};

/// A set of cells.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Set(Vec<(Cell, Cell)>);

impl Set {
    /// The empty set.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Vec::new())
    }

    /// All cells from `low` to `high`, both included; empty where `low > high`.
    #[must_use]
    pub fn interval(low: Cell, high: Cell) -> Self {
        Self(if low <= high { vec![(low, high)] } else { Vec::new() })
    }

    /// One cell.
    #[must_use]
    pub fn point(cell: Cell) -> Self {
        Self(vec![(cell, cell)])
    }

    /// Every cell that is missing, whatever the cause.
    #[must_use]
    pub fn missing() -> Self {
        Self::interval(NULL, FIRST - 1)
    }

    /// Every cell.
    #[must_use]
    pub fn all() -> Self {
        Self::interval(Cell::MIN, Cell::MAX)
    }

    /// The intervals, ascending.
    #[must_use]
    pub fn intervals(&self) -> &[(Cell, Cell)] {
        &self.0
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The lowest cell, if any.
    #[must_use]
    pub fn first(&self) -> Option<Cell> {
        self.0.first().map(|interval| interval.0)
    }

    /// The highest cell, if any.
    #[must_use]
    pub fn last(&self) -> Option<Cell> {
        self.0.last().map(|interval| interval.1)
    }

    /// Whether the cell is in it.
    #[must_use]
    pub fn contains(&self, cell: Cell) -> bool {
        let above = self.0.partition_point(|interval| interval.1 < cell);
        self.0.get(above).is_some_and(|interval| interval.0 <= cell)
    }

    /// What is in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::from_intervals(self.0.iter().chain(&other.0).copied().collect())
    }

    /// What is in any of many.
    #[must_use]
    pub fn union_of<'a>(sets: impl IntoIterator<Item = &'a Self>) -> Self {
        Self::from_intervals(sets.into_iter().flat_map(|set| set.0.iter().copied()).collect())
    }

    fn from_intervals(mut intervals: Vec<(Cell, Cell)>) -> Self {
        intervals.sort_unstable();
        let mut merged: Vec<(Cell, Cell)> = Vec::with_capacity(intervals.len());
        for (low, high) in intervals {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        Self(merged)
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut ours, mut theirs) = (self.0.iter().copied().peekable(), other.0.iter().copied().peekable());
        let mut shared = Vec::new();
        while let (Some(&a), Some(&b)) = (ours.peek(), theirs.peek()) {
            let (low, high) = (a.0.max(b.0), a.1.min(b.1));
            if low <= high {
                shared.push((low, high));
            }
            if a.1 < b.1 {
                ours.next()
            } else {
                theirs.next()
            };
        }
        Self(shared)
    }

    /// Every cell that is not in it.
    #[must_use]
    pub fn complement(&self) -> Self {
        let mut rest = Vec::with_capacity(self.0.len() + 1);
        let mut next = Some(Cell::MIN);
        for &(low, high) in &self.0 {
            if let Some(start) = next
                && start < low
            {
                rest.push((start, low - 1));
            }
            next = high.checked_add(1);
        }
        if let Some(start) = next {
            rest.push((start, Cell::MAX));
        }
        Self(rest)
    }

    /// What is in this and not in the other.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.intersection(&other.complement())
    }
}
