//! The column `trend`: points that must rise or fall as the value does. It is checked, and means nothing else.

use super::check::Part;
use crate::diagnostic::Code;
use crate::document::Grid;
use crate::domain::Lane;
use crate::flow::Checking;
use crate::source::Scalar;
use crate::table::{CellForm, Column};
use crate::value::Number;

/// Reports the first bin whose points move the other way. Values without an order count in the order of the file.
pub(super) fn check(
    part: &Part,
    column: &Column,
    points: &[Number],
    written: Option<(&Grid<'_>, usize)>,
    checking: &mut Checking<'_>,
) {
    let Some((grid, at)) = written else { return };
    let mut rising: Option<bool> = None;
    let mut bins: Vec<(i64, Number, Scalar)> = Vec::new();
    for (((index, &row), set), points) in (0_i64..).zip(&part.rows).zip(column.sets.iter()).zip(points) {
        let cell = grid.cell(row, at);
        let left_out = cell.text.trim() == "-";
        match cell.text.trim() {
            "rising" if rising != Some(false) => rising = Some(true),
            "falling" if rising != Some(true) => rising = Some(false),
            "" | "-" => {}
            text => {
                let message = format!("the trend of `{}` cannot be `{text}`", part.name.text);
                let help = "write `rising` or `falling` once, and `-` for a bin that is left out";
                checking.reader.error(Code::BadValue, cell.place, message, help);
                return;
            }
        }
        let test = column.tests.get(usize::try_from(index).unwrap_or(0));
        let tests = test.is_some_and(|test| matches!(test.form, CellForm::Tests(_, false)));
        let unordered = matches!(column.lane, Lane::Symbol { .. });
        let rank = if unordered { Some(index) } else { set.last() };
        if let Some(rank) = rank.filter(|_| tests && !left_out) {
            bins.push((rank, *points, grid.cell(row, at)));
        }
    }
    let Some(rising) = rising else { return };
    bins.sort_by_key(|(rank, ..)| *rank);
    let turned = |pair: &&[(i64, Number, Scalar)]| match pair {
        [(_, before, _), (_, after, _)] => {
            if rising {
                after < before
            } else {
                after > before
            }
        }
        _ => false,
    };
    if let Some([(_, before, _), (_, after, cell)]) = bins.windows(2).find(turned) {
        let word = if rising { "rise" } else { "fall" };
        let message =
            format!("the points of `{}` must {word}, and go from {before} to {after} here", part.name.text);
        let help = "change the points, write `-` in `trend` for a special value, or take the trend out";
        checking.reader.error(Code::AgainstTrend, cell.place, message, help);
    }
}
