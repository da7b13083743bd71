//! Which parts of a pattern can match an empty text, and which loops make an automaton prefer another match.
//!
//! A turn of a loop that matches nothing is its last, once there were as many as must be: so Perl, Java, Python and
//! .NET have it, and XPath says nothing else. An automaton cannot tell such a turn from going on: of `(?:a||b)*` on
//! `ab` it finds all, not `a`. It still finds *whether* there is a match, and where it begins.
use super::syntax::Node;

/// Whether the part can match an empty text somewhere; a back-reference can.
pub(super) fn may_match_nothing(node: &Node) -> bool {
    match node {
        Node::Class(_) => false,
        Node::Place(_) | Node::Back(_) => true,
        Node::Group(_, inner) => may_match_nothing(inner),
        Node::Sequence(parts) => parts.iter().all(may_match_nothing),
        Node::Choice(branches) => branches.iter().any(may_match_nothing),
        Node::Repeat { node, least, .. } => *least == 0 || may_match_nothing(node),
    }
}

/// Whether an automaton of the pattern may find another match, or other groups, than going path by path.
pub(super) fn misleads_automata(node: &Node) -> bool {
    shape(node).misleads
}

/// When a part matches nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nothing {
    Never,
    /// Everywhere, and only after all else was tried.
    Last,
    /// At some places only, or before something else is tried.
    Sooner,
}

#[derive(Clone, Copy, Debug)]
struct Shape {
    nothing: Nothing,
    groups: bool,
    misleads: bool,
}

fn shape(node: &Node) -> Shape {
    let leaf = |nothing| Shape { nothing, groups: false, misleads: false };
    match node {
        Node::Class(_) => leaf(Nothing::Never),
        Node::Place(_) | Node::Back(_) => leaf(Nothing::Sooner),
        Node::Group(_, inner) => Shape { groups: true, ..shape(inner) },
        Node::Sequence(parts) => combined(parts, sequence),
        Node::Choice(branches) => combined(branches, choice),
        Node::Repeat { node, least, most, greedy } => {
            let inner = shape(node);
            let loops = *most != Some(*least) && *most != Some(1);
            let strays = match inner.nothing {
                Nothing::Never => false,
                Nothing::Last => inner.groups,
                Nothing::Sooner => true,
            };
            let nothing = match (least, inner.nothing) {
                (_, Nothing::Never) if *least > 0 => Nothing::Never,
                (_, Nothing::Sooner) => Nothing::Sooner,
                _ if *greedy => Nothing::Last,
                _ => Nothing::Sooner,
            };
            Shape { nothing, misleads: inner.misleads || (loops && strays), ..inner }
        }
    }
}

fn combined(parts: &[Node], nothing: fn(&[Shape]) -> Nothing) -> Shape {
    let shapes: Vec<Shape> = parts.iter().map(shape).collect();
    Shape {
        nothing: nothing(&shapes),
        groups: shapes.iter().any(|part| part.groups),
        misleads: shapes.iter().any(|part| part.misleads),
    }
}

fn sequence(parts: &[Shape]) -> Nothing {
    let any = |wanted| parts.iter().any(|part| part.nothing == wanted);
    match (any(Nothing::Never), any(Nothing::Sooner)) {
        (true, _) => Nothing::Never,
        (false, true) => Nothing::Sooner,
        (false, false) => Nothing::Last,
    }
}

fn choice(branches: &[Shape]) -> Nothing {
    match branches.split_last() {
        Some((last, first)) if first.iter().all(|branch| branch.nothing == Nothing::Never) => last.nothing,
        _ => Nothing::Sooner,
    }
}
