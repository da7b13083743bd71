//! The points of a card as numbers: their common places, and the narrowest integers that hold every sum of them.

use super::check::Columns;
use super::doc::ScorecardDoc;
use crate::diagnostic::Code;
use crate::flow::Checking;
use crate::source::Place;
use crate::value::Number;

/// In what the points are added while an applicant is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// Words of 64 bits, scaled.
    Narrow,
    /// Words of 128 bits, scaled.
    Wide,
    /// Doubles.
    Double,
}

/// The numbers of the column `points`, and of the rest of the card.
pub(super) struct Points {
    /// The points of each row, where they can be read; with the places of all, if they are added as decimals.
    pub rows: Vec<Option<Number>>,
    /// What everybody begins with.
    pub start: Number,
    /// The places of all; without meaning for doubles.
    pub places: u8,
}

/// Below it every sum fits a cell, with room for the missing ones.
const NARROW: i128 = 100_000_000_000_000_000;
/// Below it every sum is a number of at most 34 digits.
const WIDE: i128 = 1_000_000_000_000_000_000_000_000_000_000_000;

impl Points {
    /// Reads the column. `ends` are the ends of bounds, which count among the card's places.
    pub(super) fn read(
        doc: &ScorecardDoc<'_>,
        columns: &Columns,
        ends: &[Number],
        checking: &mut Checking<'_>,
    ) -> Option<Self> {
        let rows: Vec<Option<Number>> = (0..doc.grid.rows())
            .map(|row| {
                let cell = doc.grid.cell(row, columns.points);
                let number = Number::parse_exact(cell.text.trim());
                if number.is_none() {
                    let message = format!("the points cannot be `{}`", cell.text);
                    let help = "write a number of at most 34 digits";
                    checking.reader.error(Code::BadValue, cell.place, message, help);
                }
                number
            })
            .collect();
        let all = || rows.iter().flatten().chain([&doc.start]).chain(ends);
        if !doc.law.arithmetic.exact() {
            // Far from the end of the doubles, so that no sum is infinite.
            let large = Number::from_parts(1, 100)?;
            let place = |row: usize| doc.grid.cell(row, columns.points).place;
            let beyond =
                (0..).zip(&rows).find(|(_, points)| points.is_some_and(|points| points.abs() > large));
            let place = beyond.map(|(row, _)| place(row));
            if let Some(place) = place.or((doc.start.abs() > large).then_some(checking.stage.name.place)) {
                too_many_digits(place, checking);
                return None;
            }
            return Some(Self { rows, start: doc.start, places: 0 });
        }
        let places = places(all().copied());
        let widened = |number: &Number| {
            let scaled = scaled(*number, places).filter(|scaled| scaled.abs() < WIDE)?;
            Number::from_parts(scaled, -i32::from(places))
        };
        let start = widened(&doc.start);
        let fits = start.is_some() && ends.iter().all(|end| widened(end).is_some());
        let wide: Vec<Option<Number>> = rows.iter().map(|row| row.as_ref().and_then(widened)).collect();
        let lost = rows.iter().zip(&wide).position(|(row, wide)| row.is_some() && wide.is_none());
        match (start.filter(|_| fits), lost) {
            (Some(start), None) => Some(Self { rows: wide, start, places }),
            (_, row) => {
                let at = row.map(|row| doc.grid.cell(row, columns.points).place);
                too_many_digits(at.unwrap_or(checking.stage.name.place), checking);
                None
            }
        }
    }
}

/// The places that hold all of them.
pub(super) fn places(numbers: impl Iterator<Item = Number>) -> u8 {
    let places = numbers.map(|number| -number.normalized().exponent()).max();
    u8::try_from(places.unwrap_or(0).max(0)).unwrap_or(u8::MAX)
}

/// The number times ten to the power of the places; `None` where it has more places, or does not fit.
pub(super) fn scaled(number: Number, places: u8) -> Option<i128> {
    let number = number.normalized();
    let power = u32::try_from(i32::from(places) + number.exponent()).ok()?;
    if number.is_zero() {
        return Some(0);
    }
    number.coefficient().checked_mul(10_i128.checked_pow(power)?)
}

/// What holds every sum of some numbers, of each of which the size is given; `None` where nothing does.
pub(super) fn width(sizes: impl Iterator<Item = Number>, places: u8) -> Option<Width> {
    let most =
        sizes.map(|size| scaled(size.abs(), places)).try_fold(0_i128, |sum, size| sum.checked_add(size?))?;
    match most {
        ..NARROW => Some(Width::Narrow),
        NARROW..WIDE => Some(Width::Wide),
        _ => None,
    }
}

/// Reports numbers that no sum holds.
pub(super) fn too_many_digits(place: Place, checking: &mut Checking<'_>) {
    let help = "all points of a card, written with the same places, their sum, and the losses with the places of shares and baselines have at most 33 digits: round them, or add them with `arithmetic: float`";
    checking.reader.error(Code::NumberTooLarge, place, "the points of the card have too many digits", help);
}
