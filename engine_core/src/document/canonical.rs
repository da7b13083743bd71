//! The canonical bundle and its digest: RFC 8785 JSON in which every number is text and every key is ASCII, hashed by SHA-256.
//!
//! Expressions are printed from their trees and defaults are left out, so that layout and comments do not count.
//! What has an order keeps it; facts, parameters, reasons and outputs are sorted by name.

mod card;

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::derive::CheckedValue;
use crate::document::Expression;
use crate::domain::{Cell, Lane};
use crate::flow::{Checked, CheckedKind, CheckedOutput, CheckedStage};
use crate::limit::{CheckedCap, CheckedLimit};
use crate::price::{CheckedAmount, Source};
use crate::rules::CheckedRule;
use crate::schema::{Fact, FactType, Parameter, Schema, WIDEST_DAY};
use crate::table::{CellTest, CheckedRows, Column, Output};
use crate::value::{Number, Value, ops::to_feel_text};

/// SHA-256 over the canonical bundle.
#[must_use]
pub fn digest(checked: &Checked) -> [u8; 32] {
    Sha256::digest(canonical_text(checked).as_bytes()).into()
}

/// The canonical bundle: the text that the digest is taken over.
#[must_use]
pub fn canonical_text(checked: &Checked) -> String {
    canonical_json(&canonical(checked))
}

/// JSON in the form of RFC 8785, if its keys are ASCII and its numbers small integers.
#[must_use]
pub fn canonical_json(json: &Json) -> String {
    let mut text = String::new();
    write(json, &mut text);
    text
}

/// Writes maps in the order of their keys, whatever order `serde_json` was built to keep; it escapes texts as RFC 8785 asks.
fn write(json: &Json, text: &mut String) {
    match json {
        Json::Object(map) => {
            let mut entries: Vec<(&String, &Json)> = map.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| *key);
            enclosed('{', '}', entries, text, |(key, value), text| {
                quoted(key, text);
                text.push(':');
                write(value, text);
            });
        }
        Json::Array(items) => enclosed('[', ']', items, text, write),
        Json::String(word) => quoted(word, text),
        Json::Null | Json::Bool(_) | Json::Number(_) => text.push_str(&json.to_string()),
    }
}

/// A text in quotes; hardly any has a letter that is written otherwise.
fn quoted(word: &str, text: &mut String) {
    if word.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        return text.push_str(&json!(word).to_string());
    }
    text.push('"');
    text.push_str(word);
    text.push('"');
}

fn enclosed<T>(
    open: char,
    close: char,
    items: impl IntoIterator<Item = T>,
    text: &mut String,
    write: impl Fn(T, &mut String),
) {
    text.push(open);
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        write(item, text);
    }
    text.push(close);
}

fn canonical(checked: &Checked) -> Json {
    let head = &checked.head;
    let day = |day: Option<crate::value::Date>| day.map_or(Json::Null, |day| json!(day.to_string()));
    // `json!` copies what it is given, so that what may be long is put into the map as it is.
    let flow = checked.stages.iter().map(|stage| self::stage(stage, checked)).collect();
    let reasons = checked.reasons.codes.iter().map(|reason| {
        let mut texts: Vec<(&String, &String)> =
            checked.reasons.languages.iter().zip(&reason.texts).collect();
        texts.sort();
        json!({"code": reason.code, "texts": texts, "tell": reason.tell})
    });
    let mut bundle = json!({
        "bundle": head.name,
        "version": head.version,
        "language": head.language,
        "currency": head.currency,
        "time_zone": head.time_zone,
        "valid": [day(head.valid.from), day(head.valid.to)],
        "owner": head.owner,
        "facts": sorted(checked.schema.facts.iter().map(|fact| self::fact(fact, &checked.schema)), "fact"),
        "parameters": sorted(checked.parameters.iter().map(|(parameter, _)| self::parameter(parameter)), "name"),
        "reasons": sorted(reasons, "code"),
        "outputs": sorted(checked.outputs.iter().map(output), "name"),
    });
    add(&mut bundle, "flow", flow);
    bundle
}

fn sorted(items: impl Iterator<Item = Json>, key: &str) -> Json {
    let mut items: Vec<Json> = items.collect();
    items.sort_by(|a, b| a.get(key).and_then(Json::as_str).cmp(&b.get(key).and_then(Json::as_str)));
    Json::Array(items)
}

fn fact(fact: &Fact, schema: &Schema) -> Json {
    let mut causes: Vec<&String> =
        fact.causes.iter().filter_map(|&cause| schema.causes.get(usize::from(cause))).collect();
    causes.sort();
    let mut notes: Vec<&(String, String)> = fact.notes.iter().collect();
    notes.sort();
    json!({
        "fact": fact.name,
        "type": fact_type(&fact.kind),
        "range": range(fact),
        "missing": causes,
        "consent": fact.consent.and_then(|id| schema.get(id)).map(|consent| &consent.name),
        "echo": fact.echo,
        "use": fact.usage.word(),
        "notes": notes,
    })
}

/// The declared range of numbers or of dates; an end that nobody declared is null.
fn range(fact: &Fact) -> Json {
    let number = |end: Option<(Number, bool)>| {
        end.map_or(Json::Null, |(number, included)| json!([number.normalized().to_string(), included]))
    };
    let day = |end: Option<Cell>| match end {
        Some(cell) if cell.abs() != WIDEST_DAY => json!([to_feel_text(&Lane::Day.value(cell)), true]),
        Some(_) | None => Json::Null,
    };
    let (low, high) = match (&fact.range, fact.kind.item().lane()) {
        (Some(range), _) => (number(range.low), number(range.high)),
        (None, Some(Lane::Day)) => (day(fact.allowed.first()), day(fact.allowed.last())),
        (None, _) => return Json::Null,
    };
    if low.is_null() && high.is_null() { Json::Null } else { json!([low, high]) }
}

fn fact_type(kind: &FactType) -> Json {
    match kind {
        FactType::Integer => json!("integer"),
        FactType::Decimal { money: true, .. } => json!("money"),
        FactType::Decimal { scale, .. } => json!(format!("decimal({scale})")),
        FactType::Number => json!("number"),
        FactType::Float => json!("float"),
        FactType::Boolean => json!("boolean"),
        FactType::Text => json!("text"),
        FactType::Enumeration(words) => json!(words.list().iter().map(|word| &**word).collect::<Vec<_>>()),
        FactType::Date => json!("date"),
        FactType::DateTime => json!("date and time"),
        FactType::DaysDuration => json!("days and time duration"),
        FactType::MonthsDuration => json!("years and months duration"),
        FactType::List(item) => json!({"list": fact_type(item)}),
    }
}

fn parameter(parameter: &Parameter) -> Json {
    let day = |day: Option<crate::value::Date>| day.map_or(Json::Null, |day| json!(day.to_string()));
    let periods = parameter
        .periods
        .iter()
        .map(|period| json!([value(&period.value), day(period.from), day(period.to), period.source]));
    json!({"name": parameter.name, "periods": periods.collect::<Vec<_>>()})
}

fn value(value: &Value) -> Json {
    match value {
        Value::Number(number) => json!(number.normalized().to_string()),
        other => json!(to_feel_text(other)),
    }
}

fn expression(expression: &Expression) -> Json {
    json!(expression.canonical())
}

fn stage(stage: &CheckedStage, checked: &Checked) -> Json {
    let body = match &stage.kind {
        CheckedKind::Derive(values) => values
            .iter()
            .map(|value: &CheckedValue| json!([value.name, expression(&value.expression)]))
            .collect(),
        CheckedKind::Rules(rules) => rules.iter().map(rule).collect(),
        CheckedKind::Scorecard(card) => card::card(card, checked),
        CheckedKind::Bands(bands) => json!({
            "names": bands.names.iter().map(|name| &**name).collect::<Vec<_>>(),
            "of": column(&bands.column),
            "asks": bands.asks.iter().map(|(band, outcome, cause)| json!([band.to_string(), outcome.word(), checked.reason_of(*cause)])).collect::<Vec<_>>(),
            "outputs": bands.outputs.iter().map(|(name, output, _)| values(name, output)).collect::<Vec<_>>(),
        }),
        CheckedKind::Table(table) => Json::from_iter([
            ("rows", rows(&table.rows)),
            ("hit", json!(table.hit.word())),
            ("outputs", table.outputs.iter().map(|(name, output)| values(name, output)).collect()),
            ("default", table.default.iter().map(value).collect()),
        ]),
        CheckedKind::Price(price) => json!({
            "base": source(&price.base),
            "less": price.less.iter().map(amount).collect::<Vec<_>>(),
            "within": price.within.as_ref().map(|within| [expression(&within.low.1), expression(&within.high.1)]),
        }),
        CheckedKind::Limit(limit) => self::limit(limit, checked),
        CheckedKind::Dmn(decision) => json!({
            "model": decision.model.digest(),
            "decision": decision.name,
            "inputs": decision.inputs.iter().map(|input| json!([input.name, expression(&input.expression)])).collect::<Vec<_>>(),
        }),
    };
    let when = stage.when.as_ref().map_or(Json::Null, |(_, when)| expression(when));
    Json::from_iter([
        ("stage", json!(stage.name)),
        ("kind", json!(stage.kind.name())),
        ("when", when),
        ("body", body),
    ])
}

fn rule(rule: &CheckedRule) -> Json {
    json!([rule.action.word(), rule.code, expression(&rule.expression), rule.missing.word()])
}

/// A key that only some have, so that the digest of the others does not depend on it.
fn add(json: &mut Json, key: &str, value: Json) {
    if let Json::Object(map) = json {
        map.insert(key.to_owned(), value);
    }
}

fn column(column: &Column) -> Json {
    Json::from_iter([json!(column.canonical), column.tests.iter().map(CellTest::canonical).collect()])
}

fn rows(rows: &CheckedRows) -> Json {
    match rows {
        CheckedRows::Plain { columns, otherwise } => {
            let columns = columns.iter().map(column).collect();
            Json::from_iter([("columns", columns), ("otherwise", json!(otherwise.is_some()))])
        }
        CheckedRows::Cross(down, across) => {
            Json::from_iter([("down", column(down)), ("across", column(across))])
        }
    }
}

fn values(name: &str, output: &Output) -> Json {
    let values = output.cells.iter().map(|&cell| value(&output.lane.value(cell)));
    Json::from_iter([json!(name), values.collect()])
}

fn source(source: &Source) -> Json {
    match source {
        Source::Table(tests, output, _) => {
            Json::from_iter([("rows", rows(tests)), ("values", values("", output))])
        }
        Source::Expression(_, is) => expression(is),
    }
}

fn amount(amount: &CheckedAmount) -> Json {
    json!([amount.name, expression(&amount.expression)])
}

fn limit(limit: &CheckedLimit, checked: &Checked) -> Json {
    let cap = |cap: &CheckedCap| {
        json!([amount(&cap.amount), cap.missing.word(), cap.cause.map(|cause| checked.reason_of(cause))])
    };
    json!({
        "base": source(&limit.base),
        "times": limit.times.iter().map(amount).collect::<Vec<_>>(),
        "caps": limit.caps.iter().map(cap).collect::<Vec<_>>(),
        "round": limit.round.map(|step| step.normalized().to_string()),
        "least": limit.least.as_ref().map(|least| json!([expression(&least.expression), least.outcome.word(), checked.reason_of(least.cause)])),
    })
}

fn output(output: &CheckedOutput) -> Json {
    json!({"name": output.name, "is": expression(&output.expression), "declined": output.declined.as_ref().map(|(_, declined)| expression(declined))})
}
