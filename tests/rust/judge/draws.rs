//! Choices from a list of numbers: what a generator draws, proptest can shrink. A list that has run out gives 0, the simplest choice.

pub struct Draws<'a> {
    list: &'a [u32],
    at: usize,
}

impl<'a> Draws<'a> {
    pub const fn new(list: &'a [u32]) -> Self {
        Self { list, at: 0 }
    }

    pub fn next(&mut self) -> u32 {
        self.at += 1;
        self.list.get(self.at - 1).copied().unwrap_or(0)
    }

    /// A number below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        self.next() as usize % count.max(1)
    }

    /// True `percent` times of a hundred; false is the simple case.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    pub fn pick<'b, T>(&mut self, list: &'b [T]) -> &'b T {
        &list[self.below(list.len())]
    }

    pub fn word(&mut self, list: &[&str]) -> String {
        (*self.pick(list)).to_owned()
    }
}
