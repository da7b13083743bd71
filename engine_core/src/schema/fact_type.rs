//! The column `type` of facts.csv.

use std::sync::Arc;

use super::FactType;
use crate::diagnostic::{Code, did_you_mean};
use crate::document::Reader;
use crate::domain::Words;
use crate::source::Scalar;

const NAMES: [&str; 12] = [
    "integer",
    "decimal(2)",
    "money",
    "number",
    "float",
    "boolean",
    "text",
    "enumeration",
    "date",
    "date and time",
    "days and time duration",
    "years and months duration",
];

/// Most places of a decimal fact; its cells have 18 digits, so that beyond five places its range is narrower.
const PLACES: u8 = 15;

/// Reads a type; the words of an enumeration come from the column `allowed`.
pub fn read(cell: &Scalar, words: &[Arc<str>], minor_unit: u8, reader: &mut Reader<'_>) -> Option<FactType> {
    let found = parse(cell.text.trim(), words, minor_unit);
    if found.is_none() {
        let help = match did_you_mean(&cell.text, NAMES.iter().copied()) {
            Some(name) if name != cell.text => format!("did you mean `{name}`?"),
            _ => format!(
                "types are {}, or `list of` one of these; a decimal has at most {PLACES} places",
                NAMES.join(", ")
            ),
        };
        reader.error(Code::BadFactType, cell.place, format!("`{}` is not a type", cell.text), help);
    }
    found
}

fn parse(text: &str, words: &[Arc<str>], minor_unit: u8) -> Option<FactType> {
    if let Some(of) = text.strip_prefix("list of ") {
        let of = parse(of.trim(), words, minor_unit)?;
        return (!matches!(of, FactType::List(_))).then(|| FactType::List(Box::new(of)));
    }
    if let Some(places) = text.strip_prefix("decimal(").and_then(|rest| rest.strip_suffix(')')) {
        let scale: u8 = places.trim().parse().ok()?;
        return (scale <= PLACES).then_some(FactType::Decimal { scale, money: false });
    }
    Some(match text {
        "integer" => FactType::Integer,
        "money" => FactType::Decimal { scale: minor_unit, money: true },
        "number" => FactType::Number,
        "float" => FactType::Float,
        "boolean" => FactType::Boolean,
        "text" => FactType::Text,
        "enumeration" => FactType::Enumeration(Words::new(words)),
        "date" => FactType::Date,
        "date and time" => FactType::DateTime,
        "days and time duration" => FactType::DaysDuration,
        "years and months duration" => FactType::MonthsDuration,
        _ => return None,
    })
}
