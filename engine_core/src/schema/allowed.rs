//! The column `allowed` of facts.csv: the words of an enumeration, or a range of numbers or dates.

use std::sync::Arc;

use super::{FactType, Range};
use crate::diagnostic::Code;
use crate::document::Reader;
use crate::domain::{Lane, Set, interval};
use crate::feel::ast::{CompareOp, Expr, ExprKind, TestKind, UnaryTests};
use crate::feel::{Names, constant, parse_unary_tests};
use crate::source::Scalar;
use crate::table::{dates_as_literals, split_words};
use crate::value::{Number, Value};

/// No date fact lies further from 1970-01-01, in days.
pub const WIDEST_DAY: i64 = 365_000_000_000;

/// The words in the cell, for an enumeration or a list of one.
pub fn words(cell: &Scalar, reader: &mut Reader<'_>) -> Vec<Arc<str>> {
    let mut words: Vec<Arc<str>> = Vec::new();
    for (word, offset, length) in split_words(&cell.text) {
        if words.iter().any(|known| **known == *word) {
            reader.error(
                Code::BadAllowed,
                cell.at(offset, length),
                format!("the word `{word}` stands twice"),
                "remove one of the two",
            );
        } else if !word.is_empty() {
            words.push(word.into());
        }
    }
    if words.is_empty() {
        reader.error(
            Code::BadAllowed,
            cell.place,
            "an enumeration needs its words",
            "list them in the column `allowed`, with commas between",
        );
    }
    words
}

/// The range in the cell, and the cells that it lets in.
pub fn range(cell: &Scalar, kind: &FactType, reader: &mut Reader<'_>) -> (Option<Range>, Set) {
    // Of a list it is what each item may be.
    let kind = kind.item();
    let (low, high) = match ends(cell, kind) {
        Ok(ends) => ends,
        Err(message) => {
            reader.error(
                Code::BadAllowed,
                cell.place,
                message,
                "write a range such as `[0..120]`, `>= 0` or `(0..1]`",
            );
            (None, None)
        }
    };
    let lane = kind.lane();
    if let Some(widest) = lane.as_ref().and_then(widest)
        && [&low, &high]
            .into_iter()
            .flatten()
            .any(|(value, _)| matches!(value, Value::Number(number) if number.abs() > widest))
    {
        let help = "use the type `number` for larger ones";
        reader.error(
            Code::BadAllowed,
            cell.place,
            format!("a fact of this type lies within ±{widest}"),
            help,
        );
    }
    let allowed = lane.as_ref().map_or_else(Set::empty, |lane| cells(lane, low.as_ref(), high.as_ref()));
    if lane.is_some() && allowed.is_empty() {
        reader.error(
            Code::BadAllowed,
            cell.place,
            format!("no value lies in `{}`", cell.text),
            "the lower end must not be above the upper one",
        );
    }
    let number = |end: Option<(Value, bool)>| match end {
        Some((Value::Number(number), included)) => Some((number, included)),
        _ => None,
    };
    let (low, high) = (number(low), number(high));
    (Some(Range { low, high }).filter(|range| range.low.is_some() || range.high.is_some()), allowed)
}

/// The greatest number that a fact of integers or decimals can be.
fn widest(lane: &Lane) -> Option<Number> {
    let Lane::Scaled(scale) = lane else { return None };
    Some(Number::scaled(widest_cell(*scale), *scale))
}

fn widest_cell(scale: u8) -> i64 {
    if scale == 0 { 1 << 53 } else { 10_i64.saturating_pow((13 + u32::from(scale)).min(18)) }
}

type End = Option<(Value, bool)>;

fn cells(lane: &Lane, low: Option<&(Value, bool)>, high: Option<&(Value, bool)>) -> Set {
    let widest = match lane {
        Lane::Scaled(scale) => widest_cell(*scale),
        Lane::Float => {
            return between(lane, low, high).intersection(&Set::interval(
                crate::domain::float_cell(f64::MIN),
                crate::domain::float_cell(f64::MAX),
            ));
        }
        Lane::Boolean => return Set::interval(0, 1),
        Lane::Cuts(_) => return Set::empty(),
        Lane::Symbol { words, open } => {
            return Set::interval(0, words.count() - 1 + i64::from(*open));
        }
        Lane::Day => {
            return between(lane, low, high).intersection(&Set::interval(-WIDEST_DAY, WIDEST_DAY));
        }
    };
    between(lane, low, high).intersection(&Set::interval(-widest, widest))
}

fn between(lane: &Lane, low: Option<&(Value, bool)>, high: Option<&(Value, bool)>) -> Set {
    let end = |end: Option<&(Value, bool)>| end.map(|(value, included)| (value.clone(), *included));
    let (low, high) = (end(low), end(high));
    interval(
        lane,
        low.as_ref().map(|(value, included)| (value, *included)),
        high.as_ref().map(|(value, included)| (value, *included)),
    )
    .map_or_else(Set::empty, |(low, high)| Set::interval(low, high))
}

fn ends(cell: &Scalar, kind: &FactType) -> Result<(End, End), String> {
    let text = cell.text.trim();
    if text.is_empty() || text == "-" {
        return Ok((None, None));
    }
    let fits = |value: &Value| match kind {
        FactType::Integer | FactType::Decimal { .. } | FactType::Number | FactType::Float => {
            matches!(value, Value::Number(_))
        }
        FactType::Date => matches!(value, Value::Date(_)),
        _ => false,
    };
    if !matches!(
        kind,
        FactType::Integer | FactType::Decimal { .. } | FactType::Number | FactType::Float | FactType::Date
    ) {
        return Err(format!("`allowed` cannot be `{text}` for this type"));
    }
    let bad = || format!("`{text}` is not a range of this type");
    let value = |expr: &Expr, included: bool| {
        constant(expr).filter(|value| fits(value)).map(|value| (value, included)).ok_or_else(bad)
    };
    let literal = if *kind == FactType::Date { dates_as_literals(text) } else { text.to_owned() };
    let tests = parse_unary_tests(&literal, &Names::default())
        .map_err(|error| format!("`{text}` is not a range: {}", error.message))?;
    let UnaryTests::OneOf(tests) = tests else { return Err(bad()) };
    let [test] = tests.as_slice() else { return Err(bad()) };
    match &test.kind {
        TestKind::Compare(CompareOp::Less, expr) => Ok((None, Some(value(expr, false)?))),
        TestKind::Compare(CompareOp::LessOrEqual, expr) => Ok((None, Some(value(expr, true)?))),
        TestKind::Compare(CompareOp::Greater, expr) => Ok((Some(value(expr, false)?), None)),
        TestKind::Compare(CompareOp::GreaterOrEqual, expr) => Ok((Some(value(expr, true)?), None)),
        TestKind::Value(Expr { kind: ExprKind::Range(range), .. }) => {
            let end = |end: &Option<(Expr, bool)>| {
                end.as_ref().map(|(expr, included)| value(expr, *included)).transpose()
            };
            Ok((end(&range.low)?, end(&range.high)?))
        }
        TestKind::Compare(..) | TestKind::Value(_) => Err(bad()),
    }
}
