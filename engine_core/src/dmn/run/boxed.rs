//! Boxed expressions.
use std::sync::Arc;

use super::function::Closure;
use super::{Machine, Outcome};
use crate::dmn::program::{Boxed, Entry, Logic, Loop};
use crate::feel::ast::Span;
use crate::feel::general::{self, Exhausted, kind};
use crate::value::{ContextValue, Truth, Value};

impl Machine<'_, '_> {
    pub(super) fn logic(&mut self, boxed: &Boxed, frame: &mut Vec<Value>) -> Outcome {
        match &boxed.logic {
            Logic::Constant(value) => Ok(value.clone()),
            Logic::Literal(expression) => match expression.input() {
                Some(index) => Ok(frame.get(index as usize).cloned().unwrap_or_default()),
                None => expression.run(frame, self.session),
            },
            Logic::Fault(why) => Ok(self.null(|| why.to_string())),
            _ => {
                self.session.enter()?;
                let value = self.compound(boxed, frame)?;
                self.session.leave();
                Ok(value)
            }
        }
    }

    fn compound(&mut self, boxed: &Boxed, frame: &mut Vec<Value>) -> Outcome {
        match &boxed.logic {
            Logic::Constant(_) | Logic::Literal(_) | Logic::Fault(_) => Ok(Value::Null),
            Logic::Context(entries, result) => self.context(entries, result.as_deref(), frame),
            Logic::Invocation(callee, bindings) => self.invocation(callee, bindings, frame),
            Logic::List(items) => {
                let items: Result<Vec<Value>, Exhausted> =
                    items.iter().map(|item| self.eval(item, frame)).collect();
                Ok(items?.into())
            }
            Logic::Relation(columns, rows) => {
                let mut list = Vec::with_capacity(rows.len());
                for row in rows {
                    let mut entries = Vec::with_capacity(columns.len());
                    for (name, cell) in columns.iter().zip(row) {
                        entries.push((Arc::clone(name), self.eval(cell, frame)?));
                    }
                    list.push(ContextValue::new(entries).into());
                }
                Ok(list.into())
            }
            Logic::Function(lambda) => {
                let seen = frame.iter().take(lambda.first as usize).cloned().collect();
                let program = Arc::clone(self.program);
                Ok(Closure { program, lambda: Arc::clone(lambda), frame: seen }.value())
            }
            Logic::Conditional(parts) => self.conditional(parts, frame),
            Logic::Filter(it) => self.filter(it, frame),
            Logic::For(it) => self.each(it, frame),
            Logic::Some(it) => self.quantified(it, Truth::False, frame),
            Logic::Every(it) => self.quantified(it, Truth::True, frame),
            Logic::Table(table) => self.table(table, boxed.origin, frame),
        }
    }

    fn context(&mut self, entries: &[Entry], result: Option<&Boxed>, frame: &mut Vec<Value>) -> Outcome {
        let mut values = Vec::with_capacity(entries.len());
        for entry in entries {
            let value = self.eval(&entry.value, frame)?;
            set(frame, entry.slot, value.clone());
            values.push((Arc::clone(&entry.name), value));
        }
        match result {
            Some(result) => self.eval(result, frame),
            None => Ok(ContextValue::new(values).into()),
        }
    }

    fn invocation(
        &mut self,
        callee: &Boxed,
        bindings: &[(Arc<str>, Boxed)],
        frame: &mut Vec<Value>,
    ) -> Outcome {
        let callee = self.eval(callee, frame)?;
        let mut arguments = Vec::with_capacity(bindings.len());
        for (name, value) in bindings {
            arguments.push((Arc::clone(name), self.eval(value, frame)?));
        }
        if arguments.is_empty() {
            return general::call(&callee, Vec::new(), Span::default(), self.session);
        }
        general::call_named(&callee, arguments, Span::default(), self.session)
    }

    fn conditional(&mut self, parts: &[Boxed; 3], frame: &mut Vec<Value>) -> Outcome {
        let [condition, then, other] = parts;
        match self.eval(condition, frame)? {
            Value::Boolean(true) => self.eval(then, frame),
            Value::Boolean(false) => self.eval(other, frame),
            value => Ok(self.null(|| format!("the condition is {}", kind(&value)))),
        }
    }

    /// The elements of a list, of a range that counts, or of a value as a list of one; `None` for null.
    fn elements(&mut self, source: &Boxed, frame: &mut Vec<Value>) -> Result<Option<Vec<Value>>, Exhausted> {
        Ok(match self.eval(source, frame)? {
            Value::List(items) => Some(items.to_vec()),
            Value::Null => {
                self.null(|| "there is nothing to go through: the list is null".to_owned());
                None
            }
            Value::Range(range) => {
                let items = general::iterated(&range, self.session)?;
                if items.is_none() {
                    self.null(|| "the range cannot be counted through".to_owned());
                }
                items
            }
            one => Some(vec![one]),
        })
    }

    fn filter(&mut self, it: &Loop, frame: &mut Vec<Value>) -> Outcome {
        let Some(items) = self.elements(&it.source, frame)? else { return Ok(Value::Null) };
        let mut kept = Vec::new();
        for item in items {
            self.session.take(1)?;
            set(frame, it.slot, item.clone());
            match self.eval(&it.body, frame)? {
                Value::Boolean(true) => kept.push(item),
                Value::Boolean(false) | Value::Null => {}
                value => return Ok(self.null(|| format!("the filter's condition is {}", kind(&value)))),
            }
        }
        Ok(kept.into())
    }

    fn each(&mut self, it: &Loop, frame: &mut Vec<Value>) -> Outcome {
        let Some(items) = self.elements(&it.source, frame)? else { return Ok(Value::Null) };
        let mut results: Vec<Value> = Vec::with_capacity(items.len());
        for item in items {
            self.session.take(results.len() / 8 + 1)?;
            set(frame, it.slot, item);
            set(frame, it.partial, results.clone().into());
            results.push(self.eval(&it.body, frame)?);
        }
        Ok(results.into())
    }

    /// `start` is what it is without elements; its opposite decides at once.
    fn quantified(&mut self, it: &Loop, start: Truth, frame: &mut Vec<Value>) -> Outcome {
        let Some(items) = self.elements(&it.source, frame)? else { return Ok(Value::Null) };
        let mut truth = start;
        for item in items {
            self.session.take(1)?;
            set(frame, it.slot, item);
            let one = match self.eval(&it.body, frame)? {
                value @ (Value::Boolean(_) | Value::Null) => Truth::of(&value),
                value => return Ok(self.null(|| format!("the condition is {}", kind(&value)))),
            };
            truth = if start == Truth::True { truth.and(one) } else { truth.or(one) };
            if truth == start.not() {
                break;
            }
        }
        Ok(truth.into())
    }
}

pub(super) fn set(frame: &mut [Value], slot: u32, value: Value) {
    if let Some(place) = frame.get_mut(slot as usize) {
        *place = value;
    }
}
