//! What is wrong with the form of an expression.

use std::fmt;

use super::ast::Span;
use crate::diagnostic::Code;

/// A fault of form, in an author's words. Parsing stops at the first one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What kind of fault: syntax, depth, length, or a number that has no exact value.
    pub code: Code,
    /// Where, in characters of the text.
    pub span: Span,
    /// What was expected, or what is wrong: lower case, no final period.
    pub message: String,
    /// A way out, in the same style.
    pub help: Option<String>,
}

/// The result of a part of the parser; boxed, so that a deep recursion carries little.
pub(super) type Parsed<T> = Result<T, Box<SyntaxError>>;

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, at character {}", self.message, self.span.start + 1)
    }
}

impl std::error::Error for SyntaxError {}

impl SyntaxError {
    /// A fault of form without help.
    pub(super) fn new(span: Span, message: impl Into<String>) -> Box<Self> {
        Box::new(Self { code: Code::FeelSyntax, span, message: message.into(), help: None })
    }

    /// The same with help.
    pub(super) fn helped(mut self: Box<Self>, help: impl Into<String>) -> Box<Self> {
        self.help = Some(help.into());
        self
    }

    /// The same under another code.
    pub(super) fn coded(mut self: Box<Self>, code: Code) -> Box<Self> {
        self.code = code;
        self
    }
}
