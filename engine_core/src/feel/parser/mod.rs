//! Tokens to syntax tree, by recursive descent with the levels of [`super::level`].
//!
//! Depth is counted as nodes are made: a chain such as `1 + 1 + 1` nests to the left without any recursion here, and
//! would exhaust the stack of whoever walks the tree.
mod forms;
mod groups;
mod operators;
mod plain;
mod postfix;
mod primary;
mod slips;
#[cfg(test)]
mod tests;
mod types;
mod unary;
mod words;

pub(super) use self::words::is_keyword;

use super::ast::{Expr, ExprKind, Span, TypeName, UnaryTests};
use super::error::{Parsed, SyntaxError};
use super::level::Level;
use super::lexer;
use super::names::{Names, Phrase};
use super::token::{Token, TokenKind};
use crate::bounds;
use crate::diagnostic::Code;

/// Parses an expression.
///
/// ```
/// use engine_core::feel::{Names, parse_expression, print_expression};
///
/// let names: Names = ["monthly income"].into_iter().collect();
/// let expr = parse_expression("monthly income*(0.70)", &names)?;
/// assert_eq!(print_expression(&expr), "monthly income * 0.7");
/// # Ok::<(), engine_core::feel::SyntaxError>(())
/// ```
///
/// # Errors
/// The first fault of form.
pub fn parse_expression(text: &str, names: &Names) -> Result<Expr, SyntaxError> {
    whole(text, names, false, Parser::expression).map(|expr| *expr)
}

/// Parses a table cell.
///
/// # Errors
/// The first fault of form.
pub fn parse_unary_tests(text: &str, names: &Names) -> Result<UnaryTests, SyntaxError> {
    plain::tests(text).map_or_else(|| whole(text, names, true, Parser::cell), Ok)
}

/// Parses a type, as it stands after `instance of`.
///
/// # Errors
/// The first fault of form.
pub fn parse_type(text: &str, names: &Names) -> Result<TypeName, SyntaxError> {
    whole(text, names, false, Parser::type_name)
}

fn whole<'a, T>(
    text: &'a str,
    names: &'a Names,
    cell: bool,
    parse: impl FnOnce(&mut Parser<'a>) -> Parsed<T>,
) -> Result<T, SyntaxError> {
    let length = u32::try_from(text.chars().take(bounds::EXPRESSION_LENGTH + 1).count()).unwrap_or(u32::MAX);
    if bounds::EXPRESSION_LENGTH < length as usize {
        let message = format!("an expression of more than {} characters", bounds::EXPRESSION_LENGTH);
        return Err(*SyntaxError::new(Span { start: 0, end: length }, message).coded(Code::TooLarge));
    }
    let tokens = lexer::tokens(text).map_err(|error| *error)?;
    let end = Token { kind: TokenKind::End, text: "", span: Span { start: length, end: length } };
    let mut parser = Parser {
        tokens,
        at: 0,
        end,
        names,
        locals: Vec::new(),
        members: Vec::new(),
        filters: 0,
        cell,
        depth: 0,
        deepest: 0,
    };
    let result = parse(&mut parser).map_err(|error| *error)?;
    parser.finished().map_err(|error| *error)?;
    Ok(result)
}

struct Parser<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    end: Token<'a>,
    names: &'a Names,
    /// Names of several tokens that the text itself brings in, innermost last.
    locals: Vec<Phrase>,
    /// Keys of several tokens of the contexts read so far: their paths and filters may use them.
    members: Vec<Phrase>,
    /// How many filters are open.
    filters: usize,
    /// Whether `?` means anything.
    cell: bool,
    /// How many nodes stand above the one being read.
    depth: usize,
    /// The depth of the deepest node of the operand being read.
    deepest: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Token<'a> {
        self.peek_at(0)
    }

    fn peek_at(&self, offset: usize) -> Token<'a> {
        self.tokens.get(self.at + offset).copied().unwrap_or(self.end)
    }

    fn rest(&self) -> &[Token<'a>] {
        self.tokens.get(self.at..).unwrap_or(&[])
    }

    fn previous(&self) -> Token<'a> {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).copied().unwrap_or(self.end)
    }

    fn advance(&mut self) -> Token<'a> {
        let token = self.peek();
        self.at = (self.at + 1).min(self.tokens.len());
        token
    }

    /// Back to the first token.
    fn rewind(&mut self) {
        (self.at, self.filters, self.depth, self.deepest) = (0, 0, 0, 0);
        self.locals.clear();
        self.members.clear();
    }

    fn is(&self, text: &str) -> bool {
        self.peek().is(text)
    }

    fn take(&mut self, text: &str) -> bool {
        let found = self.is(text);
        if found {
            self.at += 1;
        }
        found
    }

    fn need(&mut self, text: &str, place: &str) -> Parsed<()> {
        if self.take(text) { Ok(()) } else { Err(self.expected(&format!("`{text}` {place}"))) }
    }

    /// The span from `start` to the last token taken.
    fn span_from(&self, start: u32) -> Span {
        Span { start, end: self.previous().span.end.max(start) }
    }

    // On the heap at once: a tree's node is large, and the recursion hands up many.
    fn node(&self, kind: ExprKind, start: u32) -> Box<Expr> {
        Box::new(Expr { kind, span: self.span_from(start) })
    }

    /// A whole expression, one node below the present one.
    fn expression(&mut self) -> Parsed<Box<Expr>> {
        self.operand(Level::Or)
    }

    /// Goes one node down; the result is for [`Self::leave`].
    fn enter(&mut self) -> Parsed<usize> {
        self.depth += 1;
        if self.depth > bounds::DEPTH {
            return Err(self.too_deep());
        }
        Ok(std::mem::replace(&mut self.deepest, self.depth))
    }

    /// Goes up again after what was read below.
    fn leave(&mut self, outer: usize) {
        self.deepest = self.deepest.max(outer);
        self.depth -= 1;
    }

    /// What has been read as the present operand becomes the child of a new node.
    fn wrap(&mut self) -> Parsed<()> {
        self.deepest += 1;
        if self.deepest > bounds::DEPTH { Err(self.too_deep()) } else { Ok(()) }
    }

    #[cold]
    #[inline(never)]
    fn too_deep(&self) -> Box<SyntaxError> {
        let message = format!("an expression nested more than {} levels deep", bounds::DEPTH);
        SyntaxError::new(self.peek().span, message)
            .coded(Code::TooDeep)
            .helped("give parts of it names of their own; write a long sum as `sum([a, b, c])`")
    }

    /// The error that something else should stand here.
    #[cold]
    #[inline(never)]
    fn expected(&self, what: &str) -> Box<SyntaxError> {
        let error = SyntaxError::new(self.peek().span, format!("expected {what}"));
        match slips::help(self) {
            Some(help) => error.helped(help),
            None => error,
        }
    }

    fn finished(&self) -> Parsed<()> {
        if self.peek().kind == TokenKind::End {
            return Ok(());
        }
        let whole = if self.cell {
            "an operator, `,` or the end of the cell"
        } else {
            "an operator or the end of the expression"
        };
        Err(self.expected(whole))
    }
}
