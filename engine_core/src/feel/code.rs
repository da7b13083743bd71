//! What a checked tree becomes: tests on cells where constants allow it, and plain evaluation of values elsewhere.

use std::sync::Arc;

use crate::domain::{Cell, Lane};
use crate::feel::ast::{ArithmeticOp, CompareOp};
use crate::feel::builtins::Builtin;
use crate::feel::general::Expression;
use crate::feel::narrow::{Node, Quotient};
use crate::feel::operation::Nulls;
use crate::value::{Truth, Value};

/// Code that gives a value.
#[derive(Clone, Debug)]
pub enum Code {
    /// The same for every applicant.
    Constant(Value),
    /// A cell, read by its lane.
    Cell(u16, Lane),
    /// A value slot.
    Value(u16),
    /// The list of the flags whose cells are raised.
    Flags(Box<[(u16, Arc<str>)]>),
    /// A condition as a value.
    Test(Box<Test>),
    /// `-a`
    Negate(Box<Code>),
    /// `a.year`
    Property(Box<Code>, String),
    /// `a + b`
    Arithmetic(ArithmeticOp, Box<Code>, Box<Code>),
    /// `if a then b else c`; where comparisons with missing values are unknown, an unknown condition gives null.
    If(Box<Test>, Box<Code>, Box<Code>, Nulls),
    /// A built-in function
    Call(&'static Builtin, Box<[Code]>),
    /// The same where comparisons with missing values are unknown: null where an argument that is not a constant is.
    CallOfGiven(&'static Builtin, Box<[Code]>),
    /// An expression of the general tier over these values; where comparisons with missing values are unknown, null
    /// where one that is not a constant is.
    General(Arc<Expression>, Box<[Code]>, Nulls),
    /// `[a, b]`
    List(Box<[Code]>),
}

/// Code that gives a truth.
#[derive(Clone, Debug)]
pub enum Test {
    /// The same for every applicant.
    Constant(Truth),
    /// Whether the cell lies in the interval; `null` is the truth for a missing one.
    Within {
        /// The cell.
        cell: u16,
        /// The lowest that counts.
        low: Cell,
        /// The highest that counts.
        high: Cell,
        /// What a missing cell gives.
        null: Truth,
    },
    /// Whether the cell is one of these symbols.
    Among {
        /// The cell.
        cell: u16,
        /// One bit a symbol.
        symbols: Box<[u64]>,
        /// What a missing cell gives.
        null: Truth,
    },
    /// Two cells of one lane against each other.
    Cells {
        /// The comparison.
        op: CompareOp,
        /// The left cell.
        left: u16,
        /// The right cell.
        right: u16,
    },
    /// Two numbers in integer code of one scale.
    Narrow(CompareOp, Box<(Node, Node)>, Nulls),
    /// A quotient against a constant.
    Quotient(Box<Quotient>),
    /// Whether the cell is not missing.
    Given(u16),
    /// All hold.
    All(Box<[Test]>),
    /// Any holds.
    Any(Box<[Test]>),
    /// The opposite.
    Not(Box<Test>),
    /// A comparison of values.
    Compare(CompareOp, Box<Code>, Box<Code>, Nulls),
    /// Whether a value passes any of the tests.
    In(Box<Code>, Box<[Member]>),
    /// A value that is a condition.
    Value(Box<Code>),
}

/// A test behind `in`.
#[derive(Clone, Debug)]
pub enum Member {
    /// `< a`
    Compare(CompareOp, Code, Nulls),
    /// Equal to the value, or to one in the list.
    Equal(Code, Nulls),
    /// Within the range; the flag says whether the end is included.
    Range(Option<(Code, bool)>, Option<(Code, bool)>, Nulls),
}
