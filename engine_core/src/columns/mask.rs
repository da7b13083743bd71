//! Conditions over columns. A truth is a byte: 0 is false, 1 unknown, 3 true, so that `and` and `or` are those of bits.

use super::lanes::wide;
use super::store::Columns;
use crate::domain::{Cell, FIRST, NULL, is_missing};
use crate::feel::ast::CompareOp;
use crate::feel::code::Test;
use crate::feel::narrow;
use crate::value::Truth;

/// True as a byte.
pub const TRUE: u8 = 3;

const fn byte(truth: Truth) -> u8 {
    match truth {
        Truth::False => 0,
        Truth::Unknown => 1,
        Truth::True => TRUE,
    }
}

impl Test {
    /// Whether it is tried on whole columns; others are tried row by row.
    fn is_quick(&self) -> bool {
        match self {
            Self::Constant(_)
            | Self::Within { .. }
            | Self::Among { .. }
            | Self::Cells { .. }
            | Self::Given(_)
            | Self::Narrow(..)
            | Self::Quotient(_) => true,
            Self::All(parts) | Self::Any(parts) => parts.iter().all(Self::is_quick),
            Self::Not(test) => test.is_quick(),
            _ => false,
        }
    }

    /// The truths of all applicants for whom `need` is not 0; for the others, whatever comes cheapest.
    pub(crate) fn columns(&self, columns: &mut Columns, need: Option<&[u8]>, out: &mut [u8]) {
        match self {
            Self::Constant(truth) => out.fill(byte(*truth)),
            Self::Within { cell, low, high, null } => {
                within(columns.column(*cell), *low, *high, byte(*null), out);
            }
            Self::Given(cell) => given(columns.column(*cell), out),
            Self::Among { cell, symbols, null } => among(columns.column(*cell), symbols, byte(*null), out),
            Self::Cells { op, left, right } => {
                cells(*op, columns.column(*left), columns.column(*right), 1, out);
            }
            Self::Narrow(op, both, nulls) => {
                let (mut left, mut right) = (columns.spare(), columns.spare());
                both.0.columns(columns, need, &mut left);
                both.1.columns(columns, need, &mut right);
                for ((left, right), out) in left.iter().zip(&right).zip(out) {
                    *out = byte(narrow::compared(*op, *left, *right, *nulls));
                }
                columns.give(left);
                columns.give(right);
            }
            Self::Quotient(quotient) => {
                let (mut a, mut b) = (columns.spare(), columns.spare());
                let (numerator, denominator) = quotient.sides();
                numerator.columns(columns, need, &mut a);
                denominator.columns(columns, need, &mut b);
                if let Some((op, up, down)) = quotient.across() {
                    across(&mut a, &mut b, up, down);
                    cells(op, &a, &b, byte(quotient.of_none()), out);
                } else {
                    for ((a, b), out) in a.iter().zip(&b).zip(out) {
                        *out = byte(quotient.of(*a, *b));
                    }
                }
                columns.give(a);
                columns.give(b);
            }
            Self::Not(test) => {
                test.columns(columns, need, out);
                wide(|| out.iter_mut().for_each(|truth| *truth = not(*truth)));
            }
            Self::All(parts) => join(parts, TRUE, columns, need, out),
            Self::Any(parts) => join(parts, 0, columns, need, out),
            _ => {
                columns.settle();
                for (row, out) in out.iter_mut().enumerate() {
                    let needed = need.is_none_or(|need| need.get(row).is_some_and(|need| *need != 0));
                    *out = if needed { byte(self.run(&columns.read(row))) } else { 0 };
                }
            }
        }
    }
}

/// All or any of the parts; `start` is what none of them gives. What is tried row by row comes last, for rows that are open still.
fn join(parts: &[Test], start: u8, columns: &mut Columns, need: Option<&[u8]>, out: &mut [u8]) {
    out.fill(start);
    let mut next = columns.mask();
    let mut open = columns.mask();
    let (quick, slow) = (parts.iter().filter(|part| part.is_quick()), parts.iter());
    for part in quick.chain(slow.filter(|part| !part.is_quick())) {
        if part.is_quick() {
            part.columns(columns, need, &mut next);
        } else {
            // A false part of all, or a true one of any, has settled the row.
            let settled = TRUE ^ start;
            for (row, (open, out)) in open.iter_mut().zip(&*out).enumerate() {
                let asked = need.is_none_or(|need| need.get(row).is_some_and(|need| *need != 0));
                *open = u8::from(asked && *out != settled);
            }
            part.columns(columns, Some(&open), &mut next);
        }
        if start == TRUE {
            wide(|| out.iter_mut().zip(&next).for_each(|(out, next)| *out &= *next));
        } else {
            wide(|| out.iter_mut().zip(&next).for_each(|(out, next)| *out |= *next));
        }
    }
    columns.free(next);
    columns.free(open);
}

/// Unknown stays unknown.
#[inline]
const fn not(truth: u8) -> u8 {
    let opposite = !truth & TRUE;
    (opposite << 1 | opposite >> 1) & TRUE
}

fn within(cells: &[Cell], low: Cell, high: Cell, null: u8, out: &mut [u8]) {
    // A missing cell lies in no interval.
    let low = low.max(FIRST);
    if null == 0 {
        wide(move || {
            for (cell, out) in cells.iter().zip(out.iter_mut()) {
                *out = u8::from((low <= *cell) & (*cell <= high)) * TRUE;
            }
        });
    } else {
        wide(move || {
            for (cell, out) in cells.iter().zip(out.iter_mut()) {
                let inside = (low <= *cell) & (*cell <= high);
                *out = (u8::from(inside) * TRUE) | (u8::from(is_missing(*cell)) * null);
            }
        });
    }
}

fn given(cells: &[Cell], out: &mut [u8]) {
    wide(|| {
        for (cell, out) in cells.iter().zip(out.iter_mut()) {
            *out = u8::from(!is_missing(*cell)) * TRUE;
        }
    });
}

fn among(cells: &[Cell], symbols: &[u64], null: u8, out: &mut [u8]) {
    if let [word] = symbols {
        let word = *word;
        wide(move || {
            for (cell, out) in cells.iter().zip(out.iter_mut()) {
                // Cells that are no symbols of the first word are shifted away.
                let inside = cell.cast_unsigned() < 64;
                let bit = (word >> (cell.cast_unsigned() & 63) & 1) == 1;
                *out = (u8::from(inside & bit) * TRUE) | (u8::from(is_missing(*cell)) * null);
            }
        });
        return;
    }
    for (cell, out) in cells.iter().zip(out) {
        let index = usize::try_from(*cell).unwrap_or(usize::MAX);
        let word = symbols.get(index / 64);
        let inside = word.is_some_and(|word| word >> (index % 64) & 1 == 1);
        *out = if is_missing(*cell) { null } else { u8::from(inside) * TRUE };
    }
}

/// The sides of a quotient, each multiplied by what the constant asks; missing where there is no quotient.
fn across(a: &mut [Cell], b: &mut [Cell], up: i64, down: i64) {
    wide(
        #[inline(always)]
        move || {
            for (a, b) in a.iter_mut().zip(b.iter_mut()) {
                let none = is_missing(*a) | is_missing(*b) | (*b == 0);
                // A negative denominator turns the order about.
                let sign = if *b < 0 { -1 } else { 1 };
                let left = a.wrapping_mul(up).wrapping_mul(sign);
                *a = if none { NULL } else { left };
                *b = b.wrapping_mul(down).wrapping_mul(sign);
            }
        },
    );
}

/// Compares two columns; where a cell is missing, it is `null`.
fn cells(op: CompareOp, left: &[Cell], right: &[Cell], null: u8, out: &mut [u8]) {
    match op {
        CompareOp::Equal => compared(left, right, null, out, |a, b| a == b),
        CompareOp::NotEqual => compared(left, right, null, out, |a, b| a != b),
        CompareOp::Less => compared(left, right, null, out, |a, b| a < b),
        CompareOp::LessOrEqual => compared(left, right, null, out, |a, b| a <= b),
        CompareOp::Greater => compared(left, right, null, out, |a, b| a > b),
        CompareOp::GreaterOrEqual => compared(left, right, null, out, |a, b| a >= b),
    }
}

fn compared(
    left: &[Cell],
    right: &[Cell],
    null: u8,
    out: &mut [u8],
    holds: impl Fn(Cell, Cell) -> bool + Copy,
) {
    wide(
        #[inline(always)]
        move || {
            for ((left, right), out) in left.iter().zip(right).zip(out.iter_mut()) {
                let missing = is_missing(*left) | is_missing(*right);
                let truth = u8::from(holds(*left, *right)) * TRUE;
                *out = if missing { null } else { truth };
            }
        },
    );
}
