//! How tightly FEEL's operators bind. Parser and printer share it, so that they agree on every pair of parentheses.

use super::ast::ArithmeticOp;

/// From the loosest to the tightest. All operators group to the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// `or`, and forms that reach as far right as they can, such as `if`.
    Or,
    /// `and`
    And,
    /// `= < between in`
    Comparison,
    /// `+ -`
    Sum,
    /// `* /`
    Product,
    /// `**`
    Power,
    /// `-` before its operand: tighter than `**`, so `-3 ** 2` is 9
    Sign,
    /// `instance of`
    Kind,
    /// `.name`, `[filter]`, `(arguments)`, and what needs no parentheses at all
    Postfix,
}

impl Level {
    /// The next tighter one: the level of a right operand.
    pub const fn tighter(self) -> Self {
        match self {
            Self::Or => Self::And,
            Self::And => Self::Comparison,
            Self::Comparison => Self::Sum,
            Self::Sum => Self::Product,
            Self::Product => Self::Power,
            Self::Power => Self::Sign,
            Self::Sign => Self::Kind,
            Self::Kind | Self::Postfix => Self::Postfix,
        }
    }

    /// The level of an arithmetic operator.
    pub const fn of(op: ArithmeticOp) -> Self {
        match op {
            ArithmeticOp::Add | ArithmeticOp::Subtract => Self::Sum,
            ArithmeticOp::Multiply | ArithmeticOp::Divide => Self::Product,
            ArithmeticOp::Power => Self::Power,
        }
    }
}
