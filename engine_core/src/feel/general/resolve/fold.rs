//! Constants worked out once.
use crate::feel::general::node::{Node, Op};
use crate::feel::general::run::Machine;
use crate::feel::general::session::Session;

/// The node, or the constant that it always gives. What is null stays, so that a run can say why; so do functions of a
/// host, whose notes it wants too.
pub(super) fn folded(node: Node) -> Node {
    if !foldable(&node.op) {
        return node;
    }
    let mut session = Session::new();
    match Machine::new(&mut session, &[], 0).eval(&node) {
        Ok(value) if !value.is_null() => Node { op: Op::Constant(value), span: node.span },
        _ => node,
    }
}

fn foldable(op: &Op) -> bool {
    let constant = |node: &Node| node.constant().is_some();
    match op {
        Op::Path(node, _) | Op::Negate(node) | Op::InstanceOf(node, _) => constant(node),
        Op::Arithmetic(_, a, b) | Op::Compare(_, a, b) => constant(a) && constant(b),
        Op::List(nodes) => nodes.iter().all(constant),
        // One that calls functions may do much.
        Op::Builtin(rows, nodes) => rows.iter().all(|row| row.calls.is_none()) && nodes.iter().all(constant),
        Op::Range(low, high) => [low, high].into_iter().flatten().all(|end| constant(&end.0)),
        _ => false,
    }
}
