//! What follows an operand directly: paths, filters and calls.

use super::Parser;
use crate::feel::ast::{Argument, Expr, ExprKind};
use crate::feel::error::{Parsed, SyntaxError};
use crate::feel::level::Level;
use crate::feel::token::TokenKind;

impl Parser<'_> {
    /// An operand with its paths, filters and calls.
    pub(super) fn postfixed(&mut self) -> Parsed<Box<Expr>> {
        let first = self.primary()?;
        self.extended(first)
    }

    /// The paths, filters and calls after an operand.
    pub(super) fn extended(&mut self, mut operand: Box<Expr>) -> Parsed<Box<Expr>> {
        loop {
            let read = match self.peek().text {
                "." => Self::path,
                "[" if self.opens_filter() => Self::filter,
                "(" => Self::call,
                _ => return Ok(operand),
            };
            self.wrap()?;
            self.advance();
            operand = read(self, operand)?;
        }
    }

    fn path(&mut self, operand: Box<Expr>) -> Parsed<Box<Expr>> {
        let start = operand.span.start;
        let (name, span) = self.member()?;
        Ok(self.node(ExprKind::Path(operand, name, span), start))
    }

    fn filter(&mut self, operand: Box<Expr>) -> Parsed<Box<Expr>> {
        let start = operand.span.start;
        self.filters += 1;
        let condition = self.operand(Level::Or)?;
        self.filters -= 1;
        self.need("]", "after the condition of the filter")?;
        Ok(self.node(ExprKind::Filter(operand, condition), start))
    }

    fn call(&mut self, callee: Box<Expr>) -> Parsed<Box<Expr>> {
        let start = callee.span.start;
        let arguments = self.arguments()?;
        Ok(self.node(ExprKind::Call(callee, arguments), start))
    }

    // In `[a..b[` the last bracket closes: nothing that can begin an expression follows it.
    fn opens_filter(&self) -> bool {
        let next = self.peek_at(1);
        match next.kind {
            TokenKind::Number | TokenKind::Text => true,
            TokenKind::Word => !super::words::is_infix(next.text),
            TokenKind::Mark => matches!(next.text, "(" | "[" | "{" | "-" | "@" | "?"),
            TokenKind::End => false,
        }
    }

    fn arguments(&mut self) -> Parsed<Vec<Argument>> {
        let mut arguments: Vec<Argument> = Vec::new();
        if self.take(")") {
            return Ok(arguments);
        }
        loop {
            let named = self.begins_with_label();
            if arguments.first().is_some_and(|first| first.name.is_some() != named) {
                return Err(SyntaxError::new(self.peek().span, "named and positional arguments in one call")
                    .helped("name all of the arguments, or none"));
            }
            let name = if named { Some(self.label("the argument")?) } else { None };
            let value = *self.expression()?;
            arguments.push(Argument { name, value });
            if !self.take(",") {
                self.need(")", "or `,` after the argument")?;
                return Ok(arguments);
            }
        }
    }
}
