//! What the digest counts: meaning, wholly, and nothing of how it is laid out.

use crate::files::{Bundle, Rows, map, text};
use engine_core::Engine;
use engine_core::diagnostic::Findings;

struct Written<'a> {
    days: &'a str,
    of: &'a str,
    cause: &'a str,
    keep_zero: &'a str,
}

const PLAIN: Written<'static> =
    Written { days: "[2020-01-01..2025-12-31]", of: "age + 1", cause: "missing(stale)", keep_zero: "false" };

fn digest(written: &Written<'_>) -> [u8; 32] {
    let mut facts = Rows::new(&["fact", "type", "allowed", "missing"]);
    facts.row(&["age", "integer", "[0..120]", "no"]);
    facts.row(&["hired", "date", written.days, "no"]);
    facts.row(&["history", "integer", "[0..99]", "stale"]);
    let mut reasons = Rows::new(&["code", "en"]);
    reasons.row(&["S1", "why"]);
    let mut bands = Rows::new(&["band", "test"]);
    [["A", "[50..121]"], ["B", "[1..50)"]].iter().for_each(|row| bands.row(row));
    let mut card = Rows::new(&["characteristic", "bin", "points", "reason"]);
    card.row(&["history", written.cause, "1", "S1"]);
    card.row(&["", "null", "2", "S1"]);
    card.row(&["", "[0..99]", "3", "S1"]);
    let asked =
        map([("method", text("below best")), ("top", text("2")), ("keep_zero", text(written.keep_zero))]);
    let stages = [
        ("grade", map([("bands", map([("file", text("bands.csv")), ("of", text(written.of))]))])),
        ("card", map([("scorecard", map([("file", text("card.csv")), ("reasons", asked)]))])),
        ("when", map([("derive", map([("new", text("hired > @\"2024-01-01\""))]))])),
    ];
    let bundle = Bundle {
        flow: stages.into_iter().map(|(name, tree)| (name.to_owned(), tree)).collect(),
        outputs: vec![("grade".to_owned(), text("grade"))],
        tables: vec![
            ("facts.csv".to_owned(), facts),
            ("reasons.csv".to_owned(), reasons),
            ("bands.csv".to_owned(), bands),
            ("card.csv".to_owned(), card),
        ],
    };
    let (engine, findings) = Engine::compile(&bundle.sources(), Findings::default());
    engine.unwrap_or_else(|| panic!("{findings:?}")).program().digest
}

#[test]
fn the_days_that_a_fact_allows_count() {
    let other = Written { days: "[2020-01-01..2030-12-31]", ..PLAIN };
    assert_ne!(digest(&PLAIN), digest(&other));
}

#[test]
fn how_reasons_are_chosen_counts() {
    assert_ne!(digest(&PLAIN), digest(&Written { keep_zero: "true", ..PLAIN }));
}

#[test]
fn spaces_do_not_count() {
    assert_eq!(digest(&PLAIN), digest(&Written { of: "age+1", ..PLAIN }));
    assert_eq!(digest(&PLAIN), digest(&Written { cause: "missing( stale )", ..PLAIN }));
}
