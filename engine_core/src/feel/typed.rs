//! The checked tree: names are ids, functions are rows of the table of built-ins, and every node knows its type.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::feel::ast::{ArithmeticOp, CompareOp, Span};
use crate::feel::builtins::Builtin;
use crate::feel::general::Expression;
use crate::feel::scope::NameId;
use crate::feel::types::Type;
use crate::value::Value;

/// An expression that has a type.
#[derive(Clone, Debug)]
pub struct Typed {
    /// What it is.
    pub kind: TypedKind,
    /// Its type.
    pub ty: Type,
    /// Where it stands.
    pub span: Span,
    /// Of a condition: what can make it unknown, counting every comparison with a missing value as unknown.
    pub unknown: Option<Span>,
    /// Of a condition: what its result says of names.
    pub implied: Implied,
}

/// The kinds of checked expression.
#[derive(Clone, Debug)]
pub enum TypedKind {
    /// A constant.
    Constant(Value),
    /// The value of a name.
    Read(NameId),
    /// `-a`
    Negate(Box<Typed>),
    /// `a + b` and its like
    Arithmetic(ArithmeticOp, Box<Typed>, Box<Typed>),
    /// `a < b` and its like
    Compare(CompareOp, Box<Typed>, Box<Typed>),
    /// All of these
    And(Vec<Typed>),
    /// Any of these
    Or(Vec<Typed>),
    /// `not(a)`
    Not(Box<Typed>),
    /// `a in (…)` and `between`
    In(Box<Typed>, Vec<TypedTest>),
    /// `if a then b else c`
    If(Box<Typed>, Box<Typed>, Box<Typed>),
    /// A call of a built-in function, arguments in the order of its parameters
    Call(&'static Builtin, Vec<Typed>),
    /// `[a, b]`
    List(Vec<Typed>),
    /// `a.year` of a date and its like
    Property(Box<Typed>, String),
    /// An expression of the general tier, over these names
    General(Arc<Expression>, Vec<Typed>),
}

/// One test behind `in`, or in a table cell.
#[derive(Clone, Debug)]
pub enum TypedTest {
    /// `< 5`
    Compare(CompareOp, Typed),
    /// Equal to the value; in the list, where the value is a list.
    Equal(Typed),
    /// Within the range; an end that is absent is open, the flag says whether it is included.
    Range(Option<(Typed, bool)>, Option<(Typed, bool)>),
}

/// Something that is known of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// It is not null.
    Given(NameId),
    /// It is not zero.
    NotZero(NameId),
}

/// What is known of names when a condition has a certain result.
#[derive(Clone, Debug, Default)]
pub struct Implied {
    /// When it is true.
    pub if_true: BTreeSet<Known>,
    /// When it is false.
    pub if_false: BTreeSet<Known>,
    /// When it is not false: true or null.
    pub unless_false: BTreeSet<Known>,
    /// When it is not true: false or null.
    pub unless_true: BTreeSet<Known>,
}

impl Implied {
    /// What a condition that is never null says.
    #[must_use]
    pub fn decided(if_true: BTreeSet<Known>, if_false: BTreeSet<Known>) -> Self {
        Self { unless_false: if_true.clone(), unless_true: if_false.clone(), if_true, if_false }
    }

    /// What the negation says.
    #[must_use]
    pub fn negated(self) -> Self {
        Self {
            if_true: self.if_false,
            if_false: self.if_true,
            unless_false: self.unless_true,
            unless_true: self.unless_false,
        }
    }

    /// What the conjunction says.
    #[must_use]
    pub fn all<'a>(parts: impl Iterator<Item = &'a Self> + Clone) -> Self {
        Self {
            if_true: union(parts.clone().map(|part| &part.if_true)),
            unless_false: union(parts.clone().map(|part| &part.unless_false)),
            if_false: shared(parts.clone().map(|part| &part.if_false)),
            unless_true: shared(parts.map(|part| &part.unless_true)),
        }
    }

    /// What the disjunction says.
    #[must_use]
    pub fn any<'a>(parts: impl Iterator<Item = &'a Self> + Clone) -> Self {
        Self {
            if_false: union(parts.clone().map(|part| &part.if_false)),
            unless_true: union(parts.clone().map(|part| &part.unless_true)),
            if_true: shared(parts.clone().map(|part| &part.if_true)),
            unless_false: shared(parts.map(|part| &part.unless_false)),
        }
    }
}

fn union<'a>(sets: impl Iterator<Item = &'a BTreeSet<Known>>) -> BTreeSet<Known> {
    sets.flatten().copied().collect()
}

fn shared<'a>(mut sets: impl Iterator<Item = &'a BTreeSet<Known>>) -> BTreeSet<Known> {
    let first = sets.next().cloned().unwrap_or_default();
    sets.fold(first, |all, set| all.intersection(set).copied().collect())
}

impl Typed {
    /// A node without anything known beyond its type.
    #[must_use]
    pub fn new(kind: TypedKind, ty: Type, span: Span) -> Self {
        Self { kind, ty, span, unknown: None, implied: Implied::default() }
    }

    /// Whether it can be null, or be unknown where comparisons with missing values are.
    #[must_use]
    pub const fn undecided(&self) -> bool {
        self.ty.nullable || self.unknown.is_some()
    }

    /// The constant that it is, if it is one.
    #[must_use]
    pub const fn constant(&self) -> Option<&Value> {
        match &self.kind {
            TypedKind::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// Calls `visit` for every name that is read.
    pub fn reads(&self, visit: &mut impl FnMut(NameId)) {
        match &self.kind {
            TypedKind::Constant(_) => {}
            TypedKind::Read(id) => visit(*id),
            TypedKind::Negate(a) | TypedKind::Not(a) | TypedKind::Property(a, _) => a.reads(visit),
            TypedKind::Arithmetic(_, a, b) | TypedKind::Compare(_, a, b) => {
                a.reads(visit);
                b.reads(visit);
            }
            TypedKind::If(a, b, c) => {
                a.reads(visit);
                b.reads(visit);
                c.reads(visit);
            }
            TypedKind::And(parts)
            | TypedKind::Or(parts)
            | TypedKind::List(parts)
            | TypedKind::Call(_, parts)
            | TypedKind::General(_, parts) => {
                parts.iter().for_each(|part| part.reads(visit));
            }
            TypedKind::In(a, tests) => {
                a.reads(visit);
                tests.iter().for_each(|test| test.reads(visit));
            }
        }
    }

    /// The names that it reads, each once, in order of appearance.
    #[must_use]
    pub fn names(&self) -> Vec<NameId> {
        let mut names = Vec::new();
        self.reads(&mut |id| {
            if !names.contains(&id) {
                names.push(id);
            }
        });
        names
    }
}

impl TypedTest {
    /// Calls `visit` for every name that is read.
    pub fn reads(&self, visit: &mut impl FnMut(NameId)) {
        match self {
            Self::Compare(_, value) | Self::Equal(value) => value.reads(visit),
            Self::Range(low, high) => {
                for (end, _) in [low, high].into_iter().flatten() {
                    end.reads(visit);
                }
            }
        }
    }
}
