//! The index against trying every row.

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Index, Kind};
use crate::domain::{Cell, NULL, Set, missing};
use crate::table::PerRow;

/// A cell of a test, of the kinds that authors write: from two numbers and a kind.
fn set(kind: u8, a: Cell, b: Cell) -> Set {
    match kind {
        0 | 1 => Set::all(),
        2 => Set::point(a),
        3 => Set::union_of(&[Set::point(a), Set::point(b), Set::point(a + b)]),
        4 => Set::point(a).complement().minus(&Set::missing()),
        5 => Set::interval(Cell::MIN + 256, a),
        6 => Set::interval(a, Cell::MAX),
        7 => Set::missing(),
        8 => Set::point(missing(2)),
        9 => Set::empty(),
        10 => Set::missing().complement(),
        11 => Set::union_of(&[Set::interval(a, a + 3), Set::missing()]),
        _ => Set::interval(a, a + b % 7),
    }
}

fn scanned(columns: &[&[Set]], count: usize, cells: &[Cell]) -> Vec<usize> {
    let hits = |row: &usize| columns.iter().zip(cells).all(|(sets, &cell)| sets[*row].contains(cell));
    (0..count).filter(hits).collect()
}

fn index(columns: &[Vec<Set>]) -> (Index, usize) {
    let sets: Vec<PerRow<Set>> =
        columns.iter().map(|sets| PerRow::new(sets.clone(), (0..).map(Some).take(sets.len()))).collect();
    let count = columns[0].len();
    (Index::new(&sets.iter().collect::<Vec<_>>(), count), count)
}

fn agrees(columns: &[Vec<Set>], points: &[Vec<Cell>]) -> Result<(), TestCaseError> {
    let (index, count) = index(columns);
    let columns: Vec<&[Set]> = columns.iter().map(Vec::as_slice).collect();
    for cells in points {
        let wanted = scanned(&columns, count, cells);
        prop_assert_eq!(index.first(cells), wanted.first().copied(), "first of {:?}", cells);
        prop_assert_eq!(index.every(cells), wanted, "every of {:?}", cells);
    }
    Ok(())
}

/// Columns of so many rows: each has its own mixture of kinds, so that some are mostly `-` and some never.
fn table(rows: std::ops::Range<usize>, line: Cell) -> impl Strategy<Value = Vec<Vec<Set>>> {
    (1..5_usize, rows).prop_flat_map(move |(width, rows)| {
        let column = (0..13_u8, 0..101_u8).prop_flat_map(move |(usual, share)| {
            vec((0..100_u8, 0..20_u8, 0..line, 0..line), rows).prop_map(move |cells| {
                let cell =
                    |(at, kind, a, b): (u8, u8, Cell, Cell)| set(if at < share { usual } else { kind }, a, b);
                cells.into_iter().map(cell).collect::<Vec<_>>()
            })
        });
        vec(column, width)
    })
}

fn points(line: Cell) -> impl Strategy<Value = Vec<Vec<Cell>>> {
    let cell = prop_oneof![
        8 => -1..line + 8,
        1 => Just(NULL),
        1 => Just(missing(2)),
        1 => Just(Cell::MAX),
        1 => Just(Cell::MIN + 256)
    ];
    vec(vec(cell, 5), 40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn finds_what_trying_every_row_finds(columns in table(1..120, 12), points in points(12)) {
        agrees(&columns, &points)?;
    }

    #[test]
    fn finds_it_among_many(columns in table(200..900, 60), points in points(60)) {
        agrees(&columns, &points)?;
    }
}

/// Numbers that look random and are the same each time.
fn draws() -> impl FnMut(u64) -> Cell {
    let mut state = 1_u64;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Cell::try_from((state >> 33) % below).unwrap_or(0)
    }
}

/// How many rows a search tries, counted on the tree.
fn tried(index: &Index, at: u32, cells: &[Cell]) -> usize {
    if at == super::NOTHING {
        return 0;
    }
    let Some(node) = index.node(at).filter(|_| at & super::ROW == 0) else { return 1 };
    match node.kind {
        Kind::List(_, count) => count as usize,
        Kind::Cut { column, from, count, rest } => {
            tried(index, rest, cells) + tried(index, index.step(column, from, count, cells), cells)
        }
    }
}

/// The most rows tried for a point of each of 500 rows, the bytes a row, and that the index is right.
fn cost(columns: &[Vec<Set>]) -> (usize, usize) {
    let (index, count) = index(columns);
    let columns: Vec<&[Set]> = columns.iter().map(Vec::as_slice).collect();
    let mut draw = draws();
    let mut most = 0;
    for _ in 0..500 {
        let row = usize::try_from(draw(count as u64)).unwrap();
        let inside = |set: &Set| {
            let (low, high) = set.intervals()[set.intervals().len() - 1];
            if set == &Set::all() { 7 } else { low + (high.min(1 << 40) - low) / 2 }
        };
        let cells: Vec<Cell> = columns.iter().map(|sets| inside(&sets[row])).collect();
        assert_eq!(index.every(&cells), scanned(&columns, count, &cells));
        most = most.max(tried(&index, index.root, &cells));
    }
    (most, index.bytes() / count)
}

fn column(count: usize, mut cell: impl FnMut(Cell) -> Set) -> Vec<Set> {
    (0..).take(count).map(&mut cell).collect()
}

#[test]
fn of_a_grid_few_rows_are_tried() {
    let count = 20_000;
    let columns = [
        column(count, |row| Set::point(row % 31)),
        column(count, |row| Set::interval(row / 31 % 20 * 10, row / 31 % 20 * 10 + 9)),
        column(count, |row| Set::interval(row / 620 * 100, row / 620 * 100 + 99)),
    ];
    let (most, bytes) = cost(&columns);
    assert!(most <= 8 && bytes <= 100, "{most} tried, {bytes} bytes a row");
}

#[test]
fn ranges_that_overlap_a_little_are_cut_coarsely() {
    let mut draw = draws();
    let mut range = |_| {
        let low = draw(1_000_000);
        Set::interval(low, low + draw(10_000))
    };
    let columns = [column(20_000, &mut range), column(20_000, &mut range)];
    let (most, bytes) = cost(&columns);
    assert!(most <= 100 && bytes <= 400, "{most} tried, {bytes} bytes a row");
}

#[test]
fn rows_that_test_one_column_each_are_found() {
    let mut draw = draws();
    let tested: Vec<Cell> = (0..20_000).map(|_| draw(5)).collect();
    let columns: Vec<Vec<Set>> = (0..5)
        .map(|at| {
            column(20_000, |row| {
                let here = tested[usize::try_from(row).unwrap()] == at;
                if here { Set::point(row * 3) } else { Set::all() }
            })
        })
        .collect();
    let (most, bytes) = cost(&columns);
    assert!(most <= 40 && bytes <= 400, "{most} tried, {bytes} bytes a row");
}

#[test]
fn what_tells_nothing_apart_is_one_list() {
    let columns = [
        column(5_000, |row| Set::interval(0, 1_000_000 + row)),
        column(5_000, |row| Set::interval(-row, 1_000_000)),
    ];
    let (most, bytes) = cost(&columns);
    assert!(most <= 5_000 && bytes <= 400, "{most} tried, {bytes} bytes a row");
}
