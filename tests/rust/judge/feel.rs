//! Expressions: the code agrees with the reference, and what is inferred of them holds.

use std::cell::Cell;

use crate::decide::identical;
use crate::draws::Draws;
use crate::files::{map, text};
use crate::rows::{frame, row};
use crate::words::Writer;
use crate::world::{Ty, World};
use engine_core::diagnostic::Findings;
use engine_core::domain::Lane;
use engine_core::feel::compile::Compiler;
use engine_core::feel::frame::Frame;
use engine_core::feel::general::{Expression, Lookup, Session};
use engine_core::feel::operation::Nulls;
use engine_core::feel::parse_expression;
use engine_core::feel::reference::evaluate;
use engine_core::feel::scope::{NameId, Scope};
use engine_core::feel::typed::Typed;
use engine_core::flow::CheckedKind;
use engine_core::value::{Date, Truth, Value};
use engine_core::{AsOf, Engine};
use proptest::test_runner::TestCaseError;

#[test]
fn code_and_inference_agree_with_the_reference() {
    let (written, checked) = (Cell::new(0_u32), Cell::new(0_u32));
    crate::check(8000, 400, |list| {
        let mut d = Draws::new(list);
        let mut world = World::new(&mut d);
        derived(&mut d, &mut world);
        let condition = d.chance(50);
        let depth = 1 + d.below(3);
        let expression = if condition {
            Writer { wild: true, world: &mut world, d: &mut d, known: Vec::new() }.condition(depth).text
        } else {
            let wild = d.chance(30);
            Writer { wild, world: &mut world, d: &mut d, known: Vec::new() }.number(depth).text
        };
        written.set(written.get() + 1);
        probe(&mut world, &expression, condition);
        let Some(engine) = Engine::compile(&world.bundle.sources(), Findings::default()).0 else {
            return Ok(());
        };
        checked.set(checked.get() + 1);
        let typed = typed(&engine, condition);
        for _ in 0..24 {
            let row = row(&mut d, &world, engine.program());
            let as_of = AsOf { day: Date::parse("2024-07-01"), allow_expired: false };
            let frame = engine.explain(frame(engine.program(), &row), as_of).unwrap().frame;
            let scope = &engine.program().checked.scope;
            let what =
                difference(&typed, scope, &frame).or_else(|| untyped(&expression, &typed, scope, &frame));
            if let Some(what) = what {
                return Err(TestCaseError::fail(format!(
                    "{what}\n{expression}\nfor {:?}\n{}",
                    row.given,
                    world.bundle.show()
                )));
            }
        }
        Ok(())
    });
    eprintln!("{} expressions, {} checked", written.get(), checked.get());
    assert!(
        checked.get() * 2 > written.get(),
        "most expressions should be right: {} of {}",
        checked.get(),
        written.get()
    );
}

fn derived(d: &mut Draws<'_>, world: &mut World) {
    let mut values = vec![("v0".to_owned(), text("1"))];
    for index in 1..1 + d.below(3) {
        let name = format!("v{index}");
        let mut writer = Writer { wild: false, world, d, known: Vec::new() };
        if index < 3 {
            let condition = writer.condition(1);
            values.push((name.clone(), text(&condition.text)));
            world.name(&name, Ty::Boolean, condition.unknown || condition.nullable);
        } else {
            let number = writer.number(2);
            values.push((name.clone(), text(&number.text)));
            world.name(&name, Ty::Number(number.low, number.high), number.nullable);
        }
    }
    world.bundle.flow.push(("values".to_owned(), map([("derive", map(values))])));
}

/// A condition as a flag, which says what unknown means; a number as an output.
fn probe(world: &mut World, expression: &str, condition: bool) {
    if condition {
        let rules = map([("missing", text("pass")), ("flag", map([("probe", text(expression))]))]);
        world.bundle.flow.push(("rule".to_owned(), map([("rules", rules)])));
        world.bundle.outputs.push(("probe".to_owned(), text("probe")));
    } else {
        world.bundle.outputs.push(("probe".to_owned(), text(expression)));
    }
}

fn typed(engine: &Engine, condition: bool) -> Typed {
    let checked = &engine.program().checked;
    match &checked.stages.last().unwrap().kind {
        CheckedKind::Rules(rules) if condition => rules[0].typed.clone(),
        _ => checked.outputs[0].typed.clone(),
    }
}

fn read(scope: &Scope, frame: &Frame, id: NameId, nulls: Nulls) -> Value {
    let entry = scope.get(id).unwrap();
    match entry.strict {
        Some(strict) if nulls == Nulls::Unknown => Lane::Boolean.value(frame.cell(strict)),
        _ => entry.home.value(frame),
    }
}

/// The names of a bundle for the general tier, in the order in which it asks for them.
struct Asked<'a> {
    scope: &'a Scope,
    /// What the typed tree reads: `flags` is a list of its own in each stage.
    known: Vec<NameId>,
    names: Vec<NameId>,
}

impl Lookup for Asked<'_> {
    fn input(&mut self, name: &str) -> Option<u32> {
        let same = |id: &&NameId| self.scope.get(**id).is_some_and(|entry| entry.name == name);
        self.names.push(self.known.iter().find(same).copied().or_else(|| self.scope.find(name))?);
        u32::try_from(self.names.len() - 1).ok()
    }

    fn has_clock(&self) -> bool {
        false
    }
}

/// Both tiers have one meaning.
fn untyped(text: &str, typed: &Typed, scope: &Scope, frame: &Frame) -> Option<String> {
    let tree = parse_expression(text, &scope.names().collect()).unwrap();
    let mut asked = Asked { scope, known: typed.names(), names: Vec::new() };
    let expression = Expression::of(&tree, &mut asked);
    let inputs: Vec<Value> = asked.names.iter().map(|id| read(scope, frame, *id, Nulls::Feel)).collect();
    let value = expression.run(&inputs, &mut Session::new()).unwrap();
    let expected = evaluate(typed, Nulls::Feel, &|id, nulls| read(scope, frame, id, nulls));
    (!identical(&value, &expected))
        .then(|| format!("the general tier gives {value:?}, the typed one {expected:?}"))
}

fn difference(typed: &Typed, scope: &Scope, frame: &Frame) -> Option<String> {
    for nulls in [Nulls::Feel, Nulls::Unknown] {
        let expected = evaluate(typed, nulls, &|id, nulls| read(scope, frame, id, nulls));
        let compiler = Compiler { scope, nulls };
        let value = compiler.code(typed).run(frame);
        if !identical(&value, &expected) {
            return Some(format!("{nulls:?}: the code gives {value:?}, the reference {expected:?}"));
        }
        let truth = compiler.test(typed).run(frame);
        if truth != Truth::of(&expected) {
            return Some(format!("{nulls:?}: the test gives {truth:?}, the reference {expected:?}"));
        }
        let boolean = typed.ty.kind == engine_core::feel::types::Kind::Boolean;
        if expected == Value::Null
            && ((boolean && typed.unknown.is_none()) || (nulls == Nulls::Feel && !typed.ty.nullable))
        {
            return Some(format!(
                "{nulls:?}: it is null, and inferred never to be (nullable {}, unknown {:?})",
                typed.ty.nullable, typed.unknown
            ));
        }
        if let (Value::Number(number), Some((low, high)), Nulls::Feel) = (&expected, typed.ty.bounds, nulls)
            && (*number < low || *number > high)
        {
            return Some(format!("{number} lies outside {low} and {high}"));
        }
    }
    None
}
