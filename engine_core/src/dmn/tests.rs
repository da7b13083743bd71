//! Tables and their policies where the kit has no case; the rest is tested from Python.
use super::{Given, Model};
use crate::diagnostic::Findings;
use crate::feel::general::{Note, Session};
use crate::source::{Content, File, FileId, Place, Scalar, Sources, Tree};
use crate::value::{Value, ops};

/// An element in short: a name, attributes, a text, elements.
struct E(&'static str, Vec<(&'static str, String)>, String, Vec<E>);

fn scalar(text: &str, line: &mut u32) -> Scalar {
    *line += 1;
    let place = Place { file: FileId(0), line: *line, column: 1, length: 1 };
    Scalar { text: text.to_owned(), place, verbatim: None }
}

fn tree(element: &E, line: &mut u32) -> Tree {
    let E(name, attributes, text, children) = element;
    let name = scalar(name, line);
    let place = name.place;
    let attributes = attributes
        .iter()
        .map(|(key, value)| (scalar(key, line), Tree::Scalar(scalar(value, line))))
        .collect();
    let mut items = vec![Tree::Scalar(name), Tree::Map(attributes, place)];
    if !text.is_empty() {
        items.push(Tree::Scalar(scalar(text, line)));
    }
    items.extend(children.iter().map(|child| tree(child, line)));
    Tree::List(items, place)
}

fn text(name: &'static str, text: &str) -> E {
    E(name, vec![], String::new(), vec![E("text", vec![], text.to_owned(), vec![])])
}

/// A table over the numbers `x`: each rule a cell and an output.
fn model(policy: &str, head: &[(&'static str, &str)], rules: &[(&str, &str)]) -> (Model, Vec<&'static str>) {
    let (hit, aggregation) = policy.split_once('+').unwrap_or((policy, ""));
    let mut attributes = vec![("hitPolicy", hit.to_owned())];
    if !aggregation.is_empty() {
        attributes.push(("aggregation", aggregation.to_owned()));
    }
    let output = E("output", vec![], String::new(), head.iter().map(|(name, it)| text(name, it)).collect());
    let input = E("input", vec![], String::new(), vec![text("inputExpression", "x")]);
    let mut columns = vec![input, output];
    columns.extend(rules.iter().map(|(test, give)| {
        E("rule", vec![], String::new(), vec![text("inputEntry", test), text("outputEntry", give)])
    }));
    let named = |name: &str, id: &str| vec![("name", name.to_owned()), ("id", id.to_owned())];
    let required = E("requiredInput", vec![("href", "#x".to_owned())], String::new(), vec![]);
    let decision = vec![
        E("informationRequirement", vec![], String::new(), vec![required]),
        E("decisionTable", attributes, String::new(), columns),
    ];
    let root = E(
        "definitions",
        vec![("namespace", "n".to_owned())],
        String::new(),
        vec![
            E("inputData", named("x", "x"), String::new(), vec![]),
            E("decision", named("d", "d"), String::new(), decision),
        ],
    );
    let content = Content::Tree(tree(&root, &mut 0));
    let sources = Sources { files: vec![File { name: "m.dmn".to_owned(), text: String::new(), content }] };
    let (model, findings) = Model::compile(&sources, FileId(0), Findings::default(), false);
    let codes = findings.iter().map(|finding| finding.code.id()).collect();
    (model.unwrap_or_else(|| panic!("{findings:?}")), codes)
}

fn decide(model: &Model, x: Value) -> (String, Vec<String>) {
    let mut given: Given = model.given();
    given.set(model.find("x").unwrap(), x);
    let mut notes: Vec<Note> = Vec::new();
    let decision = model.find("d").unwrap();
    model.decide(std::iter::once(decision), &mut given, &mut Session::new().noting(&mut notes)).unwrap();
    let value = ops::to_feel_text(given.get(decision).unwrap());
    (value, notes.into_iter().map(|note| note.message).collect())
}

fn value(model: &Model, x: impl Into<Value>) -> String {
    decide(model, x.into()).0
}

#[test]
fn unique_with_two_hits_is_null_and_says_why() {
    let (table, codes) = model("UNIQUE", &[], &[("< 10", "1"), ("> 5", "2"), ("[20..30]", "3")]);
    assert_eq!(codes, ["W0908", "W0908"]);
    assert_eq!(value(&table, 3), "1");
    assert_eq!(
        decide(&table, 7.into()),
        ("null".to_owned(), vec!["rules 1, 2 hit together, and only one may".to_owned()])
    );
    assert_eq!(value(&table, 25), "null");
}

#[test]
fn any_gives_what_all_hits_agree_on() {
    let (table, codes) = model("ANY", &[], &[("< 10", "1"), ("> 5", "1"), ("> 8", "2")]);
    assert_eq!(codes, ["W0908", "W0908"]);
    assert_eq!(value(&table, 7), "1");
    let (null, notes) = decide(&table, 9.into());
    assert_eq!((null.as_str(), notes.len()), ("null", 1));
    assert_eq!(notes[0], "rules 1, 2, 3 hit together and give different values");
}

#[test]
fn rules_that_only_touch_do_not_overlap() {
    let (_, codes) = model("UNIQUE", &[], &[("< 10", "1"), ("[10..20)", "2"), (">= 20", "3"), ("null", "4")]);
    assert_eq!(codes, Vec::<&str>::new());
    let (_, codes) = model("UNIQUE", &[], &[("<= 10", "1"), ("[10..20]", "2")]);
    assert_eq!(codes, ["W0908"]);
}

#[test]
fn first_and_orders() {
    let rules = [("< 10", "\"b\""), ("> 5", "\"a\""), ("> 8", "\"c\"")];
    let order = [("outputValues", "\"c\", \"a\", \"b\"")];
    assert_eq!(value(&model("FIRST", &[], &rules).0, 9), "\"b\"");
    assert_eq!(value(&model("PRIORITY", &order, &rules).0, 9), "\"c\"");
    assert_eq!(value(&model("OUTPUT ORDER", &order, &rules).0, 9), "[\"c\", \"a\", \"b\"]");
    assert_eq!(value(&model("RULE ORDER", &[], &rules).0, 9), "[\"b\", \"a\", \"c\"]");
}

#[test]
fn collecting_hits_and_none() {
    let rules = [("< 10", "0.1"), ("< 9", "0.2"), ("< 8", "0.3")];
    let cases = [
        ("COLLECT", "[0.1, 0.2, 0.3]", "[]"),
        ("COLLECT+SUM", "0.6", "null"),
        ("COLLECT+MIN", "0.1", "null"),
        ("COLLECT+MAX", "0.3", "null"),
        ("COLLECT+COUNT", "3", "0"),
        ("RULE ORDER", "[0.1, 0.2, 0.3]", "[]"),
        ("FIRST", "0.1", "null"),
    ];
    for (policy, all, none) in cases {
        let (table, _) = model(policy, &[], &rules);
        assert_eq!((value(&table, 7).as_str(), value(&table, 70).as_str()), (all, none), "{policy}");
    }
}

#[test]
fn defaults_stand_in_for_no_hits_in_a_list_where_the_policy_gives_one() {
    let default = [("defaultOutputEntry", "9")];
    assert_eq!(value(&model("UNIQUE", &default, &[("1", "2")]).0, 5), "9");
    assert_eq!(value(&model("COLLECT", &default, &[("1", "2")]).0, 5), "[9]");
    assert_eq!(value(&model("COLLECT+COUNT", &default, &[("1", "2")]).0, 5), "9");
}

#[test]
fn null_hits_only_what_says_so() {
    let rules = [("< 10", "\"low\""), ("not(1)", "\"other\""), ("null", "\"none\""), ("-", "\"rest\"")];
    let (table, _) = model("RULE ORDER", &[], &rules);
    assert_eq!(value(&table, Value::Null), "[\"other\", \"none\", \"rest\"]");
    assert_eq!(value(&table, 5), "[\"low\", \"other\", \"rest\"]");
    assert_eq!(value(&table, "five"), "[\"rest\"]");
}

#[test]
fn thirty_four_digits_add_up() {
    let rules = [("-", "0.1"), ("-", "0.2"), ("-", "1234567890123456789012345678901.003")];
    let (table, _) = model("COLLECT+SUM", &[], &rules);
    assert_eq!(value(&table, 1), "1234567890123456789012345678901.303");
}
