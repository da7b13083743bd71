//! Patterns with back-references: a program that is tried path by path, on its own stack and with a bound on its steps.
use regex_syntax::hir::ClassUnicode;

use super::syntax::{Fault, Node, Place};
use crate::bounds;

/// One instruction.
#[derive(Debug)]
enum Step {
    /// One character of these.
    Class(ClassUnicode),
    /// A place between characters.
    Place(Place),
    /// What the group matched.
    Back(u32),
    /// Keeps where we are.
    Keep(usize),
    /// Leaves a loop if we have not moved since that was kept.
    Moved { slot: usize, end: usize },
    /// Tries the first, then the second.
    Either(usize, usize),
    /// Goes there.
    Jump(usize),
    /// It matches.
    Match,
}

/// A pattern that is searched for.
#[derive(Debug)]
pub(super) struct Program {
    steps: Vec<Step>,
    /// Two for each group and the whole, then one for each loop whose body may match nothing.
    slots: usize,
    any_case: bool,
    /// The parts that were added: repetitions of nothing add no step.
    parts: usize,
}

/// What to return to.
enum Earlier {
    Branch(usize, usize),
    Slot(usize, Option<usize>),
}

impl Program {
    pub(super) fn new(node: &Node, groups: u32, any_case: bool) -> Result<Self, Fault> {
        let slots = groups as usize * 2 + 2;
        let mut program = Self { steps: Vec::new(), slots, any_case, parts: 0 };
        program.add(node)?;
        program.push(Step::Match)?;
        Ok(program)
    }

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

    fn repeat(&mut self, node: &Node, least: u32, most: Option<u32>, greedy: bool) -> Result<(), Fault> {
        for _ in 0..least {
            self.add(node)?;
        }
        let either = |body: usize, end: usize| match greedy {
            true => Step::Either(body, end),
            false => Step::Either(end, body),
        };
        let Some(most) = most else {
            let fork = self.push(Step::Match)?;
            let slot = self.slots;
            self.slots += 1;
            self.push(Step::Keep(slot))?;
            self.add(node)?;
            let moved = self.push(Step::Match)?;
            self.push(Step::Jump(fork))?;
            let end = self.steps.len();
            self.set(moved, Step::Moved { slot, end });
            self.set(fork, either(fork + 1, end));
            return Ok(());
        };
        let mut forks = Vec::new();
        for _ in least..most {
            forks.push(self.push(Step::Match)?);
            self.add(node)?;
        }
        let end = self.steps.len();
        forks.into_iter().for_each(|at| self.set(at, either(at + 1, end)));
        Ok(())
    }

    /// Whether there is a match from `start` on; the places of the groups, the whole match first. `steps` counts down.
    pub(super) fn find(
        &self,
        text: &str,
        start: usize,
        slots: &mut Vec<Option<usize>>,
        steps: &mut usize,
    ) -> Result<bool, Fault> {
        slots.clear();
        slots.resize(self.slots, None);
        *steps = steps.checked_sub(self.slots / 16).ok_or(Fault::TooLong)?;
        let mut at = start;
        loop {
            // A search that fails leaves the slots as they were.
            if self.at(text, at, slots, steps)? {
                return Ok(true);
            }
            match text.get(at..).and_then(|rest| rest.chars().next()) {
                Some(c) => at += c.len_utf8(),
                None => return Ok(false),
            }
        }
    }

    fn at(
        &self,
        text: &str,
        start: usize,
        slots: &mut [Option<usize>],
        steps: &mut usize,
    ) -> Result<bool, Fault> {
        let mut earlier: Vec<Earlier> = vec![Earlier::Branch(0, start)];
        while let Some(back) = earlier.pop() {
            let (mut pc, mut at) = match back {
                Earlier::Branch(pc, at) => (pc, at),
                Earlier::Slot(slot, value) => {
                    set(slots, slot, value);
                    continue;
                }
            };
            while let Some(step) = self.steps.get(pc) {
                *steps = steps.checked_sub(1).ok_or(Fault::TooLong)?;
                pc += 1;
                match step {
                    Step::Match => {
                        set(slots, 0, Some(start));
                        set(slots, 1, Some(at));
                        return Ok(true);
                    }
                    Step::Keep(slot) => {
                        let old = set(slots, *slot, Some(at));
                        earlier.push(Earlier::Slot(*slot, old));
                    }
                    Step::Either(first, second) => {
                        earlier.push(Earlier::Branch(*second, at));
                        pc = *first;
                    }
                    Step::Jump(to) => pc = *to,
                    Step::Moved { slot, end } => {
                        if slots.get(*slot) == Some(&Some(at)) {
                            pc = *end;
                        }
                    }
                    other => match self.advance(other, text, at, slots, steps)? {
                        Some(next) => at = next,
                        None => break,
                    },
                }
            }
        }
        Ok(false)
    }

    /// Where a step that must match ends; `None` where it does not.
    fn advance(
        &self,
        step: &Step,
        text: &str,
        at: usize,
        slots: &[Option<usize>],
        steps: &mut usize,
    ) -> Result<Option<usize>, Fault> {
        Ok(match step {
            Step::Class(class) => text
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .filter(|c| holds(class, *c))
                .map(|c| at + c.len_utf8()),
            Step::Place(place) => stands(*place, text, at).then_some(at),
            Step::Back(number) => {
                let slot = *number as usize * 2;
                let group = slots.get(slot).copied().flatten().zip(slots.get(slot + 1).copied().flatten());
                let group = group.and_then(|(from, to)| text.get(from..to)).unwrap_or("");
                *steps = steps.checked_sub(group.len()).ok_or(Fault::TooLong)?;
                self.repeated(group, text.get(at..).unwrap_or("")).map(|length| at + length)
            }
            Step::Keep(_) | Step::Moved { .. } | Step::Either(..) | Step::Jump(_) | Step::Match => Some(at),
        })
    }

    /// How much of the beginning of `rest` is what the group matched.
    fn repeated(&self, group: &str, rest: &str) -> Option<usize> {
        if !self.any_case {
            return rest.starts_with(group).then_some(group.len());
        }
        let mut length = 0;
        let mut others = rest.chars();
        for c in group.chars() {
            let other = others.next()?;
            let same = c == other
                || c.to_lowercase().eq(other.to_lowercase())
                || c.to_uppercase().eq(other.to_uppercase());
            if !same {
                return None;
            }
            length += other.len_utf8();
        }
        Some(length)
    }
}

fn set(slots: &mut [Option<usize>], index: usize, value: Option<usize>) -> Option<usize> {
    slots.get_mut(index).and_then(|slot| std::mem::replace(slot, value))
}

fn holds(class: &ClassUnicode, c: char) -> bool {
    let after = class.ranges().partition_point(|range| range.end() < c);
    class.ranges().get(after).is_some_and(|range| range.start() <= c)
}

fn stands(place: Place, text: &str, at: usize) -> bool {
    let before = || text.as_bytes().get(at.wrapping_sub(1)) == Some(&b'\n');
    match place {
        Place::Start => at == 0,
        Place::End => at == text.len(),
        Place::LineStart => at == 0 || (at < text.len() && before()),
        Place::LineEnd => at == text.len() || text.as_bytes().get(at) == Some(&b'\n'),
    }
}
