//! The words of an enumeration, to be found without comparing texts one by one.

use std::sync::Arc;

use crate::domain::Cell;

/// Words by their length and first seven letters, which tell nearly all of them apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    keys: Box<[u64]>,
    words: Arc<[Arc<str>]>,
}

impl Words {
    /// An index of words.
    #[must_use]
    pub fn new(words: &[Arc<str>]) -> Self {
        Self { keys: words.iter().map(|word| key(word)).collect(), words: words.into() }
    }

    /// The words, in the author's order.
    #[must_use]
    pub const fn list(&self) -> &Arc<[Arc<str>]> {
        &self.words
    }

    /// The place of a word.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Cell> {
        let wanted = key(text);
        let same = |(at, known): (usize, &u64)| {
            *known == wanted && self.words.get(at).is_some_and(|word| **word == *text)
        };
        self.keys.iter().enumerate().position(same).and_then(|at| Cell::try_from(at).ok())
    }
}

/// The length and the first seven bytes in one number.
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
