//! What happened while an applicant was decided: the same run as every decision, with a recorder that keeps notes.

mod explain;

pub use self::explain::{Node, explain};

use std::sync::Arc;

use crate::decision::{Decision, Outcome};
use crate::feel::frame::Frame;
use crate::flow::Program;
use crate::value::{Truth, Value};

/// Keeps notes of a run. Every hook of the unit recorder is empty, and so costs a decision nothing.
pub trait Record {
    /// Whether any are kept; where none are, what only they would show need not be worked out.
    const NOTES: bool = true;

    /// A stage begins; the outcome is the worst so far.
    fn enter(&mut self, _stage: usize, _outcome: Outcome) {}
    /// The stage is skipped, since its `when` is not true.
    fn skip(&mut self) {}
    /// What the condition of the item of this index gave, and whether it acted.
    fn truth(&mut self, _item: usize, _truth: Truth, _acted: bool) {}
    /// The row, bin or band that was chosen.
    fn row(&mut self, _row: usize) {}
    /// The value of the item of this index.
    fn value(&mut self, _item: usize, _value: &Value) {}
}

impl Record for () {
    const NOTES: bool = false;
}

/// One note.
#[derive(Clone, Debug)]
pub enum Note {
    /// A condition, and whether it acted.
    Truth(usize, Truth, bool),
    /// A row.
    Row(usize),
    /// A value.
    Value(usize, Value),
}

/// The notes of one stage.
#[derive(Clone, Debug)]
pub struct StageNotes {
    /// Which stage.
    pub stage: usize,
    /// The outcome when it began.
    pub outcome: Outcome,
    /// Whether it was skipped.
    pub skipped: bool,
    /// What it noted.
    pub notes: Vec<Note>,
}

/// The notes of a whole run.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// One entry a stage.
    pub stages: Vec<StageNotes>,
}

impl Trace {
    fn note(&mut self, note: Note) {
        if let Some(stage) = self.stages.last_mut() {
            stage.notes.push(note);
        }
    }
}

impl Record for Trace {
    fn enter(&mut self, stage: usize, outcome: Outcome) {
        self.stages.push(StageNotes { stage, outcome, skipped: false, notes: Vec::new() });
    }

    fn skip(&mut self) {
        if let Some(stage) = self.stages.last_mut() {
            stage.skipped = true;
        }
    }

    fn truth(&mut self, item: usize, truth: Truth, acted: bool) {
        self.note(Note::Truth(item, truth, acted));
    }

    fn row(&mut self, row: usize) {
        self.note(Note::Row(row));
    }

    fn value(&mut self, item: usize, value: &Value) {
        self.note(Note::Value(item, value.clone()));
    }
}

/// A decision with everything that led to it.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The decision.
    pub decision: Decision,
    /// Every fact and every result.
    pub frame: Frame,
    /// What happened, stage by stage.
    pub trace: Trace,
    /// The program that ran.
    pub program: Arc<Program>,
}
