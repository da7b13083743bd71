//! What stands in brackets: parentheses, lists, ranges and contexts.

use super::Parser;
use crate::feel::ast::{CompareOp, Expr, ExprKind, Range, Span};
use crate::feel::error::Parsed;
use crate::feel::level::Level;
use crate::feel::lexer::resolve;
use crate::feel::names::Phrase;
use crate::feel::token::TokenKind;

impl Parser<'_> {
    /// `(a)`, `(a..b)`, `(< a)`
    pub(super) fn parentheses(&mut self) -> Parsed<Box<Expr>> {
        let start = self.advance().span.start;
        if let Some(op) = self.comparison() {
            self.advance();
            let end = self.operand(Level::Sum)?;
            self.need(")", "after the end of the range")?;
            return Ok(self.node(open_range(op, *end), start));
        }
        let inner = self.expression()?;
        if self.is("..") {
            return self.range_from(*inner, false, start);
        }
        self.need(")", "after the expression in parentheses")?;
        Ok(self.node(inner.kind, start))
    }

    /// `[a, b]`, `[a..b]`
    pub(super) fn brackets(&mut self) -> Parsed<Box<Expr>> {
        let start = self.advance().span.start;
        let mut items = Vec::new();
        if self.take("]") {
            return Ok(self.node(ExprKind::List(items), start));
        }
        if self.comparison().is_some() {
            return Err(self
                .expected("a list or a range")
                .helped("write a range with one end in parentheses: `(>= 5)`"));
        }
        loop {
            items.push(*self.expression()?);
            if items.len() == 1
                && self.is("..")
                && let Some(low) = items.pop()
            {
                return self.range_from(low, true, start);
            }
            if !self.take(",") {
                break;
            }
        }
        self.need("]", "or `,` after the item of the list")?;
        Ok(self.node(ExprKind::List(items), start))
    }

    /// `]a..b]`
    pub(super) fn outward_range(&mut self) -> Parsed<Box<Expr>> {
        let start = self.advance().span.start;
        let low = self.operand(Level::Sum)?;
        self.range_from(*low, false, start)
    }

    /// The rest of a range from its `..` on.
    pub(super) fn range_from(&mut self, low: Expr, low_included: bool, start: u32) -> Parsed<Box<Expr>> {
        self.need("..", "after the lower end of the range")?;
        let high = self.operand(Level::Sum)?;
        let high_included = self.take("]");
        if !high_included && !self.take(")") && !self.take("[") {
            return Err(self.expected("`]` or `)` after the upper end of the range"));
        }
        let range = Range { low: Some((low, low_included)), high: Some((*high, high_included)) };
        Ok(self.node(ExprKind::Range(Box::new(range)), start))
    }

    /// `{a: 1, "b c": 2}`
    pub(super) fn context(&mut self) -> Parsed<Box<Expr>> {
        let start = self.advance().span.start;
        let outside = self.locals.len();
        let entries = self.entries()?;
        self.locals.truncate(outside);
        self.need("}", "or `,` after the entry of the context")?;
        Ok(self.node(ExprKind::Context(entries), start))
    }

    fn entries(&mut self) -> Parsed<Vec<(String, Span, Expr)>> {
        let mut entries = Vec::new();
        if self.is("}") {
            return Ok(entries);
        }
        loop {
            let (key, span) = self.key()?;
            let value = *self.expression()?;
            // A key is in scope only after its own entry.
            self.declare(&key);
            self.members.extend(Phrase::of(&key));
            entries.push((key, span, value));
            if !self.take(",") {
                return Ok(entries);
            }
        }
    }

    fn key(&mut self) -> Parsed<(String, Span)> {
        let token = self.peek();
        if token.kind != TokenKind::Text {
            return self.label("the entry");
        }
        let key = resolve(&token)?;
        self.advance();
        self.need(":", "after the name of the entry")?;
        Ok((key, token.span))
    }
}

/// The range that a comparison with its end makes.
pub(super) fn open_range(op: CompareOp, end: Expr) -> ExprKind {
    let (low, high) = match op {
        CompareOp::Equal | CompareOp::NotEqual => return ExprKind::Points(op, Box::new(end)),
        CompareOp::Less => (None, Some((end, false))),
        CompareOp::LessOrEqual => (None, Some((end, true))),
        CompareOp::Greater => (Some((end, false)), None),
        CompareOp::GreaterOrEqual => (Some((end, true)), None),
    };
    ExprKind::Range(Box::new(Range { low, high }))
}
