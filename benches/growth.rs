//! Decision tables alone, against their size: facts in slots in and outcome out, of tables of 4 to 100,000 rows.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where anything is wrong")]

#[path = "../tests/rust/judge/files.rs"]
#[expect(dead_code, reason = "the judge uses the rest")]
mod files;

use engine_core::diagnostic::Findings;
use engine_core::facts::{Input, Reading};
use engine_core::feel::frame::Frame;
use engine_core::{AsOf, Engine};
use files::{Bundle, Rows, list, map, text};

const SIZES: [usize; 9] = [4, 8, 16, 32, 64, 100, 1_000, 10_000, 100_000];
const APPLICANTS: usize = 1024;

fn main() {
    divan::main();
}

/// Numbers that look random and are the same each time.
fn draws() -> impl FnMut(usize) -> usize {
    let mut state = 1_u64;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    }
}

fn engine(hit: &str, rows: &[[String; 3]]) -> (Engine, Vec<Frame>) {
    let mut facts = Rows::new(&["fact", "type", "allowed"]);
    facts.row(&["a", "integer", "[0..1000000]"]);
    facts.row(&["b", "integer", "[0..1000000]"]);
    let mut table = Rows::new(&["a", "b", "out"]);
    rows.iter().for_each(|row| table.row(row));
    let stage = map([("file", text("t.csv")), ("gives", list([text("out")])), ("hit", text(hit))]);
    let bundle = Bundle {
        flow: vec![("t".to_owned(), map([("table", stage)]))],
        outputs: vec![("out".to_owned(), text("t"))],
        tables: vec![("facts.csv".to_owned(), facts), ("t.csv".to_owned(), table)],
    };
    let engine = Engine::compile(&bundle.sources(), Findings::default()).0.unwrap();
    let mut draw = draws();
    let frames = (0..APPLICANTS).map(|_| {
        let mut reading = Reading::new(engine.program());
        for &id in &engine.program().order {
            reading.give(id, &Input::Integer(i64::try_from(draw(1_000_000)).unwrap()));
        }
        *reading.finish().unwrap()
    });
    let frames = frames.collect();
    (engine, frames)
}

fn decide(bencher: divan::Bencher<'_, '_>, (engine, frames): (Engine, Vec<Frame>)) {
    let mut frames = frames;
    let mut next = 0;
    bencher.bench_local(|| {
        next = (next + 1) % APPLICANTS;
        frames.get_mut(next).map(|facts| engine.decide(facts, AsOf::default()))
    });
}

/// Squares that part both columns.
#[divan::bench(args = SIZES, sample_count = 50, sample_size = 2000)]
fn grid(bencher: divan::Bencher<'_, '_>, size: usize) {
    let across = (1..).find(|side| side * side >= size).unwrap();
    let down = size.div_ceil(across);
    let range = |at: usize, of: usize| {
        let (low, high) = (1_000_000 / of * at, 1_000_000 / of * (at + 1));
        if at + 1 == of { format!(">= {low}") } else { format!("[{low}..{high})") }
    };
    let mut rows = Vec::new();
    for a in 0..across {
        rows.extend((0..down).map(|b| [range(a, across), range(b, down), (a + b).to_string()]));
    }
    decide(bencher, engine("unique", &rows));
}

/// Ranges of which some three hit an applicant, and `-` now and then.
#[divan::bench(args = SIZES, sample_count = 50, sample_size = 2000)]
fn collect(bencher: divan::Bencher<'_, '_>, size: usize) {
    let mut draw = draws();
    let rows: Vec<_> = (0..size)
        .map(|at| {
            let low = draw(1_000_000);
            let a = format!("[{low}..{})", low + 6_000_000 / size);
            let low = draw(500_000);
            let b = if at % 4 == 0 { "-".to_owned() } else { format!("[{low}..{})", low + 500_000) };
            [a, b, at.to_string()]
        })
        .collect();
    decide(bencher, engine("collect sum", &rows));
}

/// A quarter of the rows hits, and no column leaves many out: what trying every row costs.
#[divan::bench(args = [4, 8, 16, 32, 64, 100, 1_000], sample_count = 50, sample_size = 2000)]
fn unselective(bencher: divan::Bencher<'_, '_>, size: usize) {
    let mut draw = draws();
    let mut half = || {
        let low = draw(500_000);
        format!("[{low}..{}]", low + 500_000)
    };
    let rows: Vec<_> = (0..size).map(|at| [half(), half(), at.to_string()]).collect();
    decide(bencher, engine("collect sum", &rows));
}
