//! Small stacks: a healthy policy decides on a thread of 128 KiB as it does elsewhere, and the deepest expression that may be
//! written does so too (cedar-policy/cedar#1814: a guard on the free stack turned a tiny policy into a deny).

use std::thread;

use crate::files::{Bundle, Rows, map, text};
use engine_core::diagnostic::Findings;
use engine_core::facts::{Input, Reading};
use engine_core::{AsOf, Engine, Outcome};

const SMALL: usize = 128 * 1024;

fn bundle(condition: &str) -> Bundle {
    let mut facts = Rows::new(&["fact", "type", "allowed", "missing"]);
    facts.row(&["age", "integer", "[0..120]", "no"]);
    let mut reasons = Rows::new(&["code", "en"]);
    reasons.row(&["K1", "why"]);
    reasons.row(&["K2", "why"]);
    let mut table = Rows::new(&["age", "mark"]);
    table.row(&["< 30", "1"]);
    table.row(&[">= 30", "2"]);
    let rules = map([("decline", map([("K1", text("age < 18")), ("K2", text(condition))]))]);
    let marks = map([("file", text("marks.csv")), ("gives", text("mark"))]);
    Bundle {
        flow: vec![
            ("entry".to_owned(), map([("rules", rules)])),
            ("marks".to_owned(), map([("table", marks)])),
        ],
        outputs: vec![("mark".to_owned(), text("marks"))],
        tables: vec![
            ("facts.csv".to_owned(), facts),
            ("reasons.csv".to_owned(), reasons),
            ("marks.csv".to_owned(), table),
        ],
    }
}

/// The outcome for an age, decided and explained on a thread with a small stack; the bundle is compiled there too.
fn on_a_small_stack(condition: String, age: i64) -> Option<Outcome> {
    let work = move || {
        let engine = Engine::compile(&bundle(&condition).sources(), Findings::default()).0?;
        let facts = || {
            let mut reading = Reading::new(engine.program());
            engine.program().order.iter().for_each(|&id| reading.give(id, &Input::Integer(age)));
            reading.finish().unwrap()
        };
        let decided = engine.decide(&mut facts(), AsOf::default()).unwrap();
        let explained = engine.explain(*facts(), AsOf::default()).unwrap();
        assert_eq!(decided.outcome, explained.decision.outcome);
        assert_eq!(
            engine_core::trace::explain(&explained).children.len(),
            if (18..=100).contains(&age) { 3 } else { 4 }
        );
        Some(decided.outcome)
    };
    thread::Builder::new().stack_size(SMALL).spawn(work).unwrap().join().unwrap()
}

#[test]
fn a_small_policy_decides_on_a_small_stack() {
    for (age, outcome) in
        [(17, Outcome::Decline), (18, Outcome::Approve), (100, Outcome::Approve), (101, Outcome::Decline)]
    {
        assert_eq!(on_a_small_stack("age > 100".to_owned(), age), Some(outcome));
    }
}

#[test]
fn the_deepest_expression_decides_on_a_small_stack() {
    let deepest = |levels: usize| format!("{}age > 100{}", "not(".repeat(levels), ")".repeat(levels));
    let levels = (0..100).rev().find(|levels| on_a_small_stack(deepest(2 * levels), 30).is_some()).unwrap();
    assert!(levels > 10, "{levels}");
    assert_eq!(on_a_small_stack(deepest(2 * levels), 101), Some(Outcome::Decline));
    assert_eq!(on_a_small_stack(deepest(2 * levels), 30), Some(Outcome::Approve));
}
