//! Patterns with back-references: a program that is tried path by path, on its own stack and with a bound on its steps.
use super::program::{Program, Step, holds, set, stands};
use super::syntax::Fault;

/// What to return to.
enum Earlier {
    Branch(usize, Here),
    Slot(usize, Option<usize>),
}

/// Where we are.
#[derive(Clone, Copy)]
struct Here {
    at: usize,
    /// How many of the loops around have moved in their present turn.
    moved: usize,
}

impl Program {
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
        let mut earlier: Vec<Earlier> = vec![Earlier::Branch(0, Here { at: start, moved: 0 })];
        while let Some(back) = earlier.pop() {
            let (mut pc, mut here) = match back {
                Earlier::Branch(pc, here) => (pc, here),
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
                        set(slots, 1, Some(here.at));
                        return Ok(true);
                    }
                    Step::Keep(slot) => {
                        let old = set(slots, *slot, Some(here.at));
                        earlier.push(Earlier::Slot(*slot, old));
                    }
                    Step::Either(first, second) => {
                        earlier.push(Earlier::Branch(*second, here));
                        pc = *first;
                    }
                    Step::Jump(to) => pc = *to,
                    Step::Turn(depth) => here.moved = here.moved.min(depth - 1),
                    Step::Turned { depth, end } if here.moved < *depth => pc = *end,
                    Step::Turned { .. } => {}
                    other => match self.advance(other, text, here.at, slots, steps)? {
                        Some(next) if next > here.at => here = Here { at: next, moved: self.depth },
                        Some(_) => {}
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
            Step::Keep(_)
            | Step::Turn(_)
            | Step::Turned { .. }
            | Step::Either(..)
            | Step::Jump(_)
            | Step::Match => Some(at),
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
