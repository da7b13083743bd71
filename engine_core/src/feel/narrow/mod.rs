//! Arithmetic on cells: expressions whose declared ranges prove that 64-bit integers hold every step, with the results of
//! FEEL's decimals of 34 digits.
//!
//! Sums, products and choices of scaled integers are exact in both. A quotient is only ever compared ([`Quotient`]), and a
//! function of repayment only ever rounded ([`Factor`]): both are proven to fall on the same side, or left to the decimals.
mod compile;
mod factor;
mod part;
mod quotient;
mod run_columns;
#[cfg(test)]
mod tests;

pub use self::compile::repeatable;
pub use self::factor::Factor;
pub use self::part::Part;
pub use self::quotient::Quotient;

use crate::domain::{Cell, NULL, is_missing};
use crate::feel::ast::CompareOp;
use crate::feel::code::Test;
use crate::feel::frame::Cells;
use crate::feel::operation::{Nulls, compare, orders};
use crate::value::{Number, Round, Truth, Value};

/// Integer code: a number times ten to the power of its part's scale, or a missing cell.
#[derive(Clone, Debug)]
pub enum Node {
    /// The same for every applicant.
    Constant(i64),
    /// A cell.
    Cell(u16),
    /// So many times a cell.
    Multiple(u16, i64),
    /// So many times as much.
    Times(Box<Node>, i64),
    /// `a + b`
    Sum(Box<(Node, Node)>),
    /// `a - b`
    Difference(Box<(Node, Node)>),
    /// `a * b`
    Product(Box<(Node, Node)>),
    /// `min(a, b)`
    Least(Box<(Node, Node)>),
    /// `max(a, b)`
    Greatest(Box<(Node, Node)>),
    /// `min(max(a, b), c)` of constants b and c
    Within(Box<Node>, i64, i64),
    /// `if a then b else c`
    If(Box<(Test, Node, Node)>),
    /// In units of so many, rounded.
    Rounded(Box<Node>, i64, Round),
    /// A rounded multiple of an amount.
    Factor(Box<Factor>),
}

impl Node {
    /// The number of one applicant; missing where FEEL's would be null. Ranges were proven at load, so nothing wraps.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "most operands are a constant or a cell, and not worth a call")]
    #[must_use]
    pub fn run(&self, cells: &impl Cells) -> Cell {
        match self {
            Self::Constant(number) => *number,
            Self::Cell(slot) => cells.cell(*slot),
            Self::Multiple(slot, times) => match cells.cell(*slot) {
                cell if is_missing(cell) => NULL,
                cell => cell.wrapping_mul(*times),
            },
            _ => self.run_other(cells),
        }
    }

    #[inline(never)]
    fn run_other(&self, cells: &impl Cells) -> Cell {
        match self {
            Self::Constant(_) | Self::Cell(_) | Self::Multiple(..) => self.run(cells),
            Self::Times(of, times) => match of.run(cells) {
                cell if is_missing(cell) => NULL,
                cell => cell.wrapping_mul(*times),
            },
            Self::Within(of, low, high) => match of.run(cells) {
                cell if is_missing(cell) => NULL,
                cell => cell.max(*low).min(*high),
            },
            Self::Sum(both) => of_both(both, cells, i64::wrapping_add),
            Self::Difference(both) => of_both(both, cells, i64::wrapping_sub),
            Self::Product(both) => of_both(both, cells, i64::wrapping_mul),
            Self::Least(both) => of_both(both, cells, i64::min),
            Self::Greatest(both) => of_both(both, cells, i64::max),
            Self::If(_) | Self::Rounded(..) | Self::Factor(_) => self.run_long(cells),
        }
    }

    /// What needs more registers than sums do: they would save them for nothing.
    #[inline(never)]
    fn run_long(&self, cells: &impl Cells) -> Cell {
        match self {
            Self::If(parts) => {
                let (condition, then, other) = &**parts;
                if condition.run(cells).is_hit() { then.run(cells) } else { other.run(cells) }
            }
            Self::Rounded(of, unit, mode) => match of.run(cells) {
                cell if is_missing(cell) => NULL,
                cell => rounded(cell, *unit, *mode),
            },
            Self::Factor(factor) => factor.run(cells),
            _ => NULL,
        }
    }
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "as a function of its own it would call `of`")]
fn of_both(both: &(Node, Node), cells: &impl Cells, of: fn(i64, i64) -> i64) -> Cell {
    let (left, right) = (both.0.run(cells), both.1.run(cells));
    if is_missing(left) || is_missing(right) { NULL } else { of(left, right) }
}

/// How many units a number is, rounded. The unit is above 0.
fn rounded(number: i64, unit: i64, mode: Round) -> i64 {
    let (magnitude, unit) = (number.unsigned_abs(), unit.unsigned_abs().max(1));
    let (units, rest) = (magnitude / unit, magnitude % unit);
    let away = rest > 0 && mode.steps_away(rest.cmp(&(unit - rest)), units & 1 == 1, number < 0);
    let units = i64::try_from(units).unwrap_or(i64::MAX).saturating_add(i64::from(away));
    if number < 0 { -units } else { units }
}

/// A number in integer code whose places are always the same.
#[derive(Clone, Debug)]
pub struct Narrow {
    node: Node,
    scale: u8,
}

impl Narrow {
    /// The number times ten to the power of the scale, for one applicant.
    #[inline]
    #[must_use]
    pub fn run(&self, cells: &impl Cells) -> Cell {
        self.node.run(cells)
    }

    /// The code, to be run on columns.
    #[must_use]
    pub const fn node(&self) -> &Node {
        &self.node
    }

    /// The code alone.
    #[must_use]
    pub fn into_node(self) -> Node {
        self.node
    }

    /// How many places it has.
    #[must_use]
    pub const fn scale(&self) -> u8 {
        self.scale
    }
}

/// A comparison of two numbers of one scale.
#[inline]
#[must_use]
pub fn compared(op: CompareOp, left: Cell, right: Cell, nulls: Nulls) -> Truth {
    if is_missing(left) || is_missing(right) {
        return compare(op, &value(left, 0), &value(right, 0), nulls);
    }
    orders(op, left.cmp(&right)).into()
}

/// A scaled integer as a value.
#[inline]
#[must_use]
pub fn value(cell: Cell, scale: u8) -> Value {
    if is_missing(cell) { Value::Null } else { Value::Number(Number::scaled(cell, scale)) }
}
