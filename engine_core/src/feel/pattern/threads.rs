//! Patterns without back-references that an automaton does not match exactly: all paths of a program side by side.
//!
//! At each character there is one thread for each step and count of moved loops, so the time is linear in the text.
//! Threads stand in the order in which a search would try their paths; the first that matches ends those after it.
use super::program::{Program, Step, holds, set, stands};

/// What threads need, to be used again for the next match.
#[derive(Debug, Default)]
pub(super) struct Threads {
    now: List,
    next: List,
    /// The last round in which a step was reached, for each step and each count of moved loops.
    reached: Vec<usize>,
    round: usize,
    earlier: Vec<Earlier>,
    /// The slots of the thread that is being added.
    slots: Vec<Option<usize>>,
}

/// Threads in the order of preference, and their slots one after the other.
#[derive(Debug, Default)]
struct List {
    steps: Vec<usize>,
    slots: Vec<Option<usize>>,
}

/// What to return to.
#[derive(Debug)]
enum Earlier {
    Branch { pc: usize, moved: usize },
    Slot(usize, Option<usize>),
}

impl List {
    fn clear(&mut self) {
        self.steps.clear();
        self.slots.clear();
    }
}

impl Threads {
    /// Whether there is a match from `start` on; the places of the groups, the whole match first.
    pub(super) fn find(
        &mut self,
        program: &Program,
        text: &str,
        start: usize,
        found: &mut Vec<Option<usize>>,
    ) -> bool {
        found.clear();
        self.reached.resize(program.steps.len() * (program.depth + 1), 0);
        self.next.clear();
        self.round += 1;
        let mut at = start;
        loop {
            if found.is_empty() {
                // A match that begins later is of less worth than all that began.
                self.slots.clear();
                self.slots.resize(program.slots, None);
                set(&mut self.slots, 0, Some(at));
                self.add(program, text, at, Earlier::Branch { pc: 0, moved: 0 });
            }
            let c = text.get(at..).and_then(|rest| rest.chars().next());
            self.advance(program, text, at, c, found);
            match c {
                Some(c) if found.is_empty() || !self.next.steps.is_empty() => at += c.len_utf8(),
                _ => return !found.is_empty(),
            }
        }
    }

    /// Moves the threads over the character that stands here, and keeps the best match that ends before it.
    fn advance(
        &mut self,
        program: &Program,
        text: &str,
        at: usize,
        c: Option<char>,
        found: &mut Vec<Option<usize>>,
    ) {
        std::mem::swap(&mut self.now, &mut self.next);
        self.next.clear();
        self.round += 1;
        let now = std::mem::take(&mut self.now);
        for (pc, slots) in now.steps.iter().zip(now.slots.chunks(program.slots)) {
            match (program.steps.get(*pc), c) {
                (Some(Step::Match), _) => {
                    found.clear();
                    found.extend_from_slice(slots);
                    set(found, 1, Some(at));
                    break;
                }
                (Some(Step::Class(class)), Some(c)) if holds(class, c) => {
                    self.slots.clear();
                    self.slots.extend_from_slice(slots);
                    let after = Earlier::Branch { pc: pc + 1, moved: program.depth };
                    self.add(program, text, at + c.len_utf8(), after);
                }
                _ => {}
            }
        }
        self.now = now;
    }

    /// Adds the threads that a step leads to without a character, the preferred first.
    fn add(&mut self, program: &Program, text: &str, at: usize, from: Earlier) {
        self.earlier.push(from);
        while let Some(back) = self.earlier.pop() {
            let (mut pc, mut moved) = match back {
                Earlier::Branch { pc, moved } => (pc, moved),
                Earlier::Slot(slot, value) => {
                    set(&mut self.slots, slot, value);
                    continue;
                }
            };
            while let Some(step) = program.steps.get(pc) {
                match self.reached.get_mut(pc * (program.depth + 1) + moved) {
                    Some(reached) if *reached != self.round => *reached = self.round,
                    _ => break,
                }
                pc += 1;
                match step {
                    Step::Keep(slot) => {
                        let old = set(&mut self.slots, *slot, Some(at));
                        self.earlier.push(Earlier::Slot(*slot, old));
                    }
                    Step::Either(first, second) => {
                        self.earlier.push(Earlier::Branch { pc: *second, moved });
                        pc = *first;
                    }
                    Step::Jump(to) => pc = *to,
                    Step::Turn(depth) => moved = moved.min(depth - 1),
                    Step::Turned { depth, end } if moved < *depth => pc = *end,
                    Step::Turned { .. } => {}
                    Step::Place(place) if stands(*place, text, at) => {}
                    // There is no back-reference: such a pattern is searched for.
                    Step::Place(_) | Step::Back(_) => break,
                    Step::Class(_) | Step::Match => {
                        self.next.steps.push(pc - 1);
                        self.next.slots.extend_from_slice(&self.slots);
                        break;
                    }
                }
            }
        }
    }
}
