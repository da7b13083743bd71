//! The forms that bring names in: contexts, filters, iterations, function literals.
use std::sync::Arc;

use super::{Resolver, fault, key};
use crate::feel::ast::{Expr, ExprKind, Iteration, Parameter as Formal, Span};
use crate::feel::general::function::Parameter;
use crate::feel::general::node::{Filter, Loop, Node, Op, Routine, Slot, Source};
use crate::feel::general::types::FeelType;
use crate::value::Value;

/// Which of the iterating forms.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    For,
    Some,
    Every,
}

impl Resolver<'_> {
    pub(super) fn context(&mut self, entries: &[(String, Span, Expr)]) -> Op {
        for (index, (name, ..)) in entries.iter().enumerate() {
            if entries.iter().skip(index + 1).any(|(other, ..)| other == name) {
                return fault(format!("the context has two entries `{name}`"));
            }
        }
        let mark = self.mark();
        let mut resolved = Vec::with_capacity(entries.len());
        for (name, _, value) in entries {
            let node = match &value.kind {
                ExprKind::Function(parameters, body) => {
                    let op = self.function(parameters, Some(body), Some(name));
                    Node { op, span: value.span }
                }
                _ => self.expr(value),
            };
            let slot = self.local();
            self.bind(name, Slot::Local(slot));
            resolved.push((key(name), slot, node));
        }
        self.release(mark);
        Op::Context(resolved.into())
    }

    pub(super) fn filter(&mut self, source: &Expr, predicate: &Expr) -> Op {
        let source = self.expr(source);
        let mark = self.mark();
        let item = self.local();
        self.bind("item", Slot::Local(item));
        self.bind_item(Slot::Local(item));
        let predicate = self.expr(predicate);
        self.release(mark);
        let mut depends = false;
        predicate.slots(&mut |slot| depends |= slot == Slot::Local(item));
        Op::Filter(Box::new(Filter { source, predicate, item, depends }))
    }

    pub(super) fn iteration(&mut self, iterations: &[Iteration], body: &Expr, form: Form) -> Op {
        let mark = self.mark();
        let partial = (form == Form::For).then(|| self.local());
        let mut sources = Vec::with_capacity(iterations.len());
        for iteration in iterations {
            let from = self.expr(&iteration.source);
            let to = iteration.end.as_ref().map(|end| self.expr(end));
            let slot = self.local();
            self.bind(&iteration.name, Slot::Local(slot));
            sources.push(Source { slot, from, to });
        }
        let seen = self.partials;
        if let Some(slot) = partial
            && !iterations.iter().any(|iteration| iteration.name == "partial")
        {
            self.bind("partial", Slot::Local(slot));
        }
        let body = self.expr(body);
        let partial = partial.filter(|_| self.partials > seen);
        self.release(mark);
        let it = Box::new(Loop { sources: sources.into(), body, partial });
        match form {
            Form::For => Op::For(it),
            Form::Some => Op::Some(it),
            Form::Every => Op::Every(it),
        }
    }

    /// A function literal; without a body it is external, and with a name of its own it may call itself.
    pub(super) fn function(&mut self, formal: &[Formal], body: Option<&Expr>, own: Option<&str>) -> Op {
        let mut parameters = Vec::with_capacity(formal.len());
        for parameter in formal {
            let ty = match parameter.ty.as_ref().map(|ty| self.type_named(ty)) {
                None => FeelType::Any,
                Some(Ok(ty)) => ty,
                Some(Err(unknown)) => return fault(format!("there is no type `{unknown}`")),
            };
            parameters.push(Parameter { name: key(&parameter.name), ty });
        }
        // Where the name already stands for something, it goes on to do so.
        let own = own.filter(|name| !self.shadows(name));
        let count = u32::try_from(parameters.len()).unwrap_or(u32::MAX);
        self.open(count + u32::from(own.is_some()));
        if let Some(own) = own {
            self.bind(own, Slot::Input(count));
        }
        for (index, parameter) in (0..).zip(&parameters) {
            let name = Arc::clone(&parameter.name);
            self.bind(&name, Slot::Input(index));
        }
        let body = match body {
            Some(body) => self.expr(body),
            None => Node {
                op: fault("the function is in another language, which is not run here"),
                span: formal.first().map(|parameter| parameter.span).unwrap_or_default(),
            },
        };
        let level = self.close();
        let recursive = own.is_some() && reads(&body, Slot::Input(count));
        let routine = Routine {
            parameters: parameters.into(),
            body,
            locals: level.most(),
            recursive,
            own: own.is_some(),
        };
        if level.captures.is_empty() && own.is_none() {
            return Op::Constant(constant_function(routine));
        }
        Op::Function(Arc::new(routine), level.captures.into())
    }
}

fn constant_function(routine: Routine) -> Value {
    super::super::function::closure(Arc::new(routine), Box::default())
}

fn reads(node: &Node, wanted: Slot) -> bool {
    let mut found = false;
    node.slots(&mut |slot| found |= slot == wanted);
    found
}
