//! The words of an enumeration by their bytes: short ones by two numbers and a hash in which no two of them meet.
use arrow_buffer::ArrowNativeType;
use engine_core::domain::{Cell, Words};

/// Up to so many bytes, a word is two numbers and its length.
const SHORT: usize = 16;

/// Words to be found among many texts.
pub struct Lookup {
    words: Words,
    table: Vec<Entry>,
    factor: u64,
    /// The bytes of the longest word.
    longest: usize,
}

#[derive(Clone, Copy)]
struct Entry {
    key: Key,
    cell: Cell,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Key {
    head: u64,
    tail: u64,
    /// The number of bytes; that of no key where there is none.
    length: usize,
}

const EMPTY: Entry = Entry { key: Key { head: 0, tail: 0, length: usize::MAX }, cell: 0 };

/// The bytes of a short text that lies among others: 16 are read, and those behind it dropped, so that no length is a branch.
#[inline]
fn key(bytes: &[u8], from: usize, to: usize) -> Option<Key> {
    let length = to.checked_sub(from).filter(|length| *length <= SHORT)?;
    let sixteen = match bytes.get(from..).and_then(<[u8]>::first_chunk::<SHORT>) {
        Some(sixteen) => *sixteen,
        None => {
            let mut padded = [0; SHORT];
            padded.iter_mut().zip(bytes.get(from..to)?).for_each(|(place, byte)| *place = *byte);
            padded
        }
    };
    Some(Key::of(sixteen, length))
}

/// What is kept of sixteen bytes, by how many of them belong to the text. A table, as texts come in any order and a branch on
/// their lengths could only be guessed.
const MASKS: [u128; SHORT + 1] = [
    0x0,
    0xff,
    0xffff,
    0xffffff,
    0xffffffff,
    0xffffffffff,
    0xffffffffffff,
    0xffffffffffffff,
    0xffffffffffffffff,
    0xffffffffffffffffff,
    0xffffffffffffffffffff,
    0xffffffffffffffffffffff,
    0xffffffffffffffffffffffff,
    0xffffffffffffffffffffffffff,
    0xffffffffffffffffffffffffffff,
    0xffffffffffffffffffffffffffffff,
    0xffffffffffffffffffffffffffffffff,
];

impl Key {
    /// The key of the first of these bytes.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it stands in a loop over texts")]
    fn of(sixteen: [u8; SHORT], length: usize) -> Self {
        let mask = MASKS.get(length).copied().unwrap_or(0);
        let both = u128::from_le_bytes(sixteen) & mask;
        let (head, tail) = (both as u64, (both >> 64) as u64);
        Self { head, tail, length }
    }

    const fn place(self, factor: u64, mask: usize) -> usize {
        let mixed = (self.head ^ self.tail.rotate_left(29) ^ self.length as u64).wrapping_mul(factor);
        (mixed >> 32) as usize & mask
    }
}

impl Lookup {
    /// Prepares words. Where no hash without meetings is found, they are found as the core finds them.
    pub fn new(words: &Words) -> Self {
        let (table, factor) = table(words).unwrap_or_default();
        let longest = words.list().iter().map(|word| word.len()).max().unwrap_or(0);
        Self { words: words.clone(), table, factor, longest }
    }

    /// The cell of a text.
    #[inline]
    pub fn find(&self, text: &[u8]) -> Option<Cell> {
        self.find_at(text, 0, text.len())
    }

    /// The cells of texts that lie one behind another, or `none` for what is no word.
    pub fn find_all<O: ArrowNativeType>(&self, bytes: &[u8], offsets: &[O], none: Cell, out: &mut [Cell]) {
        if self.longest <= size_of::<u64>() {
            self.find_each::<O, false>(bytes, offsets, none, out);
        } else {
            self.find_each::<O, true>(bytes, offsets, none, out);
        }
    }

    /// `TAILS` says whether any word is longer than the first of its two numbers.
    fn find_each<O: ArrowNativeType, const TAILS: bool>(
        &self,
        bytes: &[u8],
        offsets: &[O],
        none: Cell,
        out: &mut [Cell],
    ) {
        let mut from = offsets.first().map_or(0, |from| from.as_usize());
        for (cell, to) in out.iter_mut().zip(offsets.iter().skip(1)) {
            let (to, length) = (to.as_usize(), to.as_usize().wrapping_sub(from));
            let sixteen = bytes.get(from..).and_then(<[u8]>::first_chunk::<SHORT>);
            *cell = match (sixteen, self.table.len().checked_sub(1)) {
                (Some(sixteen), Some(mask)) if length <= SHORT => {
                    let mut key = Key::of(*sixteen, length);
                    key.tail = if TAILS { key.tail } else { 0 };
                    let entry = self.table.get(key.place(self.factor, mask)).unwrap_or(&EMPTY);
                    // Where no word has a tail, a text that has one differs from all of them in its length.
                    let tails = if TAILS { entry.key.tail ^ key.tail } else { 0 };
                    let differs = (entry.key.head ^ key.head) | tails | (entry.key.length ^ length) as u64;
                    if differs == 0 { entry.cell } else { none }
                }
                // The last texts, and long ones.
                _ => self.find_at(bytes, from, to).unwrap_or(none),
            };
            from = to;
        }
    }

    /// The cell of a text among the bytes of others.
    pub fn find_at(&self, bytes: &[u8], from: usize, to: usize) -> Option<Cell> {
        if let (Some(mask), Some(key)) = (self.table.len().checked_sub(1), key(bytes, from, to)) {
            let entry = self.table.get(key.place(self.factor, mask))?;
            return (entry.key == key).then_some(entry.cell);
        }
        self.words.find(std::str::from_utf8(bytes.get(from..to)?).ok()?)
    }
}

fn table(words: &Words) -> Option<(Vec<Entry>, u64)> {
    const TRIES: u64 = 2_000;
    let list = words.list();
    let keys: Option<Vec<Key>> = list.iter().map(|word| key(word.as_bytes(), 0, word.len())).collect();
    let (keys, size) = (keys?, (list.len() * 4).next_power_of_two());
    (1..=TRIES).map(|seed| seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1).find_map(|factor| {
        let mut table = vec![EMPTY; size];
        for (key, word) in keys.iter().zip(list.iter()) {
            let entry = table.get_mut(key.place(factor, size - 1))?;
            if entry.key.length != EMPTY.key.length {
                return None;
            }
            *entry = Entry { key: *key, cell: words.find(word)? };
        }
        Some((table, factor))
    })
}
