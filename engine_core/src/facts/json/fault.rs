//! JSON that cannot be read: where, and what was expected there. The text itself is never repeated.

use crate::facts::Problem;

/// What stands in the way of reading the text at all, and at which byte.
#[derive(Debug)]
pub struct Fault {
    at: usize,
    expected: &'static str,
}

impl Fault {
    /// A fault at a byte.
    pub const fn new(at: usize, expected: &'static str) -> Self {
        Self { at, expected }
    }

    /// The one problem that is told for it. Lines and columns count from 1, columns in characters.
    pub fn problem(&self, data: &[u8]) -> Problem {
        let before = data.get(..self.at).unwrap_or(data);
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        // Every character has one byte that is no continuation.
        let column = before.iter().skip(start).filter(|byte| **byte & 0xC0 != 0x80).count() + 1;
        let ends = if self.at >= data.len() { ", and the text ends" } else { "" };
        let expected = self.expected;
        Problem {
            name: String::new(),
            value: None,
            expected: expected.to_owned(),
            message: format!(
                "the JSON cannot be read at line {line}, column {column}: expected {expected}{ends}"
            ),
        }
    }
}
