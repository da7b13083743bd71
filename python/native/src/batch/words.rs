//! The words of an enumeration by their bytes: short ones by two numbers, a few one after the other, more by a hash in which no two meet.
use std::sync::Arc;

use arrow_buffer::ArrowNativeType;
use engine_core::columns::wide;
use engine_core::domain::{Cell, Words};

/// Up to so many bytes, a word is two numbers and its length.
const SHORT: usize = 16;

/// Words to be found among many texts.
pub struct Lookup {
    words: Words,
    table: Vec<Entry>,
    factor: u64,
    /// The words as they are compared one after another, where they are few and none is long.
    few: Vec<(u64, u64, Cell)>,
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
        Self { words: words.clone(), table, factor, few: few(words).unwrap_or_default() }
    }

    /// The cell of a text.
    #[inline]
    pub fn find(&self, text: &[u8]) -> Option<Cell> {
        self.find_at(text, 0, text.len())
    }

    /// The cells of texts that lie one behind another, or `none` for what is no word.
    pub fn find_all<O: ArrowNativeType>(&self, bytes: &[u8], offsets: &[O], none: Cell, out: &mut [Cell]) {
        let ends = offsets.get(1..).unwrap_or_default();
        let mut from = offsets.first().map_or(0, |from| from.as_usize());
        let mut texts = Texts { heads: [0; TEXTS], tails: [0; TEXTS], lengths: [0; TEXTS] };
        for (cells, ends) in out.chunks_mut(TEXTS).zip(ends.chunks(TEXTS)) {
            let read = if self.few.is_empty() { None } else { texts.read(bytes, from, ends) };
            if let Some(end) = read {
                let found = wide(
                    #[inline(always)]
                    || texts.find(&self.few, none),
                );
                cells.iter_mut().zip(found).for_each(|(cell, found)| *cell = found);
                from = end;
                continue;
            }
            // The last texts, and those of many words or long ones.
            for (cell, end) in cells.iter_mut().zip(ends) {
                *cell = self.find_at(bytes, from, end.as_usize()).unwrap_or(none);
                from = end.as_usize();
            }
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

/// So many texts are read before they are compared: what was just written by itself cannot be read as a part of more at once.
const TEXTS: usize = 64;
/// So many are compared at a time.
const LANES: usize = 16;
/// More words are looked up.
const FEW: usize = 40;

/// Short texts beside each other, each as its first eight bytes, the next ones and its length.
struct Texts {
    heads: [u64; TEXTS],
    tails: [u64; TEXTS],
    lengths: [u64; TEXTS],
}

impl Texts {
    /// Reads texts that begin at `from`; where the last one ends, or nothing where one does not lie where sixteen bytes can be read.
    #[inline]
    fn read<O: ArrowNativeType>(&mut self, bytes: &[u8], mut from: usize, ends: &[O]) -> Option<usize> {
        let texts = self.heads.iter_mut().zip(&mut self.tails).zip(&mut self.lengths);
        for (((head, tail), length), end) in texts.zip(ends) {
            let sixteen = bytes.get(from..).and_then(<[u8]>::first_chunk::<SHORT>)?;
            let both = u128::from_le_bytes(*sixteen);
            (*head, *tail) = (both as u64, (both >> 64) as u64);
            *length = end.as_usize().wrapping_sub(from) as u64;
            from = end.as_usize();
        }
        Some(from)
    }

    /// The cells of the words, or `none`.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it must stand where wide instructions are allowed")]
    fn find(&self, words: &[(u64, u64, Cell)], none: Cell) -> [Cell; TEXTS] {
        let mut found = [none; TEXTS];
        let (heads, tails) = (self.heads.as_chunks().0, self.tails.as_chunks().0);
        let all = heads.iter().zip(tails).zip(self.lengths.as_chunks().0);
        for (((heads, tails), lengths), found) in all.zip(found.as_chunks_mut().0) {
            compare(words, heads, tails, lengths, found);
        }
        found
    }
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "it must stand where wide instructions are allowed")]
#[expect(
    clippy::indexing_slicing,
    reason = "the arrays are as long as the loop, and plain loops become wide"
)]
fn compare(
    words: &[(u64, u64, Cell)],
    heads: &[u64; LANES],
    tails: &[u64; LANES],
    lengths: &[u64; LANES],
    found: &mut [Cell; LANES],
) {
    let (mut head, mut tail) = ([0; LANES], [0; LANES]);
    for lane in 0..LANES {
        (head[lane], tail[lane]) = shortened(heads[lane], tails[lane], lengths[lane]);
    }
    let mut cells = *found;
    for &(word_head, word_tail, cell) in words {
        for lane in 0..LANES {
            let same = (head[lane] == word_head) & (tail[lane] == word_tail);
            cells[lane] = if same { cell } else { cells[lane] };
        }
    }
    *found = cells;
}

/// What is left of sixteen bytes where only so many belong to the text. The last byte is the length, which is 16 where there are as
/// many or more: no word that is compared so has as many.
#[inline(always)]
#[expect(clippy::inline_always, reason = "it must stand where wide instructions are allowed")]
fn shortened(head: u64, tail: u64, length: u64) -> (u64, u64) {
    let length = if length < 16 { length } else { 16 };
    let bits = |bytes: u64| (1_u64 << ((bytes * 8) & 63)).wrapping_sub(1);
    let head = if length < 8 { head & bits(length) } else { head };
    let tail = if length < 8 { 0 } else { tail & bits(length & 7) };
    (head, tail | length << 56)
}

fn few(words: &Words) -> Option<Vec<(u64, u64, Cell)>> {
    let list = words.list();
    let word = |word: &Arc<str>| {
        let key = key(word.as_bytes(), 0, word.len()).filter(|key| key.length < SHORT)?;
        let (head, tail) = shortened(key.head, key.tail, key.length as u64);
        Some((head, tail, words.find(word)?))
    };
    if list.len() > FEW { None } else { list.iter().map(word).collect() }
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
