//! The program decides as the reference does.

use std::borrow::Cow;
use std::cell::Cell;

use crate::columns;
use crate::draws::Draws;
use crate::files::Bundle;
use crate::policy::policy;
use crate::rows::{Row, frame, row};
use engine_core::columns::Batch;
use engine_core::diagnostic::{Diagnostic, Findings, Severity};
use engine_core::flow::reference::{Judgement, judge};
use engine_core::value::{Date, Value};
use engine_core::{AsOf, Decision, Engine};
use proptest::test_runner::TestCaseError;

const ROWS: usize = 24;

#[test]
fn the_program_decides_as_the_reference() {
    let (policies, loaded, rows) = (Cell::new(0_u32), Cell::new(0_u32), Cell::new(0_u32));
    let refusals = std::cell::RefCell::new(std::collections::BTreeMap::<String, u32>::new());
    crate::check(5000, 900, |list| {
        policies.set(policies.get() + 1);
        let (stages, facts) = list.split_at(list.len() / 2);
        let world = policy(&mut Draws::new(stages));
        let (engine, findings) = Engine::compile(&world.bundle.sources(), Findings::default());
        let Some(engine) = engine else {
            if std::env::var("JUDGE_REFUSALS").is_ok() {
                errors(&findings)
                    .take(1)
                    .for_each(|finding| eprintln!("{} {}", finding.code.id(), finding.message));
            }
            for finding in errors(&findings).take(1) {
                *refusals
                    .borrow_mut()
                    .entry(format!("{} {}", finding.code.id(), finding.code.title()))
                    .or_default() += 1;
            }
            return Ok(());
        };
        loaded.set(loaded.get() + 1);
        let again = Engine::compile(&world.bundle.sources(), Findings::default()).0;
        if again.map(|again| again.program().digest) != Some(engine.program().digest) {
            return fail(&world.bundle, "compiled twice, its digest differs".to_owned());
        }
        let packed = engine.pack();
        match Engine::from_packed(&packed) {
            Ok(again) if again.pack() == packed => {}
            Ok(_) => return fail(&world.bundle, "packed twice, its bytes differ".to_owned()),
            Err(error) => return fail(&world.bundle, format!("packed, it is refused: {error}")),
        }
        let mut d = Draws::new(facts);
        let drawn: Vec<(&str, Row)> = (0..ROWS)
            .map(|_| {
                let row = row(&mut d, &world, engine.program());
                (*d.pick(&["2024-06-30", "2024-07-01", "2026-01-01"]), row)
            })
            .collect();
        for (day, row) in &drawn {
            rows.set(rows.get() + 1);
            if let Some(difference) = difference(&engine, row, Date::parse(day)) {
                return fail(&world.bundle, difference);
            }
        }
        match in_columns(&engine, &drawn) {
            Some(difference) => fail(&world.bundle, difference),
            None => Ok(()),
        }
    });
    let share = f64::from(loaded.get()) / f64::from(policies.get());
    eprintln!("{} policies, {} loaded ({share:.2}), {} rows", policies.get(), loaded.get(), rows.get());
    assert!(share > 0.6, "only {share:.2} of the policies load: {:#?}", refusals.borrow());
}

/// The rows of each day in one block, of whatever size, and those of one day after another in the same memory.
fn in_columns(engine: &Engine, drawn: &[(&str, Row)]) -> Option<String> {
    let mut batch = Batch::new(engine.program(), 0);
    ["2024-06-30", "2024-07-01", "2026-01-01", "2024-07-02"].into_iter().find_map(|day| {
        let rows: Vec<&Row> = drawn.iter().filter(|(of, _)| *of == day).map(|(_, row)| row).collect();
        columns::difference(engine, &mut batch, &rows, Date::parse(day))
    })
}

fn errors(findings: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    findings.iter().filter(|finding| finding.code.severity() == Severity::Error)
}

fn fail(bundle: &Bundle, what: String) -> Result<(), TestCaseError> {
    Err(TestCaseError::fail(format!("{what}\n{}", bundle.show())))
}

fn difference(engine: &Engine, row: &Row, day: Option<Date>) -> Option<String> {
    let as_of = AsOf { day, allow_expired: false };
    let decided = engine.decide(&mut frame(engine.program(), row), as_of).unwrap();
    let explained = engine.explain(frame(engine.program(), row), as_of).unwrap();
    let judged = judge(&engine.program().checked, &row.given, day);
    let values = |decision: &Decision| -> Vec<Value> {
        engine.program().outputs_of(decision).map(Cow::into_owned).collect()
    };
    let same = |a: &Decision, b: &Judgement| {
        a.outcome == b.outcome
            && *a.reasons == *b.reasons
            && *a.hits == *b.hits
            && all_same(&values(a), &b.outputs)
    };
    let told = match (same(&decided, &judged), same(&explained.decision, &judged)) {
        (true, true) => return None,
        (true, false) => "explain",
        (false, _) => "the reference",
    };
    let names = engine.program().checked.outputs.iter().map(|output| &output.name);
    let outputs =
        names.zip(values(&decided).into_iter().zip(values(&explained.decision)).zip(&judged.outputs));
    let outputs: Vec<String> = outputs
        .filter(|(_, ((a, b), c))| !identical(a, c) || !identical(b, c))
        .map(|(name, values)| format!("{name}: {values:?}"))
        .collect();
    Some(format!(
        "{told} decides otherwise for {:?}\nprogram   {:?} reasons {:?} hits {:?}\nexplained {:?} reasons {:?}\nreference {:?} reasons {:?} hits {:?}\n{}",
        row.given,
        decided.outcome,
        decided.reasons,
        decided.hits,
        explained.decision.outcome,
        explained.decision.reasons,
        judged.outcome,
        judged.reasons,
        judged.hits,
        outputs.join("\n")
    ))
}

fn all_same(a: &[Value], b: &[Value]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| identical(a, b))
}

/// Bit for bit: numbers with the same digits and the same places.
pub fn identical(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            a.coefficient() == b.coefficient() && a.exponent() == b.exponent()
        }
        (Value::List(a), Value::List(b)) => all_same(a, b),
        (a, b) => a == b,
    }
}
