//! A pattern as a tree, its flags, and what can be wrong with it.
use std::fmt;

use regex_syntax::hir::ClassUnicode;

/// A part of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// One character of these.
    Class(ClassUnicode),
    /// A place between characters.
    Place(Place),
    /// A group; the number counts the capturing ones from 1.
    Group(u32, Box<Node>),
    /// What the group of that number has matched; nothing where it has matched nothing.
    Back(u32),
    /// One after the other.
    Sequence(Vec<Node>),
    /// The first that leads to a match.
    Choice(Vec<Node>),
    /// Repeated.
    Repeat { node: Box<Node>, least: u32, most: Option<u32>, greedy: bool },
}

/// A place between characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The beginning of the text.
    Start,
    /// The end of the text.
    End,
    /// The beginning of a line: after a line feed that is not the last character.
    LineStart,
    /// The end of a line.
    LineEnd,
}

/// The flags of XPath.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flags {
    /// `s`: the dot matches line breaks too.
    pub dot_all: bool,
    /// `m`: `^` and `$` match at lines.
    pub multi_line: bool,
    /// `i`: letters match whatever their case.
    pub any_case: bool,
    /// `x`: white space in the pattern does not count.
    pub spaced: bool,
}

impl Flags {
    /// Reads flags; each may stand several times.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        let mut flags = Self::default();
        for c in text.chars() {
            match c {
                's' => flags.dot_all = true,
                'm' => flags.multi_line = true,
                'i' => flags.any_case = true,
                'x' => flags.spaced = true,
                _ => return Err(Fault::Flag(c)),
            }
        }
        Ok(flags)
    }
}

/// What is wrong with a pattern, its flags or its replacement, or what stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No such flag.
    Flag(char),
    /// It ends too early.
    Unfinished,
    /// This character must have a backslash before it.
    Unescaped(char),
    /// No such escape.
    Escape(char),
    /// No such category or block of characters.
    Category,
    /// A quantifier that cannot be read, or whose bounds are turned round.
    Quantifier,
    /// A range of characters that is turned round, or an empty set of brackets.
    Range,
    /// A reference to a group that is not closed before it.
    BackReference,
    /// It is too long, too deep, or needs too much memory.
    TooLarge,
    /// It matches an empty text, so that what to replace or where to split is not determined.
    MatchesNothing,
    /// In a replacement, `$` needs a digit and `\` needs `$` or `\` after it.
    Replacement,
    /// The search took too many steps, or the result is too long.
    TooLong,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Flag(c) => return write!(f, "there is no flag `{c}`: the flags are s, m, i and x"),
            Self::Unfinished => "the pattern ends too early",
            Self::Unescaped(c) => {
                return write!(f, "`{c}` in the pattern needs a backslash, or its partner is missing");
            }
            Self::Escape(c) => return write!(f, "the pattern has no escape `\\{c}`"),
            Self::Category => "the pattern names a category of characters that does not exist",
            Self::Quantifier => "a quantifier of the pattern is wrong",
            Self::Range => "a range of characters in the pattern is empty",
            Self::BackReference => "the pattern refers to a group that is not closed before",
            Self::TooLarge => "the pattern is too large",
            Self::MatchesNothing => "the pattern also matches an empty text",
            Self::Replacement => "in the replacement, `$` needs a digit and `\\` needs `$` or `\\` after it",
            Self::TooLong => "the pattern takes too many steps on this text",
        })
    }
}
