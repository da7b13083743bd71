//! Tables of many rows, which are searched by an index, against trying every row.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::decide::identical;
use crate::draws::Draws;
use crate::files::{Bundle, Rows, list, map, text};
use engine_core::diagnostic::Findings;
use engine_core::facts::{Input, Reading};
use engine_core::flow::reference::{Given, judge};
use engine_core::value::{Date, Number, Value};
use engine_core::{AsOf, Engine};
use proptest::prop_assert;

const WORDS: [&str; 6] = ["w0", "w1", "w2", "w3", "w4", "w5"];
const FACTS: [&str; 4] = ["amount", "job", "town", "since"];

/// A cell of a column: most columns favour one kind.
fn cell(d: &mut Draws<'_>, column: usize, any: usize) -> String {
    if d.chance(any) {
        return "-".to_owned();
    }
    match column {
        0 => {
            let (a, b) = (d.below(60), d.below(60));
            match d.below(8) {
                0 => format!("< {a}"),
                1 => format!(">= {a}"),
                2 => format!("{a}, {b}"),
                3 => format!("not({a})"),
                4 => ["null", "missing(stale)", "3, null"][d.below(3)].to_owned(),
                _ => format!("[{a}..{}]", a + b % 6),
            }
        }
        1 => match d.below(4) {
            0 => format!("{}, {}", d.word(&WORDS), d.word(&WORDS)),
            1 => format!("not(\"{}\")", d.word(&WORDS)),
            _ => d.word(&WORDS),
        },
        2 => match d.below(4) {
            0 => format!("\"t{}\", \"t{}\"", d.below(30), d.below(30)),
            _ => format!("\"t{}\"", d.below(30)),
        },
        _ => {
            let (a, b) = (1 + d.below(28), 1 + d.below(28));
            match d.below(4) {
                0 => format!("< 2025-04-{a:02}"),
                1 => format!("2025-04-{a:02}"),
                _ => format!("[2025-04-{:02}..2025-04-{:02}]", a.min(b), a.max(b)),
            }
        }
    }
}

fn bundle(d: &mut Draws<'_>) -> Bundle {
    let mut facts = Rows::new(&["fact", "type", "allowed", "missing"]);
    facts.row(&["amount", "integer", "[0..70]", "stale"]);
    facts.row(&["job", "enumeration", &WORDS.join(", "), "no"]);
    facts.row(&["town", "text", "", "no"]);
    facts.row(&["since", "date", "", "no"]);
    let columns: Vec<usize> = match d.below(4) {
        0 => vec![0, 1],
        1 => vec![2, 0, 3],
        2 => vec![0],
        _ => vec![0, 1, 2, 3],
    };
    let hit = d.word(&["collect list", "collect list", "first", "collect count"]);
    let mut header: Vec<&str> = columns.iter().map(|&column| FACTS[column]).collect();
    header.push("out");
    let mut table = Rows::new(&header);
    let any: Vec<usize> = columns.iter().map(|_| [5, 30, 90][d.below(3)]).collect();
    let row = |cells: Vec<String>, out: usize| cells.into_iter().chain([out.to_string()]).collect::<Vec<_>>();
    for out in 0..10 + d.below(50) {
        let cells = columns.iter().zip(&any).map(|(&column, &any)| cell(d, column, any));
        let cells: Vec<String> = cells.collect();
        table.row(&row(cells, out));
    }
    if hit == "first" {
        let null = |column: &usize| if *column == 0 { "null, 77" } else { "-" }.to_owned();
        table.row(&row(columns.iter().map(null).collect(), 990));
        let stale = |column: &usize| if *column == 0 { "missing(stale)" } else { "-" }.to_owned();
        table.row(&row(columns.iter().map(stale).collect(), 991));
        let rest = (0..columns.len()).map(|at| if at == 0 { "otherwise" } else { "-" }.to_owned());
        table.row(&row(rest.collect(), 992));
    }
    let stage = map([("file", text("t.csv")), ("gives", list([text("out")])), ("hit", text(&hit))]);
    Bundle {
        flow: vec![("t".to_owned(), map([("table", stage)]))],
        outputs: ["t"].iter().chain(&FACTS).map(|name| ((*name).to_owned(), text(name))).collect(),
        tables: vec![("facts.csv".to_owned(), facts), ("t.csv".to_owned(), table)],
    }
}

/// An applicant: what the host gives, and what the judge is told.
fn applicant(d: &mut Draws<'_>) -> ([Input<'static>; 4], BTreeMap<String, Given>) {
    let missing = |cause: &str| Given::Missing(cause.to_owned());
    let number = i64::try_from(d.below(71)).unwrap();
    let number = match d.below(8) {
        0 => (Input::Null, missing("not_given")),
        1 => (Input::Missing("stale".into()), missing("stale")),
        _ => (Input::Integer(number), Given::Value(Value::Number(Number::from_i64(number)))),
    };
    let word = d.word(&WORDS);
    let free = format!("t{}", d.below(33));
    let day = Date::from_days(20_178 + i64::try_from(d.below(32)).unwrap()).unwrap();
    let given = [
        ("amount", number.1),
        ("job", Given::Value(Value::Text(word.as_str().into()))),
        ("town", Given::Value(Value::Text(free.as_str().into()))),
        ("since", Given::Value(Value::Date(day))),
    ];
    let inputs = [number.0, Input::Text(word.into()), Input::Text(free.into()), Input::Date(day)];
    (inputs, given.map(|(name, given)| (name.to_owned(), given)).into())
}

#[test]
fn tables_of_many_rows_decide_as_trying_every_row_does() {
    let (tried, loaded) = (Cell::new(0_u32), Cell::new(0_u32));
    crate::check(600, 1200, |choices| {
        let (rows, applicants) = choices.split_at(choices.len() * 3 / 4);
        let bundle = bundle(&mut Draws::new(rows));
        tried.set(tried.get() + 1);
        let (engine, findings) = Engine::compile(&bundle.sources(), Findings::default());
        let Some(engine) = engine else {
            if std::env::var("JUDGE_REFUSALS").is_ok() {
                findings.iter().take(1).for_each(|finding| eprintln!("{}", finding.message));
            }
            return Ok(());
        };
        loaded.set(loaded.get() + 1);
        let mut d = Draws::new(applicants);
        for _ in 0..40 {
            let (inputs, given) = applicant(&mut d);
            let mut reading = Reading::new(engine.program());
            engine.program().order.iter().for_each(|id| reading.give(*id, &inputs[id.index()]));
            let decided = engine.decide(&mut reading.finish().unwrap(), AsOf::default()).unwrap();
            let judged = judge(&engine.program().checked, &given, None);
            let outputs: Vec<_> = engine.program().outputs_of(&decided).collect();
            let same = outputs.iter().zip(&judged.outputs).all(|(a, b)| identical(a, b));
            prop_assert!(
                same,
                "{:?}, and {:?} by trying every row, for {given:?} of\n{}",
                outputs,
                judged.outputs,
                bundle.show()
            );
        }
        Ok(())
    });
    let share = f64::from(loaded.get()) / f64::from(tried.get());
    assert!(share > 0.3, "only {share:.2} of the tables load");
}
