//! Scorecards checked: the bins of each characteristic are ordered, disjoint and complete, and each loss has a reason.

use super::doc::{ReasonsDoc, ScorecardDoc};
use crate::diagnostic::Code;
use crate::document::Grid;
use crate::domain::{Lane, is_missing};
use crate::feel::scope::{Home, NameId};
use crate::feel::types::Type;
use crate::flow::Checking;
use crate::source::Scalar;
use crate::table::{self, Asked, CellForm, Column, Complete, Labels};
use crate::value::Number;

/// One characteristic.
#[derive(Clone, Debug)]
pub struct Characteristic {
    /// What it tests, as written.
    pub name: Scalar,
    /// Its bins.
    pub column: Column,
    /// The points of each bin, times ten to the power of the card's places.
    pub points: Vec<i64>,
    /// The reason of each bin, if it has one.
    pub reasons: Vec<Option<u16>>,
}

/// A scorecard.
#[derive(Clone, Debug)]
pub struct CheckedCard {
    /// The characteristics, in the author's order.
    pub characteristics: Vec<Characteristic>,
    /// The start, scaled as the points are.
    pub start: i64,
    /// The places of the points.
    pub scale: u8,
    /// How reasons are chosen.
    pub reasons: Option<ReasonsDoc>,
    /// Which of the flow's cards it is.
    pub index: u32,
    /// Where the score goes.
    pub id: NameId,
    /// The first of as many cells as there are characteristics: the bin of each.
    pub bins: u16,
}

/// The rows of one characteristic, and the points of each as written.
struct Part {
    name: Scalar,
    rows: Vec<usize>,
}

struct Columns {
    characteristic: usize,
    bin: usize,
    points: usize,
    reason: Option<usize>,
}

/// Checks the stage and declares the score.
pub fn check(doc: &ScorecardDoc<'_>, checking: &mut Checking<'_>) -> Option<CheckedCard> {
    let grid = &doc.grid;
    let characteristic = grid.need("characteristic", &mut checking.reader);
    let bin = grid.need("bin", &mut checking.reader);
    let points = grid.need("points", &mut checking.reader);
    let columns = Columns { characteristic: characteristic?, bin: bin?, points: points?, reason: grid.column("reason") };
    let parts = parts(grid, &columns, checking);
    let numbers: Vec<Option<Number>> = (0..grid.rows()).map(|row| points_of(grid, row, columns.points, checking)).collect();
    let scale = scale(&numbers, doc.start);
    let scaled = |number: Number| number.to_scaled(scale);
    let checked: Vec<Option<Characteristic>> = parts.iter().map(|part| read_part(part, grid, &columns, doc, &numbers, scale, checking)).collect();
    let characteristics: Vec<Characteristic> = checked.into_iter().collect::<Option<_>>()?;
    let Some(start) = scaled(doc.start) else {
        checking.reader.error(Code::NumberTooLarge, checking.stage.name.place, "the points of the card have too many digits", "");
        return None;
    };
    let index = checking.card(&characteristics)?;
    let ty = Type::number(range(start, scale, &characteristics));
    let cell = checking.scope.cell();
    let id = checking.declare(&checking.stage.name.clone(), ty, Home::Cell(cell, Lane::Scaled(scale)), None)?;
    if let Some(entry) = checking.scope.get_mut(id) {
        entry.cards |= 1 << index;
        entry.read = true;
    }
    let bins = checking.scope.cells;
    characteristics.iter().for_each(|_| drop(checking.scope.cell()));
    Some(CheckedCard { characteristics, start, scale, reasons: doc.reasons, index, id, bins })
}

fn parts(grid: &Grid<'_>, columns: &Columns, checking: &mut Checking<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for row in 0..grid.rows() {
        let name = grid.cell(row, columns.characteristic);
        let again = parts.iter().position(|part| part.name.text == name.text);
        match (name.text.is_empty(), again, parts.last_mut()) {
            (true, _, Some(part)) => part.rows.push(row),
            (false, Some(index), _) if index + 1 == parts.len() => parts.last_mut().into_iter().for_each(|part| part.rows.push(row)),
            (false, Some(_), _) => {
                checking.reader.error(Code::NameClash, name.place, format!("the characteristic `{}` stands twice", name.text), "put its bins together");
            }
            (true, _, None) => {
                checking.reader.error(Code::TableForm, name.place, "the first bin has no characteristic", "name it in the first column");
            }
            (false, None, _) => parts.push(Part { name, rows: vec![row] }),
        }
    }
    parts
}

fn points_of(grid: &Grid<'_>, row: usize, column: usize, checking: &mut Checking<'_>) -> Option<Number> {
    let cell = grid.cell(row, column);
    let number = Number::parse_exact(cell.text.trim());
    if number.is_none() {
        checking.reader.error(Code::BadValue, cell.place, format!("the points cannot be `{}`", cell.text), "write a number");
    }
    number
}

fn scale(numbers: &[Option<Number>], start: Number) -> u8 {
    let places = numbers.iter().flatten().chain([&start]).map(|number| -number.normalized().exponent()).max();
    u8::try_from(places.unwrap_or(0).max(0)).unwrap_or(u8::MAX)
}

fn read_part(part: &Part, grid: &Grid<'_>, columns: &Columns, doc: &ScorecardDoc<'_>, numbers: &[Option<Number>], scale: u8, checking: &mut Checking<'_>) -> Option<Characteristic> {
    let input = table::name_in_scope(&part.name, checking)?;
    let bins: Vec<Scalar> = part.rows.iter().map(|&row| grid.cell(row, columns.bin)).collect();
    for bin in bins.iter().filter(|bin| ["", "-"].contains(&bin.text.as_str())) {
        checking.reader.error(Code::BadValue, bin.place, "a bin must say what it holds", "write a range, `null`, or `otherwise`");
    }
    let mut column = Column::read(&part.name, input, &bins, &mut checking.checker())?;
    let points: Vec<Option<i64>> = part.rows.iter().map(|&row| numbers.get(row).copied().flatten()?.to_scaled(scale)).collect();
    let points: Vec<i64> = points.into_iter().collect::<Option<_>>()?;
    if !column.complete() {
        return None;
    }
    column.fill_otherwise();
    cover(&column, &bins, "bin", part.name.place, checking);
    let best = points.iter().copied().max().unwrap_or(0);
    let reasons = reasons(part, grid, columns, doc.reasons.as_ref(), &points, best, checking);
    Some(Characteristic { name: part.name.clone(), column, points, reasons })
}

/// Reports bins or bands that are out of order, overlap, leave a gap, or that nothing reaches.
pub fn cover(column: &Column, cells: &[Scalar], what: &'static str, place: crate::source::Place, checking: &mut Checking<'_>) {
    let form = |index: usize| column.tests.get(index).and_then(Option::as_ref).map(|test| &test.form);
    let rest = |index: &usize| matches!(form(*index), Some(CellForm::Otherwise));
    if let Some(early) = (0..cells.len().saturating_sub(1)).find(rest)
        && let Some(cell) = cells.get(early)
    {
        checking.reader.error(Code::Unordered, cell.place, format!("`otherwise` of `{}` must be the last {what}", column.name), "");
    }
    ordered(column, cells, what, checking);
    let rows: Vec<usize> = (0..cells.len()).filter(|index| !rest(index)).collect();
    let complete = if rows.len() == cells.len() { Complete::All } else { Complete::Nulls };
    let labels = Labels {
        what,
        of: format!(" of `{}`", column.name),
        rows: cells.iter().map(|cell| format!("`{}`", cell.text)).collect(),
        places: cells.iter().map(|cell| cell.place).collect(),
        place,
    };
    let causes = checking.schema.causes.clone();
    let asked = Asked { disjoint: true, complete };
    table::cover(std::slice::from_ref(column), &rows, asked, &labels, &causes, &mut checking.reader.findings);
}

/// Intervals of numbers and dates must rise or fall from the first to the last.
fn ordered(column: &Column, cells: &[Scalar], what: &str, checking: &mut Checking<'_>) {
    if matches!(column.lane, Lane::Symbol { .. } | Lane::Boolean) {
        return;
    }
    let starts = column.sets.iter().enumerate().filter(|(index, _)| {
        matches!(column.tests.get(*index).and_then(Option::as_ref).map(|test| &test.form), Some(CellForm::Tests(_, false)))
    });
    let starts: Vec<(usize, i64)> = starts.filter_map(|(index, set)| Some((index, set.first().filter(|&cell| !is_missing(cell))?))).collect();
    let rising = matches!(starts.as_slice(), [(_, first), (_, second), ..] if second >= first);
    for pair in starts.windows(2) {
        let [(_, before), (index, after)] = pair else { continue };
        if (after >= before) != rising && after != before {
            let Some(cell) = cells.get(*index) else { continue };
            let message = format!("the {what} `{}` of `{}` is out of order", cell.text, column.name);
            checking.reader.error(Code::Unordered, cell.place, message, "write them in rising or falling order");
            return;
        }
    }
}

fn reasons(part: &Part, grid: &Grid<'_>, columns: &Columns, asked: Option<&ReasonsDoc>, points: &[i64], best: i64, checking: &mut Checking<'_>) -> Vec<Option<u16>> {
    let mut above: Option<Scalar> = None;
    let mut reasons = Vec::new();
    for (&row, &points) in part.rows.iter().zip(points) {
        let cell = columns.reason.map(|column| grid.cell(row, column)).filter(|cell| !cell.text.is_empty());
        above = cell.or(above);
        let needed = asked.is_some_and(|asked| points < best || asked.keep_zero);
        let reason = match &above {
            Some(code) if asked.is_some() => checking.reason(code),
            Some(_) => None,
            None => {
                if needed {
                    let place = grid.cell(row, columns.bin).place;
                    let message = format!("this bin of `{}` loses points and has no reason", part.name.text);
                    checking.reader.error(Code::ReasonWithoutText, place, message, "write a code in the column `reason`");
                }
                None
            }
        };
        reasons.push(reason);
    }
    reasons
}

/// The least and greatest score.
fn range(start: i64, scale: u8, characteristics: &[Characteristic]) -> Option<(Number, Number)> {
    let extreme = |pick: fn(&[i64]) -> Option<i64>| {
        let sum = characteristics.iter().try_fold(start, |sum, part| sum.checked_add(pick(&part.points)?))?;
        Some(Number::scaled(sum, scale))
    };
    Some((extreme(|points| points.iter().copied().min())?, extreme(|points| points.iter().copied().max())?))
}
