//! The names that an expression may use, as far as parsing needs them.
//!
//! `a - b` is one name if it is declared, and a subtraction if not, so names of several tokens must be known before
//! the text can be read; the longest wins. Names of one word need no declaration here: whether they exist is
//! checked later.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::lexer;
use super::token::Token;

/// Names, members and types in scope that are more than one word.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub(super) variables: Phrases,
    pub(super) members: Phrases,
    pub(super) types: Phrases,
}

impl Names {
    /// No names but the built-in ones.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a variable or a function.
    pub fn add(&mut self, name: &str) {
        self.variables.add(name);
    }

    /// Adds a member of a context: known after a point and inside a filter.
    pub fn add_member(&mut self, name: &str) {
        self.members.add(name);
    }

    /// Adds a type, known after `instance of` and a parameter's colon.
    pub fn add_type(&mut self, name: &str) {
        self.types.add(name);
    }
}

impl<S: AsRef<str>> FromIterator<S> for Names {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Self {
        let mut result = Self::new();
        names.into_iter().for_each(|name| result.add(name.as_ref()));
        result
    }
}

/// A name of several tokens.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    words: Vec<Box<str>>,
    text: Box<str>,
}

impl Phrase {
    /// The phrase of a name; `None` for a name of one token, or one that cannot be written bare.
    pub fn of(name: &str) -> Option<Self> {
        let tokens = lexer::tokens(name).ok().filter(|tokens| tokens.len() > 1)?;
        let words = tokens.iter().map(|token| token.text.into()).collect();
        Some(Self { words, text: joined(&tokens).into() })
    }

    /// How many tokens it takes where the tokens begin with it.
    pub fn length_in(&self, tokens: &[Token<'_>]) -> Option<usize> {
        let same = tokens.len() >= self.words.len()
            && self.words.iter().zip(tokens).all(|(word, token)| **word == *token.text);
        same.then_some(self.words.len())
    }

    /// The name, white space inside it normalised.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The name that tokens spell: one space wherever white space stands between two.
pub(super) fn joined(tokens: &[Token<'_>]) -> String {
    let mut text = String::new();
    let mut before: Option<&Token<'_>> = None;
    for token in tokens {
        if before.is_some_and(|before| !token.touches(before)) {
            text.push(' ');
        }
        text.push_str(token.text);
        before = Some(token);
    }
    text
}

/// Phrases by their first word.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrases {
    by_first: BTreeMap<Box<str>, Vec<Phrase>>,
}

impl Phrases {
    /// Adds a name if it is more than one token.
    pub fn add(&mut self, name: &str) {
        if let Some(phrase) = Phrase::of(name)
            && let Some(first) = phrase.words.first().cloned()
        {
            self.by_first.entry(first).or_default().push(phrase);
        }
    }

    /// The phrases that begin as the tokens do.
    pub fn beginning(&self, tokens: &[Token<'_>]) -> &[Phrase] {
        let first = tokens.first().and_then(|token| self.by_first.get(token.text));
        first.map_or(&[], Vec::as_slice)
    }
}

/// The built-in functions whose names are more than one word.
const FUNCTIONS: [&str; 32] = [
    "context merge",
    "context put",
    "date and time",
    "day of week",
    "day of year",
    "distinct values",
    "ends with",
    "finished by",
    "get entries",
    "get value",
    "index of",
    "insert before",
    "list contains",
    "list replace",
    "lower case",
    "met by",
    "month of year",
    "overlaps after",
    "overlaps before",
    "round down",
    "round half down",
    "round half up",
    "round up",
    "started by",
    "starts with",
    "string join",
    "string length",
    "substring after",
    "substring before",
    "upper case",
    "week of year",
    "years and months duration",
];
/// The properties of dates, times and ranges whose names are more than one word.
const MEMBERS: [&str; 3] = ["time offset", "start included", "end included"];
/// The types whose names are more than one word.
const TYPES: [&str; 3] = ["date and time", "days and time duration", "years and months duration"];

/// What is known everywhere.
pub(super) static BUILT_IN: LazyLock<Names> = LazyLock::new(|| {
    let mut names: Names = FUNCTIONS.iter().collect();
    MEMBERS.iter().for_each(|name| names.add_member(name));
    TYPES.iter().for_each(|name| names.add_type(name));
    names
});
