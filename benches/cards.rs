//! Scorecards alone: what one of 300 characteristics costs beside one of 15 (at most twenty times as much), for points in words, of
//! many digits, and in doubles; approved, and declined with reasons.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where anything is wrong")]

#[path = "../tests/rust/judge/files.rs"]
#[expect(dead_code, reason = "the judge uses the rest")]
mod files;

use engine_core::diagnostic::Findings;
use engine_core::facts::{Input, Reading};
use engine_core::feel::frame::Frame;
use engine_core::{AsOf, Engine};
use files::{Bundle, Rows, map, text};

const SIZES: [usize; 2] = [15, 300];

fn main() {
    divan::main();
}

/// A card over so many integers, six bins each, and a decline below a score.
fn engine(size: usize, more_digits: &str, arithmetic: &str, cut: &str) -> (Engine, Box<Frame>) {
    let mut facts = Rows::new(&["fact", "type", "allowed"]);
    let mut card = Rows::new(&["characteristic", "bin", "points", "reason"]);
    let mut reasons = Rows::new(&["code", "en"]);
    reasons.row(&["S1", "the assessment"]);
    for part in 0..size {
        facts.row(&[format!("x{part}").as_str(), "integer", "[0..100]"]);
        reasons.row(&[format!("R{part}").as_str(), "why"]);
        for (bin, cell) in
            ["< 10", "[10..20)", "[20..40)", "[40..60)", "[60..80)", ">= 80"].iter().enumerate()
        {
            let points = format!("{}.5{more_digits}", bin * 7 + part % 5);
            card.row(&[format!("x{part}").as_str(), cell, &points, &format!("R{part}")]);
        }
    }
    let reasons_of = map([("method", text("below best"))]);
    let entries = [("file", text("card.csv")), ("arithmetic", text(arithmetic)), ("reasons", reasons_of)];
    let bundle = Bundle {
        flow: vec![
            ("mark".to_owned(), map([("scorecard", map(entries))])),
            (
                "end".to_owned(),
                map([("rules", map([("decline", map([("S1", text(&format!("mark < {cut}")))]))]))]),
            ),
        ],
        outputs: vec![("mark".to_owned(), text("mark"))],
        tables: [("facts.csv", facts), ("card.csv", card), ("reasons.csv", reasons)]
            .map(|(name, rows)| (name.to_owned(), rows))
            .into(),
    };
    let engine = Engine::compile(&bundle.sources(), Findings::default()).0.unwrap();
    let mut reading = Reading::new(engine.program());
    for (&id, value) in engine.program().order.iter().zip(0..) {
        reading.give(id, &Input::Integer(value * 37 % 101));
    }
    let frame = reading.finish().unwrap();
    (engine, frame)
}

fn decide(bencher: divan::Bencher<'_, '_>, (engine, facts): (Engine, Box<Frame>)) {
    bencher.with_inputs(|| facts.clone()).bench_local_refs(|facts| engine.decide(facts, AsOf::default()));
}

#[divan::bench(args = SIZES, sample_count = 100, sample_size = 500)]
fn approve(bencher: divan::Bencher<'_, '_>, size: usize) {
    decide(bencher, engine(size, "", "exact", "0"));
}

#[divan::bench(args = SIZES, sample_count = 100, sample_size = 500)]
fn approve_many_digits(bencher: divan::Bencher<'_, '_>, size: usize) {
    decide(bencher, engine(size, "1234567890123456789", "exact", "0"));
}

#[divan::bench(args = SIZES, sample_count = 100, sample_size = 500)]
fn approve_doubles(bencher: divan::Bencher<'_, '_>, size: usize) {
    decide(bencher, engine(size, "123456789012345", "float", "0"));
}

#[divan::bench(args = SIZES, sample_count = 100, sample_size = 500)]
fn decline(bencher: divan::Bencher<'_, '_>, size: usize) {
    decide(bencher, engine(size, "", "exact", "1000000"));
}
