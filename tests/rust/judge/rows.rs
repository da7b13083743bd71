//! Random facts: on the edges that a bundle names, beside them, at the ends of ranges, and missing for every cause.

use std::collections::BTreeMap;

use crate::draws::Draws;
use crate::world::{DAYS, TEXTS, World};
use engine_core::domain::{Lane, float_cell};
use engine_core::facts::{Input, Reading};
use engine_core::feel::frame::Frame;
use engine_core::flow::{Program, reference::Given};
use engine_core::schema::{Fact, FactType, WITHHELD};
use engine_core::value::{Date, Number, Round, Value};

/// One applicant: what the host hands over, and what the judge is told, made apart from each other.
pub struct Row {
    pub inputs: Vec<Input<'static>>,
    pub given: BTreeMap<String, Given>,
}

pub fn row(d: &mut Draws<'_>, world: &World, program: &Program) -> Row {
    let schema = &program.checked.schema;
    let (mut inputs, mut given) = (Vec::new(), BTreeMap::new());
    for fact in &schema.facts {
        if fact.optional() && d.chance(25) {
            let causes: Vec<u8> = fact.causes.iter().copied().filter(|cause| *cause != WITHHELD).collect();
            let cause = schema.causes[usize::from(*d.pick(&causes))].clone();
            inputs.push(if cause == "not_given" {
                Input::Null
            } else {
                Input::Missing(cause.clone().into())
            });
            given.insert(fact.name.clone(), Given::Missing(cause));
            continue;
        }
        let (input, value) = value(d, world, fact);
        inputs.push(input);
        given.insert(fact.name.clone(), Given::Value(value));
    }
    Row { inputs, given }
}

/// The frame of a row, as a host makes it.
pub fn frame(program: &Program, row: &Row) -> Frame {
    let mut reading = Reading::new(program);
    for id in &program.order {
        if !reading.withheld(*id) {
            reading.give(*id, &row.inputs[id.index()]);
        }
    }
    *reading.finish().unwrap_or_else(|problems| panic!("bad facts: {problems:?}"))
}

fn value(d: &mut Draws<'_>, world: &World, fact: &Fact) -> (Input<'static>, Value) {
    match &fact.kind {
        FactType::Integer => {
            let cell = cell(d, world, fact, 0);
            (Input::Integer(cell), Value::Number(Number::from_i64(cell)))
        }
        FactType::Decimal { scale, .. } => {
            let cell = cell(d, world, fact, *scale);
            let number = Number::scaled(cell, *scale);
            let double = number.to_f64();
            let input = match d.below(3) {
                0 => Input::Number(number.normalized()),
                1 if Number::from_f64(double) == Some(number) => Input::Float(double),
                _ => number.to_i64().map_or(Input::Number(number), Input::Integer),
            };
            (input, Value::Number(number))
        }
        FactType::Number => {
            let number = any_number(d, world, fact);
            (Input::Number(number), Value::Number(number))
        }
        FactType::Float => {
            let double = double(d, world, fact);
            (Input::Float(double), Value::Number(Number::from_f64(double).unwrap()))
        }
        FactType::Boolean => {
            let truth = d.chance(50);
            (Input::Boolean(truth), Value::Boolean(truth))
        }
        FactType::Enumeration(words) => {
            let word = d.pick(words.list()).to_string();
            (Input::Text(word.clone().into()), Value::Text(word.as_str().into()))
        }
        FactType::Date => {
            let date = day(d, fact);
            (Input::Date(date), Value::Date(date))
        }
        _ => {
            let text = if d.chance(30) { "other".to_owned() } else { d.word(&TEXTS) };
            (Input::Text(text.clone().into()), Value::Text(text.as_str().into()))
        }
    }
}

/// A number that the bundle compares with, or one that is always of interest.
fn literal(d: &mut Draws<'_>, world: &World) -> Number {
    let text = if world.numbers.is_empty() || d.chance(25) {
        d.word(&["0", "1", "-1", "0.5", "1e12", "99.99"])
    } else {
        d.pick(&world.numbers).clone()
    };
    Number::parse(&text).unwrap()
}

fn cell(d: &mut Draws<'_>, world: &World, fact: &Fact, scale: u8) -> i64 {
    let (low, high) = (fact.allowed.first().unwrap(), fact.allowed.last().unwrap());
    let wanted = match d.below(6) {
        0 => low,
        1 => high,
        2..=4 => {
            let near = literal(d, world).round_to_scaled(scale, Round::Floor).unwrap_or(low);
            near.saturating_add(i64::try_from(d.below(3)).unwrap() - 1)
        }
        _ => low.saturating_add(i64::from(d.next()) % (high - low + 1).min(1 << 40)),
    };
    wanted.clamp(low, high)
}

fn any_number(d: &mut Draws<'_>, world: &World, fact: &Fact) -> Number {
    let holds = |number: &Number| fact.range.as_ref().is_none_or(|range| range.holds(*number));
    for _ in 0..8 {
        let near = literal(d, world);
        let beside = Number::parse(&d.word(&["0", "0", "1e-25", "-1e-25", "0.5", "-1", "1e20"])).unwrap();
        if let Some(number) = near.checked_add(beside).filter(&holds) {
            return number;
        }
    }
    [Number::ZERO, Number::ONE].into_iter().find(holds).unwrap_or(Number::ONE)
}

fn double(d: &mut Draws<'_>, world: &World, fact: &Fact) -> f64 {
    for _ in 0..8 {
        let near = match d.below(8) {
            0 => [0.0, -0.0, 5e-324, -5e-324, 1e308, -1e308, 0.1, 1.0, f64::MAX, f64::MIN][d.below(10)],
            1 => f64::from(d.next()) / f64::from(1_u32 << 31),
            _ => literal(d, world).to_f64(),
        };
        let near = match d.below(5) {
            0 => near.next_up(),
            1 => near.next_down(),
            2 => near.next_up().next_up(),
            _ => near,
        };
        if near.is_finite() && fact.allowed.contains(float_cell(near)) {
            return near;
        }
    }
    1.0
}

fn day(d: &mut Draws<'_>, fact: &Fact) -> Date {
    let near = Date::parse(&d.word(&DAYS)).unwrap().to_days() + i64::try_from(d.below(3)).unwrap() - 1;
    let (low, high) = (fact.allowed.first().unwrap(), fact.allowed.last().unwrap());
    let wanted = if d.chance(10) {
        low
    } else if d.chance(10) {
        high
    } else {
        near
    };
    // Without a declared range, the ends lie beyond the last day that there is.
    match Lane::Day.value(wanted.clamp(low, high)) {
        Value::Date(date) => date,
        _ => Date::from_days(near).unwrap(),
    }
}
