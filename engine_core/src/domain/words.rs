//! The words of an enumeration or of a column of texts, to be found without comparing texts one by one.

use std::collections::HashMap;
use std::sync::Arc;

use super::Cell;

/// Up to so many words are found by their keys in a row, which is faster than hashing.
const FEW: usize = 32;

/// Words in order, each once. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    list: Arc<[Arc<str>]>,
    places: Places,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Places {
    /// A key for each word.
    Few(Arc<[u64]>),
    /// The place of each word.
    Many(Arc<HashMap<Arc<str>, usize>>),
}

impl Words {
    /// An index of words; of those that stand twice, the first counts.
    #[must_use]
    pub fn new(words: &[Arc<str>]) -> Self {
        let places = if words.len() <= FEW {
            Places::Few(words.iter().map(|word| key(word)).collect())
        } else {
            let mut places = HashMap::with_capacity(words.len());
            for (word, at) in words.iter().zip(0..) {
                places.entry(Arc::clone(word)).or_insert(at);
            }
            Places::Many(Arc::new(places))
        };
        Self { list: words.into(), places }
    }

    /// An index of the words among many texts, in order of their first appearance.
    #[must_use]
    pub fn distinct<'a>(texts: impl Iterator<Item = &'a Arc<str>>) -> Self {
        let mut seen = std::collections::HashSet::new();
        Self::new(&texts.filter(|text| seen.insert(*text)).cloned().collect::<Vec<_>>())
    }

    /// The words, in order.
    #[must_use]
    pub const fn list(&self) -> &Arc<[Arc<str>]> {
        &self.list
    }

    /// How many there are, which is also the cell past the last one's.
    #[must_use]
    pub fn count(&self) -> Cell {
        Cell::try_from(self.list.len()).unwrap_or(Cell::MAX)
    }

    /// The place of a word.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Cell> {
        let at = match &self.places {
            Places::Few(keys) => {
                let wanted = key(text);
                let same = |(at, known): (usize, &u64)| {
                    *known == wanted && self.list.get(at).is_some_and(|word| **word == *text)
                };
                keys.iter().enumerate().position(same)
            }
            Places::Many(places) => places.get(text).copied(),
        };
        at.and_then(|at| Cell::try_from(at).ok())
    }
}

/// The length and the first seven bytes in one number, which tell nearly all words apart.
fn key(text: &str) -> u64 {
    let mut bytes = [0; 8];
    for (slot, byte) in bytes.iter_mut().zip(text.bytes().take(7)) {
        *slot = byte;
    }
    if let Some(last) = bytes.last_mut() {
        *last = u8::try_from(text.len()).unwrap_or(u8::MAX);
    }
    u64::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests;
