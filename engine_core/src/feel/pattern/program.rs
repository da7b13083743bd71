//! A pattern as a list of steps: what the search and the threads go through.
//!
//! A turn of a loop that matched nothing must be told from one that did, without keeping where each turn began.
//! Whoever goes through the steps counts instead how many of the loops around, from the outermost, have moved in
//! their present turn: where one has not, none within it has. So there is one number, not one for each loop.
use regex_syntax::hir::ClassUnicode;

use super::empty::may_match_nothing;
use super::syntax::{Fault, Node, Place};
use crate::bounds;

/// One instruction.
#[derive(Debug)]
pub(super) enum Step {
    /// One character of these.
    Class(ClassUnicode),
    /// A place between characters.
    Place(Place),
    /// What the group matched.
    Back(u32),
    /// Keeps where we are.
    Keep(usize),
    /// Begins a turn of a loop, which is the so many-th around, counted from the outermost.
    Turn(usize),
    /// Leaves the loop of that depth if its turn has not moved.
    Turned { depth: usize, end: usize },
    /// Tries the first, then the second.
    Either(usize, usize),
    /// Goes there.
    Jump(usize),
    /// It matches.
    Match,
}

/// The steps of a pattern.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    /// Two for the whole and for each group.
    pub(super) slots: usize,
    /// How deep loops are nested whose turns may match nothing; also the count when all of them have moved.
    pub(super) depth: usize,
    pub(super) any_case: bool,
}

/// Builds a program.
struct Builder {
    steps: Vec<Step>,
    /// The loops around whose turns may match nothing.
    around: usize,
    depth: usize,
    /// The parts that were added: repetitions of nothing add no step.
    parts: usize,
}

impl Program {
    pub(super) fn new(node: &Node, groups: u32, any_case: bool) -> Result<Self, Fault> {
        let mut builder = Builder { steps: Vec::new(), around: 0, depth: 0, parts: 0 };
        builder.add(node)?;
        builder.push(Step::Match)?;
        let Builder { steps, depth, .. } = builder;
        Ok(Self { steps, slots: groups as usize * 2 + 2, depth, any_case })
    }
}

impl Builder {
    fn push(&mut self, step: Step) -> Result<usize, Fault> {
        if self.steps.len() >= bounds::PATTERN_PROGRAM {
            return Err(Fault::TooLarge);
        }
        self.steps.push(step);
        Ok(self.steps.len() - 1)
    }

    fn set(&mut self, at: usize, step: Step) {
        if let Some(place) = self.steps.get_mut(at) {
            *place = step;
        }
    }

    fn add(&mut self, node: &Node) -> Result<(), Fault> {
        self.parts += 1;
        if self.parts > bounds::PATTERN_PROGRAM {
            return Err(Fault::TooLarge);
        }
        match node {
            Node::Class(class) => self.push(Step::Class(class.clone())).map(drop),
            Node::Place(place) => self.push(Step::Place(*place)).map(drop),
            Node::Back(number) => self.push(Step::Back(*number)).map(drop),
            Node::Group(number, inner) => {
                let slot = *number as usize * 2;
                self.push(Step::Keep(slot))?;
                self.add(inner)?;
                self.push(Step::Keep(slot + 1)).map(drop)
            }
            Node::Sequence(parts) => parts.iter().try_for_each(|part| self.add(part)),
            Node::Choice(branches) => self.choice(branches),
            Node::Repeat { node, least, most, greedy } => self.repeat(node, *least, *most, *greedy),
        }
    }

    fn choice(&mut self, branches: &[Node]) -> Result<(), Fault> {
        let Some((last, first)) = branches.split_last() else { return Ok(()) };
        let mut ends = Vec::new();
        for branch in first {
            let fork = self.push(Step::Match)?;
            self.add(branch)?;
            ends.push(self.push(Step::Match)?);
            let next = self.steps.len();
            self.set(fork, Step::Either(fork + 1, next));
        }
        self.add(last)?;
        let end = self.steps.len();
        ends.into_iter().for_each(|at| self.set(at, Step::Jump(end)));
        Ok(())
    }

    /// The turns that must be, then those that may be. After a turn that matched nothing there is none that may be.
    fn repeat(&mut self, node: &Node, least: u32, most: Option<u32>, greedy: bool) -> Result<(), Fault> {
        let may_stop = most != Some(least) && most != Some(1) && may_match_nothing(node);
        self.around += usize::from(may_stop);
        self.depth = self.depth.max(self.around);
        let depth = self.around;
        let mut forks = Vec::new();
        let mut stops = Vec::new();
        for turn in 1..=most.unwrap_or_else(|| least.saturating_add(1)) {
            if turn > least {
                forks.push(self.push(Step::Match)?);
            }
            // Whether a turn follows that may be left out.
            let watched = may_stop && turn >= least && most != Some(turn);
            if watched {
                self.push(Step::Turn(depth))?;
            }
            self.add(node)?;
            if watched {
                stops.push(self.push(Step::Match)?);
            }
        }
        if let (None, Some(fork)) = (most, forks.last()) {
            self.push(Step::Jump(*fork))?;
        }
        let end = self.steps.len();
        for at in forks {
            self.set(at, if greedy { Step::Either(at + 1, end) } else { Step::Either(end, at + 1) });
        }
        stops.into_iter().for_each(|at| self.set(at, Step::Turned { depth, end }));
        self.around -= usize::from(may_stop);
        Ok(())
    }
}

pub(super) fn holds(class: &ClassUnicode, c: char) -> bool {
    let after = class.ranges().partition_point(|range| range.end() < c);
    class.ranges().get(after).is_some_and(|range| range.start() <= c)
}

pub(super) fn stands(place: Place, text: &str, at: usize) -> bool {
    let before = || text.as_bytes().get(at.wrapping_sub(1)) == Some(&b'\n');
    match place {
        Place::Start => at == 0,
        Place::End => at == text.len(),
        Place::LineStart => at == 0 || (at < text.len() && before()),
        Place::LineEnd => at == text.len() || text.as_bytes().get(at) == Some(&b'\n'),
    }
}

pub(super) fn set(slots: &mut [Option<usize>], index: usize, value: Option<usize>) -> Option<usize> {
    slots.get_mut(index).and_then(|slot| std::mem::replace(slot, value))
}
