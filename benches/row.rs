//! The core alone, on the reference policy: one decision, facts in slots in and outcome out; and loading it.
//!
//! `make bench` packs the bundle into target/bench/reference.placet, as a host without Python has it.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark stops where anything is wrong")]

use engine_core::facts::{Input, Reading};
use engine_core::feel::frame::Frame;
use engine_core::{AsOf, Engine};

fn main() {
    divan::main();
}

fn packed() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/bench/reference.placet");
    std::fs::read(path).expect("run `make bench`")
}

fn engine() -> Engine {
    Engine::from_packed(&packed()).expect("the bundle is packed by this engine")
}

/// The applicant of the bundle's typical.yaml, with these facts changed.
fn frame(engine: &Engine, changes: &[(&str, Input<'static>)]) -> Box<Frame> {
    let typical: &[(&str, Input<'static>)] = &[
        ("applicant_id", Input::Text("A00000000".into())),
        ("age", Input::Integer(34)),
        ("region", Input::Text("R03".into())),
        ("id_verified", Input::Boolean(true)),
        ("on_blacklist", Input::Boolean(false)),
        ("consent_bureau", Input::Boolean(true)),
        ("consent_social", Input::Boolean(true)),
        ("monthly_income", Input::Float(9000.0)),
        ("monthly_debt", Input::Float(500.0)),
        ("employment", Input::Text("salaried".into())),
        ("employment_months", Input::Integer(60)),
        ("education", Input::Text("bachelor".into())),
        ("housing", Input::Text("own".into())),
        ("bureau_score", Input::Integer(720)),
        ("overdue_now", Input::Integer(0)),
        ("overdue_24m", Input::Integer(0)),
        ("inquiries_3m", Input::Integer(1)),
        ("open_loans", Input::Integer(1)),
        ("utilisation", Input::Float(0.2)),
        ("account_age_months", Input::Integer(70)),
        ("pay_txn_90d", Input::Integer(200)),
        ("pay_active_days_90d", Input::Integer(70)),
        ("social_tenure_months", Input::Integer(80)),
        ("exposure_now", Input::Float(0.0)),
    ];
    let schema = &engine.program().checked.schema;
    let mut reading = Reading::new(engine.program());
    for &id in &engine.program().order {
        let name = schema.get(id).unwrap().name.as_str();
        let find = |list: &[(&str, Input<'static>)]| {
            list.iter().find(|(known, _)| *known == name).map(|(_, input)| input.clone())
        };
        if !reading.withheld(id) {
            reading.give(id, &find(changes).or_else(|| find(typical)).unwrap_or(Input::Null));
        }
    }
    reading.finish().expect("the facts are right")
}

#[divan::bench(sample_count = 200)]
fn load_packed(bencher: divan::Bencher<'_, '_>) {
    let packed = packed();
    bencher.bench_local(|| Engine::from_packed(&packed));
}

#[divan::bench(sample_count = 200, sample_size = 1000)]
fn approve(bencher: divan::Bencher<'_, '_>) {
    let engine = engine();
    let facts = frame(&engine, &[]);
    bencher.with_inputs(|| facts.clone()).bench_local_refs(|facts| engine.decide(facts, AsOf::default()));
}

#[divan::bench(sample_count = 200, sample_size = 1000)]
fn decline(bencher: divan::Bencher<'_, '_>) {
    let engine = engine();
    let facts = frame(&engine, &[("age", Input::Integer(17)), ("open_loans", Input::Integer(11))]);
    bencher.with_inputs(|| facts.clone()).bench_local_refs(|facts| engine.decide(facts, AsOf::default()));
}

/// As a host decides: the facts have just been written, and the decision is read and dropped.
#[divan::bench(sample_count = 200, sample_size = 1000)]
fn approve_warm(bencher: divan::Bencher<'_, '_>) {
    let engine = engine();
    let mut facts = frame(&engine, &[]);
    bencher.bench_local(|| engine.decide(&mut facts, AsOf::default()).map(|decision| decision.outcome));
}

#[divan::bench(sample_count = 200, sample_size = 1000)]
fn decline_warm(bencher: divan::Bencher<'_, '_>) {
    let engine = engine();
    let mut facts = frame(&engine, &[("age", Input::Integer(17)), ("open_loans", Input::Integer(11))]);
    bencher.bench_local(|| engine.decide(&mut facts, AsOf::default()).map(|decision| decision.outcome));
}

/// The applicant of examples/applicant.json, from JSON to JSON.
#[divan::bench(sample_count = 200, sample_size = 1000)]
fn json(bencher: divan::Bencher<'_, '_>) {
    let engine = engine();
    let text = include_bytes!("../examples/applicant.json");
    bencher.bench_local(|| {
        let mut facts = engine.read_json(text, false).expect("the facts are right");
        engine.write_json(&engine.decide(&mut facts, AsOf::default()).expect("no day is needed"))
    });
}

/// The reading alone.
#[divan::bench(sample_count = 200, sample_size = 1000)]
fn read_json(bencher: divan::Bencher<'_, '_>) {
    let engine = engine();
    let text = include_bytes!("../examples/applicant.json");
    bencher.bench_local(|| engine.read_json(text, false));
}
