//! The words of an enumeration or of a column of texts, to be found without comparing texts one by one.

use std::collections::HashMap;
use std::sync::Arc;

use super::Cell;
use crate::facts::json::same;

/// Up to so many words are found by their keys, which is faster than hashing.
const FEW: usize = 64;
/// The index of no word.
const FREE: u8 = u8::MAX;

/// Words in order, each once. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    list: Arc<[Arc<str>]>,
    places: Places,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Places {
    /// A key for each word, and the words' places by a few bits mixed from their keys.
    Few(Arc<[u64]>, Arc<[u8]>),
    /// The place of each word.
    Many(Arc<HashMap<Arc<str>, usize>>),
}

impl Words {
    /// An index of words; of those that stand twice, the first counts.
    #[must_use]
    pub fn new(words: &[Arc<str>]) -> Self {
        let places = if words.len() <= FEW {
            few(words)
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
    #[inline(always)]
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Cell> {
        match &self.places {
            Places::Few(keys, slots) => {
                let wanted = key(text);
                let (mut slot, last) = (mixed(wanted), slots.len().wrapping_sub(1));
                // A slot is free, so that this ends.
                loop {
                    let at = *slots.get(slot & last)?;
                    // That of a free slot is past the keys.
                    if *keys.get(usize::from(at))? == wanted
                        // The key of a short text is the whole of it.
                        && (text.len() < KEYED || self.list.get(usize::from(at)).is_some_and(|word| equal(word, text)))
                    {
                        return Some(Cell::from(at));
                    }
                    slot = slot.wrapping_add(1);
                }
            }
            Places::Many(places) => places.get(text).and_then(|at| Cell::try_from(*at).ok()),
        }
    }
}

fn few(words: &[Arc<str>]) -> Places {
    let keys: Arc<[u64]> = words.iter().map(|word| key(word)).collect();
    let mut slots = vec![FREE; (words.len() * 4).next_power_of_two()];
    for (at, key) in (0..FREE).zip(keys.iter()) {
        let (start, last) = (mixed(*key), slots.len().wrapping_sub(1));
        let free = (start..).map(|slot| slot & last).find(|slot| slots.get(*slot) == Some(&FREE));
        if let Some(slot) = free.and_then(|slot| slots.get_mut(slot)) {
            *slot = at;
        }
    }
    Places::Few(keys, slots.into())
}

/// Where a key is looked for first, but for the bits beyond the slots.
#[inline]
const fn mixed(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize
}

/// Words are too short for a call to `memcmp`.
#[inline]
fn equal(word: &str, text: &str) -> bool {
    word.len() == text.len() && same(word.as_bytes(), text.as_bytes())
}

/// From so many bytes on, texts may have the same key.
const KEYED: usize = 8;

/// The length and the first seven bytes in one number, which tell nearly all words apart.
#[inline(always)]
fn key(text: &str) -> u64 {
    const SEVEN: u64 = u64::MAX >> 8;
    let bytes = text.as_bytes();
    let start = if let Some(first) = bytes.first_chunk::<8>() {
        u64::from_le_bytes(*first)
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        // The two may overlap; where they do, they agree.
        u64::from(u32::from_le_bytes(*first))
            | u64::from(u32::from_le_bytes(*last)) << (8 * (bytes.len() - 4))
    } else {
        bytes.iter().rev().fold(0, |start, byte| start << 8 | u64::from(*byte))
    };
    start & SEVEN | u64::from(u8::try_from(bytes.len()).unwrap_or(u8::MAX)) << 56
}

#[cfg(test)]
mod tests;
