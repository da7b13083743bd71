//! Scorecards checked: the bins of each characteristic are ordered, disjoint and complete, and the score's range is proven.

use super::bounds::{self, CheckedBound};
use super::check_reasons::{self, CheckedReasons};
use super::doc::ScorecardDoc;
use super::law::Law;
use super::losses::{Against, Levels};
use super::points::{Points, Width, too_many_digits};
use super::{range, trend, twice};
use crate::diagnostic::Code;
use crate::document::Grid;
use crate::domain::Lane;
use crate::feel::scope::Target;
use crate::feel::types::Type;
use crate::flow::Checking;
use crate::source::Scalar;
use crate::table::{self, Column};
use crate::value::Number;

/// One characteristic.
#[derive(Clone, Debug)]
pub struct Characteristic {
    /// What it tests, as written.
    pub name: Scalar,
    /// Its bins.
    pub column: Column,
    /// The points of each bin; with the places of the card, if they are added as decimals.
    pub points: Vec<Number>,
    /// What the points are measured against.
    pub against: Against,
    /// What each bin loses, scaled alike in all characteristics of the card; below zero where it gains. None without reasons.
    pub losses: Vec<i128>,
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
    /// What everybody begins with.
    pub start: Number,
    /// The places of the points that are added as decimals.
    pub places: u8,
    /// In what the points are added.
    pub width: Width,
    /// How points become a score.
    pub law: Law,
    /// How reasons are chosen.
    pub reasons: Option<CheckedReasons>,
    /// The groups whose points are bounded.
    pub bounds: Vec<CheckedBound>,
    /// Which of the flow's cards it is.
    pub index: u32,
    /// The score.
    pub score: Target,
    /// How its cell is read; `None` where it lives in a value slot.
    pub lane: Option<Lane>,
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
    pub points: usize,
    pub trend: Option<usize>,
    pub reason: Option<usize>,
}

/// What is read of the card before its characteristics are.
struct Card<'a, 'b> {
    doc: &'a ScorecardDoc<'b>,
    columns: Columns,
    points: Points,
    levels: Levels,
}

/// Checks the stage and declares the score.
pub fn check(doc: &ScorecardDoc<'_>, checking: &mut Checking<'_>) -> Option<CheckedCard> {
    let grid = &doc.grid;
    let characteristic = grid.need("characteristic", &mut checking.reader);
    let bin = grid.need("bin", &mut checking.reader);
    let points = grid.need("points", &mut checking.reader);
    let (trend, reason) = (grid.column("trend"), grid.column("reason"));
    let columns = Columns { characteristic: characteristic?, bin: bin?, points: points?, trend, reason };
    let parts = parts(grid, &columns, checking);
    let ends: Vec<Number> = bounds::ends(&doc.bounds).collect();
    let points = Points::read(doc, &columns, &ends, checking);
    let levels = Levels::read(doc, points.as_ref().map_or(&[], |points| &points.rows), checking);
    let card = Card { doc, columns, points: points?, levels };
    let checked: Vec<Option<Characteristic>> =
        parts.iter().map(|part| read_part(part, &card, checking)).collect();
    let names: Vec<&str> = parts.iter().map(|part| part.name.text.as_str()).collect();
    let bounds = bounds::check(&doc.bounds, &names, card.points.places, checking);
    let reasons =
        doc.reasons.as_ref().map(|asked| check_reasons::check(asked, grid, &card.columns, checking));
    let characteristics: Vec<Characteristic> = checked.into_iter().collect::<Option<_>>()?;
    bounds::escapes(&doc.bounds, &characteristics, checking);
    twice::warn(&characteristics, checking);
    declare(&card, characteristics, bounds?, reasons, checking)
}

/// Finds the range of the score, and declares it.
fn declare(
    card: &Card<'_, '_>,
    characteristics: Vec<Characteristic>,
    bounds: Vec<CheckedBound>,
    reasons: Option<CheckedReasons>,
    checking: &mut Checking<'_>,
) -> Option<CheckedCard> {
    let (law, start, places) = (card.doc.law, card.points.start, card.points.places);
    let width = range::width_of(&law, &card.points, &characteristics, &bounds);
    let range = range::range(&law, start, &characteristics, &bounds);
    // Losses that are added up must fit whatever bins are met.
    let most =
        |part: &Characteristic| part.losses.iter().map(|loss| loss.checked_abs()).max().unwrap_or(Some(0));
    let losses = characteristics.iter().try_fold(0_i128, |sum, part| sum.checked_add(most(part)?));
    let lane = width.zip(range).and_then(|(width, range)| lane(&law, width, places, range));
    let (Some(width), Some(range), Some(lane), Some(_)) = (width, range, lane, losses) else {
        too_many_digits(checking.stage.name.place, checking);
        return None;
    };
    let index = checking.card(&characteristics)?;
    let score = checking.result(None, true, Type::number(Some(range)), lane.clone())?;
    if let Some(entry) = checking.scope.get_mut(score.id) {
        entry.cards |= 1 << index;
        entry.read = true;
    }
    characteristics.iter().for_each(|part| checking.depends(score.id, &part.column.input));
    let bins = checking.scope.cells;
    for _ in &characteristics {
        checking.scope.cell();
    }
    Some(CheckedCard {
        characteristics,
        start,
        places,
        width,
        law,
        reasons,
        bounds,
        index,
        score,
        lane,
        bins,
    })
}

/// How the cell of the score is read, `None` within for a value slot; `None` where a rounded score leaves a cell.
#[expect(clippy::option_option, reason = "the outer one says whether anything is wrong")]
fn lane(law: &Law, width: Width, places: u8, range: (Number, Number)) -> Option<Option<Lane>> {
    match (law.round, width, &law.scale) {
        (Some(round), ..) => {
            let fits =
                |end: Number| end.to_scaled(round.places).is_some_and(|end| end.unsigned_abs() < LARGEST);
            (fits(range.0) && fits(range.1)).then_some(Some(Lane::Scaled(round.places)))
        }
        (None, Width::Double, _) => Some(Some(Lane::Float)),
        (None, Width::Narrow, None) => Some(Some(Lane::Scaled(places))),
        (None, Width::Narrow | Width::Wide, _) => Some(None),
    }
}

/// Beyond it a rounded score could be taken for a missing one.
const LARGEST: u64 = 100_000_000_000_000_000;

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

fn read_part(part: &Part, card: &Card<'_, '_>, checking: &mut Checking<'_>) -> Option<Characteristic> {
    let grid = &card.doc.grid;
    let against = card.levels.against(part, checking);
    let (expression, input) = table::tested(&part.name, checking)?;
    let bins: Vec<Scalar> = part.rows.iter().map(|&row| grid.cell(row, card.columns.bin)).collect();
    for bin in bins.iter().filter(|bin| ["", "-"].contains(&bin.text.as_str())) {
        checking.reader.error(
            Code::BadValue,
            bin.place,
            "a bin must say what it holds",
            "write a range, `null`, or `otherwise`",
        );
    }
    let mut column = Column::read(&expression, input, table::Written::Cells(&bins), &mut checking.checker())?;
    if !column.complete() {
        return None;
    }
    column.fill_otherwise();
    table::intervals(&column, &bins, "bin", part.name.place, checking);
    let points = part.rows.iter().map(|&row| card.points.rows.get(row).copied().flatten());
    let points: Option<Vec<Number>> = points.collect();
    if let Some(points) = &points {
        trend::check(part, &column, points, card.columns.trend.map(|at| (grid, at)), checking);
    }
    let losses = against.as_ref().zip(points.as_ref()).and_then(|(against, points)| {
        let losses = card.levels.losses(against, points);
        if losses.is_none() {
            too_many_digits(part.name.place, checking);
        }
        losses
    });
    let asked = card.doc.reasons.as_ref().map(|asked| &asked.choice);
    let reasons = check_reasons::of_bins(part, grid, &card.columns, asked, losses.as_deref(), checking);
    let code = |index: u16| checking.reasons.codes.get(usize::from(index)).map(|reason| reason.code.clone());
    let codes = reasons.iter().map(|reason| reason.and_then(code)).collect();
    Some(Characteristic {
        name: part.name.clone(),
        column,
        points: points?,
        against: against?,
        losses: losses?,
        reasons,
        codes,
    })
}
