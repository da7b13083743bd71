//! Scorecards checked: the bins of each characteristic are ordered, disjoint and complete, and the score's range is proven.

use super::bounds::{self, CheckedBound};
use super::check_reasons::{self, CheckedReasons};
use super::doc::ScorecardDoc;
use super::shares::{Against, Shares};
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
    /// What the points are measured against.
    pub against: Against,
    /// What each bin loses, scaled alike in all characteristics of the card; below zero where it does better than the average.
    pub losses: Vec<i64>,
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
    pub reasons: Option<CheckedReasons>,
    /// The groups whose points are bounded.
    pub bounds: Vec<CheckedBound>,
    /// Which of the flow's cards it is.
    pub index: u32,
    /// The score, in a cell.
    pub score: Target,
    /// The first of as many cells as there are characteristics: the bin of each.
    pub bins: u16,
}

/// The rows of one characteristic, and the points of each as written.
pub(super) struct Part {
    pub name: Scalar,
    pub rows: Vec<usize>,
}

/// Where the columns stand.
pub(super) struct Columns {
    characteristic: usize,
    pub bin: usize,
    points: usize,
    pub reason: Option<usize>,
}

/// What is read of the card's numbers before its bins are.
struct Numbers {
    points: Vec<Option<Number>>,
    scale: u8,
    shares: Shares,
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
    let points: Vec<Option<Number>> =
        (0..grid.rows()).map(|row| points_of(grid, row, columns.points, checking)).collect();
    let scale = scale(&points, [doc.start].into_iter().chain(bounds::ends(&doc.bounds)));
    let numbers = Numbers { points, scale, shares: Shares::read(doc, checking) };
    let checked: Vec<Option<Characteristic>> =
        parts.iter().map(|part| read_part(part, grid, &columns, doc, &numbers, checking)).collect();
    let names: Vec<&str> = parts.iter().map(|part| part.name.text.as_str()).collect();
    let bounds = bounds::check(&doc.bounds, &names, scale, checking);
    let reasons = doc.reasons.as_ref().map(|asked| check_reasons::check(asked, grid, &columns, checking));
    let characteristics: Vec<Characteristic> = checked.into_iter().collect::<Option<_>>()?;
    bounds::escapes(&doc.bounds, &characteristics, checking);
    let bounds = bounds?;
    // Sums, and losses added up, must fit a cell whatever bins are met.
    let range = doc.start.to_scaled(scale).and_then(|start| {
        let most = |part: &Characteristic| part.losses.iter().copied().max();
        characteristics.iter().try_fold(0_i64, |sum, part| sum.checked_add(most(part)?))?;
        Some((start, range(start, scale, &characteristics, &bounds)?))
    });
    let Some((start, range)) = range else {
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
    Some(CheckedCard { characteristics, start, scale, reasons, bounds, index, score, bins })
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

/// The places that hold all points, and the card's other numbers.
fn scale(points: &[Option<Number>], others: impl Iterator<Item = Number>) -> u8 {
    let all = points.iter().flatten().copied().chain(others);
    let places = all.map(|number| -number.normalized().exponent()).max();
    u8::try_from(places.unwrap_or(0).max(0)).unwrap_or(u8::MAX)
}

fn read_part(
    part: &Part,
    grid: &Grid<'_>,
    columns: &Columns,
    doc: &ScorecardDoc<'_>,
    numbers: &Numbers,
    checking: &mut Checking<'_>,
) -> Option<Characteristic> {
    let against = numbers.shares.against(part, checking);
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
    let written = |row: &usize| numbers.points.get(*row).copied().flatten();
    let points: Vec<Option<i64>> =
        part.rows.iter().map(|row| written(row)?.to_scaled(numbers.scale)).collect();
    let unreadable = part.rows.iter().any(|row| written(row).is_none());
    if !unreadable
        && points
            .iter()
            .any(|points| points.is_none_or(|points| points.unsigned_abs() >= LARGEST.unsigned_abs()))
    {
        too_many_digits(part.name.place, checking);
        return None;
    }
    let points: Vec<i64> = points.into_iter().collect::<Option<_>>()?;
    let losses = against.as_ref().and_then(|against| {
        let losses = numbers.shares.losses(against, &points);
        if losses.is_none() {
            too_many_digits(part.name.place, checking);
        }
        losses
    });
    let asked = doc.reasons.as_ref().map(|asked| &asked.choice);
    let reasons = check_reasons::of_bins(part, grid, columns, asked, losses.as_deref(), checking);
    let code = |index: u16| checking.reasons.codes.get(usize::from(index)).map(|reason| reason.code.clone());
    let codes = reasons.iter().map(|reason| reason.and_then(code)).collect();
    Some(Characteristic {
        name: part.name.clone(),
        column,
        points,
        against: against?,
        losses: losses?,
        reasons,
        codes,
    })
}

/// Reports numbers that no cell holds.
pub(super) fn too_many_digits(place: Place, checking: &mut Checking<'_>) {
    let help = "all points of a card, written with the same places, and their sum have at most 17 digits, and at most 18 with the places of its shares: round them";
    checking.reader.error(Code::NumberTooLarge, place, "the points of the card have too many digits", help);
}

/// Beyond it a sum or a loss could leave a cell.
const LARGEST: i64 = 100_000_000_000_000_000;

/// The least and greatest score.
fn range(
    start: i64,
    scale: u8,
    characteristics: &[Characteristic],
    bounds: &[CheckedBound],
) -> Option<(Number, Number)> {
    let end = |pick: Pick| {
        let unbounded = sum(start, characteristics.iter(), pick)?;
        // As in the run, what a group is beyond its bounds is taken off group by group.
        let bounded = bounds.iter().try_fold(unbounded, |score, bound| {
            let group = sum(0, bound.parts.iter().filter_map(|&part| characteristics.get(part)), pick)?;
            fits(score.checked_sub(group)?.checked_add(bound.clip(group))?)
        });
        bounded.map(|score| Number::scaled(score, scale))
    };
    Some((end(|points| points.iter().copied().min())?, end(|points| points.iter().copied().max())?))
}

/// The least or the most of some points.
type Pick = fn(&[i64]) -> Option<i64>;

fn sum<'a>(from: i64, mut parts: impl Iterator<Item = &'a Characteristic>, pick: Pick) -> Option<i64> {
    parts.try_fold(from, |sum, part| sum.checked_add(pick(&part.points)?)).and_then(fits)
}

fn fits(sum: i64) -> Option<i64> {
    (sum.checked_abs()? < LARGEST).then_some(sum)
}
