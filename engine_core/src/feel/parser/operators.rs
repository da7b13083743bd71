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
    pub(super) fn operand(&mut self, level: Level) -> Parsed<Expr> {
        self.below(|parser| {
            let first = parser.signed()?;
            parser.continued(first, level)
        })
    }

    /// What an operand becomes with the operators after it.
    pub(super) fn continued(&mut self, mut left: Expr, level: Level) -> Parsed<Expr> {
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

    #[inline(never)]
    fn applied(&mut self, op: Infix, left: Expr) -> Parsed<Expr> {
        let start = left.span.start;
        let flat = matches!((op, &left.kind), (Infix::And, ExprKind::And(_)) | (Infix::Or, ExprKind::Or(_)));
        if !flat {
            self.wrap()?;
        }
        self.advance();
        let kind = match op {
            Infix::Between => return self.between(left),
            Infix::In => return self.membership(left),
            Infix::Or => ExprKind::Or(joined(left, self.operand(Level::And)?, or_parts)),
            Infix::And => ExprKind::And(joined(left, self.operand(Level::Comparison)?, and_parts)),
            Infix::Compare(op) => ExprKind::Compare(op, Box::new(left), Box::new(self.operand(Level::Sum)?)),
            Infix::Arithmetic(op) => {
                let right = self.operand(Level::of(op).tighter())?;
                ExprKind::Arithmetic(op, Box::new(left), Box::new(right))
            }
        };
        Ok(self.node(kind, start))
    }

    fn between(&mut self, value: Expr) -> Parsed<Expr> {
        let start = value.span.start;
        let low = self.operand(Level::Sum)?;
        self.need("and", "between the two bounds of `between`")?;
        let high = self.operand(Level::Sum)?;
        Ok(self.node(ExprKind::Between(Box::new(value), Box::new(low), Box::new(high)), start))
    }

    /// `-` before an operand, or the operand itself.
    pub(super) fn signed(&mut self) -> Parsed<Expr> {
        let start = self.peek().span.start;
        if self.take("-") {
            let operand = self.below(Self::signed)?;
            return Ok(self.node(ExprKind::Negate(Box::new(operand)), start));
        }
        let operand = self.postfixed()?;
        self.classified(operand)
    }

    /// `instance of` after an operand.
    pub(super) fn classified(&mut self, mut operand: Expr) -> Parsed<Expr> {
        while self.is("instance") && self.peek_at(1).is("of") {
            self.at += 2;
            self.wrap()?;
            let start = operand.span.start;
            let ty = self.type_name()?;
            operand = self.node(ExprKind::InstanceOf(Box::new(operand), ty), start);
        }
        Ok(operand)
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
