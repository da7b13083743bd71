//! facts.csv

use super::{Fact, FactId, FactType, NOT_GIVEN, Schema, Use, WITHHELD, allowed, fact_type, is_name};
use crate::bounds;
use crate::diagnostic::{Code, did_you_mean};
use crate::document::{Grid, Reader};
use crate::domain::Set;
use crate::source::Scalar;
use std::collections::HashSet;

const KNOWN: [&str; 7] = ["fact", "type", "allowed", "missing", "privacy", "consent", "use"];

/// Reads the facts.
pub fn read(grid: &Grid<'_>, minor_unit: u8, reader: &mut Reader<'_>) -> Schema {
    let mut schema =
        Schema { facts: Vec::new(), causes: vec!["not_given".to_owned(), "withheld".to_owned()] };
    let (Some(name), Some(kind)) = (grid.need("fact", reader), grid.need("type", reader)) else {
        return schema;
    };
    if grid.rows() > bounds::FACTS {
        reader.error(
            Code::TooLarge,
            grid.place(),
            format!("{} facts are too many", grid.rows()),
            format!("a bundle has at most {}", bounds::FACTS),
        );
        return schema;
    }
    known_columns(grid, reader);
    let mut consents = Vec::new();
    for row in 0..grid.rows() {
        let named = grid.cell(row, name);
        if !reader.name(&named, "a fact", true) {
            continue;
        }
        if schema.find(&named.text).is_some() {
            reader.error(
                Code::NameClash,
                named.place,
                format!("the fact `{}` is declared twice", named.text),
                "remove one of the two",
            );
            continue;
        }
        let fact = fact(grid, row, &named, &grid.cell(row, kind), minor_unit, &mut schema.causes, reader);
        schema.facts.push(fact);
        if let Some(column) = grid.column("consent") {
            consents.push((named.text.clone(), grid.cell(row, column)));
        }
    }
    facts_named_as_groups(&schema, reader);
    // A consent that is itself bound could be read too late, or not at all.
    let bound = |name: &str| {
        consents.iter().any(|(fact, consent)| fact == name && !["", "none"].contains(&consent.text.as_str()))
    };
    for (fact, consent) in &consents {
        if bound(&consent.text) {
            let message = format!("the consent `{}` of `{fact}` depends on a consent itself", consent.text);
            reader.error(Code::ConsentNotBoolean, consent.place, message, "bind both to the same consent");
            continue;
        }
        bind_consent(&mut schema, fact, consent, reader);
    }
    schema
}

/// A value in the place of both could be either.
fn facts_named_as_groups(schema: &Schema, reader: &mut Reader<'_>) {
    let groups: HashSet<&str> = schema.facts.iter().flat_map(|fact| groups(&fact.name)).collect();
    for fact in schema.facts.iter().filter(|fact| groups.contains(fact.name.as_str())) {
        let message = format!("`{}` is a fact and a group of facts", fact.name);
        reader.error(Code::NameClash, fact.place, message, "give one of them another name");
    }
}

/// The groups that a fact is in: `a` and `a.b` for `a.b.c`.
fn groups(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('.').filter_map(|(end, _)| name.get(..end))
}

/// A column is one of those that are documented, or a language: two or three letters, perhaps with a region.
fn known_columns(grid: &Grid<'_>, reader: &mut Reader<'_>) {
    const COLUMNS: [&str; 9] =
        ["fact", "type", "unit", "allowed", "missing", "source", "privacy", "consent", "use"];
    for (column, title) in grid.header().iter().enumerate() {
        let (language, region) = title.split_once('-').unwrap_or((title, "xx"));
        let is_language = (2..=3).contains(&language.len())
            && language.bytes().all(|byte| byte.is_ascii_lowercase())
            && region.len() >= 2;
        if COLUMNS.contains(&title.as_str()) || is_language {
            continue;
        }
        let help = did_you_mean(title, COLUMNS).map_or_else(
            || format!("the columns are {}, then one a language, such as `en`", COLUMNS.join(", ")),
            |known| format!("did you mean `{known}`?"),
        );
        reader.error(
            Code::UnknownKey,
            grid.title(column).place,
            format!("facts.csv has no column `{title}`"),
            help,
        );
    }
}

fn fact(
    grid: &Grid<'_>,
    row: usize,
    named: &Scalar,
    kind: &Scalar,
    minor_unit: u8,
    causes: &mut Vec<String>,
    reader: &mut Reader<'_>,
) -> Fact {
    let cell = |title: &str| grid.column(title).map(|column| grid.cell(row, column));
    let missing = cell("missing").map(|cell| missing(&cell, causes, reader)).unwrap_or_default();
    let permitted = cell("allowed").unwrap_or_else(|| Scalar { text: String::new(), ..kind.clone() });
    let enumerated = kind.text.trim().ends_with("enumeration");
    let words = if enumerated { allowed::words(&permitted, reader) } else { Vec::new() };
    // A type that cannot be read is reported once; the fact goes on as text so that its uses are not reported as well.
    let kind = fact_type::read(kind, &words, minor_unit, reader);
    let unread = kind.is_none();
    let kind = kind.unwrap_or(FactType::Text);
    let ranged = !enumerated && !unread;
    let (range, cells) = if ranged {
        allowed::range(&permitted, &kind, reader)
    } else {
        (None, Set::interval(0, i64::try_from(words.len()).unwrap_or(0) - 1))
    };
    let privacy = [
        ("none", true),
        ("", true),
        ("basic", true),
        ("public", true),
        ("financial", false),
        ("credit", false),
        ("behaviour", false),
        ("relations", false),
        ("sensitive", false),
    ];
    let echo = cell("privacy").is_none_or(|cell| word(&cell, "privacy", &privacy, reader).unwrap_or(false));
    let uses =
        [("decide", Use::Decide), ("", Use::Decide), ("monitor", Use::Monitor), ("retain", Use::Retain)];
    let usage = cell("use").and_then(|cell| word(&cell, "use", &uses, reader)).unwrap_or(Use::Decide);
    let notes = (0..grid.header().len())
        .filter_map(|column| Some((grid.header().get(column)?.clone(), grid.text(row, column).to_owned())))
        .filter(|(title, text)| !KNOWN.contains(&title.as_str()) && !text.is_empty())
        .collect();
    Fact {
        name: named.text.clone(),
        place: named.place,
        kind,
        unread,
        range,
        allowed: cells,
        causes: missing,
        consent: None,
        echo,
        usage,
        notes,
    }
}

fn missing(cell: &Scalar, causes: &mut Vec<String>, reader: &mut Reader<'_>) -> Vec<u8> {
    match cell.text.trim() {
        "" | "no" => return Vec::new(),
        "yes" => return vec![NOT_GIVEN],
        _ => {}
    }
    let mut admitted = vec![NOT_GIVEN];
    for name in cell.text.split([',', ' ', ';']).filter(|name| !name.is_empty()) {
        let says_so = ["yes", "no", "y", "n", "true", "false", "optional", "required", "null"]
            .contains(&name.to_lowercase().as_str());
        if !is_name(name) || name.contains('.') || says_so {
            reader.error(
                Code::BadValue,
                cell.place,
                format!("`{name}` cannot be a cause of absence"),
                "write `yes`, `no`, or names with commas between",
            );
            continue;
        }
        let index = causes.iter().position(|known| known == name).unwrap_or_else(|| {
            causes.push(name.to_owned());
            causes.len() - 1
        });
        match u8::try_from(index) {
            Ok(cause) if !admitted.contains(&cause) => admitted.push(cause),
            Ok(_) => {}
            Err(_) => reader.error(
                Code::TooLarge,
                cell.place,
                "a bundle has at most 256 causes of absence",
                "give causes that rules treat alike one name",
            ),
        }
    }
    admitted.sort_unstable();
    admitted
}

fn word<T: Copy>(cell: &Scalar, column: &str, words: &[(&str, T)], reader: &mut Reader<'_>) -> Option<T> {
    let found = words.iter().find(|(word, _)| *word == cell.text.trim()).map(|(_, meaning)| *meaning);
    if found.is_none() {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).filter(|word| !word.is_empty()).collect();
        reader.error(
            Code::BadValue,
            cell.place,
            format!("`{column}` cannot be `{}`", cell.text),
            format!("it is one of {}", known.join(", ")),
        );
    }
    found
}

fn bind_consent(schema: &mut Schema, fact: &str, consent: &Scalar, reader: &mut Reader<'_>) {
    if consent.text.is_empty() || consent.text == "none" {
        return;
    }
    let bound = schema.find(&consent.text);
    let usable = bound
        .and_then(|id| schema.get(id))
        .is_some_and(|fact| fact.kind == FactType::Boolean && !fact.optional());
    let consent_id = bound.filter(|_| usable && consent.text != fact);
    let Some(consent_id) = consent_id else {
        let booleans =
            schema.facts.iter().filter(|fact| fact.kind == FactType::Boolean).map(|fact| fact.name.as_str());
        let help = did_you_mean(&consent.text, booleans)
            .filter(|name| *name != consent.text)
            .map(|name| format!("did you mean `{name}`?"));
        let message =
            format!("the consent `{}` of `{fact}` is not a boolean fact that is always given", consent.text);
        reader.error(
            Code::ConsentNotBoolean,
            consent.place,
            message,
            help.unwrap_or_else(|| "declare it in facts.csv with type `boolean` and `missing` no".to_owned()),
        );
        return;
    };
    let Some(index) = schema.find(fact) else { return };
    if let Some(fact) = schema.facts.get_mut(FactId::index(index)) {
        fact.consent = Some(consent_id);
        if fact.causes.is_empty() {
            fact.causes.push(NOT_GIVEN);
        }
        fact.causes.push(WITHHELD);
        fact.causes.sort_unstable();
    }
}
