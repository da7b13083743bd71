//! The forms that begin with a keyword: `if`, `for`, `some`, `every`, `function`.

use super::Parser;
use crate::feel::ast::{Expr, ExprKind, Iteration, Parameter};
use crate::feel::error::Parsed;

impl Parser<'_> {
    pub(super) fn conditional(&mut self) -> Parsed<Box<Expr>> {
        let start = self.advance().span.start;
        let condition = self.expression()?;
        self.need("then", "after the condition of `if`")?;
        let yes = self.expression()?;
        self.need("else", "after the value of `then`")?;
        let no = self.expression()?;
        Ok(self.node(ExprKind::If(condition, yes, no), start))
    }

    /// `for`, `some` and `every`: variables with their sources, then a body that sees the variables.
    pub(super) fn iterating(&mut self) -> Parsed<Box<Expr>> {
        let keyword = self.advance();
        let word = if keyword.is("for") { "return" } else { "satisfies" };
        let outside = self.locals.len();
        let mut iterations = vec![self.iteration(keyword.text)?];
        while self.take(",") {
            iterations.push(self.iteration(keyword.text)?);
        }
        self.need(word, &format!("after the source of `{}`", keyword.text))?;
        let body = self.expression()?;
        self.locals.truncate(outside);
        let kind = match keyword.text {
            "for" => ExprKind::For(iterations, body),
            "some" => ExprKind::Some(iterations, body),
            _ => ExprKind::Every(iterations, body),
        };
        Ok(self.node(kind, keyword.span.start))
    }

    fn iteration(&mut self, keyword: &str) -> Parsed<Iteration> {
        let (name, span) = self.new_name(&["in"], &format!("the name of a variable after `{keyword}`"))?;
        self.need("in", "after the variable")?;
        let source = *self.expression()?;
        let end = if self.take("..") { Some(*self.expression()?) } else { None };
        self.declare(&name);
        Ok(Iteration { name, span, source, end })
    }

    pub(super) fn function(&mut self) -> Parsed<Box<Expr>> {
        let start = self.advance().span.start;
        self.need("(", "after `function`")?;
        let outside = self.locals.len();
        let parameters = self.parameters()?;
        let external = self.take("external");
        let body = self.expression()?;
        self.locals.truncate(outside);
        let make = if external { ExprKind::External } else { ExprKind::Function };
        Ok(self.node(make(parameters, body), start))
    }

    fn parameters(&mut self) -> Parsed<Vec<Parameter>> {
        let mut parameters = Vec::new();
        if self.take(")") {
            return Ok(parameters);
        }
        loop {
            let (name, span) = self.new_name(&[":", ",", ")"], "the name of a parameter")?;
            let ty = if self.take(":") { Some(self.type_name()?) } else { None };
            self.declare(&name);
            parameters.push(Parameter { name, span, ty });
            if !self.take(",") {
                break;
            }
        }
        self.need(")", "or `,` after the parameter")?;
        Ok(parameters)
    }
}
