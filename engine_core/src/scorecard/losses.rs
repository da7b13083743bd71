//! What each bin loses: against the best bin, the average over the development population, or a baseline.
//!
//! Losses are exact whatever the points are added in, and scaled alike in all characteristics of a card.

use std::cmp::Ordering;

use super::check::Part;
use super::choice::Method;
use super::doc::ScorecardDoc;
use super::points::{places, scaled};
use crate::diagnostic::Code;
use crate::flow::Checking;
use crate::source::Scalar;
use crate::value::Number;

/// What the points of a characteristic are measured against.
#[derive(Clone, Debug)]
pub enum Against {
    /// Nothing: the card gives no reasons.
    Nothing,
    /// Its best bin.
    Best,
    /// Its average: the share of the development population in each of its bins.
    Average(Vec<Number>),
    /// The baseline of each bin, less the points.
    Below(Vec<Number>),
    /// The points, less the baseline of each bin.
    Above(Vec<Number>),
}

/// The columns `share` and `baseline`, and what losses are measured in.
pub(super) struct Levels {
    method: Option<Method>,
    /// Whether more points make the score greater.
    direction: Ordering,
    shares: Vec<Option<Number>>,
    /// The baseline of each row, where one is written; none where the column is not there, or a cell of it cannot be read.
    baselines: Vec<Option<Number>>,
    /// The places of points and baselines.
    places: u8,
    /// Those of the shares.
    share_places: u8,
}

/// Shares with more places are refused: 10 to the power of these leaves room for points.
const MOST_PLACES: i32 = 17;

impl Levels {
    /// Reads the columns, which must be there if the method needs them.
    pub(super) fn read(
        doc: &ScorecardDoc<'_>,
        points: &[Option<Number>],
        checking: &mut Checking<'_>,
    ) -> Self {
        let grid = &doc.grid;
        let method = doc.reasons.as_ref().map(|reasons| reasons.choice.method);
        let mut find = |name: &str, needed: bool| {
            if needed { grid.need(name, &mut checking.reader) } else { grid.column(name) }
        };
        let based = matches!(method, Some(Method::BelowBaseline | Method::AboveBaseline));
        let average = method == Some(Method::BelowAverage);
        let (share_at, baseline_at) = (find("share", average), find("baseline", based));
        let rows = 0..grid.rows();
        let shares: Vec<Option<Number>> =
            rows.clone().map(|row| share(&grid.cell(row, share_at?), average, checking)).collect();
        let baselines: Vec<Option<Option<Number>>> =
            rows.map(|row| baseline(&grid.cell(row, baseline_at?), checking)).collect();
        let baselines: Vec<Option<Number>> = baselines.into_iter().collect::<Option<_>>().unwrap_or_default();
        let share_places = places(shares.iter().flatten().copied());
        let places = places(points.iter().chain(&baselines).flatten().copied());
        Self { method, direction: doc.law.direction(), shares, baselines, places, share_places }
    }

    /// What a characteristic is measured against; `None` where what the method needs is not all told, or shares are more or less than all.
    pub(super) fn against(&self, part: &Part, checking: &mut Checking<'_>) -> Option<Against> {
        let shares = self.shares_of(part, checking)?;
        match self.method {
            None => Some(Against::Nothing),
            Some(Method::BelowBest) => Some(Against::Best),
            Some(Method::BelowAverage) => shares.map(Against::Average),
            Some(Method::BelowBaseline) => self.baselines_of(part, checking).map(Against::Below),
            Some(Method::AboveBaseline) => self.baselines_of(part, checking).map(Against::Above),
        }
    }

    /// The shares of the bins, if all are told; `None` if they are not one together.
    #[expect(clippy::option_option, reason = "the outer one says whether anything is wrong")]
    fn shares_of(&self, part: &Part, checking: &mut Checking<'_>) -> Option<Option<Vec<Number>>> {
        let shares: Option<Vec<Number>> =
            part.rows.iter().map(|&row| self.shares.get(row).copied().flatten()).collect();
        let sum = shares
            .as_ref()
            .and_then(|shares| shares.iter().try_fold(Number::ZERO, |sum, share| sum.checked_add(*share)));
        if let Some(sum) = sum
            && sum != Number::ONE
        {
            let message = format!("the shares of `{}` add up to {sum}", part.name.text);
            let help = "every applicant of the development population falls into one bin: together they are exactly 1";
            checking.reader.error(Code::BadValue, part.name.place, message, help);
            return None;
        }
        Some(shares)
    }

    /// The baseline of each bin: its own, or the one above it.
    fn baselines_of(&self, part: &Part, checking: &mut Checking<'_>) -> Option<Vec<Number>> {
        let mut above = None;
        let filled = part.rows.iter().map(|&row| {
            above = self.baselines.get(row).copied().flatten().or(above);
            above
        });
        let baselines: Option<Vec<Number>> = filled.collect();
        if baselines.is_none() && !self.baselines.is_empty() {
            let message = format!("the first bin of `{}` has no baseline", part.name.text);
            let help = "write a number in the column `baseline`; it holds for the bins below it too";
            checking.reader.error(Code::BadValue, part.name.place, message, help);
        }
        baselines
    }

    /// The losses of the bins; none without reasons. `None` where they have too many digits.
    pub(super) fn losses(&self, against: &Against, points: &[Number]) -> Option<Vec<i128>> {
        let sign = if self.direction == Ordering::Less { -1 } else { 1 };
        let signed = |number: &Number| scaled(*number, self.places).map(|scaled| sign * scaled);
        let points: Vec<i128> = points.iter().map(signed).collect::<Option<_>>()?;
        let each = |levels: &[Number], sign: i128| -> Option<Vec<i128>> {
            let loss = |(level, points): (&Number, &i128)| Some(sign * signed(level)?.checked_sub(*points)?);
            levels.iter().zip(&points).map(loss).collect()
        };
        match against {
            Against::Nothing => Some(Vec::new()),
            Against::Best => {
                let best = points.iter().copied().max().unwrap_or(0);
                points.iter().map(|points| best.checked_sub(*points)).collect()
            }
            Against::Average(shares) => {
                let one = 10_i128.checked_pow(u32::from(self.share_places))?;
                let average = shares.iter().zip(&points).try_fold(0_i128, |sum, (share, points)| {
                    sum.checked_add(scaled(*share, self.share_places)?.checked_mul(*points)?)
                })?;
                points.iter().map(|points| average.checked_sub(points.checked_mul(one)?)).collect()
            }
            Against::Below(baselines) => each(baselines, 1),
            Against::Above(baselines) => each(baselines, -1),
        }
    }
}

/// The number of a cell, if it has one; `None` where it cannot be read.
#[expect(clippy::option_option, reason = "the outer one says whether anything is wrong")]
fn baseline(cell: &Scalar, checking: &mut Checking<'_>) -> Option<Option<Number>> {
    let text = cell.text.trim();
    if text.is_empty() {
        return Some(None);
    }
    let number = Number::parse_exact(text);
    if number.is_none() {
        let message = format!("the baseline cannot be `{text}`");
        let help = "write a number, or nothing for the one above";
        checking.reader.error(Code::BadValue, cell.place, message, help);
    }
    number.map(Some)
}

fn share(cell: &Scalar, needed: bool, checking: &mut Checking<'_>) -> Option<Number> {
    let text = cell.text.trim();
    if text.is_empty() && !needed {
        return None;
    }
    let number = Number::parse_exact(text).filter(|share| !share.is_negative() && *share <= Number::ONE);
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
