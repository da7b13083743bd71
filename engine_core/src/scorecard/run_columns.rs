//! A scorecard for many applicants.

use super::addends::{Addend, Addends};
use super::reasons_columns::Ranking;
use super::run::{Points, Scorecard};
use crate::columns::{Columns, Flow, OutputColumn, Steps, wide};
use crate::domain::{Cell, Lane, NULL, float_cell};
use crate::table::steps;
use crate::value::{Number, Value};

/// What a card needs for columns, made once for all blocks.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    /// The points of each characteristic, where they are whole cells.
    whole: Vec<Steps<i64>>,
    /// The same where they are doubles.
    doubles: Vec<Steps<f64>>,
    /// What ranks the reasons over columns, where that is right; elsewhere each row looks for its own, in the bins.
    pub ranking: Option<Ranking>,
}

impl Scorecard {
    /// Writes the scores where the mask is 1; false where they must be added row by row.
    pub(crate) fn run_columns(&self, flow: &mut Flow, chosen: Option<&[u8]>, points: bool) -> bool {
        let Flow { columns, cards, .. } = flow;
        let Some(prepared) = cards.get(self.index as usize) else { return false };
        match (&self.points, &self.lane) {
            (Points::Plain(addends), _) if addends.unbounded() => {
                let mut scores = columns.take(self.slot);
                scores.fill(addends.first);
                self.add(&prepared.whole, columns, chosen, &mut scores);
                finish(&mut scores, chosen, |score| score.wrapping_add(addends.last));
                columns.put(self.slot, scores);
            }
            (Points::Narrow(addends), Some(lane)) if addends.unbounded() => {
                let mut scores = columns.take(self.slot);
                scores.fill(addends.first);
                self.add(&prepared.whole, columns, chosen, &mut scores);
                finish(&mut scores, chosen, |sum| {
                    let sum = Number::scaled(sum.wrapping_add(addends.last), self.places);
                    lane.cell(&self.law.of_sum(sum).map_or(Value::Null, Value::Number))
                });
                columns.put(self.slot, scores);
            }
            (Points::Double(addends), Some(lane)) if addends.unbounded() => {
                let mut sums = vec![addends.first; columns.rows];
                self.add(&prepared.doubles, columns, chosen, &mut sums);
                let mut scores = columns.take(self.slot);
                scores.iter_mut().zip(&sums).for_each(|(score, sum)| {
                    *score = self.score_of_double(sum.plus(addends.last), lane);
                });
                finish(&mut scores, chosen, |score| score);
                columns.put(self.slot, scores);
            }
            _ => return false,
        }
        let by_row = self.reasons.is_some() && prepared.ranking.is_none();
        if points || by_row {
            self.write_bins(columns, chosen);
        }
        true
    }

    /// The cell of a score, as a single decision has it.
    fn score_of_double(&self, sum: f64, lane: &Lane) -> Cell {
        let score = self.law.of_double(sum);
        if self.law.round.is_none() {
            return float_cell(score);
        }
        let rounded = Number::from_f64(score).and_then(|score| self.law.rounded(score));
        lane.cell(&rounded.map_or(Value::Null, Value::Number))
    }

    /// Adds the points of the characteristics, in their order.
    fn add<T: Addend + Default>(
        &self,
        steps: &[Steps<T>],
        columns: &mut Columns,
        chosen: Option<&[u8]>,
        sums: &mut [T],
    ) {
        for (part, steps) in self.parts.iter().zip(steps) {
            part.axis.columns(columns, chosen, |cells| steps.each(cells, sums, T::plus));
        }
    }

    /// What the card needs for columns; `alone` says that it always runs, and that nothing else tells its codes.
    pub(crate) fn prepared(&self, alone: bool) -> Prepared {
        let (whole, doubles) = match &self.points {
            Points::Plain(addends) | Points::Narrow(addends) => (self.steps(addends), Vec::new()),
            Points::Double(addends) => (Vec::new(), self.steps(addends)),
            Points::Wide(_) => (Vec::new(), Vec::new()),
        };
        let ranking = (alone && self.ranks_quickly() && self.top() > 0).then(|| self.ranking());
        Prepared { whole, doubles, ranking }
    }

    /// The points of each characteristic as steps.
    fn steps<T: Addend>(&self, addends: &Addends<T>) -> Vec<Steps<T>> {
        let parts = self.parts.iter().zip(&addends.parts);
        parts.map(|(part, points)| steps(&part.ladder, T::ZERO, |bin| points.get(bin).copied())).collect()
    }

    /// Writes the bins where the mask is 1.
    fn write_bins(&self, columns: &mut Columns, chosen: Option<&[u8]>) {
        for (part, slot) in self.parts.iter().zip(self.bins..) {
            let bins = steps(&part.ladder, NULL, |bin| Cell::try_from(bin).ok());
            let mut column = columns.take(slot);
            part.axis.columns(columns, chosen, |cells| bins.each(cells, &mut column, |_, bin| bin));
            finish(&mut column, chosen, |bin| bin);
            columns.put(slot, column);
        }
    }

    /// Whether a slot is that of bins.
    pub(crate) fn has_bins(&self, slot: u16) -> bool {
        slot.checked_sub(self.bins).is_some_and(|at| usize::from(at) < self.parts.len())
    }

    /// Empties the columns of the bins.
    pub(crate) fn forget_bins(&self, columns: &mut Columns) {
        self.parts.iter().zip(self.bins..).for_each(|(_, bin)| columns.clear(bin));
    }

    /// The points of the characteristics, a column each; null where the card was skipped.
    pub(crate) fn points_of(&self, columns: &Columns) -> Vec<OutputColumn> {
        let parts = (0_usize..).zip(self.bins..).take(self.parts.len());
        parts.map(|(part, bins)| self.points_of_part(part, bins, columns)).collect()
    }

    fn points_of_part(&self, part: usize, bins: u16, columns: &Columns) -> OutputColumn {
        let column = columns.column(bins);
        // Where the card did not run for anybody there is no column.
        let none = columns.rows.saturating_sub(column.len());
        let bins = column.iter().copied().chain(std::iter::repeat_n(NULL, none));
        let bins = bins.map(|bin| usize::try_from(bin).ok());
        let lane = match self.points {
            Points::Plain(_) | Points::Narrow(_) => Lane::Scaled(self.places),
            Points::Double(_) => Lane::Float,
            Points::Wide(_) => {
                let values = bins.map(|bin| bin.and_then(|bin| self.points_value(part, bin)));
                return OutputColumn::Values(values.map(Option::unwrap_or_default).collect());
            }
        };
        let cells = bins.map(|bin| bin.and_then(|bin| self.points_cell(part, bin)).unwrap_or(NULL));
        OutputColumn::Cells { lane, cells: cells.collect() }
    }

    fn points_cell(&self, part: usize, bin: usize) -> Option<Cell> {
        match &self.points {
            Points::Plain(points) | Points::Narrow(points) => points.parts.get(part)?.get(bin).copied(),
            Points::Double(points) => points.parts.get(part)?.get(bin).map(|points| float_cell(*points)),
            Points::Wide(_) => None,
        }
    }

    fn points_value(&self, part: usize, bin: usize) -> Option<Value> {
        let Points::Wide(points) = &self.points else { return None };
        let points = points.parts.get(part)?.get(bin)?;
        Number::from_parts(*points, -i32::from(self.places)).map(Value::Number)
    }
}

/// What becomes of the chosen cells; the others are missing.
fn finish(cells: &mut [Cell], chosen: Option<&[u8]>, of: impl Fn(Cell) -> Cell) {
    match chosen {
        None => wide(|| cells.iter_mut().for_each(|cell| *cell = of(*cell))),
        Some(chosen) => wide(|| {
            let rows = cells.iter_mut().zip(chosen);
            rows.for_each(|(cell, chosen)| *cell = if *chosen == 1 { of(*cell) } else { NULL });
        }),
    }
}
