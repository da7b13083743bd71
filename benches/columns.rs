//! The core alone, on the reference policy, in columns: cells in, outcomes, outputs and reasons out.
//!
//! `make bench` packs the bundle into target/bench/reference.placet and writes applicants into target/bench/facts.jsonl.
#![expect(clippy::expect_used, reason = "a benchmark stops where anything is wrong")]

use std::borrow::Cow;

use divan::counter::ItemsCount;
use engine_core::columns::{Batch, Want};
use engine_core::{AsOf, Engine};

/// As many applicants as lie in the caches of a core with all that is known of them.
const ROWS: [usize; 3] = [1024, 2048, 8192];

fn main() {
    divan::main();
}

fn read(name: &str) -> Vec<u8> {
    let path = format!("{}/../target/bench/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).expect("run `make bench`")
}

/// All applicants in blocks.
fn batches(engine: &Engine, rows: usize) -> Vec<Batch> {
    let text = String::from_utf8(read("facts.jsonl")).expect("the facts are text");
    let lines: Vec<&str> = text.lines().collect();
    agree(engine, &lines);
    let blocks = lines.chunks(rows).map(|lines| {
        let mut batch = Batch::new(engine.program(), lines.len());
        for (row, line) in lines.iter().enumerate() {
            let frame = engine.read_json(line.as_bytes(), false).expect("the facts are right");
            batch.set_frame(row, &frame);
        }
        batch
    });
    blocks.collect()
}

/// A fast answer that is another answer is none.
fn agree(engine: &Engine, lines: &[&str]) {
    let mut batch = Batch::new(engine.program(), lines.len());
    let frames =
        lines.iter().map(|line| engine.read_json(line.as_bytes(), false).expect("the facts are right"));
    let frames: Vec<_> = frames.collect();
    frames.iter().enumerate().for_each(|(row, frame)| batch.set_frame(row, frame));
    let decided = engine.program().run_columns(&mut batch, None, Want::ALL);
    for (row, mut frame) in frames.into_iter().enumerate() {
        let decision = engine.decide(&mut frame, AsOf::default()).expect("no day is needed");
        assert_eq!(decided.outcome.get(row), Some(&decision.outcome), "row {row}");
        assert_eq!(decided.reasons.get(row), &*decision.reasons, "row {row}");
        assert_eq!(decided.hits.get(row), engine.program().hits(&decision).as_slice(), "row {row}");
        let outputs: Vec<_> = decided.outputs.iter().map(|column| column.value(row)).collect();
        let by_row: Vec<_> = engine.program().outputs_of(&decision).map(Cow::into_owned).collect();
        assert_eq!(format!("{outputs:?}"), format!("{by_row:?}"), "row {row}");
    }
}

fn run(bencher: divan::Bencher<'_, '_>, rows: usize, want: Want) {
    let engine = Engine::from_packed(&read("reference.placet")).expect("the bundle is packed by this engine");
    let mut batches = batches(&engine, rows);
    let all: usize = batches.iter().map(Batch::rows).sum();
    bencher.counter(ItemsCount::new(all)).bench_local(|| {
        for batch in &mut batches {
            divan::black_box(engine.program().run_columns(batch, None, want));
        }
    });
}

#[divan::bench(args = ROWS, sample_count = 20, sample_size = 1)]
fn reasons(bencher: divan::Bencher<'_, '_>, rows: usize) {
    run(bencher, rows, Want { reasons: true, ..Want::default() });
}

#[divan::bench(args = [1024], sample_count = 20, sample_size = 1)]
fn everything(bencher: divan::Bencher<'_, '_>, rows: usize) {
    run(bencher, rows, Want::ALL);
}

#[divan::bench(args = [1024], sample_count = 20, sample_size = 1)]
fn outputs(bencher: divan::Bencher<'_, '_>, rows: usize) {
    run(bencher, rows, Want::default());
}
