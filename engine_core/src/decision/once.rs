//! Codes in the order in which they first came, each once.

use super::Codes;

/// Up to so many are compared one by one, which is faster than marking them.
const FEW: usize = 32;

/// A list of numbers that differ.
#[derive(Debug, Default)]
pub struct Once {
    list: Codes,
    /// A bit for each number, from when they are more than a few.
    seen: Vec<u64>,
}

impl Once {
    /// Adds a number that is not there yet.
    #[inline]
    pub fn add(&mut self, number: u16) {
        if self.list.len() < FEW {
            if !self.list.contains(&number) {
                self.list.push(number);
            }
        } else {
            self.add_to_many(number);
        }
    }

    fn add_to_many(&mut self, number: u16) {
        if self.seen.is_empty() {
            self.seen = vec![0; 1 << 10];
            for known in std::mem::take(&mut self.list) {
                self.mark(known);
                self.list.push(known);
            }
        }
        if self.mark(number) {
            self.list.push(number);
        }
    }

    /// Whether the number was not marked before.
    fn mark(&mut self, number: u16) -> bool {
        let bit = 1 << (number % 64);
        let word = self.seen.get_mut(usize::from(number / 64));
        word.is_some_and(|word| {
            let new = *word & bit == 0;
            *word |= bit;
            new
        })
    }

    /// The numbers.
    #[must_use]
    pub fn into_list(self) -> Codes {
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::Once;

    #[test]
    fn each_stands_once_where_it_first_came_few_or_many() {
        for count in [5, 31, 32, 33, 500] {
            let mut once = Once::default();
            let numbers: Vec<u16> = (0..count).map(|number| number * 131 % 65_521).collect();
            numbers.iter().chain(&numbers).chain(numbers.iter().rev()).for_each(|number| once.add(*number));
            assert_eq!(once.into_list().into_vec(), numbers);
        }
    }
}
