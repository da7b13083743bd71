//! The pieces of FEEL text. A name with spaces or symbols is several tokens; the parser joins them by the names in scope.

use super::ast::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A run of name characters: a name, a part of one, or a keyword.
    Word,
    /// Digits with an optional fraction and exponent.
    Number,
    /// A text with its quotes, escapes not yet resolved.
    Text,
    /// An operator, a bracket, or any other single character.
    Mark,
    /// One past the last token.
    End,
}

/// A token with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// The text as written.
    pub text: &'a str,
    /// Where it stands.
    pub span: Span,
}

impl Token<'_> {
    /// Whether it is this mark or word. A text never is, since it carries its quotes.
    pub fn is(&self, text: &str) -> bool {
        self.text == text && matches!(self.kind, TokenKind::Word | TokenKind::Mark)
    }

    /// Whether it follows `other` without white space between.
    pub fn touches(&self, other: &Token<'_>) -> bool {
        other.span.end == self.span.start
    }
}
