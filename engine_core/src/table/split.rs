//! How to leave a special value out of the range around it, as an author would write it.

use super::cell::{CellForm, ConstantTest};
use super::column::Column;
use crate::feel::ast::CompareOp;

/// What to write in place of the wider of two tests that share a value, where the other one is that single value.
pub(super) fn advice(column: &Column, first: usize, second: usize) -> Option<String> {
    range_without(column, first, second).or_else(|| range_without(column, second, first))
}

fn range_without(column: &Column, range: usize, special: usize) -> Option<String> {
    let [(low, high)] = column.sets.get(special)?.intervals() else { return None };
    let inside = column.sets.get(range)?.intervals().iter().any(|(from, to)| from < low && high < to);
    let (range, value) = (column.tests.get(range)?, column.tests.get(special)?);
    let (CellForm::Tests(tests, false), true) = (&range.form, low == high && inside) else { return None };
    let value = &value.text;
    let split = match &**tests {
        [ConstantTest::Compare(CompareOp::Less | CompareOp::LessOrEqual, _)] => {
            let close = if range.text.starts_with("<=") { ']' } else { ')' };
            format!("< {value}, ({value}..{}{close}", end(&range.text))
        }
        [ConstantTest::Compare(CompareOp::Greater | CompareOp::GreaterOrEqual, _)] => {
            let open = if range.text.starts_with(">=") { '[' } else { '(' };
            format!("{open}{}..{value}), > {value}", end(&range.text))
        }
        [ConstantTest::Range(..)] => {
            let (from, to) = range.text.split_once("..")?;
            format!("{from}..{value}), ({value}..{to}")
        }
        _ => return None,
    };
    Some(format!("leave {value} out of the range: `{split}`; in a CSV file in double quotes"))
}

/// What a comparison compares with.
fn end(text: &str) -> &str {
    text.trim_start_matches(['<', '>', '=']).trim()
}
