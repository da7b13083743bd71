//! parameters.csv: named constants, each value with the days on which it holds.

use crate::diagnostic::Code;
use crate::document::{Grid, Reader, Validity};
use crate::feel::{Names, constant, parse_expression};
use crate::source::{Place, Scalar};
use crate::value::{Date, Value};

/// A named constant.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Where it is first declared.
    pub place: Place,
    /// Its values by time, in order, without gaps or overlaps over the bundle's validity.
    pub periods: Vec<Period>,
}

/// A value and the days on which it holds, both ends included.
#[derive(Clone, Debug)]
pub struct Period {
    /// The value.
    pub value: Value,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// Where it is written.
    pub place: Place,
    /// A law, a committee's minute.
    pub source: String,
}

impl Parameter {
    /// Whether the value depends on the day.
    #[must_use]
    pub fn dated(&self) -> bool {
        self.periods.len() > 1
            || self.periods.iter().any(|period| period.from.is_some() || period.to.is_some())
    }

    /// The value on a day.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&Period> {
        let validity = |period: &&Period| Validity { from: period.from, to: period.to }.holds(day);
        self.periods.iter().find(validity)
    }
}

/// Reads the parameters.
pub fn read(grid: &Grid<'_>, valid: Validity, reader: &mut Reader<'_>) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    let (Some(name), Some(value)) = (grid.need("name", reader), grid.need("value", reader)) else {
        return parameters;
    };
    for row in 0..grid.rows() {
        let named = grid.cell(row, name);
        if !reader.name(&named, "a parameter", true) {
            continue;
        }
        let Some(value) = read_value(&grid.cell(row, value), reader) else {
            // Its name stays known, so that its readers are not reported as well.
            if !parameters.iter().any(|parameter| parameter.name == named.text) {
                parameters.push(Parameter { name: named.text, place: named.place, periods: Vec::new() });
            }
            continue;
        };
        let from = day(grid, row, "from", reader);
        let to = day(grid, row, "to", reader);
        let source = grid.column("source").map_or("", |column| grid.text(row, column)).to_owned();
        let period = Period { value, from, to, place: named.place, source };
        match parameters.iter_mut().find(|parameter| parameter.name == named.text) {
            Some(known) => known.periods.push(period),
            None => parameters.push(Parameter {
                name: named.text.clone(),
                place: named.place,
                periods: vec![period],
            }),
        }
    }
    for parameter in &mut parameters {
        parameter.periods.sort_by_key(|period| (period.from.is_some(), period.from));
        cover(parameter, valid, reader);
    }
    parameters
}

fn read_value(cell: &Scalar, reader: &mut Reader<'_>) -> Option<Value> {
    let text = cell.text.trim();
    if let Some(date) = Date::parse(text) {
        return Some(Value::Date(date));
    }
    let value = match text {
        "TRUE" => Some(Value::Boolean(true)),
        "FALSE" => Some(Value::Boolean(false)),
        _ => parse_expression(text, &Names::default()).ok().and_then(|expr| constant(&expr)),
    };
    let value = value.filter(|value| !matches!(value, Value::Null));
    if value.is_none() {
        reader.error(
            Code::BadValue,
            cell.place,
            format!("`{text}` is not a constant"),
            "write a number, a text in quotes, `true`, `false` or a date",
        );
    }
    value
}

fn day(grid: &Grid<'_>, row: usize, column: &str, reader: &mut Reader<'_>) -> Option<Date> {
    let cell = grid.cell(row, grid.column(column)?);
    if cell.text.is_empty() {
        return None;
    }
    let date = Date::parse(&cell.text);
    if date.is_none() {
        reader.error(
            Code::BadValue,
            cell.place,
            format!("`{}` is not a date", cell.text),
            "write it as `2025-04-01`",
        );
    }
    date
}

/// Reports overlaps, and days of the bundle's validity without a value.
fn cover(parameter: &Parameter, valid: Validity, reader: &mut Reader<'_>) {
    let name = &parameter.name;
    let mut report = |place: Place, message: String| {
        reader.error(Code::ParameterDates, place, message, "`from` and `to` are both inclusive")
    };
    let next = |day: Date| Date::from_days(day.to_days() + 1);
    for pair in parameter.periods.windows(2) {
        let [earlier, later] = pair else { continue };
        match (earlier.to, later.from) {
            (Some(to), Some(from)) if from > to => {
                if next(to) != Some(from) {
                    report(later.place, format!("`{name}` has no value between {to} and {from}"));
                }
            }
            _ => report(later.place, format!("two values of `{name}` hold on the same day")),
        }
        if earlier.from.is_some() && earlier.from > earlier.to && earlier.to.is_some() {
            report(earlier.place, format!("a value of `{name}` ends before it begins"));
        }
    }
    let (Some(first), Some(last)) = (parameter.periods.first(), parameter.periods.last()) else { return };
    if let Some(from) = first.from
        && valid.from.is_none_or(|day| day < from)
    {
        report(first.place, format!("`{name}` has no value before {from}, but the bundle may decide then"));
    }
    if let Some(to) = last.to
        && valid.to.is_none_or(|day| day > to)
    {
        report(last.place, format!("`{name}` has no value after {to}, but the bundle may decide then"));
    }
}
