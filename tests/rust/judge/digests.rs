//! What the digest counts: meaning, wholly, and nothing of how it is laid out.

use crate::files::{Bundle, Rows, list, map, text};
use engine_core::Engine;
use engine_core::diagnostic::Findings;

#[derive(Clone, Copy)]
struct Written<'a> {
    days: &'a str,
    of: &'a str,
    cause: &'a str,
    keep_zero: &'a str,
    method: &'a str,
    shares: [&'a str; 3],
    always: &'a [&'a str],
    never_tell: &'a [&'a str],
    /// Of the first bin, for all of its characteristic.
    baseline: &'a str,
    trend: &'a str,
    /// `arithmetic`, `round` and the other keys of the card.
    law: &'a [(&'a str, &'a str)],
    /// Points, odds and `pdo`.
    scale: Option<[&'a str; 3]>,
    bounds: Option<(&'a [&'a str], &'a str)>,
}

const PLAIN: Written<'static> = Written {
    days: "[2020-01-01..2025-12-31]",
    of: "age + 1",
    cause: "missing(stale)",
    keep_zero: "false",
    method: "below best",
    shares: ["", "", ""],
    always: &[],
    never_tell: &[],
    baseline: "7",
    trend: "",
    law: &[],
    scale: None,
    bounds: None,
};
const AVERAGE: Written<'static> = Written { method: "below average", shares: ["0.2", "0.3", "0.5"], ..PLAIN };
const BOUNDED: Written<'static> = Written { bounds: Some((&["history", "age"], "-2..2")), ..PLAIN };

fn digest(written: &Written<'_>) -> [u8; 32] {
    let mut facts = Rows::new(&["fact", "type", "allowed", "missing"]);
    facts.row(&["age", "integer", "[0..120]", "no"]);
    facts.row(&["hired", "date", written.days, "no"]);
    facts.row(&["history", "integer", "[0..99]", "stale"]);
    let mut reasons = Rows::new(&["code", "en"]);
    ["S1", "S2"].iter().for_each(|code| reasons.row(&[*code, "why"]));
    let mut bands = Rows::new(&["band", "test"]);
    [["A", "[50..121]"], ["B", "[1..50)"]].iter().for_each(|row| bands.row(row));
    let mut card = Rows::new(&["characteristic", "bin", "points", "share", "baseline", "trend", "reason"]);
    let [stale, null, known] = written.shares;
    card.row(&["history", written.cause, "1", stale, written.baseline, written.trend, "S1"]);
    card.row(&["", "null", "2", null, "", "", "S2"]);
    card.row(&["", "[0..99]", "3", known, "", "", "S1"]);
    card.row(&["age", "[0..120]", "4", "1", "5", "", "S1"]);
    let mut asked =
        vec![("method", text(written.method)), ("top", text("2")), ("keep_zero", text(written.keep_zero))];
    for (key, codes) in [("always", written.always), ("never_tell", written.never_tell)] {
        if !codes.is_empty() {
            asked.push((key, list(codes.iter().map(|code| text(code)))));
        }
    }
    let mut scorecard = vec![("file", text("card.csv")), ("reasons", map(asked))];
    scorecard.extend(written.law.iter().map(|(key, value)| (*key, text(value))));
    if let Some([points, odds, pdo]) = written.scale {
        scorecard.push(("scale", map([("points", text(points)), ("odds", text(odds)), ("pdo", text(pdo))])));
    }
    if let Some((of, within)) = written.bounds {
        let of = list(of.iter().map(|name| text(name)));
        scorecard.push(("bounds", map([("own", map([("of", of), ("within", text(within))]))])));
    }
    let stages = [
        ("grade", map([("bands", map([("file", text("bands.csv")), ("of", text(written.of))]))])),
        ("card", map([("scorecard", map(scorecard))])),
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
    assert_ne!(digest(&PLAIN), digest(&AVERAGE));
    assert_ne!(digest(&AVERAGE), digest(&Written { shares: ["0.3", "0.2", "0.5"], ..AVERAGE }));
    assert_eq!(digest(&AVERAGE), digest(&Written { shares: ["0.20", ".3", "5e-1"], ..AVERAGE }));
    let always = |codes| digest(&Written { always: codes, ..PLAIN });
    assert_ne!(digest(&PLAIN), always(&["S1"]));
    assert_ne!(always(&["S1"]), always(&["S1", "S2"]));
    assert_eq!(always(&["S1", "S2"]), always(&["S2", "S1", "S2"]));
}

#[test]
fn shares_that_the_method_does_not_use_do_not_count() {
    assert_eq!(digest(&PLAIN), digest(&Written { shares: AVERAGE.shares, ..PLAIN }));
}

#[test]
fn baselines_count_where_the_method_uses_them() {
    let based = Written { method: "below baseline", ..PLAIN };
    assert_ne!(digest(&based), digest(&Written { baseline: "8", ..based }));
    assert_eq!(digest(&based), digest(&Written { baseline: "7.0", ..based }));
    assert_ne!(digest(&based), digest(&Written { method: "above baseline", ..based }));
    assert_eq!(digest(&PLAIN), digest(&Written { baseline: "8", ..PLAIN }));
}

#[test]
fn what_is_never_told_counts_and_a_trend_does_not() {
    assert_ne!(digest(&PLAIN), digest(&Written { never_tell: &["S1"], ..PLAIN }));
    assert_ne!(
        digest(&Written { always: &["S1"], ..PLAIN }),
        digest(&Written { never_tell: &["S1"], ..PLAIN })
    );
    assert_eq!(digest(&PLAIN), digest(&Written { trend: "rising", ..PLAIN }));
}

#[test]
fn how_points_become_a_score_counts() {
    let law = |law| digest(&Written { law, ..PLAIN });
    assert_eq!(digest(&PLAIN), law(&[("arithmetic", "exact")]));
    assert_ne!(digest(&PLAIN), law(&[("arithmetic", "float")]));
    assert_ne!(law(&[("arithmetic", "float start last")]), law(&[("arithmetic", "float")]));
    assert_ne!(law(&[("round", "half even 0")]), law(&[("round", "half even 1")]));
    assert_ne!(law(&[("round", "half even 0")]), law(&[("round", "half up 0")]));
    let scaled = |odds| digest(&Written { scale: Some(["600", odds, "50"]), ..PLAIN });
    assert_ne!(digest(&PLAIN), scaled("19"));
    assert_ne!(scaled("19"), scaled("20"));
    assert_eq!(scaled("19"), scaled("19.0 : 1"));
}

#[test]
fn the_bounds_of_a_group_count() {
    let bounded = |of, within| digest(&Written { bounds: Some((of, within)), ..PLAIN });
    assert_ne!(digest(&PLAIN), digest(&BOUNDED));
    assert_ne!(digest(&BOUNDED), bounded(&["history"], "-2..2"));
    assert_ne!(digest(&BOUNDED), bounded(&["history", "age"], "-2..3"));
    assert_ne!(digest(&BOUNDED), bounded(&["history", "age"], "-2.."));
    assert_ne!(bounded(&["age"], "..2"), bounded(&["age"], "2.."));
    assert_eq!(digest(&BOUNDED), bounded(&["age", "history"], " -2.0 .. 2"));
}

#[test]
fn spaces_do_not_count() {
    assert_eq!(digest(&PLAIN), digest(&Written { of: "age+1", ..PLAIN }));
    assert_eq!(digest(&PLAIN), digest(&Written { cause: "missing( stale )", ..PLAIN }));
}
