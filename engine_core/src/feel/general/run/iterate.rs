//! `for`, `some` and `every`.
use std::ops::ControlFlow;
use std::sync::Arc;

use super::{Machine, Outcome, describe};
use crate::feel::ast::Span;
use crate::feel::general::node::{Loop, Source};
use crate::feel::general::session::{Exhausted, Session};
use crate::value::{Date, Number, RangeValue, Truth, Value};

/// What an iteration runs over.
enum Items {
    List(Arc<[Value]>),
    Numbers(i64, i64),
    Dates(i64, i64),
}

type Visit<'a, 'm, 's> = &'a mut dyn FnMut(&mut Machine<'m, 's>) -> Result<ControlFlow<()>, Exhausted>;

impl<'m, 's> Machine<'m, 's> {
    #[inline(never)]
    pub(super) fn for_each(&mut self, it: &Loop, span: Span) -> Outcome {
        let mut results: Vec<Value> = Vec::new();
        let whole = self.each(&it.sources, span, &mut |machine| {
            if let Some(slot) = it.partial {
                machine.session.take(results.len())?;
                machine.set(slot, results.clone().into());
            }
            let value = machine.eval(&it.body)?;
            if it.partial.is_some() {
                // What is made of the results so far could grow without end.
                machine.session.weigh(&value)?;
            }
            results.push(value);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(if whole.is_some() { results.into() } else { Value::Null })
    }

    /// `some` begins false and looks for true, `every` the other way round.
    #[inline(never)]
    pub(super) fn quantified(&mut self, it: &Loop, start: Truth, span: Span) -> Outcome {
        let mut result = start;
        let whole = self.each(&it.sources, span, &mut |machine| {
            let truth = machine.truth(&it.body)?;
            result = if start == Truth::False { result.or(truth) } else { result.and(truth) };
            Ok(if result == start.not() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        Ok(if whole.is_some() { result.into() } else { Value::Null })
    }

    /// Visits every combination; `None` where something cannot be run over.
    fn each(
        &mut self,
        sources: &[Source],
        span: Span,
        visit: Visit<'_, 'm, 's>,
    ) -> Result<Option<ControlFlow<()>>, Exhausted> {
        let Some((first, rest)) = sources.split_first() else {
            self.session.take(4)?;
            return visit(self).map(Some);
        };
        let Some(items) = self.items(first, span)? else { return Ok(None) };
        let mut step = |machine: &mut Self, value: Value| {
            machine.set(first.slot, value);
            machine.each(rest, span, visit)
        };
        match items {
            Items::List(items) => {
                for item in items.iter() {
                    match step(self, item.clone())? {
                        Some(ControlFlow::Continue(())) => {}
                        other => return Ok(other),
                    }
                }
            }
            Items::Numbers(from, to) => {
                for number in counted(from, to) {
                    match step(self, Number::from_i64(number).into())? {
                        Some(ControlFlow::Continue(())) => {}
                        other => return Ok(other),
                    }
                }
            }
            Items::Dates(from, to) => {
                for day in counted(from, to) {
                    match step(self, Date::from_days(day).into())? {
                        Some(ControlFlow::Continue(())) => {}
                        other => return Ok(other),
                    }
                }
            }
        }
        Ok(Some(ControlFlow::Continue(())))
    }

    fn items(&mut self, source: &Source, span: Span) -> Result<Option<Items>, Exhausted> {
        let from = self.eval(&source.from)?;
        let found = match &source.to {
            Some(to) => {
                let to = self.eval(to)?;
                between(&from, &to)
            }
            None => match &from {
                Value::List(items) => Some(Items::List(Arc::clone(items))),
                Value::Range(range) => of_range(range),
                Value::Null => None,
                one => Some(Items::List(Arc::from([one.clone()]))),
            },
        };
        if found.is_none() {
            self.session.note(span, || format!("{} cannot be run over", describe::kind(&from)));
        }
        Ok(found)
    }
}

/// From one end to the other, downwards where that is the way.
fn counted(from: i64, to: i64) -> Box<dyn Iterator<Item = i64>> {
    if from <= to { Box::new(from..=to) } else { Box::new((to..=from).rev()) }
}

fn between(from: &Value, to: &Value) -> Option<Items> {
    match (from, to) {
        (Value::Number(from), Value::Number(to)) if from.is_integer() && to.is_integer() => {
            Some(Items::Numbers(from.to_i64()?, to.to_i64()?))
        }
        (Value::Date(from), Value::Date(to)) => Some(Items::Dates(from.to_days(), to.to_days())),
        _ => None,
    }
}

/// The integers or days of a range, which runs upwards.
fn of_range(range: &RangeValue) -> Option<Items> {
    let (low, high) = (range.low.as_ref()?, range.high.as_ref()?);
    let ends = |from: i64, to: i64| {
        (from <= to).then_some(())?;
        Some((from.checked_add(i64::from(!low.included))?, to.checked_sub(i64::from(!high.included))?))
    };
    match between(&low.value, &high.value)? {
        Items::Numbers(from, to) => {
            let (from, to) = ends(from, to)?;
            Some(if from <= to { Items::Numbers(from, to) } else { Items::List(Arc::from([])) })
        }
        Items::Dates(from, to) => {
            let (from, to) = ends(from, to)?;
            Some(if from <= to { Items::Dates(from, to) } else { Items::List(Arc::from([])) })
        }
        Items::List(_) => None,
    }
}

/// What a loop over a range goes through; `None` where nothing can be counted.
///
/// # Errors
/// When there are more than the session has steps.
pub fn iterated(range: &RangeValue, session: &mut Session<'_>) -> Result<Option<Vec<Value>>, Exhausted> {
    let Some(items) = of_range(range) else { return Ok(None) };
    let steps = |from: i64, to: i64| usize::try_from(from.abs_diff(to)).unwrap_or(usize::MAX);
    Ok(Some(match items {
        Items::List(items) => items.to_vec(),
        Items::Numbers(from, to) => {
            session.take(steps(from, to))?;
            counted(from, to).map(|number| Number::from_i64(number).into()).collect()
        }
        Items::Dates(from, to) => {
            session.take(steps(from, to))?;
            counted(from, to).map(|day| Date::from_days(day).into()).collect()
        }
    }))
}
