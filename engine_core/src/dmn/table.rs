//! Decision tables, ready to run.
use std::sync::Arc;

use super::index::Rules;
use super::program::Boxed;
use crate::feel::ast::CompareOp;
use crate::feel::general::{FeelType, UnaryTests};
use crate::feel::operation::{self, Nulls};
use crate::value::{Truth, Value};

/// A decision table.
#[derive(Debug)]
pub struct Table {
    /// What is tested.
    pub columns: Box<[Column]>,
    /// The rules, in their order.
    pub rules: Box<[Rule]>,
    /// Where to find them.
    pub index: Option<Rules>,
    /// What it gives.
    pub outputs: Box<[Output]>,
    /// Which of the rules that hit count.
    pub policy: Policy,
}

/// An input column.
#[derive(Debug)]
pub struct Column {
    /// Its expression.
    pub value: Boxed,
    /// Where the value stands for the cells.
    pub slot: u32,
    /// The values that it may have, beside null.
    pub allowed: Option<Cell>,
}

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// One test for each column.
    pub cells: Box<[Cell]>,
    /// One expression for each output.
    pub outputs: Box<[Boxed]>,
}

/// A test of one column.
#[derive(Debug)]
pub enum Cell {
    /// Everything, null too.
    Any,
    /// Tests against constants.
    Constants(Constants),
    /// Tests that must be worked out.
    Tests(Box<UnaryTests>),
}

/// Tests against constants.
#[derive(Debug)]
pub struct Constants {
    /// Whether none of them may hold.
    pub negated: bool,
    /// The tests, one of which must hold.
    pub tests: Box<[Constant]>,
}

/// A test against a constant.
#[derive(Debug)]
pub enum Constant {
    /// `< 5`
    Compare(CompareOp, Value),
    /// Equal to the value, in the range or in the list.
    Within(Value),
}

/// An output column.
#[derive(Debug)]
pub struct Output {
    /// Its name; empty only where it is the only one.
    pub name: Arc<str>,
    /// The type of its values.
    pub ty: Option<FeelType>,
    /// Its values, the ones that go before first; empty where no order is declared.
    pub order: Box<[Value]>,
    /// What it is where no rule hits.
    pub default: Option<Boxed>,
}

/// The hit policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    Unique,
    Any,
    First,
    Priority,
    RuleOrder,
    OutputOrder,
    Collect(Aggregation),
}

/// What a collecting table makes of its hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregation {
    List,
    Sum,
    Count,
    Min,
    Max,
}

impl Policy {
    /// By the names of the standard.
    #[must_use]
    pub fn named(policy: &str, aggregation: Option<&str>) -> Option<Self> {
        Some(match (policy, aggregation) {
            ("UNIQUE", _) => Self::Unique,
            ("ANY", _) => Self::Any,
            ("FIRST", _) => Self::First,
            ("PRIORITY", _) => Self::Priority,
            ("RULE ORDER", _) => Self::RuleOrder,
            ("OUTPUT ORDER", _) => Self::OutputOrder,
            ("COLLECT", None | Some("LIST")) => Self::Collect(Aggregation::List),
            ("COLLECT", Some("SUM")) => Self::Collect(Aggregation::Sum),
            ("COLLECT", Some("COUNT")) => Self::Collect(Aggregation::Count),
            ("COLLECT", Some("MIN")) => Self::Collect(Aggregation::Min),
            ("COLLECT", Some("MAX")) => Self::Collect(Aggregation::Max),
            _ => return None,
        })
    }

    /// Whether it gives a list.
    #[must_use]
    pub const fn lists(self) -> bool {
        matches!(self, Self::RuleOrder | Self::OutputOrder | Self::Collect(Aggregation::List))
    }
}

impl Constants {
    /// Whether a value passes.
    #[must_use]
    pub fn truth(&self, value: &Value) -> Truth {
        let mut any = Truth::False;
        for test in &self.tests {
            any = any.or(test.truth(value));
            if any == Truth::True {
                break;
            }
        }
        if self.negated { any.not() } else { any }
    }
}

impl Constant {
    /// What it compares with.
    #[must_use]
    pub const fn constant(&self) -> &Value {
        let (Self::Compare(_, value) | Self::Within(value)) = self;
        value
    }

    #[inline]
    fn truth(&self, value: &Value) -> Truth {
        match self {
            Self::Compare(op, constant) => operation::compare(*op, value, constant, Nulls::Feel),
            Self::Within(constant) => operation::within(value, constant, |_| Nulls::Feel),
        }
    }
}
