//! Which numbers a list of numbers, each once, holds already.

/// Up to so many are compared one by one, which is faster than marking them.
const FEW: usize = 32;

/// A bit for each number, from when they are more than a few.
#[derive(Debug, Default)]
pub struct Seen(Vec<u64>);

impl Seen {
    /// Whether a number is not yet in the list, to which it is then added.
    #[inline]
    pub fn is_new(&mut self, list: &[u16], number: u16) -> bool {
        if list.len() < FEW {
            return list.iter().all(|known| *known != number);
        }
        if self.0.is_empty() {
            self.0 = vec![0; 1 << 10];
            list.iter().for_each(|known| {
                self.mark(*known);
            });
        }
        self.mark(number)
    }

    /// Whether the number was not marked before.
    fn mark(&mut self, number: u16) -> bool {
        let bit = 1 << (number % 64);
        let word = self.0.get_mut(usize::from(number / 64));
        word.is_some_and(|word| {
            let new = *word & bit == 0;
            *word |= bit;
            new
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn each_is_new_once_few_or_many() {
        for count in [5, 31, 32, 33, 500] {
            let (mut seen, mut list) = (Seen::default(), Vec::new());
            let numbers: Vec<u16> = (0..count).map(|number| number * 131).collect();
            for &number in numbers.iter().chain(&numbers).chain(numbers.iter().rev()) {
                if seen.is_new(&list, number) {
                    list.push(number);
                }
            }
            assert_eq!(list, numbers);
        }
    }
}
