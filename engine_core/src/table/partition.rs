//! Whether rows of tests are disjoint and complete.
//!
//! A depth-first walk over the columns cuts each into the intervals that the remaining rows tell apart; what is left at the
//! end is a gap, a row, or an overlap. States already seen are skipped, and the walk has a budget: beyond it nothing is claimed.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::{Column, split};
use crate::bounds;
use crate::diagnostic::{Code, Findings};
use crate::domain::{Cell, Set, is_missing};
use crate::source::Place;

/// How rows are called in messages.
pub struct Labels<'a> {
    /// `bin`, `band` or `row`.
    pub what: &'static str,
    /// What they belong to, such as `` of `age` ``.
    pub of: String,
    /// The name of a row.
    pub row: &'a dyn Fn(usize) -> String,
    /// The place of a row.
    pub place_of: &'a dyn Fn(usize) -> Place,
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
    seen: FxHashSet<(usize, bool, Vec<usize>)>,
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
    labels: &Labels<'_>,
    causes: &[String],
    findings: &mut Findings,
) {
    let spoken_for = asked.complete == Complete::Nulls && nulls_have_rows(columns, rows);
    let may_leave_open = spoken_for || asked.complete == Complete::No;
    if !asked.disjoint && may_leave_open && is_endless(columns, rows) {
        // The walk would find neither a gap nor an overlap, and what nothing reaches is told at its end.
        return;
    }
    let mut walk = Walk {
        columns,
        asked,
        seen: FxHashSet::default(),
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
    let (name, place) = (labels.row, labels.place_of);
    for (first, second, cells) in &walk.overlaps {
        let message = format!(
            "{}s {} and {}{} both hold {}",
            labels.what,
            name(*first),
            name(*second),
            labels.of,
            show(cells)
        );
        let special = if let [column] = columns { split::advice(column, *first, *second) } else { None };
        let help =
            special.unwrap_or_else(|| "`[` and `]` include the edge, `(` and `)` leave it out".to_owned());
        findings.add(Code::BinsOverlap, place(*second), message, help);
    }
    for cells in &walk.gaps {
        report_gap(cells, &show(cells), labels, findings);
    }
    if exhausted && (asked.disjoint || !may_leave_open) {
        let message = format!(
            "the {}s{} are too many to prove that they are disjoint and complete",
            labels.what, labels.of
        );
        findings.add(Code::NotProven, labels.place, message, "use `hit: first` with a last row `otherwise`, and where a column can be null a row that is `null` there and `-` elsewhere");
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

/// Whether the first column alone has more steps than a walk may take.
fn is_endless(columns: &[Column], rows: &[usize]) -> bool {
    let Some(column) = columns.first().filter(|_| !rows.is_empty()) else { return false };
    let (mut sweep, mut steps, mut held) = (Sweep::new(column, rows), 1 + rows.len(), 0);
    for &(low, high) in column.universe.intervals() {
        let mut from = Some(low);
        while let Some(cell) = from.filter(|&cell| cell <= high && steps < bounds::PARTITION_STEPS) {
            from = sweep.advance(cell, |begins, _| held = if begins { held + 1 } else { held - 1 });
            steps += 1 + held;
        }
    }
    steps >= bounds::PARTITION_STEPS
}

/// Whether each column that can be null has rows that take its nulls whatever the other columns say.
fn nulls_have_rows(columns: &[Column], rows: &[usize]) -> bool {
    let any = |column: &Column, row: usize| column.sets.get(row).is_some_and(|set| *set == Set::all());
    columns.iter().enumerate().all(|(index, column)| {
        let nulls = column.universe.intersection(&Set::missing());
        let alone = |row: &usize| {
            columns.iter().enumerate().all(|(other, column)| other == index || any(column, *row))
        };
        let takers = || rows.iter().copied().filter(alone).filter_map(|row| column.sets.get(row));
        nulls.is_empty() || nulls.minus(&Set::union_of(takers())).is_empty()
    })
}

fn report_gap(cells: &[Cell], shown: &str, labels: &Labels<'_>, findings: &mut Findings) {
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
        // Where only nulls must find a row, what is left open depends on whether one has been met.
        let null = self.asked.complete == Complete::Nulls && prefix.iter().copied().any(is_missing);
        if !self.seen.insert((depth, null, rows.clone())) {
            return;
        }
        let (mut sweep, mut active) = (Sweep::new(column, &rows), BTreeSet::new());
        for &(low, high) in column.universe.intervals() {
            let mut from = Some(low);
            while let Some(cell) = from.filter(|&cell| cell <= high) {
                from = sweep.advance(cell, |begins, row| {
                    if begins {
                        active.insert(row)
                    } else {
                        active.remove(&row)
                    };
                });
                prefix.push(cell);
                self.explore(active.iter().copied().collect(), depth + 1, prefix);
                prefix.pop();
                if self.steps >= bounds::PARTITION_STEPS {
                    return;
                }
            }
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
            // Of gaps that are null in the same columns, one example says enough.
            let nulls = |cells: &[Cell]| cells.iter().copied().map(is_missing).collect::<Vec<_>>();
            let told = example.iter().copied().any(is_missing)
                && self.gaps.iter().any(|known| nulls(known) == nulls(&example));
            if gap && !told {
                self.gaps.push(example);
            }
        }
        if self.asked.disjoint {
            for (&a, &b) in first.into_iter().flat_map(|a| rows.iter().skip(1).map(move |b| (a, b))) {
                if self.overlaps.len() >= bounds::EXAMPLES {
                    break;
                }
                if !self.overlaps.iter().any(|(x, y, _)| (*x, *y) == (a, b)) {
                    self.overlaps.push((a, b, prefix.to_vec()));
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

/// The rows in force along one column, from the lowest cell upwards.
struct Sweep {
    /// Where a row begins or ends to hold, ascending.
    edges: Vec<(Cell, bool, usize)>,
    next: usize,
}

impl Sweep {
    fn new(column: &Column, rows: &[usize]) -> Self {
        let mut edges = Vec::with_capacity(2 * rows.len());
        for &row in rows {
            for &(low, high) in column.sets.get(row).map_or(&[][..], Set::intervals) {
                edges.push((low, true, row));
                edges.extend(high.checked_add(1).map(|past| (past, false, row)));
            }
        }
        edges.sort_unstable();
        Self { edges, next: 0 }
    }

    /// The first edge above a cell; tells of every row up to there whether it begins or ends.
    fn advance(&mut self, to: Cell, mut take: impl FnMut(bool, usize)) -> Option<Cell> {
        while let Some(&(at, begins, row)) = self.edges.get(self.next) {
            if at > to {
                return Some(at);
            }
            take(begins, row);
            self.next += 1;
        }
        None
    }
}
