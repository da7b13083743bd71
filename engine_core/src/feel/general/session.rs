//! One run: its clock, its bounds, and the reasons for nulls if somebody wants them.
use std::fmt;

use crate::bounds;
use crate::diagnostic::Code;
use crate::feel::ast::Span;
use crate::value::{DateTime, Value};

/// Why something is null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where, in characters of the expression.
    pub span: Span,
    /// What happened: lower case, no final period.
    pub message: String,
    /// Which of a host's expressions it was, where the host tells them apart by [`Session::enter_origin`].
    pub origin: u32,
}

/// A part of an expression that can never have a value; it is null when it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The kind: an unknown name, function or type, wrong arguments, or a literal without a value.
    pub code: Code,
    /// Where, in characters of the expression.
    pub span: Span,
    /// What is wrong: lower case, no final period.
    pub message: String,
}

/// What a run may use up has been used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exhausted {
    /// Too many steps.
    Steps,
    /// Calls or values nested too deep.
    Depth,
}

impl fmt::Display for Exhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Steps => write!(f, "an expression took more than {} steps", bounds::STEPS),
            Self::Depth => f.write_str("calls or values are nested too deep"),
        }
    }
}

impl std::error::Error for Exhausted {}

/// The state of a run that is shared by all that runs in it.
#[derive(Debug)]
pub struct Session<'a> {
    now: Option<DateTime>,
    steps: u64,
    depth: u32,
    notes: Option<&'a mut Vec<Note>>,
    hits: Option<&'a mut Vec<(u32, u32)>>,
    origin: u32,
    clock_missed: bool,
}

impl Default for Session<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> Session<'a> {
    /// Without a clock, without notes.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            now: None,
            steps: bounds::STEPS,
            depth: 0,
            notes: None,
            hits: None,
            origin: 0,
            clock_missed: false,
        }
    }

    /// With what `now()` and `today()` give.
    #[must_use]
    pub const fn at(mut self, now: Option<DateTime>) -> Self {
        self.now = now;
        self
    }

    /// With a list for the reasons of nulls.
    #[must_use]
    pub fn noting(mut self, notes: &'a mut Vec<Note>) -> Self {
        self.notes = Some(notes);
        self
    }

    /// With a list for what tables choose: the table's origin, and the number of the rule, from 0.
    #[must_use]
    pub fn recording(mut self, hits: &'a mut Vec<(u32, u32)>) -> Self {
        self.hits = Some(hits);
        self
    }

    /// The clock, if there is one.
    #[must_use]
    pub const fn now(&self) -> Option<DateTime> {
        self.now
    }

    /// Whether an expression asked for a clock that is not there.
    #[must_use]
    pub const fn clock_missed(&self) -> bool {
        self.clock_missed
    }

    pub(super) const fn miss_clock(&mut self) {
        self.clock_missed = true;
    }

    /// Says which of the host's expressions runs from here on; gives the one that ran so far, to be set again after it.
    #[inline]
    pub const fn enter_origin(&mut self, origin: u32) -> u32 {
        std::mem::replace(&mut self.origin, origin)
    }

    /// Records a rule that a table chose, if anybody listens.
    #[inline]
    pub fn hit(&mut self, table: u32, rule: u32) {
        if let Some(hits) = &mut self.hits
            && hits.len() < bounds::NOTES
        {
            hits.push((table, rule));
        }
    }

    /// Takes so many steps.
    ///
    /// # Errors
    /// When there are none left.
    #[inline]
    pub fn take(&mut self, steps: usize) -> Result<(), Exhausted> {
        match self.steps.checked_sub(steps as u64) {
            Some(left) => {
                self.steps = left;
                Ok(())
            }
            None => Err(Exhausted::Steps),
        }
    }

    /// Goes one level down.
    ///
    /// # Errors
    /// When it is too deep, or there are no steps left.
    #[inline]
    pub fn enter(&mut self) -> Result<(), Exhausted> {
        self.depth += 1;
        if self.depth > bounds::RUN_DEPTH {
            return Err(Exhausted::Depth);
        }
        self.take(1)
    }

    /// Goes up again; after an error nothing counts any more.
    #[inline]
    pub const fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Takes a step for everything within a list or context, since whoever walks it needs as many.
    ///
    /// # Errors
    /// When it is larger or deeper than a run may make it.
    #[inline]
    pub fn weigh(&mut self, value: &Value) -> Result<(), Exhausted> {
        match value {
            Value::List(_) | Value::Context(_) | Value::Range(_) => self.weigh_deep(value, 0),
            Value::Text(text) => self.take(text.len() / 16),
            _ => Ok(()),
        }
    }

    fn weigh_deep(&mut self, value: &Value, depth: usize) -> Result<(), Exhausted> {
        if depth > bounds::VALUE_DEPTH {
            return Err(Exhausted::Depth);
        }
        match value {
            Value::List(items) => {
                self.take(items.len())?;
                items.iter().try_for_each(|item| self.weigh_deep(item, depth + 1))
            }
            Value::Context(context) => {
                self.take(context.entries().len())?;
                context.entries().iter().try_for_each(|(_, item)| self.weigh_deep(item, depth + 1))
            }
            Value::Range(range) => {
                let ends = [&range.low, &range.high].into_iter().flatten();
                ends.into_iter().try_for_each(|end| self.weigh_deep(&end.value, depth + 1))
            }
            Value::Text(text) => self.take(text.len() / 16),
            _ => Ok(()),
        }
    }

    /// Notes a reason, if anybody listens.
    #[inline]
    pub fn note(&mut self, span: Span, message: impl FnOnce() -> String) {
        if let Some(notes) = &mut self.notes
            && notes.len() < bounds::NOTES
        {
            let note = Note { span, message: message(), origin: self.origin };
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }

    /// Whether anybody listens.
    #[must_use]
    pub const fn notes(&self) -> bool {
        self.notes.is_some()
    }
}
