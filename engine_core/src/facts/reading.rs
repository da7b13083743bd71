//! Reading the facts of one applicant, in the order in which consent allows it.

use std::cell::Cell;

use super::{Input, Plain, Problem, Reader, accept};
use crate::bounds;
use crate::diagnostic::did_you_mean;
use crate::domain::{self, missing};
use crate::feel::frame::Frame;
use crate::flow::Program;
use crate::schema::{FactId, NOT_GIVEN, WITHHELD};

thread_local! {
    /// A frame that nothing uses any more: each thread keeps one, since making one costs as much as reading several facts.
    static SPARE: Cell<Option<Box<Frame>>> = const { Cell::new(None) };
}

/// Keeps a frame for the next applicant whom this thread reads.
#[inline]
pub fn spare(mut frame: Box<Frame>) {
    frame.empty();
    // A thread that is ending keeps nothing.
    let _kept = SPARE.try_with(|spare| spare.set(Some(frame)));
}

/// The facts of one applicant as they come in.
#[derive(Debug)]
pub struct Reading<'p> {
    program: &'p Program,
    /// In a box, since it goes through many hands.
    frame: Box<Frame>,
    problems: Vec<Problem>,
}

impl<'p> Reading<'p> {
    /// Begins.
    #[inline]
    #[must_use]
    pub fn new(program: &'p Program) -> Self {
        let scope = &program.checked.scope;
        let mut frame = SPARE.try_with(Cell::take).ok().flatten().unwrap_or_default();
        frame.reset(scope.cells, scope.values);
        Self { program, frame, problems: Vec::new() }
    }

    /// Whether the fact may not be read, for want of consent. Consents must be given before what they bind.
    pub fn withheld(&mut self, id: FactId) -> bool {
        let Some(consent) = self.program.facts.get(id.index()).and_then(|slot| slot.fact.consent) else {
            return false;
        };
        let withheld = !self.consented(consent);
        if withheld {
            self.withhold(id);
        }
        withheld
    }

    /// A fact that may not be read.
    #[inline]
    pub fn withhold(&mut self, id: FactId) {
        self.frame.set_cell(id.0, missing(WITHHELD));
    }

    /// Whether a consent that was given is true.
    #[inline]
    #[must_use]
    pub fn consented(&self, consent: FactId) -> bool {
        self.frame.cell(consent.0) == 1
    }

    /// Whether a fact has no value, or was not read yet.
    #[inline]
    #[must_use]
    pub fn is_null(&self, id: FactId) -> bool {
        self.frame.cell(id.0) == domain::NULL
    }

    /// The reader of a fact.
    #[inline]
    #[must_use]
    pub fn reader(&self, id: FactId) -> Option<&'p Reader> {
        self.program.readers.get(id.index())
    }

    /// The cell of a fact, as its reader gave it.
    #[inline]
    pub fn set(&mut self, id: FactId, cell: domain::Cell) {
        self.frame.set_cell(id.0, cell);
    }

    /// A plain value, if it becomes a cell without more ado; whether it did.
    #[inline]
    pub fn give_plain(&mut self, id: FactId, value: Plain<'_>) -> bool {
        let cell = self.reader(id).and_then(|reader| reader.read(&value));
        if let Some(cell) = cell {
            self.set(id, cell);
        }
        cell.is_some()
    }

    /// A fact that was given, or null.
    #[inline]
    pub fn give(&mut self, id: FactId, input: &Input<'_>) {
        if Plain::of(input).is_some_and(|value| self.give_plain(id, value)) {
            return;
        }
        let Some(slot) = self.program.facts.get(id.index()) else { return };
        match input {
            Input::Null => self.absent(id, NOT_GIVEN, input),
            Input::Float(number) if number.is_nan() => {
                // NaN is how data frames write a missing number.
                if slot.fact.optional() {
                    self.absent(id, NOT_GIVEN, &Input::Null)
                } else {
                    self.bad(id, input)
                }
            }
            Input::Missing(cause) => match self.program.checked.schema.cause(cause) {
                Some(cause) => self.absent(id, cause, input),
                None => self.bad(id, input),
            },
            _ => self.give_value(id, input),
        }
    }

    fn give_value(&mut self, id: FactId, input: &Input<'_>) {
        let Some(slot) = self.program.facts.get(id.index()) else { return };
        let Some(value) = slot.value.and_then(|_| accept::value(&slot.fact, input)) else {
            self.bad(id, input);
            return;
        };
        self.frame.set_cell(id.0, 0);
        if let Some(index) = slot.value {
            self.frame.set_value(index, value);
        }
    }

    fn absent(&mut self, id: FactId, cause: u8, input: &Input<'_>) {
        let admits = self.program.facts.get(id.index()).is_some_and(|slot| slot.fact.causes.contains(&cause));
        if admits && cause != WITHHELD {
            self.frame.set_cell(id.0, missing(cause));
        } else {
            self.bad(id, input);
        }
    }

    fn bad(&mut self, id: FactId, input: &Input<'_>) {
        if let Some(fact) = self.program.checked.schema.get(id) {
            self.problems.push(Problem::value(fact, input, &self.program.checked.schema));
        }
        self.frame.set_cell(id.0, missing(NOT_GIVEN));
    }

    /// A key that no fact has.
    pub fn unknown(&mut self, key: &str) {
        if key.len() > bounds::KEY {
            let start: String = key.chars().take(40).collect();
            self.problems.push(Problem::unknown(&format!("{start}…"), None));
            return;
        }
        let names = self.program.checked.schema.facts.iter().map(|fact| fact.name.as_str());
        self.problems.push(Problem::unknown(key, did_you_mean(key, names)));
    }

    /// Anything else that is wrong.
    pub fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// The facts, or everything that is wrong with them, in the order of the schema.
    #[inline]
    pub fn finish(self) -> Result<Box<Frame>, Vec<Problem>> {
        if self.problems.is_empty() { Ok(self.frame) } else { Err(self.problems) }
    }
}
