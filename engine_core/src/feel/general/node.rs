//! The resolved tree: names are slots, functions are rows of the table or values, types are known.
use std::sync::Arc;

use super::types::FeelType;
use crate::feel::ast::{ArithmeticOp, CompareOp, Span};
use crate::feel::builtins::Builtin;
use crate::value::Value;

/// An expression, ready to run.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub op: Op,
    pub span: Span,
}

/// Where a value stands while a routine runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// Among the values given to the routine.
    Input(u32),
    /// Among those that it brings in itself.
    Local(u32),
}

/// What a node does.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Constant(Value),
    Read(Slot),
    /// Inside filters: a key of the elements, innermost first; the value of the name otherwise.
    Member(Box<[Slot]>, Arc<str>, Box<Node>),
    /// Always null, and why.
    Fault(Box<str>),
    Path(Box<Node>, Arc<str>),
    Negate(Box<Node>),
    Arithmetic(ArithmeticOp, Box<Node>, Box<Node>),
    Compare(CompareOp, Box<Node>, Box<Node>),
    And(Box<[Node]>),
    Or(Box<[Node]>),
    Between(Box<[Node; 3]>),
    In(Box<Node>, Box<[Test]>),
    If(Box<[Node; 3]>),
    List(Box<[Node]>),
    Range(Option<Box<(Node, bool)>>, Option<Box<(Node, bool)>>),
    Context(Box<[(Arc<str>, u32, Node)]>),
    Filter(Box<Filter>),
    For(Box<Loop>),
    Some(Box<Loop>),
    Every(Box<Loop>),
    Function(Arc<Routine>, Box<[Slot]>),
    InstanceOf(Box<Node>, FeelType),
    /// A call of rows of the table, arguments in the order of the parameters.
    Builtin(Box<[&'static Builtin]>, Box<[Node]>),
    /// The same with names for the arguments.
    NamedBuiltin(Box<[&'static Builtin]>, Box<[(Arc<str>, Node)]>),
    Call(Box<Node>, Box<[(Option<Arc<str>>, Node)]>),
    Now,
    Today,
}

/// `source[predicate]`
#[derive(Clone, Debug)]
pub(super) struct Filter {
    pub source: Node,
    pub predicate: Node,
    /// Where the element stands.
    pub item: u32,
    /// Whether the predicate depends on the element.
    pub depends: bool,
}

/// `for`, `some` and `every`
#[derive(Clone, Debug)]
pub(super) struct Loop {
    pub sources: Box<[Source]>,
    pub body: Node,
    /// Where the results so far stand, if the body looks at them.
    pub partial: Option<u32>,
}

/// `name in source`, `name in source..end`
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub slot: u32,
    pub from: Node,
    pub to: Option<Node>,
}

/// A test behind `in` or in a cell.
#[derive(Clone, Debug)]
pub(super) enum Test {
    Compare(CompareOp, Node),
    /// Equal to the value, in the list or in the range.
    Value(Node),
    /// A condition on `?`.
    Condition(Node),
    /// An expression that is neither plain value nor about `?`, as `is weekend(day)`: see the cell's rule.
    Either(Node),
}

/// The body of a function literal: its inputs are its parameters, then itself if it has a name, then what it captures.
#[derive(Clone, Debug)]
pub(super) struct Routine {
    pub parameters: Box<[super::function::Parameter]>,
    pub body: Node,
    pub locals: u32,
    /// Whether an input after the parameters is for the function itself.
    pub own: bool,
    /// Whether it looks at that.
    pub recursive: bool,
}

impl Node {
    /// Whether it is a constant, and which.
    pub const fn constant(&self) -> Option<&Value> {
        match &self.op {
            Op::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// Calls `visit` for every slot that is read, also by functions as they are made.
    pub fn slots(&self, visit: &mut dyn FnMut(Slot)) {
        match &self.op {
            Op::Read(slot) => visit(*slot),
            Op::Member(items, _, otherwise) => {
                items.iter().for_each(|slot| visit(*slot));
                otherwise.slots(visit);
            }
            Op::Function(_, captures) => captures.iter().for_each(|slot| visit(*slot)),
            _ => self.children(&mut |child| child.slots(visit)),
        }
    }

    /// Calls `visit` for every node directly below.
    fn children(&self, visit: &mut dyn FnMut(&Self)) {
        match &self.op {
            Op::Constant(_) | Op::Read(_) | Op::Fault(_) | Op::Function(..) | Op::Now | Op::Today => {}
            Op::Member(_, _, node) | Op::Path(node, _) | Op::Negate(node) | Op::InstanceOf(node, _) => {
                visit(node)
            }
            Op::Arithmetic(_, a, b) | Op::Compare(_, a, b) => {
                visit(a);
                visit(b);
            }
            Op::And(nodes) | Op::Or(nodes) | Op::List(nodes) | Op::Builtin(_, nodes) => {
                nodes.iter().for_each(visit);
            }
            Op::Between(nodes) | Op::If(nodes) => nodes.iter().for_each(visit),
            Op::In(value, tests) => {
                visit(value);
                tests.iter().for_each(|test| visit(test.node()));
            }
            Op::Range(low, high) => {
                [low, high].into_iter().flatten().for_each(|end| visit(&end.0));
            }
            Op::Context(entries) => entries.iter().for_each(|(_, _, node)| visit(node)),
            Op::Filter(filter) => {
                visit(&filter.source);
                visit(&filter.predicate);
            }
            Op::For(it) | Op::Some(it) | Op::Every(it) => {
                for source in it.sources.iter() {
                    visit(&source.from);
                    source.to.iter().for_each(&mut *visit);
                }
                visit(&it.body);
            }
            Op::NamedBuiltin(_, arguments) => arguments.iter().for_each(|(_, node)| visit(node)),
            Op::Call(callee, arguments) => {
                visit(callee);
                arguments.iter().for_each(|(_, node)| visit(node));
            }
        }
    }
}

impl Test {
    /// Its operand.
    pub const fn node(&self) -> &Node {
        match self {
            Self::Compare(_, node) | Self::Value(node) | Self::Condition(node) | Self::Either(node) => node,
        }
    }
}
