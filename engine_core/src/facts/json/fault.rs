//! JSON that cannot be read: where, and what was expected there. The text itself is never repeated.

use jiter::{JiterError, JiterErrorType, JsonErrorType};

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
        let characters = before.iter().skip(start).filter(|byte| **byte & 0xC0 != 0x80).count();
        let (column, expected) = (characters + 1, self.expected);
        Problem {
            name: String::new(),
            value: None,
            expected: expected.to_owned(),
            message: format!("the JSON cannot be read at line {line}, column {column}: expected {expected}"),
        }
    }
}

impl From<JiterError> for Fault {
    fn from(error: JiterError) -> Self {
        let expected = match &error.error_type {
            JiterErrorType::JsonError(kind) => expected(kind),
            JiterErrorType::WrongType { .. } => VALUE,
        };
        Self::new(error.index, expected)
    }
}

/// What is expected where nothing that can begin a value stands.
pub const VALUE: &str = "a value";

const fn expected(kind: &JsonErrorType) -> &'static str {
    match kind {
        JsonErrorType::EofWhileParsingList => "`,` or `]`, and the text ends",
        JsonErrorType::EofWhileParsingObject => "the rest of an object, and the text ends",
        JsonErrorType::EofWhileParsingString => "the rest of a text, and the text ends",
        JsonErrorType::EofWhileParsingValue => "a value, and the text ends",
        JsonErrorType::ExpectedColon => "`:`",
        JsonErrorType::ExpectedListCommaOrEnd => "`,` or `]`",
        JsonErrorType::ExpectedObjectCommaOrEnd => "`,` or `}`",
        JsonErrorType::ExpectedSomeIdent => "`true`, `false` or `null`",
        JsonErrorType::InvalidEscape => "an escape that JSON has, such as `\\n`, `\\\"` or `\\u4e2d`",
        JsonErrorType::InvalidNumber => "a number as JSON writes it, such as `-3`, `0.5` or `1e3`",
        JsonErrorType::NumberOutOfRange => "an integer of at most 4300 digits",
        JsonErrorType::InvalidUnicodeCodePoint => "UTF-8",
        JsonErrorType::ControlCharacterWhileParsingString => {
            "an escape such as `\\n`, since a text holds no control characters"
        }
        JsonErrorType::KeyMustBeAString => "a key in double quotes",
        JsonErrorType::LoneLeadingSurrogateInHexEscape | JsonErrorType::UnexpectedEndOfHexEscape => {
            "both halves of a surrogate pair"
        }
        JsonErrorType::TrailingComma => "another item after the comma",
        JsonErrorType::TrailingCharacters => "the end, since a request is one object",
        JsonErrorType::RecursionLimitExceeded => "less nesting",
        JsonErrorType::ExpectedSomeValue
        | JsonErrorType::FloatExpectingInt
        | JsonErrorType::DuplicateKey(_)
        | JsonErrorType::InternalError(_) => VALUE,
    }
}
