//! Whether rows of tests are disjoint and complete.
//!
//! A depth-first walk over the columns cuts each into the intervals that the remaining rows tell apart; what is left at the
//! end is a gap, a row, or an overlap. States already seen are skipped, and the walk has a budget: beyond it nothing is claimed.

use std::collections::{BTreeSet, HashSet};

use super::Column;
use crate::bounds;
use crate::diagnostic::{Code, Findings};
use crate::domain::{Cell, Set, is_missing};
use crate::source::Place;

/// How rows are called in messages.
pub struct Labels {
    /// `bin`, `band` or `row`.
    pub what: &'static str,
    /// What they belong to, such as `` of `age` ``.
    pub of: String,
    /// One name a row.
    pub rows: Vec<String>,
    /// One place a row.
    pub places: Vec<Place>,
    /// The place of the whole.
    pub place: Place,
    /// The row that takes the rest.
    pub otherwise: Option<usize>,
}

/// What is asked of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// No two rows share a value.
    pub disjoint: bool,
    /// Which values must find a row.
    pub complete: Complete,
}

/// Which values must find a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Complete {
    /// None need to: the rows collect.
    No,
    /// Those with a null in them: the rest is taken by `otherwise`, which null never falls into.
    Nulls,
    /// All.
    All,
}

struct Walk<'a> {
    columns: &'a [Column],
    asked: Asked,
    seen: HashSet<(usize, Vec<usize>)>,
    steps: usize,
    gaps: Vec<Vec<Cell>>,
    overlaps: Vec<(usize, usize, Vec<Cell>)>,
    reached: BTreeSet<usize>,
    /// Whether anything is left for `otherwise`.
    rest: bool,
}

/// Reports overlaps, gaps and rows that nothing reaches. `rows` are those that test something; an `otherwise` row is not among them.
pub fn cover(
    columns: &[Column],
    rows: &[usize],
    asked: Asked,
    labels: &Labels,
    causes: &[String],
    findings: &mut Findings,
) {
    let mut walk = Walk {
        columns,
        asked,
        seen: HashSet::new(),
        steps: 0,
        gaps: Vec::new(),
        overlaps: Vec::new(),
        reached: BTreeSet::new(),
        rest: false,
    };
    walk.explore(rows.to_vec(), 0, &mut Vec::new());
    let exhausted = walk.steps >= bounds::PARTITION_STEPS;
    let show = |cells: &[Cell]| {
        let shown: Vec<String> =
            columns.iter().zip(cells).map(|(column, &cell)| column.lane.show(cell, causes)).collect();
        shown.join(", ")
    };
    let name = |row: usize| labels.rows.get(row).cloned().unwrap_or_default();
    let place = |row: usize| labels.places.get(row).copied().unwrap_or(labels.place);
    for (first, second, cells) in &walk.overlaps {
        let message = format!(
            "{}s {} and {}{} both hold {}",
            labels.what,
            name(*first),
            name(*second),
            labels.of,
            show(cells)
        );
        findings.add(
            Code::BinsOverlap,
            place(*second),
            message,
            "`[` and `]` include the edge, `(` and `)` leave it out",
        );
    }
    for cells in &walk.gaps {
        report_gap(cells, &show(cells), labels, findings);
    }
    if exhausted && (asked.complete != Complete::No || asked.disjoint) {
        let message = format!(
            "the {}s{} are too many to prove that they are disjoint and complete",
            labels.what, labels.of
        );
        findings.add(Code::NotProven, labels.place, message, "use `hit: first` with a last row `otherwise`");
    }
    if !exhausted && walk.overlaps.is_empty() {
        let idle = labels.otherwise.filter(|_| !walk.rest);
        for row in rows.iter().copied().filter(|row| !walk.reached.contains(row)).chain(idle) {
            let message = format!("no value can reach the {} {}{}", labels.what, name(row), labels.of);
            findings.add(
                Code::NeverReached,
                place(row),
                message,
                "the schema allows no such value, or an earlier row takes it",
            );
        }
    }
}

fn report_gap(cells: &[Cell], shown: &str, labels: &Labels, findings: &mut Findings) {
    let null = cells.iter().copied().any(is_missing);
    let (code, help) = if null && matches!(labels.what, "bin" | "band") {
        (Code::NoNullBin, format!("add a {} `{shown}`", labels.what))
    } else if null {
        (Code::Gap, format!("add a {} for null; `otherwise` does not take it", labels.what))
    } else {
        (Code::Gap, format!("add a {}, or `otherwise` as the last one", labels.what))
    };
    findings.add(code, labels.place, format!("no {}{} holds {shown}", labels.what, labels.of), help);
}

impl Walk<'_> {
    fn explore(&mut self, rows: Vec<usize>, depth: usize, prefix: &mut Vec<Cell>) {
        self.steps += 1 + rows.len();
        if self.steps >= bounds::PARTITION_STEPS {
            return;
        }
        let Some(column) = self.columns.get(depth).filter(|_| !rows.is_empty()) else {
            self.leaf(&rows, prefix);
            return;
        };
        if !self.seen.insert((depth, rows.clone())) {
            return;
        }
        let empty = Set::empty();
        let set = |row: &usize| column.sets.get(*row).unwrap_or(&empty);
        for (low, _) in pieces(&column.universe, rows.iter().map(set)) {
            let inside: Vec<usize> = rows.iter().copied().filter(|row| set(row).contains(low)).collect();
            prefix.push(low);
            self.explore(inside, depth + 1, prefix);
            prefix.pop();
        }
    }

    fn leaf(&mut self, rows: &[usize], prefix: &[Cell]) {
        let first = rows.first();
        self.rest |= first.is_none();
        if first.is_none() && self.gaps.len() < bounds::EXAMPLES {
            // The lowest cell of a universe is its null, where it has one.
            let rest =
                self.columns.iter().skip(prefix.len()).map(|column| column.universe.first().unwrap_or(0));
            let example: Vec<Cell> = prefix.iter().copied().chain(rest).collect();
            let gap = match self.asked.complete {
                Complete::No => false,
                Complete::Nulls => example.iter().copied().any(is_missing),
                Complete::All => true,
            };
            if gap {
                self.gaps.push(example);
            }
        }
        if self.asked.disjoint {
            for (index, &a) in rows.iter().enumerate() {
                for &b in rows.iter().skip(index + 1) {
                    if self.overlaps.len() < bounds::EXAMPLES
                        && !self.overlaps.iter().any(|(x, y, _)| (*x, *y) == (a, b))
                    {
                        self.overlaps.push((a, b, prefix.to_vec()));
                    }
                }
            }
            self.reached.extend(rows);
        } else if self.asked.complete != Complete::No {
            self.reached.extend(first);
        } else {
            self.reached.extend(rows);
        }
    }
}

/// The intervals of the universe within which no set begins or ends.
fn pieces<'a>(universe: &Set, sets: impl Iterator<Item = &'a Set>) -> Vec<(Cell, Cell)> {
    let mut starts: Vec<Cell> = Vec::new();
    for &(low, high) in sets.flat_map(Set::intervals) {
        starts.push(low);
        starts.extend(high.checked_add(1));
    }
    starts.sort_unstable();
    starts.dedup();
    let mut pieces = Vec::new();
    for &(low, high) in universe.intervals() {
        let mut from = low;
        let first = starts.partition_point(|&start| start <= low);
        for &start in starts.iter().skip(first).take_while(|&&start| start <= high) {
            pieces.push((from, start - 1));
            from = start;
        }
        pieces.push((from, high));
    }
    pieces
}
