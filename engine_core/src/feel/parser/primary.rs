//! The shortest operands: literals, names, and what stands in brackets.

use super::Parser;
use crate::diagnostic::Code;
use crate::feel::ast::{Expr, ExprKind};
use crate::feel::error::{Parsed, SyntaxError};
use crate::feel::lexer::resolve;
use crate::feel::token::TokenKind;
use crate::value::Number;

impl Parser<'_> {
    pub(super) fn primary(&mut self) -> Parsed<Box<Expr>> {
        let token = self.peek();
        match (token.kind, token.text) {
            (TokenKind::Word, _) => self.word(),
            (TokenKind::Number, _) => self.number(),
            (TokenKind::Text, _) => self.text(),
            (TokenKind::Mark, "(") => self.parentheses(),
            (TokenKind::Mark, "[") => self.brackets(),
            (TokenKind::Mark, "]") if self.peek_at(1).kind != TokenKind::End => self.outward_range(),
            (TokenKind::Mark, "{") => self.context(),
            (TokenKind::Mark, "@") => self.at_literal(),
            (TokenKind::Mark, "?") => self.input(),
            (TokenKind::Mark | TokenKind::End, _) => Err(self.expected("an expression")),
        }
    }

    fn text(&mut self) -> Parsed<Box<Expr>> {
        let token = self.peek();
        let text = resolve(&token)?;
        self.advance();
        Ok(self.node(ExprKind::Text(text), token.span.start))
    }

    fn number(&mut self) -> Parsed<Box<Expr>> {
        let token = self.peek();
        if let Some(error) = super::slips::thousands(self) {
            return Err(error);
        }
        let number = Number::parse_exact(token.text).ok_or_else(|| {
            SyntaxError::new(token.span, "a number beyond 34 digits or the range of exponents")
                .coded(Code::NumberTooLarge)
        })?;
        self.advance();
        Ok(self.node(ExprKind::Number(number), token.span.start))
    }

    fn at_literal(&mut self) -> Parsed<Box<Expr>> {
        let start = self.advance().span.start;
        let token = self.peek();
        if token.kind != TokenKind::Text {
            return Err(self.expected("a date, time or duration in quotes after `@`"));
        }
        let text = resolve(&token)?;
        self.advance();
        Ok(self.node(ExprKind::At(text), start))
    }

    fn input(&mut self) -> Parsed<Box<Expr>> {
        let token = self.peek();
        if !self.cell {
            return Err(SyntaxError::new(token.span, "`?` has no meaning outside a table cell")
                .helped("name the value that is tested"));
        }
        self.advance();
        Ok(self.node(ExprKind::Name("?".to_owned()), token.span.start))
    }
}
