//! A column of tests: what it tests, how that becomes a cell, and which cells can occur.

use super::cell::{self, CellForm, CellTest};
use super::{PerRow, Written};
use crate::diagnostic::Code as Finding;
use crate::document::Expression;
use crate::domain::{Cell, Lane, NULL, Set, Words, interval, is_missing};
use crate::feel::code::Code;
use crate::feel::compile::Compiler;
use crate::feel::frame::Cells;
use crate::feel::infer::Checker;
use crate::feel::operation::Nulls;
use crate::feel::scope::{Home, Origin, Scope};
use crate::feel::typed::{Typed, TypedKind};
use crate::feel::types::Kind;
use crate::source::Place;
use crate::value::{Number, Value, ops::to_feel_text};

/// A checked column.
#[derive(Clone, Debug)]
pub struct Column {
    /// What it tests, as written.
    pub name: String,
    /// What it tests, in one form for all ways of writing the same.
    pub canonical: String,
    /// What it tests.
    pub input: Typed,
    /// How its cells are read.
    pub lane: Lane,
    /// The cells that can occur.
    pub universe: Set,
    /// The tests, one a row; none where a cell could not be read.
    pub tests: PerRow<CellTest>,
    /// The cells that pass each test.
    pub sets: PerRow<Set>,
    /// Where each test stands; not kept of tables, whose rows have lines.
    pub places: Box<[Place]>,
    /// The cell that tells the cause of absence of an input that lives in a value slot.
    presence: Option<u16>,
}

/// How an input becomes a cell while an applicant is decided.
#[derive(Clone, Debug)]
pub enum Axis {
    /// It is one.
    Cell(u16),
    /// It is computed, unless the presence cell says that it is missing.
    Code(Box<Code>, Lane, Option<u16>),
}

impl Axis {
    /// The cell of one applicant.
    #[inline]
    #[must_use]
    pub fn cell(&self, frame: &impl Cells) -> Cell {
        match self {
            Self::Cell(cell) => frame.cell(*cell),
            Self::Code(code, lane, presence) => computed(code, lane, *presence, frame),
        }
    }
}

#[inline(never)] // most inputs are cells, and need none of its registers
fn computed(code: &Code, lane: &Lane, presence: Option<u16>, frame: &impl Cells) -> Cell {
    let absent = presence.map_or(0, |cell| frame.cell(cell));
    if is_missing(absent) { absent } else { lane.cell(&code.run(frame)) }
}

impl Column {
    /// Reads a column that tests an expression, whose typed tree is `input`.
    pub fn read(
        tested: &Expression,
        input: Typed,
        cells: Written<'_>,
        checker: &mut Checker<'_>,
    ) -> Option<Self> {
        // The stage behind it is faulty, and reported; its words would only look like names here.
        if input.ty.kind == Kind::Any {
            return None;
        }
        let (tests, numbers) = cell::read(cells, &input, checker);
        if input.unknown.is_some() && !input.ty.nullable {
            checker.findings.add(
                Finding::NullUndecided,
                tested.source.place,
                format!(
                    "`{}` is false where what it compares is missing, and no row could tell",
                    tested.source.text
                ),
                "derive it with `if x = null then null else …`, and give null a row of its own",
            );
        }
        let home = home(&input, checker.scope);
        let presence = match home {
            Some((Origin::Fact(fact), Home::Value(_))) => Some(fact.0),
            _ => None,
        };
        let lane = match home {
            Some((_, Home::Cell(_, lane))) => lane,
            _ => lane_for(&input.ty.kind, &tests).or_else(|| {
                let message = format!("a table cannot test a {}", input.ty.kind);
                checker.findings.add(
                    Finding::TypeMismatch,
                    tested.source.place,
                    message,
                    "it tests numbers, texts, booleans and dates",
                );
                None
            })?,
        };
        let universe = universe(&tested.canonical(), &input, &lane, checker);
        let named: Vec<u8> = tests.iter().filter_map(cause).collect();
        let tests = PerRow::new(tests, numbers);
        Some(Self {
            name: tested.source.text.clone(),
            canonical: tested.canonical(),
            input,
            universe,
            sets: tests.map(|test| test.set(&lane, &named)),
            lane,
            tests,
            places: cells.places(),
            presence,
        })
    }

    /// How the input becomes a cell.
    #[must_use]
    pub fn axis(&self, scope: &Scope) -> Axis {
        match home(&self.input, scope) {
            Some((_, Home::Cell(cell, _))) => Axis::Cell(cell),
            _ => Axis::Code(
                Box::new(Compiler { scope, nulls: Nulls::Feel }.code(&self.input)),
                self.lane.clone(),
                self.presence,
            ),
        }
    }

    /// Whether every test could be read.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.tests.iter().count() == self.tests.len()
    }

    /// Makes the cells marked `otherwise` stand for what no other cell holds, null not included.
    pub fn fill_otherwise(&mut self) {
        let rest = Set::union_of(self.sets.distinct()).complement().minus(&Set::missing());
        let tests = self.tests.distinct().iter();
        self.sets = self.sets.with(tests.zip(self.sets.distinct()).map(|(test, set)| match test.form {
            CellForm::Otherwise => rest.clone(),
            _ => set.clone(),
        }));
    }
}

/// The cause that a test names.
const fn cause(test: &CellTest) -> Option<u8> {
    if let CellForm::Missing(cause) = test.form { cause } else { None }
}

fn home(input: &Typed, scope: &Scope) -> Option<(Origin, Home)> {
    let TypedKind::Read(id) = &input.kind else { return None };
    let entry = scope.get(*id)?;
    Some((entry.origin, entry.home.clone()))
}

/// The lane of an input that does not live in a cell: its constants cut the line.
fn lane_for(kind: &Kind, tests: &[CellTest]) -> Option<Lane> {
    let mut constants = Vec::new();
    for test in tests {
        test.constants(&mut |value| constants.push(value.clone()));
    }
    match kind {
        Kind::Boolean => Some(Lane::Boolean),
        Kind::Date => Some(Lane::Day),
        Kind::Number => {
            let mut cuts: Vec<Number> = constants
                .iter()
                .filter_map(|value| if let Value::Number(number) = value { Some(*number) } else { None })
                .collect();
            cuts.sort_unstable();
            cuts.dedup();
            Some(Lane::Cuts(cuts.into()))
        }
        Kind::Text(_) => {
            let texts = constants
                .iter()
                .filter_map(|value| if let Value::Text(text) = value { Some(text) } else { None });
            Some(Lane::Symbol { words: Words::distinct(texts), open: true })
        }
        _ => None,
    }
}

/// The cells that can occur.
fn universe(tested: &str, input: &Typed, lane: &Lane, checker: &Checker<'_>) -> Set {
    let entry = match &input.kind {
        TypedKind::Read(id) => checker.scope.get(*id),
        _ => None,
    };
    if let Some(fact) = entry
        .and_then(|entry| if let Origin::Fact(fact) = entry.origin { checker.schema.get(fact) } else { None })
    {
        let values = if fact.kind.lane().is_some() { fact.allowed.clone() } else { values(input, lane) };
        let values = values.minus(&excluded(tested, lane, checker));
        return if input.ty.nullable { values.union(&fact.missing()) } else { values };
    }
    let mut values = values(input, lane).minus(&excluded(tested, lane, checker));
    if let Some(entry) = entry
        && checker.scope.alive()
    {
        let declining: Vec<Set> =
            entry.declining.iter().filter_map(|&word| Cell::try_from(word).ok()).map(Set::point).collect();
        values = values.minus(&Set::union_of(&declining));
    }
    if input.ty.nullable { values.union(&Set::point(NULL)) } else { values }
}

/// The words that the stage's `when` keeps out, as `grade != "X"` does.
fn excluded(tested: &str, lane: &Lane, checker: &Checker<'_>) -> Set {
    let Lane::Symbol { words, .. } = lane else { return Set::union_of(&[]) };
    let kept_out = |word: &str| {
        let guard = format!("{tested} != {}", to_feel_text(&Value::Text(word.into())));
        checker.scope.guards.contains(&guard)
    };
    let points =
        (0..).zip(words.list().iter()).filter(|(_, word)| kept_out(word)).map(|(cell, _)| Set::point(cell));
    Set::union_of(&points.collect::<Vec<_>>())
}

fn values(input: &Typed, lane: &Lane) -> Set {
    match lane {
        Lane::Boolean => Set::interval(0, 1),
        Lane::Symbol { words, open } => Set::interval(0, words.count() - 1 + Cell::from(*open)),
        Lane::Cuts(cuts) => match input.ty.bounds {
            Some((low, high)) => {
                Set::interval(lane.cell(&Value::Number(low)), lane.cell(&Value::Number(high)))
            }
            None => Set::interval(0, Cell::try_from(2 * cuts.len()).unwrap_or(Cell::MAX)),
        },
        Lane::Scaled(_) | Lane::Float => {
            let ends = input.ty.bounds.map(|(low, high)| (Value::Number(low), Value::Number(high)));
            let within = ends.and_then(|(low, high)| interval(lane, Some((&low, true)), Some((&high, true))));
            within.map_or_else(|| Set::missing().complement(), |(low, high)| Set::interval(low, high))
        }
        Lane::Day => Set::missing().complement(),
    }
}
