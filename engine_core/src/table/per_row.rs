//! One thing for each row of a column, where many rows have the same: what differs is kept once.

/// Things by row.
#[derive(Clone, Debug)]
pub struct PerRow<T> {
    distinct: Vec<T>,
    /// The number of each row's thing.
    numbers: Box<[u32]>,
}

/// No thing.
const NONE: u32 = u32::MAX;

impl<T> PerRow<T> {
    /// From things, and the number of each row's.
    #[must_use]
    pub fn new(distinct: Vec<T>, numbers: impl IntoIterator<Item = Option<u32>>) -> Self {
        Self { distinct, numbers: numbers.into_iter().map(|number| number.unwrap_or(NONE)).collect() }
    }

    /// How many rows there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// A row's thing.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&T> {
        self.numbers.get(row).and_then(|&number| self.distinct.get(number as usize))
    }

    /// The things of the rows that have one, in the order of the rows.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.numbers.iter().filter_map(|&number| self.distinct.get(number as usize))
    }

    /// What differs.
    #[must_use]
    pub fn distinct(&self) -> &[T] {
        &self.distinct
    }

    /// The number of each row's thing among those that differ.
    #[must_use]
    pub fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// What a function makes of them, by row.
    #[must_use]
    pub fn map<U>(&self, make: impl FnMut(&T) -> U) -> PerRow<U> {
        self.with(self.distinct.iter().map(make))
    }

    /// Others in their place, for the same rows.
    #[must_use]
    pub fn with<U>(&self, others: impl Iterator<Item = U>) -> PerRow<U> {
        PerRow { distinct: others.collect(), numbers: self.numbers.clone() }
    }
}
