//! Rows of tests in flat lists: of each column the sets that differ, once, and for each row the numbers of its sets.

use rustc_hash::FxHashMap;

use crate::domain::{Cell, Set};
use crate::table::PerRow;

/// The number of the set that holds every cell, in every column.
pub const ALL: u32 = 0;

#[derive(Clone, Debug)]
pub struct Flat {
    columns: Box<[Sets]>,
    /// The numbers of the sets, row by row.
    numbers: Box<[u32]>,
}

/// The sets of a column that differ.
#[derive(Clone, Debug)]
struct Sets {
    spans: Box<[Span]>,
    /// The intervals of the sets that have several.
    intervals: Box<[(Cell, Cell)]>,
}

/// From the lowest to the highest cell of a set, and the intervals of one that has several.
#[derive(Clone, Copy, Debug)]
struct Span {
    low: Cell,
    high: Cell,
    from: u32,
    count: u32,
}

impl Flat {
    pub fn new(columns: &[&PerRow<Set>], count: usize) -> Self {
        let width = columns.len();
        let mut numbers = vec![ALL; width * count];
        let sets = columns.iter().enumerate().map(|(at, column)| {
            let (sets, of_rows) = Sets::new(column);
            for (slot, number) in numbers.iter_mut().skip(at).step_by(width.max(1)).zip(of_rows) {
                *slot = number;
            }
            sets
        });
        let columns = sets.collect();
        Self { columns, numbers: numbers.into() }
    }

    /// Whether a row hits.
    #[inline]
    pub fn hits(&self, row: u32, cells: &[Cell]) -> bool {
        let mut tests = self.row(row).iter().zip(&self.columns).zip(cells);
        tests.all(|((&number, sets), &cell)| number == ALL || sets.holds(number, cell))
    }

    pub const fn width(&self) -> usize {
        self.columns.len()
    }

    /// The number of the set of a row in a column.
    pub fn number(&self, row: u32, column: usize) -> u32 {
        self.row(row).get(column).copied().unwrap_or(ALL)
    }

    /// The intervals of a set.
    pub fn intervals(&self, column: usize, number: u32) -> impl Iterator<Item = (Cell, Cell)> {
        let sets = self.columns.get(column);
        let span = sets.and_then(|sets| sets.spans.get(number as usize)).copied();
        let several = sets.zip(span).map_or(&[][..], |(sets, span)| sets.several(span));
        let single = span.filter(|span| span.count == 0 && span.low <= span.high);
        single.map(|span| (span.low, span.high)).into_iter().chain(several.iter().copied())
    }

    pub fn bytes(&self) -> usize {
        let sets = |sets: &Sets| size_of_val(&*sets.spans) + size_of_val(&*sets.intervals);
        size_of_val(&*self.numbers) + self.columns.iter().map(sets).sum::<usize>()
    }

    #[inline]
    fn row(&self, row: u32) -> &[u32] {
        let width = self.columns.len();
        let from = row as usize * width;
        self.numbers.get(from..from + width).unwrap_or_default()
    }
}

impl Sets {
    /// The sets that differ, and the number of each.
    fn new(column: &PerRow<Set>) -> (Self, impl Iterator<Item = u32>) {
        let all = Set::all();
        let mut known: FxHashMap<&Set, u32> = FxHashMap::default();
        let (mut spans, mut intervals) = (Vec::new(), Vec::new());
        let mut number_of = |set| {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry(set).or_insert_with(|| {
                spans.push(span(set, &mut intervals));
                next
            })
        };
        number_of(&all);
        let known: Vec<u32> = column.distinct().iter().map(number_of).collect();
        let number = move |number: &u32| known.get(*number as usize).copied().unwrap_or(ALL);
        (Self { spans: spans.into(), intervals: intervals.into() }, column.numbers().iter().map(number))
    }

    #[inline]
    fn holds(&self, number: u32, cell: Cell) -> bool {
        let Some(&span) = self.spans.get(number as usize) else { return false };
        let within = span.low <= cell && cell <= span.high;
        within && (span.count == 0 || among(self.several(span), cell))
    }

    fn several(&self, span: Span) -> &[(Cell, Cell)] {
        let from = span.from as usize;
        self.intervals.get(from..from + span.count as usize).unwrap_or_default()
    }
}

fn span(set: &Set, intervals: &mut Vec<(Cell, Cell)>) -> Span {
    let (low, high) = set.first().zip(set.last()).unwrap_or((Cell::MAX, Cell::MIN));
    let several = if set.intervals().len() > 1 { set.intervals() } else { &[] };
    let from = u32::try_from(intervals.len()).unwrap_or(u32::MAX);
    intervals.extend(several);
    Span { low, high, from, count: u32::try_from(several.len()).unwrap_or(u32::MAX) }
}

fn among(intervals: &[(Cell, Cell)], cell: Cell) -> bool {
    let above = intervals.partition_point(|interval| interval.1 < cell);
    intervals.get(above).is_some_and(|interval| interval.0 <= cell)
}
