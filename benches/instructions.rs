//! The work whose instructions are counted: `instructions WORK FACTS.jsonl BUNDLE.placet` does it once for each line of facts, and callgrind counts only
//! within `measured`. `benches/instructions.py` runs it; without arguments it does nothing.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a benchmark stops where anything is wrong")]

use std::hint::black_box;

use engine_core::columns::{Batch, Want};
use engine_core::{AsOf, Engine};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [work, facts, bundle] = arguments.as_slice() else { return };
    let engine = Engine::from_packed(&std::fs::read(bundle).unwrap()).unwrap();
    let text = std::fs::read_to_string(facts).unwrap();
    let mut lines: Vec<&[u8]> = text.lines().map(str::as_bytes).collect();
    let read = |line: &[u8]| engine.read_json(line, false).unwrap();
    match work.as_str() {
        "read" => measured(&mut lines, |line| read(line)),
        "decide" => {
            let mut frames: Vec<_> = lines.iter().map(|line| read(line)).collect();
            measured(&mut frames, |frame| engine.decide(frame, AsOf::default()).unwrap());
        }
        "json" => measured(&mut lines, |line| {
            engine.write_json(&engine.decide(&mut read(line), AsOf::default()).unwrap())
        }),
        "columns" => {
            let mut batch = Batch::new(engine.program(), lines.len());
            lines.iter().enumerate().for_each(|(row, line)| batch.set_frame(row, &read(line)));
            let want = Want { reasons: true, ..Want::default() };
            measured(&mut [batch], |batch| engine.program().run_columns(batch, None, want));
        }
        other => panic!("there is no work `{other}`"),
    }
}

/// Callgrind counts from the entry of this function to its return.
#[inline(never)]
fn measured<Given, Answer>(given: &mut [Given], mut work: impl FnMut(&mut Given) -> Answer) {
    for one in given {
        black_box(work(black_box(one)));
    }
}
