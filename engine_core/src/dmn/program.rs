//! A model, ready to run: nodes by number, expressions over slots.
use std::collections::HashMap;
use std::sync::Arc;

use super::table::Table;
use crate::feel::general::{Expression, FeelType, Parameter};
use crate::source::{FileId, Place};
use crate::value::Value;

/// A compiled model with all that it imports.
#[derive(Debug)]
pub struct Program {
    /// The main model's name.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// Everything that can be required.
    pub nodes: Box<[Node]>,
    /// The decisions, each behind what it requires.
    pub order: Box<[u32]>,
    /// What facts may be named, and what can be evaluated or called.
    pub names: HashMap<Arc<str>, u32>,
    /// What the notes of a run are about.
    pub origins: Box<[Origin]>,
    /// The files that take part, the main one first.
    pub files: Box<[FileId]>,
    /// Whether anything asks for the clock.
    pub clock: bool,
    /// SHA-256 over the canonical model.
    pub digest: [u8; 32],
}

/// An input datum, a decision, a business knowledge model or a service.
#[derive(Debug)]
pub struct Node {
    /// Its name; one of an imported model has the import's name before it.
    pub name: Arc<str>,
    /// Whether it stands in the main model.
    pub own: bool,
    /// The type of its value; for what can be called, of the result.
    pub ty: FeelType,
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub kind: Kind,
}

/// The kinds of node.
#[derive(Debug)]
pub enum Kind {
    /// An input datum.
    Input,
    /// A decision; without logic it is null unless a value is given for it.
    Decision(Option<Routine>),
    /// A business knowledge model.
    Knowledge(Function),
    /// A decision service.
    Service(Service),
}

/// Logic with the values that it needs.
#[derive(Debug)]
pub struct Routine {
    /// How many slots it needs.
    pub slots: usize,
    /// The nodes that it requires, and the slot of each; a node that can be called is there as a function.
    pub requires: Box<[(u32, u32)]>,
    /// What it does.
    pub body: Boxed,
}

/// What can be called; the arguments stand in the first slots.
#[derive(Debug)]
pub struct Function {
    /// Its parameters.
    pub parameters: Box<[Parameter]>,
    /// Its logic.
    pub routine: Routine,
}

/// A decision service.
#[derive(Debug)]
pub struct Service {
    /// Its parameters: its input data, then its input decisions.
    pub parameters: Box<[Parameter]>,
    /// Their nodes.
    pub inputs: Box<[u32]>,
    /// The decisions that it gives.
    pub outputs: Box<[(Arc<str>, u32)]>,
}

/// What notes are about.
#[derive(Debug)]
pub struct Origin {
    /// The node.
    pub node: u32,
    /// Where it stands.
    pub place: Place,
    /// The text of an expression; of a table its name.
    pub text: Arc<str>,
}

/// A boxed expression.
#[derive(Debug)]
pub struct Boxed {
    /// What it does.
    pub logic: Logic,
    /// The type that its value is brought to; `None` where nothing is declared.
    pub ty: Option<FeelType>,
    /// Among the program's origins.
    pub origin: u32,
}

/// What a boxed expression does.
#[derive(Debug)]
pub enum Logic {
    /// Always the same.
    Constant(Value),
    /// FEEL.
    Literal(Expression),
    /// Entries that see the ones before; the entry without a name is the value.
    Context(Box<[Entry]>, Option<Box<Boxed>>),
    /// A call by the names of the parameters.
    Invocation(Box<Boxed>, Box<[(Arc<str>, Boxed)]>),
    /// A list.
    List(Box<[Boxed]>),
    /// A list of contexts: the names of the columns, and the rows.
    Relation(Box<[Arc<str>]>, Box<[Box<[Boxed]>]>),
    /// A function that sees the slots where it stands.
    Function(Arc<Lambda>),
    /// `if`, `then`, `else`
    Conditional(Box<[Boxed; 3]>),
    /// The elements of the source for which the condition holds; the element stands in the slot.
    Filter(Box<Loop>),
    /// The results for the elements of the source.
    For(Box<Loop>),
    /// Whether the condition holds for any element.
    Some(Box<Loop>),
    /// Whether it holds for all of them.
    Every(Box<Loop>),
    /// A decision table.
    Table(Box<Table>),
    /// Always null, and why.
    Fault(Box<str>),
}

/// An entry of a context.
#[derive(Debug)]
pub struct Entry {
    /// Its name.
    pub name: Arc<str>,
    /// Where its value stands for the entries behind it.
    pub slot: u32,
    /// Its value.
    pub value: Boxed,
}

/// What the iterating forms share.
#[derive(Debug)]
pub struct Loop {
    /// The list.
    pub source: Boxed,
    /// Where the element stands.
    pub slot: u32,
    /// Where the results so far stand.
    pub partial: u32,
    /// What is done with the element.
    pub body: Boxed,
}

/// A function within an expression.
#[derive(Debug)]
pub struct Lambda {
    /// Its parameters.
    pub parameters: Box<[Parameter]>,
    /// The slot of the first of them; the others follow.
    pub first: u32,
    /// Where the function itself stands, if it has a name.
    pub own: Option<u32>,
    /// How many slots it needs.
    pub slots: usize,
    /// What it gives.
    pub body: Boxed,
}
