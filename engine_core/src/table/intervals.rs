//! The bins of a characteristic, and bands: one column of tests in order, disjoint and complete.

use super::cell::CellForm;
use super::column::Column;
use super::partition::{Asked, Complete, Labels, cover};
use crate::diagnostic::Code;
use crate::domain::{Lane, Set, is_missing};
use crate::flow::Checking;
use crate::source::{Place, Scalar};

/// Reports bins or bands that are out of order, overlap, leave a gap, or that nothing reaches.
pub fn intervals(
    column: &Column,
    cells: &[Scalar],
    what: &'static str,
    place: Place,
    checking: &mut Checking<'_>,
) {
    let form = |index: usize| column.tests.get(index).map(|test| &test.form);
    let rest = |index: &usize| matches!(form(*index), Some(CellForm::Otherwise));
    if let Some(early) = (0..cells.len().saturating_sub(1)).find(rest)
        && let Some(cell) = cells.get(early)
    {
        checking.reader.error(
            Code::Unordered,
            cell.place,
            format!("`otherwise` of `{}` must be the last {what}", column.name),
            "move it to the end",
        );
    }
    ordered(column, cells, what, checking);
    let rows: Vec<usize> = (0..cells.len()).filter(|index| !rest(index)).collect();
    let complete = if rows.len() == cells.len() { Complete::All } else { Complete::Nulls };
    let labels = Labels {
        what,
        of: format!(" of `{}`", column.name),
        row: &|row| cells.get(row).map_or_else(String::new, |cell| format!("`{}`", cell.text)),
        place_of: &|row| cells.get(row).map_or(place, |cell| cell.place),
        place,
        otherwise: (0..cells.len()).find(rest),
    };
    let causes = checking.schema.causes.clone();
    let asked = Asked { disjoint: true, complete };
    cover(std::slice::from_ref(column), &rows, asked, &labels, &causes, &mut checking.reader.findings);
}

/// Intervals of numbers and dates should rise or fall from the first to the last; a special value that another bin lies around stands anywhere.
fn ordered(column: &Column, cells: &[Scalar], what: &str, checking: &mut Checking<'_>) {
    if matches!(column.lane, Lane::Symbol { .. } | Lane::Boolean) {
        return;
    }
    let rows = (0..column.sets.len()).filter_map(|row| Some((row, column.sets.get(row)?)));
    let starts = rows.filter(|(row, _)| {
        matches!(column.tests.get(*row).map(|test| &test.form), Some(CellForm::Tests(_, false)))
    });
    let around: Vec<(i64, i64)> = column
        .sets
        .iter()
        .filter(|set| set.intervals().len() > 1)
        .filter_map(|set| set.first().zip(set.last()))
        .collect();
    let special = |set: &Set| {
        let ends = set.first().zip(set.last());
        ends.is_some_and(|(low, high)| around.iter().any(|(below, above)| *below < low && high < *above))
    };
    let starts: Vec<(usize, i64)> = starts
        .filter(|(_, set)| !special(set))
        .filter_map(|(index, set)| Some((index, set.first().filter(|&cell| !is_missing(cell))?)))
        .collect();
    let rising = matches!(starts.as_slice(), [(_, first), (_, second), ..] if second >= first);
    for pair in starts.windows(2) {
        let [(_, before), (index, after)] = pair else { continue };
        if (after >= before) != rising && after != before {
            let Some(cell) = cells.get(*index) else { continue };
            let message = format!("the {what} `{}` of `{}` is out of order", cell.text, column.name);
            checking.reader.error(
                Code::OutOfOrder,
                cell.place,
                message,
                "write them in rising or falling order",
            );
            return;
        }
    }
}
