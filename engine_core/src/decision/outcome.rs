//! The outcome, which only ever gets worse.

use smallvec::SmallVec;

use crate::domain::Cell;
use crate::feel::frame::Slots;

/// Approve, refer or decline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Outcome {
    Approve,
    Refer,
    Decline,
}

impl Outcome {
    /// The words, in the order of the cells.
    pub const WORDS: [&str; 3] = ["approve", "refer", "decline"];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Refer => "refer",
            Self::Decline => "decline",
        }
    }
}

/// Something that hit: which of the program's causes, and what it asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The index into the program's causes.
    pub cause: u16,
    /// What it asked for.
    pub asks: Outcome,
}

/// What hit, without a heap where it is little.
pub type Hits = SmallVec<[Hit; 4]>;

/// The state of the outcome while the flow runs.
#[derive(Debug)]
pub struct Verdict {
    /// The worst so far.
    pub outcome: Outcome,
    /// Everything that hit so far, in flow order.
    pub hits: Hits,
    /// The worst that any of them asked for.
    worst: Outcome,
    /// Every cause that hit is below it.
    above: u32,
    cell: u16,
}

impl Verdict {
    /// Nothing has hit; `cell` is where expressions read the outcome.
    #[must_use]
    pub fn new(cell: u16, frame: &mut impl Slots) -> Self {
        frame.set_cell(cell, Outcome::Approve as Cell);
        Self::of_stage(cell)
    }

    /// Nothing has hit within a stage.
    #[must_use]
    pub const fn of_stage(cell: u16) -> Self {
        Self { outcome: Outcome::Approve, hits: Hits::new_const(), worst: Outcome::Approve, above: 0, cell }
    }

    /// Notes a hit, once for each cause.
    pub fn hit(&mut self, cause: u16, asks: Outcome) {
        let hit = Hit { cause, asks };
        // Causes are numbered in flow order, so nearly every one is new by being higher than all before it.
        if u32::from(cause) < self.above && self.hits.contains(&hit) {
            return;
        }
        self.above = self.above.max(u32::from(cause) + 1);
        self.hits.push(hit);
        self.worst = self.worst.max(asks);
    }

    /// Lets expressions see the outcome: between stages, so that a stage sees only those before it.
    #[inline]
    pub fn publish(&mut self, frame: &mut impl Slots) {
        if self.worst > self.outcome {
            self.outcome = self.worst;
            frame.set_cell(self.cell, self.outcome as Cell);
        }
    }
}
