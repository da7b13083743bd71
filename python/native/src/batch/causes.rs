//! Columns that say why something is missing.
use std::borrow::Cow;

use arrow_array::{Array, ArrayRef};
use engine_core::domain::{Cell, missing};
use engine_core::facts::{self, Input};
use engine_core::flow::Program;
use engine_core::schema::{Fact, WITHHELD};

use super::fill::BAD;
use super::input::input;

/// The cause of a row, if it has one.
pub fn cause<'a>(column: &'a ArrayRef, row: usize) -> Option<Cow<'a, str>> {
    if column.null_count() == column.len() {
        return None;
    }
    let Input::Text(text) = input(column.as_ref(), row) else { return None };
    match text.trim() {
        "" | "null" => None,
        _ => Some(facts::cause(&text).map(|cause| Cow::Owned(cause.to_owned())).unwrap_or(text)),
    }
}

/// Puts the causes of a column, from a row on, in the place of values that are missing; where there is a value too, or the
/// cause is none of the fact's, the row is bad.
pub fn apply(
    program: &Program,
    fact: &Fact,
    column: &ArrayRef,
    from: usize,
    null: Cell,
    cells: &mut [Cell],
) -> bool {
    let mut bad = false;
    if column.null_count() == column.len() {
        return bad;
    }
    for (row, cell) in cells.iter_mut().enumerate() {
        let Some(cause) = cause(column, from + row) else { continue };
        let known = program
            .checked
            .schema
            .cause(&cause)
            .filter(|cause| *cause != WITHHELD && fact.causes.contains(cause));
        *cell = match known {
            Some(cause) if *cell == null && null != BAD => missing(cause),
            _ => BAD,
        };
        bad |= *cell == BAD;
    }
    bad
}
