//! What is said of a table's rows (overlap, gap, never reached), against trying every combination of small inputs.

use crate::draws::Draws;
use crate::files::{Bundle, Rows, list, map, text};
use engine_core::Engine;
use engine_core::diagnostic::{Code, Findings};
use proptest::prop_assert_eq;

/// What an input can be: a small number, or missing for cause 0 (`not_given`) or 2 (`stale`).
#[derive(Clone, Copy, PartialEq)]
enum Point {
    Number(i64),
    Missing(u8),
}

/// A cell with its meaning.
#[derive(Clone)]
struct Cell {
    text: String,
    numbers: Vec<i64>,
    null: Null,
}

#[derive(Clone, Copy, PartialEq)]
enum Null {
    None,
    Any,
    Unnamed,
    Stale,
}

fn cell(d: &mut Draws<'_>, nullable: bool) -> Cell {
    let all = 0..5_i64;
    let (a, b) = (i64::try_from(d.below(5)).unwrap(), i64::try_from(d.below(5)).unwrap());
    let (text, numbers): (String, Vec<i64>) = match d.below(8) {
        0 | 1 => return Cell { text: "-".to_owned(), numbers: all.collect(), null: Null::Any },
        2 => (format!("< {a}"), all.filter(|x| *x < a).collect()),
        3 => (format!(">= {a}"), all.filter(|x| *x >= a).collect()),
        4 => (format!("{a}, {b}"), all.filter(|x| *x == a || *x == b).collect()),
        5 => (format!("not({a})"), all.filter(|x| *x != a).collect()),
        6 if nullable => {
            let (text, null) = [("null", Null::Unnamed), ("missing(stale)", Null::Stale)][d.below(2)];
            return Cell { text: text.to_owned(), numbers: Vec::new(), null };
        }
        7 if nullable => return Cell { text: format!("{a}, null"), numbers: vec![a], null: Null::Unnamed },
        _ => (
            format!("[{}..{}]", a.min(b), a.max(b)),
            all.filter(|x| a.min(b) <= *x && *x <= a.max(b)).collect(),
        ),
    };
    Cell { text, numbers, null: Null::None }
}

fn holds(cell: &Cell, point: Point, stale_named: bool) -> bool {
    match (point, cell.null) {
        (Point::Number(number), _) => cell.numbers.contains(&number),
        (Point::Missing(_), Null::Any) => true,
        (Point::Missing(_), Null::None) => false,
        (Point::Missing(cause), Null::Unnamed) => !(stale_named && cause == 2),
        (Point::Missing(cause), Null::Stale) => cause == 2,
    }
}

struct Table {
    nullable: Vec<bool>,
    rows: Vec<Vec<Cell>>,
    first: bool,
    otherwise: bool,
}

impl Table {
    fn new(d: &mut Draws<'_>) -> Self {
        let nullable: Vec<bool> = (0..1 + d.below(3)).map(|_| d.chance(50)).collect();
        let rows = (0..1 + d.below(6))
            .map(|_| nullable.iter().map(|nullable| cell(d, *nullable)).collect())
            .collect();
        Self { nullable, rows, first: d.chance(50), otherwise: d.chance(40) }
    }

    /// Every combination, each with the rows that hold it.
    fn combinations(&self) -> Vec<(Vec<Point>, Vec<usize>)> {
        let mut points: Vec<Vec<Point>> = vec![Vec::new()];
        for nullable in &self.nullable {
            let mut universe: Vec<Point> = (0..5).map(Point::Number).collect();
            if *nullable {
                universe.extend([Point::Missing(0), Point::Missing(2)]);
            }
            points = points
                .iter()
                .flat_map(|prefix| {
                    universe.iter().map(|point| prefix.iter().chain([point]).copied().collect())
                })
                .collect();
        }
        let named: Vec<bool> = (0..self.nullable.len())
            .map(|column| self.rows.iter().any(|row| row[column].null == Null::Stale))
            .collect();
        let hits = |points: &Vec<Point>| {
            let hit = |row: &Vec<Cell>| {
                row.iter().zip(points).zip(&named).all(|((cell, point), named)| holds(cell, *point, *named))
            };
            (0..self.rows.len()).filter(|row| hit(&self.rows[*row])).collect()
        };
        points.into_iter().map(|points| (points.clone(), hits(&points))).collect()
    }

    fn bundle(&self) -> Bundle {
        let mut facts = Rows::new(&["fact", "type", "allowed", "missing"]);
        let mut sheet = Rows::default();
        for (index, nullable) in self.nullable.iter().enumerate() {
            facts.row(&[
                format!("f{index}"),
                "integer".to_owned(),
                "[0..4]".to_owned(),
                if *nullable { "stale" } else { "no" }.to_owned(),
            ]);
            sheet.header.push(format!("f{index}"));
        }
        // The cause is known even where no fact of the table can be missing.
        facts.row(&["other", "integer", "[0..4]", "stale"]);
        sheet.header.push("out".to_owned());
        for row in &self.rows {
            sheet.rows.push(row.iter().map(|cell| cell.text.clone()).chain(["1".to_owned()]).collect());
        }
        if self.otherwise {
            let blanks = std::iter::repeat_n("-".to_owned(), self.nullable.len() - 1);
            sheet.rows.push(
                std::iter::once("otherwise".to_owned()).chain(blanks).chain(["1".to_owned()]).collect(),
            );
        }
        let hit = if self.first { "first" } else { "unique" };
        let table = map([("file", text("t.csv")), ("gives", list([text("out")])), ("hit", text(hit))]);
        Bundle {
            flow: vec![("t".to_owned(), map([("table", table)]))],
            outputs: vec![("out".to_owned(), text("t")), ("other".to_owned(), text("other"))],
            tables: vec![("facts.csv".to_owned(), facts), ("t.csv".to_owned(), sheet)],
        }
    }
}

#[test]
fn findings_of_rows_are_those_of_trying_everything() {
    crate::check(6000, 120, |choices| {
        let table = Table::new(&mut Draws::new(choices));
        let combinations = table.combinations();
        let overlap = !table.first && combinations.iter().any(|(_, hits)| hits.len() > 1);
        let null = |points: &[Point]| points.iter().any(|point| matches!(point, Point::Missing(_)));
        let gap =
            combinations.iter().any(|(points, hits)| hits.is_empty() && (!table.otherwise || null(points)));
        let reaches = |row: usize| {
            combinations
                .iter()
                .any(|(_, hits)| if table.first { hits.first() == Some(&row) } else { hits.contains(&row) })
        };
        let idle = table.otherwise && combinations.iter().all(|(_, hits)| !hits.is_empty());
        let unreached = !overlap && (idle || (0..table.rows.len()).any(|row| !reaches(row)));
        let (engine, findings) = Engine::compile(&table.bundle().sources(), Findings::default());
        let said = |codes: &[Code]| findings.iter().any(|finding| codes.contains(&finding.code));
        let shown = || {
            format!(
                "{:?} of\n{}",
                findings.iter().map(|finding| &finding.message).collect::<Vec<_>>(),
                table.bundle().show()
            )
        };
        prop_assert_eq!(said(&[Code::BinsOverlap]), overlap, "overlap: {}", shown());
        prop_assert_eq!(said(&[Code::Gap, Code::NoNullBin]), gap, "gap: {}", shown());
        prop_assert_eq!(said(&[Code::NeverReached]), unreached, "never reached: {}", shown());
        prop_assert_eq!(engine.is_some(), !overlap && !gap && !unreached, "loads: {}", shown());
        Ok(())
    });
}
