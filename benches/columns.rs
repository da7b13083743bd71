//! The core alone, on the reference policy, in columns: cells in, outcomes, outputs and reasons out.
//!
//! `make bench` packs the bundle into target/bench/reference.placet and writes applicants into target/bench/facts.jsonl.
#![expect(clippy::expect_used, reason = "a benchmark stops where anything is wrong")]

use divan::counter::ItemsCount;
use engine_core::Engine;
use engine_core::columns::{Batch, Want};

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
