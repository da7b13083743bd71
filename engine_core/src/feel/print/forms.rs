//! Suffixes, collections, keyword forms and types as canonical text.

use super::Printer;
use crate::feel::ast::{Argument, Expr, ExprKind, Iteration, Parameter, Span, TypeName};
use crate::feel::level::Level;

impl Printer {
    pub(super) fn suffixed(&mut self, kind: &ExprKind) {
        match kind {
            ExprKind::Path(operand, name, _) => {
                self.expr(operand, Level::Postfix);
                self.word(".");
                self.word(name);
            }
            ExprKind::Filter(operand, condition) => {
                self.expr(operand, Level::Postfix);
                self.word("[");
                self.expr(condition, Level::Or);
                self.word("]");
            }
            ExprKind::Call(callee, arguments) => {
                self.expr(callee, Level::Postfix);
                self.word("(");
                self.separated(arguments, ", ", Self::argument);
                self.word(")");
            }
            ExprKind::InstanceOf(operand, ty) => {
                self.expr(operand, Level::Kind);
                self.word(" instance of ");
                self.ty(ty);
            }
            _ => {}
        }
    }

    fn argument(&mut self, argument: &Argument) {
        if let Some((name, _)) = &argument.name {
            self.word(name);
            self.word(": ");
        }
        self.expr(&argument.value, Level::Or);
    }

    pub(super) fn list(&mut self, items: &[Expr]) {
        self.word("[");
        self.separated(items, ", ", |to, item| to.expr(item, Level::Or));
        self.word("]");
    }

    pub(super) fn context(&mut self, entries: &[(String, Span, Expr)]) {
        self.word("{");
        self.separated(entries, ", ", |to, (key, _, value)| {
            to.key(key);
            to.word(": ");
            to.expr(value, Level::Or);
        });
        self.word("}");
    }

    pub(super) fn form(&mut self, kind: &ExprKind) {
        match kind {
            ExprKind::If(condition, yes, no) => {
                self.after("if ", condition);
                self.after(" then ", yes);
                self.after(" else ", no);
            }
            ExprKind::For(iterations, body) => self.iterating("for ", iterations, " return ", body),
            ExprKind::Some(iterations, body) => self.iterating("some ", iterations, " satisfies ", body),
            ExprKind::Every(iterations, body) => self.iterating("every ", iterations, " satisfies ", body),
            ExprKind::Function(parameters, body) => self.function(parameters, ") ", body),
            ExprKind::External(parameters, body) => self.function(parameters, ") external ", body),
            _ => {}
        }
    }

    fn after(&mut self, word: &str, expr: &Expr) {
        self.word(word);
        self.expr(expr, Level::Or);
    }

    fn iterating(&mut self, word: &str, iterations: &[Iteration], then: &str, body: &Expr) {
        self.word(word);
        self.separated(iterations, ", ", |to, iteration| {
            to.word(&iteration.name);
            to.word(" in ");
            let Some(end) = &iteration.end else { return to.expr(&iteration.source, Level::Or) };
            to.expr(&iteration.source, Level::Sum);
            to.word("..");
            to.expr(end, Level::Sum);
        });
        self.after(then, body);
    }

    fn function(&mut self, parameters: &[Parameter], then: &str, body: &Expr) {
        self.word("function(");
        self.separated(parameters, ", ", |to, parameter| {
            to.word(&parameter.name);
            if let Some(ty) = &parameter.ty {
                to.word(": ");
                to.ty(ty);
            }
        });
        self.after(then, body);
    }

    fn ty(&mut self, ty: &TypeName) {
        match ty {
            TypeName::Named(name) => self.word(name),
            TypeName::List(inner) => self.wrapped("list<", inner),
            TypeName::Range(inner) => self.wrapped("range<", inner),
            TypeName::Context(members) => {
                self.word("context<");
                self.separated(members, ", ", |to, (name, ty)| {
                    to.word(name);
                    to.word(": ");
                    to.ty(ty);
                });
                self.word(">");
            }
            TypeName::Function(parameters, result) => {
                self.word("function<");
                self.separated(parameters, ", ", Self::ty);
                self.word("> -> ");
                self.ty(result);
            }
        }
    }

    fn wrapped(&mut self, open: &str, inner: &TypeName) {
        self.word(open);
        self.ty(inner);
        self.word(">");
    }
}
