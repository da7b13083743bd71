//! The words of an enumeration by their bytes: short ones by two numbers and a hash in which no two of them meet.
use engine_core::domain::{Cell, Words};

/// Up to so many bytes, a word is two numbers and its length.
const SHORT: usize = 16;

/// Words to be found among many texts.
pub struct Lookup {
    words: Words,
    table: Vec<Entry>,
    factor: u64,
}

#[derive(Clone, Copy, Default)]
struct Entry {
    key: Option<Key>,
    cell: Cell,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Key {
    head: u64,
    tail: u64,
    length: usize,
}

/// The bytes of a short text: its first and its last ones, which may overlap, and so tell everything with its length.
fn key(text: &[u8]) -> Option<Key> {
    let length = text.len();
    let (head, tail) = match length {
        0 => (0, 0),
        1..=3 => {
            let at = |index: usize| u64::from(text.get(index).copied().unwrap_or(0));
            (at(0) | at(length / 2) << 8 | at(length - 1) << 16, 0)
        }
        4..=7 => (
            u64::from(u32::from_le_bytes(*text.first_chunk()?)),
            u64::from(u32::from_le_bytes(*text.last_chunk()?)),
        ),
        8..=SHORT => (u64::from_le_bytes(*text.first_chunk()?), u64::from_le_bytes(*text.last_chunk()?)),
        _ => return None,
    };
    Some(Key { head, tail, length })
}

impl Key {
    const fn place(self, factor: u64, mask: usize) -> usize {
        let mixed = (self.head ^ self.tail.rotate_left(29) ^ self.length as u64).wrapping_mul(factor);
        (mixed >> 32) as usize & mask
    }
}

impl Lookup {
    /// Prepares words. Where no hash without meetings is found, they are found as the core finds them.
    pub fn new(words: &Words) -> Self {
        let (table, factor) = table(words).unwrap_or_default();
        Self { words: words.clone(), table, factor }
    }

    /// The cell of a text.
    #[inline]
    pub fn find(&self, text: &[u8]) -> Option<Cell> {
        if let (Some(key), Some(mask)) = (key(text), self.table.len().checked_sub(1)) {
            let entry = self.table.get(key.place(self.factor, mask))?;
            return (entry.key == Some(key)).then_some(entry.cell);
        }
        self.words.find(std::str::from_utf8(text).ok()?)
    }
}

fn table(words: &Words) -> Option<(Vec<Entry>, u64)> {
    const TRIES: u64 = 2_000;
    let list = words.list();
    let keys: Option<Vec<Key>> = list.iter().map(|word| key(word.as_bytes())).collect();
    let (keys, size) = (keys?, (list.len() * 4).next_power_of_two());
    (1..=TRIES).map(|seed| seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1).find_map(|factor| {
        let mut table = vec![Entry::default(); size];
        for (key, word) in keys.iter().zip(list.iter()) {
            let entry = table.get_mut(key.place(factor, size - 1))?;
            if entry.key.is_some() {
                return None;
            }
            *entry = Entry { key: Some(*key), cell: words.find(word)? };
        }
        Some((table, factor))
    })
}
