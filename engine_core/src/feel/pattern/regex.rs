//! A pattern that is ready to be used.
use std::borrow::Cow;

use regex_automata::meta::Regex;
use regex_automata::util::primitives::NonMaxUsize;

use super::empty::misleads_automata;
use super::linear;
use super::parse::parse;
use super::program::Program;
use super::replacement::Replacement;
use super::syntax::{Fault, Flags, Node, Place};
use super::threads::Threads;
use crate::bounds;

/// A regular expression.
#[derive(Debug)]
pub struct Pattern {
    matcher: Matcher,
    groups: u32,
    /// Whether it matches an empty text.
    matches_nothing: bool,
}

#[derive(Debug)]
enum Matcher {
    Automaton(Regex),
    Search(Program),
    /// An automaton that is not always right, and the program for threads, which are slower.
    Threads {
        automaton: Regex,
        program: Program,
        unsure: Unsure,
    },
}

/// When an automaton is not right.
#[derive(Clone, Copy, Debug)]
struct Unsure {
    /// Its lines may also begin at the very end, so for texts that end in a line feed.
    lines: bool,
    /// It finds that there is a match, but not which.
    turns: bool,
}

/// One match: where it and its groups begin and end.
pub(super) struct Found<'t, 's> {
    text: &'t str,
    slots: &'s [Option<usize>],
}

impl<'t> Found<'t, '_> {
    /// What the group of that number matched; nothing for a group that there is not.
    pub(super) fn group(&self, number: usize) -> &'t str {
        let place = |index: usize| self.slots.get(index).copied().flatten();
        let ends = place(number.saturating_mul(2)).zip(place(number.saturating_mul(2).saturating_add(1)));
        ends.and_then(|(from, to)| self.text.get(from..to)).unwrap_or("")
    }

    fn ends(&self) -> Option<(usize, usize)> {
        self.slots.first().copied().flatten().zip(self.slots.get(1).copied().flatten())
    }
}

impl Pattern {
    /// Makes a pattern ready.
    ///
    /// # Errors
    ///
    /// What is wrong with the pattern or with the flags.
    pub fn new(pattern: &str, flags: &str) -> Result<Self, Fault> {
        let flags = Flags::parse(flags)?;
        let (node, groups) = parse(pattern, flags)?;
        let program = || Program::new(&node, groups, flags.any_case);
        let unsure = Unsure { lines: has(&node, &is_line_start), turns: misleads_automata(&node) };
        let matcher = match unsure {
            _ if has(&node, &|node| matches!(node, Node::Back(_))) => Matcher::Search(program()?),
            Unsure { lines: false, turns: false } => Matcher::Automaton(linear::automaton(&node)?),
            _ => Matcher::Threads { automaton: linear::automaton(&node)?, program: program()?, unsure },
        };
        let mut pattern = Self { matcher, groups, matches_nothing: false };
        pattern.matches_nothing = pattern.is_match("")?;
        Ok(pattern)
    }

    /// Whether its time is linear in the text, so that no text is too long for it.
    #[must_use]
    pub const fn is_linear(&self) -> bool {
        !matches!(self.matcher, Matcher::Search(_))
    }

    /// Whether some part of the text matches.
    ///
    /// # Errors
    ///
    /// [`Fault::TooLong`] where a search takes too many steps.
    pub fn is_match(&self, text: &str) -> Result<bool, Fault> {
        Ok(match &self.matcher {
            Matcher::Threads { program, unsure, .. } if unsure.lines && text.ends_with('\n') => {
                Threads::default().find(program, text, 0, &mut Vec::new())
            }
            Matcher::Automaton(automaton) | Matcher::Threads { automaton, .. } => automaton.is_match(text),
            Matcher::Search(program) => {
                program.find(text, 0, &mut Vec::new(), &mut bounds::PATTERN_STEPS.clone())?
            }
        })
    }

    /// The text with every match replaced: `$1` is the first group, `$0` the match, `\$` a dollar, `\\` a backslash.
    ///
    /// # Errors
    ///
    /// A replacement that cannot be read, a pattern that matches an empty text, too many steps.
    pub fn replace<'t>(&self, text: &'t str, replacement: &str) -> Result<Cow<'t, str>, Fault> {
        let replacement = Replacement::parse(replacement, self.groups)?;
        let mut result = String::new();
        let mut done = 0;
        self.each(text, |found, from, to| {
            result.push_str(text.get(done..from).unwrap_or(""));
            replacement.write(found, &mut result);
            done = to;
            if result.len() > bounds::REPLACED { Err(Fault::TooLong) } else { Ok(()) }
        })?;
        if done == 0 {
            return Ok(Cow::Borrowed(text));
        }
        result.push_str(text.get(done..).unwrap_or(""));
        Ok(Cow::Owned(result))
    }

    /// The parts of the text between the matches.
    ///
    /// # Errors
    ///
    /// A pattern that matches an empty text, too many steps.
    pub fn split<'t>(&self, text: &'t str) -> Result<Vec<&'t str>, Fault> {
        let mut parts = Vec::new();
        let mut done = 0;
        self.each(text, |_, from, to| {
            parts.push(text.get(done..from).unwrap_or(""));
            done = to;
            Ok(())
        })?;
        parts.push(text.get(done..).unwrap_or(""));
        Ok(parts)
    }

    /// Every match from the left, none overlapping another.
    fn each<'t>(
        &self,
        text: &'t str,
        mut visit: impl FnMut(&Found<'t, '_>, usize, usize) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if self.matches_nothing {
            return Err(Fault::MatchesNothing);
        }
        let mut steps = bounds::PATTERN_STEPS;
        let mut start = 0;
        let mut raw: Vec<Option<NonMaxUsize>> = vec![None; self.groups as usize * 2 + 2];
        let mut slots: Vec<Option<usize>> = Vec::new();
        let mut threads = Threads::default();
        loop {
            let found = match &self.matcher {
                Matcher::Search(program) => program.find(text, start, &mut slots, &mut steps)?,
                Matcher::Threads { program, unsure, .. } if unsure.lines && text.ends_with('\n') => {
                    threads.find(program, text, start, &mut slots)
                }
                Matcher::Threads { automaton, program, unsure } if unsure.turns => {
                    linear::is_match(automaton, text, start) && threads.find(program, text, start, &mut slots)
                }
                Matcher::Automaton(automaton) | Matcher::Threads { automaton, .. } => {
                    let found = linear::find(automaton, text, start, &mut raw);
                    slots.clear();
                    slots.extend(raw.iter().map(|slot| slot.map(NonMaxUsize::get)));
                    found
                }
            };
            if !found {
                return Ok(());
            }
            let found = Found { text, slots: &slots };
            // A pattern that does not match an empty text has no empty match; the loop must end all the same.
            let Some((from, to)) = found.ends().filter(|(from, to)| from < to) else { return Ok(()) };
            visit(&found, from, to)?;
            start = to;
        }
    }
}

fn is_line_start(node: &Node) -> bool {
    matches!(node, Node::Place(Place::LineStart))
}

/// Whether some part of the pattern is so.
fn has(node: &Node, wanted: &dyn Fn(&Node) -> bool) -> bool {
    wanted(node)
        || match node {
            Node::Class(_) | Node::Place(_) | Node::Back(_) => false,
            Node::Group(_, inner) | Node::Repeat { node: inner, .. } => has(inner, wanted),
            Node::Sequence(parts) | Node::Choice(parts) => parts.iter().any(|part| has(part, wanted)),
        }
}
