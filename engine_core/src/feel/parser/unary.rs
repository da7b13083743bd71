//! Unary tests: table cells, and what follows `in`.

use super::Parser;
use super::groups::open_range;
use crate::feel::ast::{CompareOp, Expr, ExprKind, Range, Test, TestKind, UnaryTests};
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
        if !self.is("not") || !self.peek_at(1).is("(") {
            return Ok(UnaryTests::OneOf(self.tests()?));
        }
        // `not(…)` and nothing after it negates tests; otherwise `not` is the function, as in `not(a) and ? > 3`.
        // Only reading tells, since brackets do not pair: `[1..2)`.
        self.negated_tests().map(UnaryTests::NoneOf).or_else(|negated| {
            self.rewind();
            let tests = self.tests().and_then(|tests| self.finished().map(|()| tests));
            tests.map(UnaryTests::OneOf).map_err(|plain| later(negated, plain))
        })
    }

    fn negated_tests(&mut self) -> Parsed<Vec<Test>> {
        self.at += 2;
        let tests = self.tests()?;
        self.need(")", "or `,` after the test in `not`")?;
        self.finished()?;
        Ok(tests)
    }

    fn tests(&mut self) -> Parsed<Vec<Test>> {
        let mut tests = vec![self.test()?];
        while self.take(",") {
            tests.push(self.test()?);
        }
        Ok(tests)
    }

    fn test(&mut self) -> Parsed<Test> {
        self.raw_test().map(settled)
    }

    fn raw_test(&mut self) -> Parsed<Test> {
        let start = self.peek().span.start;
        match self.comparison() {
            Some(op) => self.compared(op, start),
            None => Ok(as_value(*self.expression()?)),
        }
    }

    fn compared(&mut self, op: CompareOp, start: u32) -> Parsed<Test> {
        self.advance();
        let end = *self.operand(Level::Sum)?;
        Ok(Test { kind: TestKind::Compare(op, end), span: self.span_from(start) })
    }

    /// What follows `in`: one test, or several in parentheses.
    pub(super) fn membership(&mut self, value: Box<Expr>) -> Parsed<Box<Expr>> {
        let (start, here) = (value.span.start, self.peek().span.start);
        let tests = if let Some(op) = self.comparison() {
            vec![self.compared(op, here)?]
        } else if self.is("(") {
            let outer = self.enter()?;
            let tests = self.grouped_tests(here)?;
            self.leave(outer);
            tests
        } else {
            vec![value_test(*self.operand(Level::Sum)?)]
        };
        Ok(self.node(ExprKind::In(value, tests), start))
    }

    // After `in`, `(1, 2)` is a list of tests, but `(1..2)` is a range and `(a + b) * c` is an expression.
    fn grouped_tests(&mut self, start: u32) -> Parsed<Vec<Test>> {
        self.advance();
        let first = self.raw_test()?;
        let value = match first.kind {
            TestKind::Value(low) if self.is("..") => self.range_from(low, false, start)?,
            TestKind::Value(value) if self.is(")") => {
                self.advance();
                self.node(value.kind, start)
            }
            TestKind::Compare(op, end) if self.is(")") => {
                self.advance();
                self.node(open_range(op, end), start)
            }
            kind => return self.further_tests(Test { kind, ..first }),
        };
        let operand = self.extended(value)?;
        let operand = self.classified(operand)?;
        Ok(vec![value_test(*self.continued(operand, Level::Sum)?)])
    }

    fn further_tests(&mut self, first: Test) -> Parsed<Vec<Test>> {
        let mut tests = vec![settled(first)];
        while self.take(",") {
            tests.push(self.test()?);
        }
        self.need(")", "or `,` after the test")?;
        Ok(tests)
    }
}

// The fault that a reading came further to find is nearer to what the author meant.
fn later(first: Box<SyntaxError>, second: Box<SyntaxError>) -> Box<SyntaxError> {
    if second.span.start > first.span.start { second } else { first }
}

// A range with one end, such as `(< 5)`, is as a test the comparison `< 5`.
fn settled(test: Test) -> Test {
    let Test { kind, span } = test;
    let kind = match kind {
        TestKind::Value(Expr { kind: ExprKind::Points(op, end), .. }) => TestKind::Compare(op, *end),
        TestKind::Value(Expr { kind: ExprKind::Range(range), span }) => match *range {
            Range { low: Some((end, true)), high: None } => TestKind::Compare(CompareOp::GreaterOrEqual, end),
            Range { low: Some((end, false)), high: None } => TestKind::Compare(CompareOp::Greater, end),
            Range { low: None, high: Some((end, true)) } => TestKind::Compare(CompareOp::LessOrEqual, end),
            Range { low: None, high: Some((end, false)) } => TestKind::Compare(CompareOp::Less, end),
            both => TestKind::Value(Expr { kind: ExprKind::Range(Box::new(both)), span }),
        },
        kind => kind,
    };
    Test { kind, span }
}

fn value_test(value: Expr) -> Test {
    settled(as_value(value))
}

fn as_value(value: Expr) -> Test {
    let span = value.span;
    Test { kind: TestKind::Value(value), span }
}
