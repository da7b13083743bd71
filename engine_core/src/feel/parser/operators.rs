//! Operators between and before operands.

use super::Parser;
use crate::feel::ast::{ArithmeticOp, CompareOp, Expr, ExprKind, Span};
use crate::feel::error::{Parsed, SyntaxError};
use crate::feel::level::Level;

#[derive(Clone, Copy)]
enum Infix {
    Or,
    And,
    Compare(CompareOp),
    Between,
    In,
    Arithmetic(ArithmeticOp),
}

impl Infix {
    const fn level(self) -> Level {
        match self {
            Self::Or => Level::Or,
            Self::And => Level::And,
            Self::Compare(_) | Self::Between | Self::In => Level::Comparison,
            Self::Arithmetic(op) => Level::of(op),
        }
    }

    const fn is_order(self) -> bool {
        matches!(
            self,
            Self::Compare(
                CompareOp::Less | CompareOp::LessOrEqual | CompareOp::Greater | CompareOp::GreaterOrEqual
            )
        )
    }
}

impl Parser<'_> {
    /// An operand and the operators that bind at least as tightly as `level`.
    pub(super) fn operand(&mut self, level: Level) -> Parsed<Box<Expr>> {
        let outer = self.enter()?;
        let first = self.signed()?;
        let whole = self.continued(first, level)?;
        self.leave(outer);
        Ok(whole)
    }

    /// What an operand becomes with the operators after it.
    pub(super) fn continued(&mut self, mut left: Box<Expr>, level: Level) -> Parsed<Box<Expr>> {
        let mut ordered = false;
        while let Some(op) = self.infix().filter(|op| op.level() >= level) {
            if ordered && op.is_order() {
                return Err(self.chained());
            }
            ordered = op.is_order();
            left = self.applied(op, left)?;
        }
        Ok(left)
    }

    fn infix(&self) -> Option<Infix> {
        Some(match self.peek().text {
            "or" => Infix::Or,
            "and" => Infix::And,
            "between" => Infix::Between,
            "in" => Infix::In,
            "+" => Infix::Arithmetic(ArithmeticOp::Add),
            "-" => Infix::Arithmetic(ArithmeticOp::Subtract),
            "*" => Infix::Arithmetic(ArithmeticOp::Multiply),
            "/" => Infix::Arithmetic(ArithmeticOp::Divide),
            "**" => Infix::Arithmetic(ArithmeticOp::Power),
            _ => Infix::Compare(self.comparison()?),
        })
    }

    /// The comparison operator that stands here.
    pub(super) fn comparison(&self) -> Option<CompareOp> {
        Some(match self.peek().text {
            "=" => CompareOp::Equal,
            "!=" => CompareOp::NotEqual,
            // `<>` is another language's `!=`.
            "<" if !(self.peek_at(1).is(">") && self.peek_at(1).touches(&self.peek())) => CompareOp::Less,
            "<=" => CompareOp::LessOrEqual,
            ">" => CompareOp::Greater,
            ">=" => CompareOp::GreaterOrEqual,
            _ => return None,
        })
    }

    // Each kind of operator has a function of its own, here and below, to keep the frames of the recursion small.
    fn applied(&mut self, op: Infix, left: Box<Expr>) -> Parsed<Box<Expr>> {
        let flat = matches!((op, &left.kind), (Infix::And, ExprKind::And(_)) | (Infix::Or, ExprKind::Or(_)));
        if !flat {
            self.wrap()?;
        }
        self.advance();
        match op {
            Infix::Between => self.between(left),
            Infix::In => self.membership(left),
            Infix::Or => self.alternatives(*left),
            Infix::And => self.conjunction(*left),
            Infix::Compare(op) => self.compare(op, left),
            Infix::Arithmetic(op) => self.arithmetic(op, left),
        }
    }

    fn alternatives(&mut self, left: Expr) -> Parsed<Box<Expr>> {
        let start = left.span.start;
        let right = self.operand(Level::Or.tighter())?;
        Ok(self.node(ExprKind::Or(joined(left, *right, or_parts)), start))
    }

    fn conjunction(&mut self, left: Expr) -> Parsed<Box<Expr>> {
        let start = left.span.start;
        let right = self.operand(Level::And.tighter())?;
        Ok(self.node(ExprKind::And(joined(left, *right, and_parts)), start))
    }

    fn compare(&mut self, op: CompareOp, left: Box<Expr>) -> Parsed<Box<Expr>> {
        let start = left.span.start;
        let right = self.operand(Level::Sum)?;
        Ok(self.node(ExprKind::Compare(op, left, right), start))
    }

    fn arithmetic(&mut self, op: ArithmeticOp, left: Box<Expr>) -> Parsed<Box<Expr>> {
        let start = left.span.start;
        let right = self.operand(Level::of(op).tighter())?;
        Ok(self.node(ExprKind::Arithmetic(op, left, right), start))
    }

    fn between(&mut self, value: Box<Expr>) -> Parsed<Box<Expr>> {
        let start = value.span.start;
        let low = self.operand(Level::Sum)?;
        self.need("and", "between the two bounds of `between`")?;
        let high = self.operand(Level::Sum)?;
        Ok(self.node(ExprKind::Between(value, low, high), start))
    }

    /// `-` before an operand, or the operand itself.
    pub(super) fn signed(&mut self) -> Parsed<Box<Expr>> {
        if self.is("-") {
            return self.negated();
        }
        let operand = self.postfixed()?;
        self.classified(operand)
    }

    fn negated(&mut self) -> Parsed<Box<Expr>> {
        let start = self.advance().span.start;
        let outer = self.enter()?;
        let operand = self.signed()?;
        self.leave(outer);
        Ok(self.node(ExprKind::Negate(operand), start))
    }

    /// `instance of` after an operand.
    pub(super) fn classified(&mut self, mut operand: Box<Expr>) -> Parsed<Box<Expr>> {
        while self.is("instance") && self.peek_at(1).is("of") {
            operand = self.instance(operand)?;
        }
        Ok(operand)
    }

    fn instance(&mut self, operand: Box<Expr>) -> Parsed<Box<Expr>> {
        self.at += 2;
        self.wrap()?;
        let start = operand.span.start;
        let ty = self.type_name()?;
        Ok(self.node(ExprKind::InstanceOf(operand, ty), start))
    }

    #[cold]
    fn chained(&self) -> Box<SyntaxError> {
        let Span { start, end } = self.peek().span;
        SyntaxError::new(Span { start, end }, "a comparison of a comparison has no meaning")
            .helped("write `x between a and b`, `x in [a..b)` or `a < x and x < b`")
    }
}

// Parentheses around a part of the same kind mean nothing, so the parts join.
fn joined(left: Expr, right: Expr, parts: fn(Expr) -> Vec<Expr>) -> Vec<Expr> {
    let mut all = parts(left);
    all.append(&mut parts(right));
    all
}

fn and_parts(expr: Expr) -> Vec<Expr> {
    match expr.kind {
        ExprKind::And(parts) => parts,
        kind => vec![Expr { kind, ..expr }],
    }
}

fn or_parts(expr: Expr) -> Vec<Expr> {
    match expr.kind {
        ExprKind::Or(parts) => parts,
        kind => vec![Expr { kind, ..expr }],
    }
}
