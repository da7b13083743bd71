//! The words of an enumeration or of a column of texts, to be found without comparing texts one by one.

use std::collections::HashMap;
use std::sync::Arc;

use super::Cell;
use crate::facts::json::same;

/// Up to so many words are found by their keys, which is faster than hashing.
const FEW: usize = 64;

/// Words in order, each once. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    list: Arc<[Arc<str>]>,
    places: Places,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Places {
    /// Each word in a slot of its own.
    Few(Few),
    /// The place of each word.
    Many(Arc<HashMap<Arc<str>, usize>>),
}

impl Words {
    /// An index of words; of those that stand twice, the first counts.
    #[must_use]
    pub fn new(words: &[Arc<str>]) -> Self {
        let few = if words.len() <= FEW { Few::new(words) } else { None };
        let places = few.map_or_else(
            || {
                let mut places = HashMap::with_capacity(words.len());
                for (word, at) in words.iter().zip(0..) {
                    places.entry(Arc::clone(word)).or_insert(at);
                }
                Places::Many(Arc::new(places))
            },
            Places::Few,
        );
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
    #[inline(always)]
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Cell> {
        match &self.places {
            Places::Few(few) => {
                let at = few.find(&Key::of(text))?;
                // The key of a text that is not long is the whole of it.
                let found = text.len() <= 2 * WORD
                    || self.list.get(usize::from(at)).is_some_and(|word| equal(word, text));
                found.then_some(Cell::from(at))
            }
            Places::Many(places) => places.get(text).and_then(|at| Cell::try_from(*at).ok()),
        }
    }
}

/// A perfect hash of the keys of a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Few {
    /// The key and the place of the word in each slot. No text has the key of a free one.
    slots: Arc<[(Key, u8)]>,
    /// Of a mixed key times the factor, the bits that are left after the shift are its slot.
    factor: u64,
    shift: u32,
}

const FREE: (Key, u8) = (Key { first: 0, last: 0, length: u32::MAX }, 0);

impl Few {
    /// Looks for a factor that gives every key a slot of its own. With four slots or more for a word, one in some
    /// thousand does for `FEW` words; `None` where words have the same key, or keys that are mixed to the same number.
    fn new(words: &[Arc<str>]) -> Option<Self> {
        const TRIES: u64 = 1 << 14;
        let mut mixed: Vec<(u64, &Arc<str>)> =
            words.iter().map(|word| (Key::of(word).mixed(), word)).collect();
        mixed.sort_unstable();
        mixed.dedup();
        if mixed.iter().zip(mixed.iter().skip(1)).any(|(one, next)| one.0 == next.0) {
            return None;
        }
        let bits = (words.len().max(1) * 4).next_power_of_two().ilog2();
        let shift = u64::BITS - bits;
        let mut slots = vec![FREE; 1 << bits];
        (0..TRIES).find_map(|turn| {
            // Odd, and with bits all over.
            let factor = turn.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0xD1B5_4A32_D192_ED03) | 1;
            slots.fill(FREE);
            for (word, at) in words.iter().zip(0..) {
                let key = Key::of(word);
                let slot = slots.get_mut(key.slot(factor, shift))?;
                if *slot == FREE {
                    *slot = (key, at);
                } else if words.get(usize::from(slot.1)) != Some(word) {
                    return None;
                }
            }
            Some(Self { slots: slots.as_slice().into(), factor, shift })
        })
    }

    #[inline(always)]
    fn find(&self, key: &Key) -> Option<u8> {
        let (found, at) = self.slots.get(key.slot(self.factor, self.shift))?;
        (found == key).then_some(*at)
    }
}

/// The bytes of a word of the machine.
const WORD: usize = 8;

/// The first and the last eight bytes of a text, which may overlap, and its length; a shorter one is all in `first`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    first: u64,
    last: u64,
    length: u32,
}

impl Key {
    #[inline(always)]
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX - 1);
        if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            return Self { first: u64::from_le_bytes(*first), last: u64::from_le_bytes(*last), length };
        }
        let first = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32
        } else {
            // Of at most three bytes the first, the middle and the last are all.
            let byte = |at: usize| bytes.get(at).map_or(0, |byte| u64::from(*byte));
            byte(0) | byte(bytes.len() / 2) << 8 | byte(bytes.len().wrapping_sub(1)) << 16
        };
        Self { first, last: 0, length }
    }

    #[inline(always)]
    const fn mixed(&self) -> u64 {
        self.first.rotate_left(5) ^ self.last ^ ((self.length as u64) << 59)
    }

    #[inline(always)]
    const fn slot(&self, factor: u64, shift: u32) -> usize {
        (self.mixed().wrapping_mul(factor) >> (shift % u64::BITS)) as usize
    }
}

/// Words are too short for a call to `memcmp`.
#[inline]
fn equal(word: &str, text: &str) -> bool {
    word.len() == text.len() && same(word.as_bytes(), text.as_bytes())
}

#[cfg(test)]
mod tests;
