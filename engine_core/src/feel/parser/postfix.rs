//! What follows an operand directly: paths, filters and calls.

use super::Parser;
use crate::feel::ast::{Argument, Expr, ExprKind};
use crate::feel::error::{Parsed, SyntaxError};
use crate::feel::token::TokenKind;

impl Parser<'_> {
    /// An operand with its paths, filters and calls.
    pub(super) fn postfixed(&mut self) -> Parsed<Expr> {
        let first = self.primary()?;
        self.extended(first)
    }

    /// The paths, filters and calls after an operand.
    pub(super) fn extended(&mut self, mut operand: Expr) -> Parsed<Expr> {
        loop {
            let start = operand.span.start;
            let kind = if self.take(".") {
                self.wrap()?;
                let (name, span) = self.member()?;
                ExprKind::Path(Box::new(operand), name, span)
            } else if self.is("[") && self.opens_filter() {
                self.wrap()?;
                ExprKind::Filter(Box::new(operand), Box::new(self.filter()?))
            } else if self.take("(") {
                self.wrap()?;
                ExprKind::Call(Box::new(operand), self.arguments()?)
            } else {
                return Ok(operand);
            };
            operand = self.node(kind, start);
        }
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

    fn filter(&mut self) -> Parsed<Expr> {
        self.advance();
        self.filters += 1;
        let condition = self.expression()?;
        self.filters -= 1;
        self.need("]", "after the condition of the filter")?;
        Ok(condition)
    }

    fn arguments(&mut self) -> Parsed<Vec<Argument>> {
        let mut arguments: Vec<Argument> = Vec::new();
        if self.take(")") {
            return Ok(arguments);
        }
        loop {
            let at = self.peek().span;
            let named = self.begins_with_label();
            if arguments.first().is_some_and(|first| first.name.is_some() != named) {
                return Err(SyntaxError::new(at, "named and positional arguments in one call")
                    .helped("name all of the arguments, or none"));
            }
            let name = if named { Some(self.label("the argument")?) } else { None };
            arguments.push(Argument { name, value: self.expression()? });
            if !self.take(",") {
                break;
            }
        }
        self.need(")", "or `,` after the argument")?;
        Ok(arguments)
    }
}
