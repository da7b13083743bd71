//! Scorecards checked: the bins of each characteristic are ordered, disjoint and complete, and each loss has a reason.

use super::doc::{ReasonsDoc, ScorecardDoc};
use crate::diagnostic::Code;
use crate::document::Grid;
use crate::domain::Lane;
use crate::feel::scope::{Home, Target};
use crate::feel::types::Type;
use crate::flow::Checking;
use crate::source::{Place, Scalar};
use crate::table::{self, Column};
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
    /// The reason of each bin, if it has one: its index, and its code.
    pub reasons: Vec<Option<u16>>,
    /// The codes of the reasons.
    pub codes: Vec<Option<String>>,
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
    /// The score, in a cell.
    pub score: Target,
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
    let columns = Columns {
        characteristic: characteristic?,
        bin: bin?,
        points: points?,
        reason: grid.column("reason"),
    };
    let parts = parts(grid, &columns, checking);
    let numbers: Vec<Option<Number>> =
        (0..grid.rows()).map(|row| points_of(grid, row, columns.points, checking)).collect();
    let scale = scale(&numbers, doc.start);
    let scaled = |number: Number| number.to_scaled(scale);
    let checked: Vec<Option<Characteristic>> =
        parts.iter().map(|part| read_part(part, grid, &columns, doc, &numbers, scale, checking)).collect();
    let characteristics: Vec<Characteristic> = checked.into_iter().collect::<Option<_>>()?;
    let Some(start) = scaled(doc.start) else {
        too_many_digits(checking.stage.name.place, checking);
        return None;
    };
    // Sums, and losses against the best bin, must fit a cell whatever bins are met.
    let Some(range) = range(start, scale, &characteristics) else {
        too_many_digits(checking.stage.name.place, checking);
        return None;
    };
    let index = checking.card(&characteristics)?;
    let ty = Type::number(Some(range));
    let cell = checking.scope.cell();
    let id =
        checking.declare(&checking.stage.name.clone(), ty, Home::Cell(cell, Lane::Scaled(scale)), None)?;
    if let Some(entry) = checking.scope.get_mut(id) {
        entry.cards |= 1 << index;
        entry.read = true;
    }
    characteristics.iter().for_each(|part| checking.depends(id, &part.column.input));
    let bins = checking.scope.cells;
    for _ in &characteristics {
        checking.scope.cell();
    }
    let score = Target { id, slot: cell };
    Some(CheckedCard { characteristics, start, scale, reasons: doc.reasons, index, score, bins })
}

fn parts(grid: &Grid<'_>, columns: &Columns, checking: &mut Checking<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for row in 0..grid.rows() {
        let name = grid.cell(row, columns.characteristic);
        let known = parts.iter().any(|part| part.name.text == name.text);
        match parts.last_mut() {
            Some(part) if name.text.is_empty() || part.name.text == name.text => part.rows.push(row),
            None if name.text.is_empty() => {
                checking.reader.error(
                    Code::TableForm,
                    name.place,
                    "the first bin has no characteristic",
                    "name it in the first column",
                );
            }
            _ if known => {
                checking.reader.error(
                    Code::NameClash,
                    name.place,
                    format!("the characteristic `{}` stands twice", name.text),
                    "put its bins together",
                );
            }
            _ => parts.push(Part { name, rows: vec![row] }),
        }
    }
    parts
}

fn points_of(grid: &Grid<'_>, row: usize, column: usize, checking: &mut Checking<'_>) -> Option<Number> {
    let cell = grid.cell(row, column);
    let number = Number::parse_exact(cell.text.trim());
    if number.is_none() {
        checking.reader.error(
            Code::BadValue,
            cell.place,
            format!("the points cannot be `{}`", cell.text),
            "write a number",
        );
    }
    number
}

fn scale(numbers: &[Option<Number>], start: Number) -> u8 {
    let places = numbers.iter().flatten().chain([&start]).map(|number| -number.normalized().exponent()).max();
    u8::try_from(places.unwrap_or(0).max(0)).unwrap_or(u8::MAX)
}

fn read_part(
    part: &Part,
    grid: &Grid<'_>,
    columns: &Columns,
    doc: &ScorecardDoc<'_>,
    numbers: &[Option<Number>],
    scale: u8,
    checking: &mut Checking<'_>,
) -> Option<Characteristic> {
    let (expression, input) = table::tested(&part.name, checking)?;
    let bins: Vec<Scalar> = part.rows.iter().map(|&row| grid.cell(row, columns.bin)).collect();
    for bin in bins.iter().filter(|bin| ["", "-"].contains(&bin.text.as_str())) {
        checking.reader.error(
            Code::BadValue,
            bin.place,
            "a bin must say what it holds",
            "write a range, `null`, or `otherwise`",
        );
    }
    let mut column = Column::read(&expression, input, &bins, &mut checking.checker())?;
    if !column.complete() {
        return None;
    }
    column.fill_otherwise();
    table::intervals(&column, &bins, "bin", part.name.place, checking);
    let points: Vec<Option<i64>> =
        part.rows.iter().map(|&row| numbers.get(row).copied().flatten()?.to_scaled(scale)).collect();
    let unreadable = part.rows.iter().any(|&row| numbers.get(row).copied().flatten().is_none());
    if !unreadable
        && points
            .iter()
            .any(|points| points.is_none_or(|points| points.unsigned_abs() >= LARGEST.unsigned_abs()))
    {
        too_many_digits(part.name.place, checking);
        return None;
    }
    let points: Vec<i64> = points.into_iter().collect::<Option<_>>()?;
    let best = points.iter().copied().max().unwrap_or(0);
    let reasons = reasons(part, grid, columns, doc.reasons.as_ref(), &points, best, checking);
    let code = |index: u16| checking.reasons.codes.get(usize::from(index)).map(|reason| reason.code.clone());
    let codes = reasons.iter().map(|reason| reason.and_then(code)).collect();
    Some(Characteristic { name: part.name.clone(), column, points, reasons, codes })
}

fn reasons(
    part: &Part,
    grid: &Grid<'_>,
    columns: &Columns,
    asked: Option<&ReasonsDoc>,
    points: &[i64],
    best: i64,
    checking: &mut Checking<'_>,
) -> Vec<Option<u16>> {
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
                    checking.reader.error(
                        Code::ReasonWithoutText,
                        place,
                        message,
                        "write a code in the column `reason`",
                    );
                }
                None
            }
        };
        reasons.push(reason);
    }
    reasons
}

fn too_many_digits(place: Place, checking: &mut Checking<'_>) {
    let help = "all points of a card, written with the same places, and their sum have at most 17 digits: round them";
    checking.reader.error(Code::NumberTooLarge, place, "the points of the card have too many digits", help);
}

/// Beyond it a sum or a loss could leave a cell.
const LARGEST: i64 = 100_000_000_000_000_000;

/// The least and greatest score.
fn range(start: i64, scale: u8, characteristics: &[Characteristic]) -> Option<(Number, Number)> {
    let extreme = |pick: fn(&[i64]) -> Option<i64>| {
        let sum = characteristics.iter().try_fold(start, |sum, part| sum.checked_add(pick(&part.points)?))?;
        (sum.checked_abs()? < LARGEST).then(|| Number::scaled(sum, scale))
    };
    Some((extreme(|points| points.iter().copied().min())?, extreme(|points| points.iter().copied().max())?))
}
