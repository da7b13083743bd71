//! Unary tests: table cells, and what follows `in`.

use super::Parser;
use crate::feel::ast::{CompareOp, Expr, ExprKind, Range, Span, Test, TestKind, UnaryTests};
use crate::feel::error::{Parsed, SyntaxError};
use crate::feel::level::Level;
use crate::feel::token::TokenKind;

impl Parser<'_> {
    /// A whole cell.
    pub(super) fn cell(&mut self) -> Parsed<UnaryTests> {
        if self.peek().kind == TokenKind::End {
            let error = SyntaxError::new(self.peek().span, "expected a test, and the cell is empty");
            return Err(error.helped("write `-` where any value will do"));
        }
        if self.is("-") && self.peek_at(1).kind == TokenKind::End {
            self.advance();
            return Ok(UnaryTests::Any);
        }
        if !self.is_negation() {
            return Ok(UnaryTests::OneOf(self.tests()?));
        }
        self.at += 2;
        let tests = self.tests()?;
        self.need(")", "or `,` after the test in `not`")?;
        Ok(UnaryTests::NoneOf(tests))
    }

    // `not(…)` and nothing after it: otherwise it is the function, as in `not(a) and ? > 3`.
    fn is_negation(&self) -> bool {
        if !self.is("not") || !self.peek_at(1).is("(") {
            return false;
        }
        let mut open = 0_usize;
        for (index, token) in self.tokens.iter().enumerate() {
            if token.is("(") {
                open += 1;
            } else if token.is(")") {
                open = open.saturating_sub(1);
                if open == 0 {
                    return index + 1 == self.tokens.len();
                }
            }
        }
        true // never closed: say so as of a negation
    }

    fn tests(&mut self) -> Parsed<Vec<Test>> {
        let mut tests = vec![self.test()?];
        while self.take(",") {
            tests.push(self.test()?);
        }
        Ok(tests)
    }

    fn test(&mut self) -> Parsed<Test> {
        let start = self.peek().span.start;
        let Some(op) = self.comparison() else { return Ok(value_test(self.expression()?)) };
        self.compared(op, start)
    }

    fn compared(&mut self, op: CompareOp, start: u32) -> Parsed<Test> {
        self.advance();
        let end = self.operand(Level::Sum)?;
        Ok(Test { kind: TestKind::Compare(op, end), span: self.span_from(start) })
    }

    /// What follows `in`: one test, or several in parentheses.
    pub(super) fn membership(&mut self, value: Expr) -> Parsed<Expr> {
        let (start, here) = (value.span.start, self.peek().span.start);
        let tests = if let Some(op) = self.comparison() {
            vec![self.compared(op, here)?]
        } else if self.is("(") {
            self.below(|parser| parser.grouped_tests(here))?
        } else {
            vec![value_test(self.operand(Level::Sum)?)]
        };
        Ok(self.node(ExprKind::In(Box::new(value), tests), start))
    }

    // After `in`, `(1, 2)` is a list of tests, but `(1..2)` is a range and `(a + b) * c` is an expression.
    fn grouped_tests(&mut self, start: u32) -> Parsed<Vec<Test>> {
        self.advance();
        let first = self.test()?;
        let value = match first.kind {
            TestKind::Value(low) if self.is("..") => self.range_from(low, false, start)?,
            TestKind::Value(value) if self.is(")") => {
                self.advance();
                Expr { kind: value.kind, span: self.span_from(start) }
            }
            kind => return self.further_tests(Test { kind, ..first }),
        };
        let operand = self.extended(value)?;
        let operand = self.classified(operand)?;
        Ok(vec![value_test(self.continued(operand, Level::Sum)?)])
    }

    fn further_tests(&mut self, first: Test) -> Parsed<Vec<Test>> {
        let mut tests = vec![first];
        while self.take(",") {
            tests.push(self.test()?);
        }
        self.need(")", "or `,` after the test")?;
        Ok(tests)
    }
}

// A range with one end, such as `(< 5)`, is as a test the comparison `< 5`.
fn value_test(value: Expr) -> Test {
    let Expr { kind, span } = value;
    let compare = |op, end: Expr| Test { kind: TestKind::Compare(op, end), span };
    match kind {
        ExprKind::Points(op, end) => compare(op, *end),
        ExprKind::Range(range) => match *range {
            Range { low: Some((end, true)), high: None } => compare(CompareOp::GreaterOrEqual, end),
            Range { low: Some((end, false)), high: None } => compare(CompareOp::Greater, end),
            Range { low: None, high: Some((end, true)) } => compare(CompareOp::LessOrEqual, end),
            Range { low: None, high: Some((end, false)) } => compare(CompareOp::Less, end),
            both => as_value(ExprKind::Range(Box::new(both)), span),
        },
        kind => as_value(kind, span),
    }
}

fn as_value(kind: ExprKind, span: Span) -> Test {
    Test { kind: TestKind::Value(Expr { kind, span }), span }
}
