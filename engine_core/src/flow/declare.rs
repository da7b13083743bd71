//! The names that every expression can use from the start: facts, parameters, and what the engine supplies.

use std::sync::Arc;

use super::checking::Checking;
use crate::decision::Outcome;
use crate::diagnostic::Code;
use crate::domain::{Lane, Words};
use crate::feel::infer::TODAY;
use crate::feel::scope::{Entry, Home, Origin};
use crate::feel::types::{Kind, Type};
use crate::schema::{Fact, FactType, Parameter};
use crate::source::Place;
use crate::value::{Number, Value};

/// Every fact has the cell of its index; one that does not live in a cell has a value slot too, and the cell tells whether it is there.
pub fn facts(checking: &mut Checking<'_>) {
    let facts = checking.schema.facts.clone();
    for (fact, index) in facts.iter().zip(0_u16..) {
        let cell = checking.scope.cell();
        let home = match fact.kind.lane() {
            Some(lane) => Home::Cell(cell, lane),
            None => Home::Value(checking.scope.value()),
        };
        let ty = if fact.unread {
            Type::of(Kind::Any)
        } else {
            Type { nullable: fact.optional(), ..fact_type(fact, &fact.kind) }
        };
        declare(&fact.name, fact.place, ty, home, Origin::Fact(crate::schema::FactId(index)), checking);
    }
}

fn fact_type(fact: &Fact, kind: &FactType) -> Type {
    let ends = |lane: &Lane| {
        let end = |cell: Option<i64>| cell.map(|cell| lane.value(cell));
        match (end(fact.allowed.first()), end(fact.allowed.last())) {
            (Some(Value::Number(low)), Some(Value::Number(high))) => Some((low, high)),
            _ => None,
        }
    };
    Type::of(match kind {
        FactType::Integer | FactType::Decimal { .. } | FactType::Float => {
            return Type::number(kind.lane().as_ref().and_then(ends));
        }
        FactType::Number => return Type::number(Some(number_range(fact))),
        FactType::Boolean => Kind::Boolean,
        FactType::Text => Kind::Text(None),
        FactType::Enumeration(words) => Kind::Text(Some(Arc::clone(words.list()))),
        FactType::Date => Kind::Date,
        FactType::DateTime => Kind::DateTime,
        FactType::DaysDuration => Kind::DaysDuration,
        FactType::MonthsDuration => Kind::MonthsDuration,
        FactType::List(item) => Kind::List(Box::new(fact_type(fact, item))),
    })
}

/// The range of a fact of type `number`: what is declared, within ±10^40.
fn number_range(fact: &Fact) -> (Number, Number) {
    let widest = crate::facts::widest_number();
    let range = fact.range.as_ref();
    let low = range.and_then(|range| range.low).map_or(widest.neg(), |(low, _)| low.max(widest.neg()));
    let high = range.and_then(|range| range.high).map_or(widest, |(high, _)| high.min(widest));
    (low, high)
}

/// The outcome, the flags and the day: the cell of the first, the value slot of the last.
pub fn engine(checking: &mut Checking<'_>) -> (u16, u16) {
    let words: Arc<[Arc<str>]> = Outcome::WORDS.iter().map(|word| Arc::from(*word)).collect();
    let (outcome, today) = (checking.scope.cell(), checking.scope.value());
    let lane = Lane::Symbol { words: Words::new(&words), open: false };
    let mut supply = |name: &str, ty: Type, home: Home| {
        let entry = Entry { read: true, ..Entry::new(name, None, ty, home, Origin::Engine) };
        if let Err(Some(place)) = checking.scope.declare(entry) {
            let message = format!("the name `{name}` is taken by the engine itself");
            checking.reader.error(Code::NameClash, place, message, "choose another name");
        }
    };
    supply("outcome", Type::of(Kind::Text(Some(words))), Home::Cell(outcome, lane));
    supply("flags", Type::of(Kind::List(Box::new(Type::of(Kind::Text(None))))), Home::Flags(Vec::new()));
    supply(TODAY, Type::of(Kind::Date), Home::Value(today));
    (outcome, today)
}

/// A parameter: one without dates is a constant, another has a value slot.
pub fn parameter(parameter: Parameter, checking: &mut Checking<'_>) -> (Parameter, Option<u16>) {
    let types = parameter.periods.iter().map(|period| Type::of_value(&period.value));
    let ty = types.map(Some).reduce(|a, b| a?.join(&b?)).flatten();
    if ty.is_none() && !parameter.periods.is_empty() {
        checking.reader.error(
            Code::TypeMismatch,
            parameter.place,
            format!("the values of `{}` are of different kinds", parameter.name),
            "write a value of the same kind for every period",
        );
    }
    let (slot, home) = match parameter.periods.as_slice() {
        [always] if !parameter.dated() => (None, Home::Constant(always.value.clone())),
        _ => {
            let slot = checking.scope.value();
            (Some(slot), Home::Value(slot))
        }
    };
    declare(
        &parameter.name,
        parameter.place,
        ty.unwrap_or(Type::of(Kind::Any)),
        home,
        Origin::Parameter,
        checking,
    );
    (parameter, slot)
}

fn declare(name: &str, place: Place, ty: Type, home: Home, origin: Origin, checking: &mut Checking<'_>) {
    if checking.built_in(name, place) {
        return;
    }
    let entry = Entry::new(name, Some(place), ty, home, origin);
    if checking.scope.declare(entry).is_err() {
        checking.reader.error(
            Code::NameClash,
            place,
            format!("the name `{name}` is taken"),
            "facts, parameters and results share one space of names",
        );
    }
}
