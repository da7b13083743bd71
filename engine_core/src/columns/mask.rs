//! Conditions over columns. A truth is a byte: 0 is false, 1 unknown, 3 true, so that `and` and `or` are those of bits.

use super::lanes::wide;
use super::store::Columns;
use crate::domain::{Cell, FIRST, is_missing};
use crate::feel::ast::CompareOp;
use crate::feel::code::Test;
use crate::feel::narrow;
use crate::feel::operation::orders;
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
                cells(*op, columns.column(*left), columns.column(*right), out);
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
                for ((a, b), out) in a.iter().zip(&b).zip(out) {
                    *out = byte(quotient.of(*a, *b));
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
        wide(|| {
            for (cell, out) in cells.iter().zip(out.iter_mut()) {
                *out = u8::from((low <= *cell) & (*cell <= high)) * TRUE;
            }
        });
    } else {
        wide(|| {
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
        wide(|| {
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

fn cells(op: CompareOp, left: &[Cell], right: &[Cell], out: &mut [u8]) {
    for ((left, right), out) in left.iter().zip(right).zip(out) {
        *out = if is_missing(*left) || is_missing(*right) {
            1
        } else {
            u8::from(orders(op, left.cmp(right))) * TRUE
        };
    }
}
