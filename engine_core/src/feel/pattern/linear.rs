//! Patterns without back-references, as automata: the time is linear in the text.
use regex_automata::meta::{Config, Regex};
use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Anchored, Input};
use regex_syntax::hir::{Capture, Class, Hir, Look, Repetition};

use super::syntax::{Fault, Node, Place};
use crate::bounds;

/// The automaton of a pattern. A beginning of a line is here after every line feed, also the last.
pub(super) fn automaton(node: &Node) -> Result<Regex, Fault> {
    let config = Config::new()
        .nfa_size_limit(Some(bounds::PATTERN_SIZE))
        .onepass_size_limit(Some(bounds::PATTERN_SIZE));
    Regex::builder().configure(config).build_from_hir(&hir(node)).map_err(|_| Fault::TooLarge)
}

/// Whether there is a match from `start` on.
pub(super) fn is_match(regex: &Regex, text: &str, start: usize) -> bool {
    regex.is_match(Input::new(text).span(start..text.len()))
}

/// The next match from `start` on; places of the groups, the whole match first.
pub(super) fn find(regex: &Regex, text: &str, start: usize, slots: &mut [Option<NonMaxUsize>]) -> bool {
    let input = Input::new(text).span(start..text.len()).anchored(Anchored::No);
    regex.search_slots(&input, slots).is_some()
}

fn hir(node: &Node) -> Hir {
    match node {
        Node::Class(class) => Hir::class(Class::Unicode(class.clone())),
        Node::Place(Place::Start) => Hir::look(Look::Start),
        Node::Place(Place::End) => Hir::look(Look::End),
        Node::Place(Place::LineStart) => Hir::look(Look::StartLF),
        Node::Place(Place::LineEnd) => Hir::look(Look::EndLF),
        Node::Group(index, node) => {
            Hir::capture(Capture { index: *index, name: None, sub: Box::new(hir(node)) })
        }
        // There is none: such a pattern is searched for.
        Node::Back(_) => Hir::fail(),
        Node::Sequence(parts) => Hir::concat(parts.iter().map(hir).collect()),
        Node::Choice(branches) => Hir::alternation(branches.iter().map(hir).collect()),
        Node::Repeat { node, least, most, greedy } => {
            Hir::repetition(Repetition { min: *least, max: *most, greedy: *greedy, sub: Box::new(hir(node)) })
        }
    }
}
