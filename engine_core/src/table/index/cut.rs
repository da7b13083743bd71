//! Where to cut: the column, and the steps of it, that leave the fewest rows to try.

use super::flat::{ALL, Flat};
use crate::domain::Cell;

/// A row on more steps than this may go to the rest; which bound is best depends on the table.
const WIDE: [usize; 3] = [2, 8, 32];
/// A cut must leave out so many rows: it costs about as much as trying that many.
const GAIN: u64 = 4;
/// Copies are counted in sixteenths.
pub const WHOLE: u64 = 16;

/// A stretch of one column.
pub type Window = (Cell, Cell);

/// A cut that is made.
pub struct Cut {
    pub column: usize,
    /// Where each step begins, ascending.
    pub starts: Vec<Cell>,
    /// Where the rows of each step end among `rows`.
    pub ends: Vec<usize>,
    /// The rows of all steps, ascending within each.
    pub rows: Vec<u32>,
    /// The rows that are on no step, ascending.
    pub rest: Vec<u32>,
    /// How often a row on steps stands there, in sixteenths.
    pub copies: u64,
}

/// The cut that leaves the fewest rows, if one leaves out enough; `spare` is how often a row may stand on its steps, in sixteenths.
pub fn choose(flat: &Flat, rows: &[u32], windows: &[Window], spare: u64) -> Option<Cut> {
    let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let mut best: Option<(Measure, Grain, Lines)> = None;
    for (column, &window) in windows.iter().enumerate() {
        let Some(lines) = Lines::new(flat, rows, column, window) else { continue };
        let found = lines.best(count, spare);
        if let Some((measure, grain)) = found
            && best.as_ref().is_none_or(|(known, ..)| measure.worth() < known.worth())
        {
            best = Some((measure, grain, lines));
        }
    }
    let (measure, grain, lines) = best?;
    let left_out = count.saturating_sub(measure.cost);
    (left_out >= GAIN.max(count / 32)).then(|| lines.cut(flat, rows, grain, &measure))
}

/// How coarse a cut is.
#[derive(Clone, Copy)]
struct Grain {
    /// So many of the finest steps make one.
    step: usize,
    /// A row on more steps is in the rest.
    wide: usize,
}

/// What a cut would do.
struct Measure {
    /// The rows left to try: on a step as common as its rows are many, and the rest.
    cost: u64,
    /// The rows that are on steps, and how often they stand there.
    placed: u64,
    copies: u64,
    rest: u64,
    largest: u64,
}

impl Measure {
    const fn worth(&self) -> (u64, u64) {
        (self.cost, self.copies)
    }
}

/// A column's sets within a window, on the finest steps that they make.
struct Lines {
    column: usize,
    /// The sets, ascending by number: number, rows, and where its ranges end.
    sets: Vec<(u32, u64, usize)>,
    /// The steps of each set: from, and past the last.
    ranges: Vec<(usize, usize)>,
    starts: Vec<Cell>,
    /// The rows that hold all of the window.
    wild: u64,
}

impl Lines {
    fn new(flat: &Flat, rows: &[u32], column: usize, (low, high): Window) -> Option<Self> {
        let mut numbers: Vec<u32> = rows.iter().map(|&row| flat.number(row, column)).collect();
        numbers.sort_unstable();
        let (mut sets, mut parts, mut wild) = (Vec::new(), Vec::new(), 0_u64);
        for run in numbers.chunk_by(|a, b| a == b) {
            let (Some(&number), Ok(rows)) = (run.first(), u64::try_from(run.len())) else { continue };
            let from = parts.len();
            let clipped = flat.intervals(column, number).map(|(a, b)| (a.max(low), b.min(high)));
            parts.extend(clipped.filter(|(a, b)| a <= b));
            if number == ALL || parts.get(from) == Some(&(low, high)) {
                parts.truncate(from);
                wild += rows;
            } else {
                sets.push((number, rows, parts.len()));
            }
        }
        if sets.len() < 2 {
            return None;
        }
        let past = |end: Cell| if end < high { end.checked_add(1) } else { None };
        let mut starts: Vec<Cell> =
            parts.iter().flat_map(|&(from, to)| std::iter::once(from).chain(past(to))).collect();
        starts.sort_unstable();
        starts.dedup();
        let at = |cell: Cell| starts.partition_point(|&start| start < cell);
        let ranges = parts.iter().map(|&(from, to)| (at(from), past(to).map_or(starts.len(), at))).collect();
        Some(Self { column, sets, ranges, starts, wild })
    }

    /// The best of a few grains.
    fn best(&self, count: u64, spare: u64) -> Option<(Measure, Grain)> {
        let mut best: Option<(Measure, Grain)> = None;
        let mut step = 1;
        while self.starts.len() > step {
            for wide in WIDE {
                let grain = Grain { step, wide };
                let measure = self.measure(grain);
                // Nothing coarser can be better where every row is on its own few steps.
                let done = step == 1 && measure.rest == self.wild;
                let allowed = measure.copies * WHOLE <= measure.placed * spare
                    && measure.largest < count
                    && measure.rest < count;
                if allowed && best.as_ref().is_none_or(|(known, _)| measure.worth() < known.worth()) {
                    best = Some((measure, grain));
                }
                if done {
                    if allowed {
                        return best;
                    }
                    break;
                }
            }
            step *= 4;
        }
        best
    }

    fn measure(&self, grain: Grain) -> Measure {
        let mut measure = Measure { cost: 0, placed: 0, copies: 0, rest: self.wild, largest: 0 };
        // What begins on each step, and what has ended before it.
        let mut changes = vec![(0_u64, 0_u64); self.starts.len().div_ceil(grain.step) + 1];
        for (set, &(_, rows, _)) in self.sets.iter().enumerate() {
            if self.is_wide(set, grain) {
                measure.rest += rows;
                continue;
            }
            measure.placed += rows;
            for (from, to) in self.steps(set, grain.step) {
                if let Some(change) = changes.get_mut(from) {
                    change.0 += rows;
                }
                if let Some(change) = changes.get_mut(to) {
                    change.1 += rows;
                }
            }
        }
        let (mut here, mut squares) = (0, 0);
        for (begins, ended) in changes {
            here = here + begins - ended;
            measure.copies += here;
            measure.largest = measure.largest.max(here);
            squares += here * here;
        }
        measure.cost = squares.checked_div(measure.copies).unwrap_or(0) + measure.rest;
        measure
    }

    fn is_wide(&self, set: usize, grain: Grain) -> bool {
        self.steps(set, grain.step).map(|(from, to)| to - from).sum::<usize>() > grain.wide
    }

    /// The steps of a set where so many of the finest make one: from, and past the last; each step once.
    fn steps(&self, set: usize, step: usize) -> impl Iterator<Item = (usize, usize)> {
        let end_of = |set: usize| self.sets.get(set).map_or(0, |(_, _, end)| *end);
        let from = set.checked_sub(1).map_or(0, end_of);
        let ranges = self.ranges.get(from..end_of(set)).unwrap_or_default();
        ranges.iter().scan(0, move |next, &(from, to)| {
            let to = to.div_ceil(step);
            let from = (from / step).max(*next).min(to);
            *next = to;
            Some((from, to))
        })
    }

    /// Makes the cut.
    fn cut(&self, flat: &Flat, rows: &[u32], grain: Grain, measure: &Measure) -> Cut {
        let starts: Vec<Cell> = self.starts.iter().copied().step_by(grain.step).collect();
        let (mut rest, mut placed) = (Vec::new(), Vec::new());
        let mut ends = vec![0_usize; starts.len()];
        for &row in rows {
            let number = flat.number(row, self.column);
            match self.sets.binary_search_by_key(&number, |(known, ..)| *known) {
                Ok(set) if !self.is_wide(set, grain) => {
                    for step in self.steps(set, grain.step).flat_map(|(from, to)| from..to) {
                        if let Some(count) = ends.get_mut(step) {
                            *count += 1;
                            placed.push((step, row));
                        }
                    }
                }
                _ => rest.push(row),
            }
        }
        let mut sum = 0;
        for end in &mut ends {
            // Each step begins where the one below ends; what is put there moves it on.
            (*end, sum) = (sum, sum + *end);
        }
        let mut sorted = vec![0; placed.len()];
        for (step, row) in placed {
            if let Some(end) = ends.get_mut(step) {
                if let Some(slot) = sorted.get_mut(*end) {
                    *slot = row;
                }
                *end += 1;
            }
        }
        let copies = (measure.copies * WHOLE).div_ceil(measure.placed.max(1));
        Cut { column: self.column, starts, ends, rows: sorted, rest, copies }
    }
}
