//! Suffixes, collections, keyword forms and types as canonical text.

use super::Printer;
use crate::feel::ast::{Argument, Expr, Iteration, Parameter, Span, TypeName};
use crate::feel::level::Level;

impl Printer {
    pub(super) fn path(&mut self, operand: &Expr, name: &str) {
        self.expr(operand, Level::Postfix);
        self.word(".");
        self.word(name);
    }

    pub(super) fn filter(&mut self, operand: &Expr, condition: &Expr) {
        self.expr(operand, Level::Postfix);
        self.prefixed("[", condition, Level::Or);
        self.word("]");
    }

    pub(super) fn call(&mut self, callee: &Expr, arguments: &[Argument]) {
        self.expr(callee, Level::Postfix);
        self.word("(");
        self.separated(arguments, ", ", Self::argument);
        self.word(")");
    }

    pub(super) fn instance(&mut self, operand: &Expr, ty: &TypeName) {
        self.expr(operand, Level::Kind);
        self.word(" instance of ");
        self.ty(ty);
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

    pub(super) fn iterating(&mut self, word: &str, iterations: &[Iteration], then: &str, body: &Expr) {
        self.word(word);
        self.separated(iterations, ", ", |to, iteration| {
            to.word(&iteration.name);
            to.word(" in ");
            let Some(end) = &iteration.end else { return to.expr(&iteration.source, Level::Or) };
            to.expr(&iteration.source, Level::Sum);
            to.word("..");
            to.expr(end, Level::Sum);
        });
        self.prefixed(then, body, Level::Or);
    }

    pub(super) fn function(&mut self, parameters: &[Parameter], then: &str, body: &Expr) {
        self.word("function(");
        self.separated(parameters, ", ", |to, parameter| {
            to.word(&parameter.name);
            if let Some(ty) = &parameter.ty {
                to.word(": ");
                to.ty(ty);
            }
        });
        self.prefixed(then, body, Level::Or);
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
