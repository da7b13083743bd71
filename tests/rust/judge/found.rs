//! What the judge once found wrong, each in its smallest form.

use crate::files::{Bundle, Rows, map, text};
use engine_core::diagnostic::{Code, Findings};
use engine_core::facts::Input;
use engine_core::source::Tree;
use engine_core::value::{Number, Value};
use engine_core::{AsOf, Engine};

/// A bundle over `x` (integer, may be missing), `y` (integer, may be missing) and `z` (integer, always given).
fn bundle(stages: &[(&str, Tree)], output: &str) -> Bundle {
    let mut facts = Rows::new(&["fact", "type", "allowed", "missing"]);
    [
        ["x", "integer", "[0..100]", "yes"],
        ["y", "integer", "[0..100]", "yes"],
        ["z", "integer", "[0..100]", "no"],
    ]
    .iter()
    .for_each(|row| facts.row(row));
    let mut reasons = Rows::new(&["code", "en"]);
    ["K1", "K2"].iter().for_each(|code| reasons.row(&[*code, "why"]));
    Bundle {
        flow: stages.iter().map(|(name, tree)| ((*name).to_owned(), tree.clone())).collect(),
        outputs: vec![("out".to_owned(), text(output))],
        tables: vec![("facts.csv".to_owned(), facts), ("reasons.csv".to_owned(), reasons)],
    }
}

fn codes(bundle: &Bundle) -> Vec<Code> {
    let findings = Engine::compile(&bundle.sources(), Findings::default()).1;
    let errors = findings.into_iter().filter(|finding| finding.code.id().starts_with('E'));
    errors.map(|finding| finding.code).collect()
}

fn decide(bundle: &Bundle, facts: [Option<i64>; 3]) -> (Vec<String>, Value) {
    let (engine, findings) = Engine::compile(&bundle.sources(), Findings::default());
    let engine = engine.unwrap_or_else(|| panic!("{findings:?}"));
    let mut reading = engine_core::facts::Reading::new(engine.program());
    for (id, fact) in engine.program().order.clone().into_iter().zip(facts) {
        reading.give(id, &fact.map_or(Input::Null, Input::Integer));
    }
    let decision = engine.decide(&mut reading.finish().unwrap(), AsOf::default()).unwrap();
    let reasons = decision
        .reasons
        .iter()
        .map(|&reason| engine.program().checked.reasons.codes[usize::from(reason)].code.clone());
    (reasons.collect(), engine.program().outputs_of(&decision).next().unwrap().into_owned())
}

fn rule(kind: &str, code: &str, condition: &str) -> Tree {
    map([("rules", map([(kind, map([(code, text(condition))]))]))])
}

fn spoken_for(missing: &str, condition: &str) -> Tree {
    map([("rules", map([("missing", text(missing)), ("decline", map([("K1", text(condition))]))]))])
}

fn number(value: i64) -> Value {
    Value::Number(Number::from_i64(value))
}

#[test]
fn what_can_be_unknown_inside_a_value_must_be_spoken_for() {
    for condition in [
        "(if x < 5 then 1 else 2) > 1",
        "(x = 5) = true",
        "all([x = 5, z > 3])",
        "string(x = 5) = \"true\"",
        "(if x in (!= 5) then x else 0) > 3",
    ] {
        assert_eq!(
            codes(&bundle(&[("r", rule("decline", "K1", condition))], "x + y + z")),
            [Code::NullUndecided],
            "{condition}"
        );
    }
}

#[test]
fn a_null_written_in_a_list_is_an_explicit_test() {
    let in_list = bundle(&[("r", spoken_for("hit", "x in [5, null]"))], "y + z");
    let in_value = bundle(&[("r", spoken_for("hit", "x + 1 in [5, null]"))], "y + z");
    assert_eq!(decide(&in_list, [Some(6), None, Some(1)]).0, Vec::<String>::new());
    assert_eq!(decide(&in_value, [Some(6), None, Some(1)]).0, Vec::<String>::new());
    assert_eq!(decide(&in_value, [None, None, Some(1)]).0, ["K1"]);
}

#[test]
fn a_constant_against_null_is_decided() {
    let mut bundle = bundle(&[("r", spoken_for("hit", "levy = null and x > 3"))], "y + z");
    let mut parameters = Rows::new(&["name", "value"]);
    parameters.row(&["levy", "3.5"]);
    bundle.tables.push(("parameters.csv".to_owned(), parameters));
    assert_eq!(decide(&bundle, [None, None, Some(1)]).0, Vec::<String>::new());
}

#[test]
fn flags_are_those_of_earlier_stages() {
    let flags = map([("one", text("z > 0")), ("two", text("count(flags) >= 1"))]);
    let bundle = bundle(&[("r", map([("rules", map([("flag", flags)]))]))], "if two then x + y else z");
    assert_eq!(decide(&bundle, [Some(1), Some(1), Some(7)]).1, number(7));
}

#[test]
fn a_condition_that_changes_shows_nothing_of_other_stages() {
    for when in ["outcome = \"refer\"", "outcome != \"approve\"", "count(flags) >= 1"] {
        let first = map([("when", text(when)), ("derive", map([("v", text("z + 1"))]))]);
        let flag = map([(
            "rules",
            map([
                ("missing", text("pass")),
                ("refer", map([("K1", text("z > 5"))])),
                ("flag", map([("f", text("z > 5"))])),
            ]),
        )]);
        let reader = map([("when", text(when)), ("rules", map([("decline", map([("K2", text("v > 3"))]))]))]);
        assert_eq!(
            codes(&bundle(&[("a", first.clone()), ("b", flag.clone()), ("c", reader)], "x + y")),
            [Code::NullUndecided],
            "{when}"
        );
        assert_eq!(
            codes(&bundle(&[("a", first), ("b", flag), ("c", rule("decline", "K2", "v > 3"))], "x + y")),
            [Code::NullUndecided],
            "{when}"
        );
    }
}

#[test]
fn null_never_falls_into_otherwise() {
    let mut sheet = Rows::new(&["x", "out"]);
    [["< 5", "1"], ["otherwise", "2"]].iter().for_each(|row| sheet.row(row));
    let table = map([(
        "table",
        map([("file", text("t.csv")), ("gives", text("out")), ("hit", text("collect sum"))]),
    )]);
    let mut collecting = bundle(&[("t", table)], "if t = null then 0 else t");
    collecting.tables.push(("t.csv".to_owned(), sheet));
    assert_eq!(decide(&collecting, [Some(9), None, Some(1)]).1, number(2));
    assert_eq!(decide(&collecting, [None, None, Some(1)]).1, number(0));

    // The rows that are left are the same under z = 5, x given, and under any other z, x missing: only the second is a gap.
    let mut sheet = Rows::new(&["z", "x", "y", "out"]);
    [["5", "null", "-", "1"], ["-", "-", ">= 0", "2"], ["-", "-", "null", "3"], ["otherwise", "-", "-", "4"]]
        .iter()
        .for_each(|row| sheet.row(row));
    sheet.rows[2][1] = ">= 0".to_owned();
    let table =
        map([("table", map([("file", text("t.csv")), ("gives", text("out")), ("hit", text("first"))]))]);
    let mut first = bundle(&[("t", table)], "t");
    first.tables.push(("t.csv".to_owned(), sheet));
    assert_eq!(codes(&first), [Code::Gap]);
}

#[test]
fn a_table_tests_something() {
    let mut sheet = Rows::new(&["amount"]);
    sheet.row(&["1000"]);
    let limit = map([("limit", map([("base", text("t.csv"))]))]);
    let mut bundle = bundle(&[("limit", limit)], "x + y + z");
    bundle.tables.push(("t.csv".to_owned(), sheet));
    assert_eq!(codes(&bundle), [Code::TableForm]);
}

#[test]
fn a_decline_through_a_table_of_the_score_gives_the_reasons_of_the_score() {
    let mut card = Rows::new(&["characteristic", "bin", "points", "reason"]);
    [["z", "< 5", "1", "K1"], ["", ">= 5", "9", ""]].iter().for_each(|row| card.row(row));
    let mut risk = Rows::new(&["s", "pd"]);
    [["< 5", "2"], [">= 5", "1"]].iter().for_each(|row| risk.row(row));
    let reasons = map([("method", text("below best")), ("given", text("score decline"))]);
    let stages = [
        ("s", map([("scorecard", map([("file", text("card.csv")), ("reasons", reasons)]))])),
        ("t", map([("table", map([("file", text("risk.csv")), ("gives", text("pd"))]))])),
        ("r", rule("decline", "K2", "t.pd > 1")),
    ];
    let mut bundle = bundle(&stages, "x + y");
    bundle.tables.extend([("card.csv".to_owned(), card), ("risk.csv".to_owned(), risk)]);
    assert_eq!(decide(&bundle, [None, None, Some(1)]).0, ["K2", "K1"]);
}

/// A rule beyond what a program can number must be refused, never left out.
#[test]
fn more_rules_than_can_be_numbered_are_refused() {
    let reason = |index: usize| format!("K{index}");
    let rules = map((0..1000).map(|index| (reason(index), text("z > 50"))));
    let names: Vec<String> = (0..66).map(|stage| format!("r{stage}")).collect();
    let stages = names.iter().map(|name| (name.as_str(), map([("rules", map([("refer", rules.clone())]))])));
    let mut bundle = bundle(&stages.collect::<Vec<_>>(), "x + y + z");
    let mut reasons = Rows::new(&["code", "en"]);
    (0..1000).for_each(|index| reasons.row(&[reason(index), "why".to_owned()]));
    bundle.tables.retain(|(name, _)| name != "reasons.csv");
    bundle.tables.push(("reasons.csv".to_owned(), reasons));
    assert_eq!(codes(&bundle), [Code::TooLarge]);
}
