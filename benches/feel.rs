//! Expressions of the general tier, compiled once, over values that are ready.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where anything is wrong")]

use divan::{Bencher, black_box};
use engine_core::feel::general::{Expression, Scope, Session};
use engine_core::value::{Number, Value};

fn main() {
    divan::main();
}

fn number(text: &str) -> Value {
    Number::parse(text).into()
}

fn run(bencher: Bencher<'_, '_>, text: &str, values: &[(&str, Value)]) {
    let mut scope = Scope::new();
    values.iter().for_each(|(name, _)| {
        scope.add(name);
    });
    let inputs: Vec<Value> = values.iter().map(|(_, value)| value.clone()).collect();
    let expression = Expression::new(text, &scope).unwrap();
    bencher.bench_local(|| expression.run(black_box(&inputs), &mut Session::new()));
}

#[divan::bench]
fn ratio(bencher: Bencher<'_, '_>) {
    let values = [("payment", number("350.25")), ("income", number("1200"))];
    run(bencher, "if income > 0 then payment / income else null", &values);
}

#[divan::bench]
fn condition(bencher: Bencher<'_, '_>) {
    let values = [("age", number("34")), ("score", number("620")), ("job", "clerk".into())];
    run(bencher, "age >= 18 and score between 600 and 700 and job in (\"clerk\", \"smith\")", &values);
}

#[divan::bench(args = [10, 100])]
fn filter(bencher: Bencher<'_, '_>, length: i64) {
    let amounts: Vec<Value> = (0..length).map(Value::from).collect();
    run(bencher, "count(amounts[item > 5])", &[("amounts", amounts.into())]);
}

#[divan::bench]
fn calls(bencher: Bencher<'_, '_>) {
    run(bencher, "(function(a, b) a * b + 1)(x, 3)", &[("x", number("2"))]);
}

#[divan::bench]
fn compile(bencher: Bencher<'_, '_>) {
    let mut scope = Scope::new();
    scope.add("income");
    bencher.bench_local(|| Expression::new(black_box("if income > 1000 then 0.3 * income else 0"), &scope));
}
