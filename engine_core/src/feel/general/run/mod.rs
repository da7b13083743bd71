//! Running the resolved tree.
mod iterate;
mod operators;
mod tests;

pub use self::iterate::iterated;

use std::sync::Arc;

use super::node::{Filter, Node, Op, Slot};
use super::session::{Exhausted, Session};
use super::{call, describe, function};
use crate::feel::ast::Span;
use crate::feel::builtins::Builtin;
use crate::value::{ContextValue, End, RangeValue, Truth, Value, ops};

type Outcome = Result<Value, Exhausted>;

/// One routine while it runs.
pub(super) struct Machine<'m, 's> {
    pub session: &'m mut Session<'s>,
    inputs: &'m [Value],
    locals: Vec<Value>,
}

static NULL: Value = Value::Null;

impl<'m, 's> Machine<'m, 's> {
    pub fn new(session: &'m mut Session<'s>, inputs: &'m [Value], locals: u32) -> Self {
        Self { session, inputs, locals: vec![Value::Null; locals as usize] }
    }

    /// The value of a node.
    pub fn eval(&mut self, node: &Node) -> Outcome {
        match &node.op {
            Op::Constant(value) => Ok(value.clone()),
            Op::Read(slot) => Ok(self.read(*slot).clone()),
            _ => {
                self.session.enter()?;
                let value = self.compound(node)?;
                self.session.leave();
                Ok(value)
            }
        }
    }

    // Every arm is a call of its own, so that the frames of the recursion stay small.
    fn compound(&mut self, node: &Node) -> Outcome {
        let span = node.span;
        match &node.op {
            Op::Constant(value) => Ok(value.clone()),
            Op::Read(slot) => Ok(self.read(*slot).clone()),
            Op::Fault(why) => Ok(self.null(span, || why.to_string())),
            Op::Member(items, name, otherwise) => self.member(items, name, otherwise),
            Op::Path(of, name) => self.path(of, name, span),
            Op::Negate(operand) => self.negate(operand, span),
            Op::Arithmetic(op, a, b) => self.arithmetic(*op, a, b, span),
            Op::Compare(op, a, b) => self.compare(*op, a, b, span).map(Value::from),
            Op::And(_) | Op::Or(_) | Op::Between(_) | Op::In(..) => self.truth(node).map(Value::from),
            Op::If(parts) => self.conditional(parts),
            Op::List(items) => self.list(items),
            Op::Range(low, high) => self.range(low.as_deref(), high.as_deref(), span),
            Op::Context(entries) => self.context(entries),
            Op::Filter(filter) => self.filter(filter, span),
            Op::For(it) => self.for_each(it, span),
            Op::Some(it) => self.quantified(it, Truth::False, span),
            Op::Every(it) => self.quantified(it, Truth::True, span),
            Op::Function(routine, captures) => {
                let captured = captures.iter().map(|slot| self.read(*slot).clone()).collect();
                Ok(function::closure(Arc::clone(routine), captured))
            }
            Op::InstanceOf(value, ty) => {
                let value = self.eval(value)?;
                self.session.weigh(&value)?;
                Ok(ty.has_instance(&value).into())
            }
            Op::Builtin(rows, arguments) => self.builtin(rows, arguments, span),
            Op::NamedBuiltin(rows, arguments) => self.named_builtin(rows, arguments, span),
            Op::Call(callee, arguments) => self.call(callee, arguments, span),
            Op::Now => Ok(self.clock(span, |now| now.into())),
            Op::Today => Ok(self.clock(span, |now| now.date().into())),
        }
    }

    pub(super) fn read(&self, slot: Slot) -> &Value {
        match slot {
            Slot::Input(index) => self.inputs.get(index as usize).unwrap_or(&NULL),
            Slot::Local(index) => self.locals.get(index as usize).unwrap_or(&NULL),
        }
    }

    pub(super) fn set(&mut self, index: u32, value: Value) {
        if let Some(slot) = self.locals.get_mut(index as usize) {
            *slot = value;
        }
    }

    /// Null, with a reason.
    #[cold]
    fn null(&mut self, span: Span, why: impl FnOnce() -> String) -> Value {
        self.session.note(span, why);
        Value::Null
    }

    fn clock(&mut self, span: Span, give: fn(crate::value::DateTime) -> Value) -> Value {
        match self.session.now() {
            Some(now) => give(now),
            None => {
                self.session.miss_clock();
                self.null(span, || "no clock is given for `now()` and `today()`".to_owned())
            }
        }
    }

    /// A node that needs no work is read where it stands.
    fn worked(&mut self, node: &Node) -> Result<Option<Value>, Exhausted> {
        match &node.op {
            Op::Constant(_) | Op::Read(_) => Ok(None),
            _ => self.eval(node).map(Some),
        }
    }

    fn seen<'a>(&'a self, node: &'a Node, worked: Option<&'a Value>) -> &'a Value {
        match (&node.op, worked) {
            (_, Some(value)) => value,
            (Op::Constant(value), None) => value,
            (Op::Read(slot), None) => self.read(*slot),
            _ => &NULL,
        }
    }

    #[inline(never)]
    fn member(&mut self, items: &[Slot], name: &str, otherwise: &Node) -> Outcome {
        for item in items {
            if let Value::Context(context) = self.read(*item)
                && let Some(value) = context.get(name)
            {
                return Ok(value.clone());
            }
        }
        self.eval(otherwise)
    }

    #[inline(never)]
    fn path(&mut self, of: &Node, name: &str, span: Span) -> Outcome {
        let worked = self.worked(of)?;
        let value = self.seen(of, worked.as_ref());
        let part = ops::get(value, name);
        if part.is_null() && self.session.notes() {
            let why = match value {
                Value::Null => format!("`{name}` of null"),
                Value::Context(context) if context.get(name).is_some() => return Ok(part),
                other => format!("{} has no `{name}`", describe::kind(other)),
            };
            self.session.note(span, || why);
        }
        if let Value::List(items) = &part {
            self.session.take(items.len())?;
        }
        Ok(part)
    }

    #[inline(never)]
    fn conditional(&mut self, parts: &[Node; 3]) -> Outcome {
        let [condition, then, other] = parts;
        match self.eval(condition)? {
            Value::Boolean(true) => self.eval(then),
            Value::Boolean(false) | Value::Null => self.eval(other),
            value => Ok(self.null(condition.span, || format!("a condition is {}", describe::kind(&value)))),
        }
    }

    #[inline(never)]
    fn list(&mut self, items: &[Node]) -> Outcome {
        let values: Result<Vec<Value>, Exhausted> = items.iter().map(|item| self.eval(item)).collect();
        Ok(values?.into())
    }

    #[inline(never)]
    fn range(&mut self, low: Option<&(Node, bool)>, high: Option<&(Node, bool)>, span: Span) -> Outcome {
        let low = self.end(low)?;
        let high = self.end(high)?;
        if let (Some(low), Some(high)) = (&low, &high)
            && !super::types::of_one_type(&low.value, &high.value)
        {
            return Ok(self.null(span, || "the ends of the range are of different types".to_owned()));
        }
        Ok(RangeValue { low, high }.into())
    }

    fn end(&mut self, end: Option<&(Node, bool)>) -> Result<Option<End>, Exhausted> {
        let Some((node, included)) = end else { return Ok(None) };
        Ok(Some(End { value: self.eval(node)?, included: *included }))
    }

    #[inline(never)]
    fn context(&mut self, entries: &[(Arc<str>, u32, Node)]) -> Outcome {
        let mut values = Vec::with_capacity(entries.len());
        for (name, slot, node) in entries {
            let value = self.eval(node)?;
            self.set(*slot, value.clone());
            values.push((Arc::clone(name), value));
        }
        Ok(ContextValue::new(values).into())
    }

    #[inline(never)]
    fn filter(&mut self, filter: &Filter, span: Span) -> Outcome {
        let source = self.eval(&filter.source)?;
        if !filter.depends {
            return self.indexed(&source, &filter.predicate, span);
        }
        let items = match &source {
            Value::List(items) => Arc::clone(items),
            Value::Null => return Ok(self.null(span, || "a filter on null".to_owned())),
            one => Arc::from([one.clone()]),
        };
        let mut kept = Vec::new();
        for (index, item) in items.iter().enumerate() {
            self.session.take(1)?;
            self.set(filter.item, item.clone());
            match self.eval(&filter.predicate)? {
                Value::Boolean(true) => kept.push(item.clone()),
                position @ Value::Number(_) if index == 0 => {
                    return Ok(self.at_position(&source, &position, span));
                }
                _ => {}
            }
        }
        Ok(kept.into())
    }

    /// A filter that is the same for all elements: a position, or all or nothing.
    fn indexed(&mut self, source: &Value, predicate: &Node, span: Span) -> Outcome {
        let value = self.eval(predicate)?;
        Ok(match (value, source) {
            (_, Value::Null) => self.null(span, || "a filter on null".to_owned()),
            (position @ Value::Number(_), source) => self.at_position(source, &position, span),
            (Value::Boolean(true), Value::List(_)) => source.clone(),
            (Value::Boolean(true), one) => vec![one.clone()].into(),
            (Value::Boolean(false) | Value::Null, _) => Vec::new().into(),
            (other, _) => self.null(predicate.span, || format!("a filter by {}", describe::kind(&other))),
        })
    }

    fn at_position(&mut self, source: &Value, position: &Value, span: Span) -> Value {
        let items = match source {
            Value::List(items) => items,
            one => std::slice::from_ref(one),
        };
        let found = crate::feel::builtins::position(position, items.len()).and_then(|index| items.get(index));
        match found {
            Some(item) => item.clone(),
            None => {
                let (position, count) = (describe::short(position), items.len());
                self.null(span, || format!("there is no item {position} in a list of {count}"))
            }
        }
    }

    #[inline(never)]
    fn builtin(&mut self, rows: &[&'static Builtin], arguments: &[Node], span: Span) -> Outcome {
        match arguments {
            [a] => {
                let values = [self.eval(a)?];
                call::builtin(rows, &values, span, self.session)
            }
            [a, b] => {
                let values = [self.eval(a)?, self.eval(b)?];
                call::builtin(rows, &values, span, self.session)
            }
            more => {
                let values: Result<Vec<Value>, Exhausted> = more.iter().map(|node| self.eval(node)).collect();
                call::builtin(rows, &values?, span, self.session)
            }
        }
    }

    #[inline(never)]
    fn named_builtin(
        &mut self,
        rows: &[&'static Builtin],
        arguments: &[(Arc<str>, Node)],
        span: Span,
    ) -> Outcome {
        let values: Result<Vec<_>, Exhausted> =
            arguments.iter().map(|(name, node)| Ok((Arc::clone(name), self.eval(node)?))).collect();
        call::builtin_named(rows, &values?, span, self.session)
    }

    #[inline(never)]
    fn call(&mut self, callee: &Node, arguments: &[(Option<Arc<str>>, Node)], span: Span) -> Outcome {
        let callee = self.eval(callee)?;
        let mut named = Vec::new();
        let mut values = Vec::with_capacity(arguments.len());
        for (name, node) in arguments {
            let value = self.eval(node)?;
            match name {
                Some(name) => named.push((Arc::clone(name), value)),
                None => values.push(value),
            }
        }
        if named.is_empty() {
            call::value(&callee, values, span, self.session)
        } else {
            call::value_named(&callee, named, span, self.session)
        }
    }
}
