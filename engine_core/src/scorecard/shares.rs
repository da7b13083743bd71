//! What each bin loses: against the best bin, or against the average over the development population.

use super::check::Part;
use super::doc::{Method, ScorecardDoc};
use crate::diagnostic::Code;
use crate::document::Grid;
use crate::flow::Checking;
use crate::value::Number;

/// What the points of a characteristic are measured against.
#[derive(Clone, Debug)]
pub enum Against {
    /// Its best bin.
    Best,
    /// Its average: the share of the development population in each of its bins.
    Average(Vec<Number>),
}

/// The column `share`.
pub(super) struct Shares {
    /// The share of each row, where one is written.
    rows: Vec<Option<Number>>,
    /// The places of all.
    places: u8,
    method: Method,
}

/// Shares with more places are refused: 10 to the power of these fits a cell.
const MOST_PLACES: i32 = 17;

impl Shares {
    /// Reads the column, which must be there if the method needs it.
    pub(super) fn read(doc: &ScorecardDoc<'_>, checking: &mut Checking<'_>) -> Self {
        let grid = &doc.grid;
        let method = doc.reasons.as_ref().map_or(Method::BelowBest, |reasons| reasons.choice.method);
        let column = match method {
            Method::BelowBest => grid.column("share"),
            Method::BelowAverage => grid.need("share", &mut checking.reader),
        };
        let rows: Vec<Option<Number>> =
            (0..grid.rows()).map(|row| share(grid, row, column?, method, checking)).collect();
        let places = rows.iter().flatten().map(|share| -share.normalized().exponent()).max().unwrap_or(0);
        Self { rows, places: u8::try_from(places.max(0)).unwrap_or(u8::MAX), method }
    }

    /// What a characteristic is measured against; `None` where its shares are not all told, or are more or less than all.
    pub(super) fn against(&self, part: &Part, checking: &mut Checking<'_>) -> Option<Against> {
        let shares: Option<Vec<Number>> =
            part.rows.iter().map(|&row| self.rows.get(row).copied().flatten()).collect();
        let sum = shares
            .as_ref()
            .and_then(|shares| shares.iter().try_fold(Number::ZERO, |sum, share| sum.checked_add(*share)));
        if let Some(sum) = sum
            && sum != Number::from_i64(1)
        {
            let message = format!("the shares of `{}` add up to {sum}", part.name.text);
            let help = "every applicant of the development population falls into one bin: together they are exactly 1";
            checking.reader.error(Code::BadValue, part.name.place, message, help);
            return None;
        }
        match self.method {
            Method::BelowBest => Some(Against::Best),
            Method::BelowAverage => shares.map(Against::Average),
        }
    }

    /// The losses of the bins, times ten to the power of the card's places and, against an average, of those of the shares.
    pub(super) fn losses(&self, against: &Against, points: &[i64]) -> Option<Vec<i64>> {
        let one = 10_i128.checked_pow(u32::from(match against {
            Against::Best => 0,
            Against::Average(_) => self.places,
        }))?;
        let level = match against {
            Against::Best => i128::from(points.iter().copied().max().unwrap_or(0)),
            Against::Average(shares) => {
                shares.iter().zip(points).try_fold(0_i128, |sum, (share, &points)| {
                    sum.checked_add(
                        i128::from(share.to_scaled(self.places)?).checked_mul(i128::from(points))?,
                    )
                })?
            }
        };
        let loss =
            |&points: &i64| i64::try_from(level.checked_sub(i128::from(points).checked_mul(one)?)?).ok();
        points.iter().map(loss).collect()
    }
}

fn share(
    grid: &Grid<'_>,
    row: usize,
    column: usize,
    method: Method,
    checking: &mut Checking<'_>,
) -> Option<Number> {
    let cell = grid.cell(row, column);
    let text = cell.text.trim();
    if text.is_empty() && method == Method::BelowBest {
        return None;
    }
    let number =
        Number::parse_exact(text).filter(|share| !share.is_negative() && *share <= Number::from_i64(1));
    if number.is_some_and(|share| -share.normalized().exponent() > MOST_PLACES) {
        let message = format!("the share `{text}` has too many digits");
        checking.reader.error(Code::NumberTooLarge, cell.place, message, "round it to at most 17 places");
        return None;
    }
    if number.is_none() {
        let (message, help) = if text.is_empty() {
            (
                "this bin has no share".to_owned(),
                "write its share of the development population, such as `0.06`; `0` if it was empty",
            )
        } else {
            (format!("the share cannot be `{text}`"), "write a number from 0 to 1, such as `0.06` for 6 %")
        };
        checking.reader.error(Code::BadValue, cell.place, message, help);
    }
    number
}
