//! Facts as JSON: nothing panics, and what can be read is what `serde_json` can read.

use proptest::prelude::prop_assert;
use proptest::test_runner::TestCaseError;

use engine_core::facts::Problem;
use engine_core::{AsOf, Engine};

use super::check;
use super::files::{Bundle, Rows, map, text};

/// Pieces of JSON, and of what is nearly JSON.
const PIECES: [&[u8]; 44] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"\\",
    b" ",
    b"\n",
    b"\"age\"",
    b"\"group\"",
    b"\"tags\"",
    b"\"agrees\"",
    b"\"group.name\"",
    b"\"missing\"",
    b"{\"missing\":\"down\"}",
    b"\"age\":31",
    b"\"agrees\":true",
    b"null",
    b"true",
    b"false",
    b"nul",
    b"NaN",
    b"-Infinity",
    b"0",
    b"-",
    b"7",
    b".",
    b"e",
    b"E+5",
    b"31.0",
    b"1e400",
    b"\"\\ud800\"",
    b"\"\\ud83d\\ude00\"",
    b"\\u00e9",
    b"\\x",
    b"\x00",
    b"\x1f",
    b"\xff",
    b"\xe4\xb8\xad",
    b"\xef\xbb\xbf",
    b"[[[[[[",
    b"{\"a\":",
];

const WHOLE: &[u8] = br#" {"age": 31, "agrees": true, "group": {"name": "\u4e2d\"x", "born": "1990-02-03"}, "tags": ["a", [1.50]],
 "ratio": -0.125e-1, "model": 1e400, "else": [{"deep": [null, {}]}], "group.secret": {"missing": "down"}} "#;

fn engine() -> Engine {
    let mut facts = Rows::new(&["fact", "type", "missing", "consent"]);
    facts.row(&["age", "integer", "no", ""]);
    facts.row(&["agrees", "boolean", "no", ""]);
    facts.row(&["ratio", "decimal(4)", "yes", ""]);
    facts.row(&["model", "float", "yes", ""]);
    facts.row(&["tags", "list of text", "yes", ""]);
    facts.row(&["group.name", "text", "down", ""]);
    facts.row(&["group.born", "date", "yes", ""]);
    facts.row(&["group.secret", "days and time duration", "down", "agrees"]);
    let mut reasons = Rows::new(&["code", "en"]);
    reasons.row(&["OLD", "too old"]);
    let bundle = Bundle {
        flow: vec![(
            "entry".to_owned(),
            map([("rules", map([("decline", map([("OLD", text("age > 90"))]))]))]),
        )],
        outputs: vec![("age".to_owned(), text("age")), ("name".to_owned(), text("group.name"))],
        tables: vec![("facts.csv".to_owned(), facts), ("reasons.csv".to_owned(), reasons)],
    };
    let (engine, findings) = Engine::compile(&bundle.sources(), Default::default());
    engine.unwrap_or_else(|| panic!("{findings:?}"))
}

fn unreadable(problems: &[Problem]) -> bool {
    matches!(problems, [only] if only.message.starts_with("the JSON cannot be read"))
}

/// Both readers take the text, or neither does.
fn same_as_serde(engine: &Engine, data: &[u8]) -> Result<(), TestCaseError> {
    let read = engine.read_json(data, false);
    let ignoring = engine.read_json(data, true);
    let ours = !read.as_ref().is_err_and(|problems| unreadable(problems));
    prop_assert!(ours != ignoring.as_ref().is_err_and(|problems| unreadable(problems)));
    let stripped = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data);
    let theirs = serde_json::from_slice::<serde_json::Value>(stripped);
    let beyond = theirs.as_ref().is_err_and(|error| {
        let error = error.to_string();
        error.contains("number out of range") || error.contains("recursion limit")
    });
    let shown = String::from_utf8_lossy(data);
    prop_assert!(beyond || ours == theirs.is_ok(), "ours {read:?}, theirs {theirs:?}: {shown}");
    if let Ok(mut facts) = read {
        let decision =
            engine.decide(&mut facts, AsOf::default()).map(|decision| engine.write_json(&decision));
        let written =
            decision.ok().and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
        prop_assert!(written.is_some(), "{shown}");
    }
    Ok(())
}

#[test]
fn pieces_of_json_are_read_or_refused_as_by_serde() {
    let engine = engine();
    check(20_000, 24, |choices| {
        let pieces = choices.iter().map(|&choice| PIECES[choice as usize % PIECES.len()]);
        same_as_serde(&engine, &pieces.collect::<Vec<_>>().concat())
    });
}

#[test]
fn a_document_with_slips_is_read_or_refused_as_by_serde() {
    let engine = engine();
    check(20_000, 10, |choices| {
        let mut data = WHOLE.to_vec();
        for slip in choices.chunks_exact(3) {
            let at = slip[0] as usize % data.len();
            match slip[1] % 3 {
                0 => drop(data.remove(at)),
                1 => data[at] = (slip[2] % 256) as u8,
                _ => {
                    let piece = PIECES[slip[2] as usize % PIECES.len()];
                    data.splice(at..at, piece.iter().copied());
                }
            }
        }
        same_as_serde(&engine, &data)
    });
}

#[test]
fn any_bytes_are_refused_without_a_panic() {
    let engine = engine();
    check(5_000, 200, |choices| {
        let bytes: Vec<u8> = choices.iter().flat_map(|choice| choice.to_le_bytes()).collect();
        same_as_serde(&engine, &bytes)
    });
}

#[test]
fn the_whole_document_is_read_but_for_its_bad_facts() {
    let problems = engine()
        .read_json(WHOLE, false)
        .map(|_| ())
        .map_err(|problems| problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>());
    let digits = format!("1{}…", "0".repeat(119));
    let expected = [
        &format!("`model` must be a number, and is {digits}"),
        "`tags` must be a list, each item a text, and is a list of 2 items",
        "there is no fact `else`",
    ];
    assert_eq!(problems, Err(expected.map(str::to_owned).to_vec()));
}
