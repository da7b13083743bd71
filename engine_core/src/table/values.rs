//! Output columns: values that all rows of a table give.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Written;
use crate::diagnostic::Code;
use crate::document::Reader;
use crate::domain::{Cell, Lane, NULL, Words};
use crate::feel::types::{Kind, Type};
use crate::feel::{Names, constant, parse_expression};
use crate::value::{Date, Number, Value};

/// An output column: one cell a row.
#[derive(Clone, Debug)]
pub struct Output {
    /// The type of its values.
    pub ty: Type,
    /// How its cells are read.
    pub lane: Lane,
    /// The values, one a row.
    pub cells: Vec<Cell>,
}

impl Output {
    /// The cell of a row.
    #[inline]
    #[must_use]
    pub fn cell(&self, row: usize) -> Cell {
        self.cells.get(row).copied().unwrap_or(NULL)
    }
}

/// Reads the values of an output column.
pub fn outputs(name: &str, cells: Written<'_>, reader: &mut Reader<'_>) -> Option<Output> {
    let what = what(name);
    let mut known: FxHashMap<&str, Value> = FxHashMap::default();
    let values: Vec<Value> =
        cells.texts().map(|text| known.entry(text).or_insert_with(|| value(text)).clone()).collect();
    let kind =
        values.iter().find(|value| !matches!(value, Value::Null)).map(|value| Type::of_value(value).kind);
    let Some(kind) = kind else {
        let place = cells.cell(0)?.place;
        reader.error(
            Code::BadValue,
            place,
            format!("{what} gives no value at all"),
            "write a value in its rows, or remove the column",
        );
        return None;
    };
    let mut whole = true;
    for (row, (value, text)) in values.iter().zip(cells.texts()).enumerate() {
        let fits = !text.is_empty() && (value.is_null() || Type::of_value(value).kind.fits(&kind));
        let Some(cell) = (!fits).then(|| cells.cell(row)).flatten() else { continue };
        if text.is_empty() {
            reader.error(
                Code::BadValue,
                cell.place,
                format!("{what} has no value here"),
                "write a value, or `null`",
            );
        } else {
            reader.error(
                Code::TypeMismatch,
                cell.place,
                format!("`{}` is not a {kind}, as the values above it are", cell.text),
                "a column gives values of one kind, or `null`",
            );
        }
        whole = false;
    }
    whole.then(|| encode(name, &kind, &values, cells, reader)).flatten()
}

/// A value as an output cell writes it: FEEL's literals, dates, and bare text.
fn value(text: &str) -> Value {
    if let Some(date) = Date::parse(text) {
        return Value::Date(date);
    }
    match text {
        "TRUE" => Value::Boolean(true),
        "FALSE" => Value::Boolean(false),
        "" => Value::Null,
        _ => parse_expression(text, &Names::default())
            .ok()
            .and_then(|expr| constant(&expr))
            .unwrap_or_else(|| Value::Text(text.into())),
    }
}

/// A column in words; that of a cross table has no name.
fn what(name: &str) -> String {
    if name.is_empty() { "the table".to_owned() } else { format!("the column `{name}`") }
}

fn encode(
    name: &str,
    kind: &Kind,
    values: &[Value],
    cells: Written<'_>,
    reader: &mut Reader<'_>,
) -> Option<Output> {
    let what = what(name);
    let lane = match kind {
        Kind::Boolean => Lane::Boolean,
        Kind::Date => Lane::Day,
        Kind::Number => {
            let places = values
                .iter()
                .map(|value| if let Value::Number(number) = value { -number.exponent() } else { 0 })
                .max();
            Lane::Scaled(u8::try_from(places.unwrap_or(0).max(0)).unwrap_or(u8::MAX))
        }
        Kind::Text(_) => {
            let texts = values
                .iter()
                .filter_map(|value| if let Value::Text(text) = value { Some(text) } else { None });
            Lane::Symbol { words: Words::distinct(texts), open: false }
        }
        _ => {
            let place = cells.cell(0)?.place;
            reader.error(
                Code::TypeMismatch,
                place,
                format!("{what} gives a {kind}"),
                "a table gives numbers, texts, booleans and dates",
            );
            return None;
        }
    };
    let nullable = values.iter().any(|value| matches!(value, Value::Null));
    let mut encoded = Vec::with_capacity(values.len());
    for (row, value) in values.iter().enumerate() {
        let number = lane.cell(value);
        if number == NULL && !value.is_null() {
            let cell = cells.cell(row)?;
            reader.error(
                Code::NumberTooLarge,
                cell.place,
                format!("`{}` has too many digits beside the others of its column", cell.text),
                "a column holds at most 18 digits",
            );
            return None;
        }
        encoded.push(number);
    }
    let kind = match &lane {
        Lane::Symbol { words, .. } => Kind::Text(Some(Arc::clone(words.list()))),
        _ => kind.clone(),
    };
    Some(Output { ty: Type { kind, nullable, bounds: bounds(values) }, lane, cells: encoded })
}

fn bounds(values: &[Value]) -> Option<(Number, Number)> {
    let numbers = values
        .iter()
        .filter_map(|value| if let Value::Number(number) = value { Some(*number) } else { None });
    numbers.map(|number| (number, number)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}
