//! Random policies: stages of every kind over whatever is in scope.

use crate::amounts::{limit, price};
use crate::cards::scorecard;
use crate::cells::{any, bins, rows};
use crate::draws::Draws;
use crate::files::{Rows, list, map, text};
use crate::words::Writer;
use crate::world::{ALIVE, Name, Ty, World};
use engine_core::source::Tree;

pub fn policy(d: &mut Draws<'_>) -> World {
    let mut world = World::new(d);
    for _ in 0..1 + d.below(8) {
        stage(d, &mut world);
    }
    world.guards.clear();
    outputs(d, &mut world);
    world
}

fn stage(d: &mut Draws<'_>, world: &mut World) {
    let name = world.fresh("s");
    let when = when(d, world);
    let before = world.guards.clone();
    world.guards = when.iter().cloned().collect();
    if when.as_deref() == Some("outcome = \"approve\"") {
        world.guards.push(ALIVE.to_owned());
    }
    // `flags` and the outcome change along the flow, so that they show nothing of earlier stages.
    world
        .guards
        .iter_mut()
        .filter(|guard| guard.contains("flags") || guard.contains("refer"))
        .for_each(|guard| *guard = format!("{name}: {guard}"));
    world.known = when.iter().filter_map(|when| when.strip_suffix(" != null")).map(str::to_owned).collect();
    let (kind, tree) = match d.below(9) {
        0 | 1 => ("rules", rules(d, world, &name)),
        2 | 3 => ("derive", derive(d, world)),
        4 => ("scorecard", scorecard(d, world, &name)),
        5 => ("bands", bands(d, world, &name)),
        6 => ("table", table(d, world, &name)),
        7 => ("price", price(d, world, &name)),
        _ => ("limit", limit(d, world, &name)),
    };
    let mut entries = Vec::new();
    entries.extend(when.map(|when| ("when", text(&when))));
    entries.push((kind, tree));
    world.bundle.flow.push((name, map(entries)));
    world.guards = before;
    world.known.clear();
}

fn when(d: &mut Draws<'_>, world: &mut World) -> Option<String> {
    match d.below(12) {
        0..=4 => None,
        10 | 11 => {
            let nullable: Vec<&String> =
                world.names.iter().filter(|name| world.nullable(name)).map(|name| &name.text).collect();
            (!nullable.is_empty()).then(|| format!("{} != null", d.pick(&nullable)))
        }
        5 | 6 => Some(ALIVE.to_owned()),
        7 => Some("outcome = \"approve\"".to_owned()),
        8 => Some(d.word(&[
            "count(flags) >= 1",
            "outcome = \"refer\"",
            "count(flags) = 0",
            "outcome != \"refer\"",
        ])),
        _ => {
            let before = std::mem::take(&mut world.guards);
            let condition = Writer { world, d, known: Vec::new(), wild: false }.decided(1);
            world.guards = before;
            Some(condition.text)
        }
    }
}

pub fn writer<'w, 'd, 'l>(d: &'d mut Draws<'l>, world: &'w mut World) -> Writer<'w, 'd, 'l> {
    Writer { world, d, known: Vec::new(), wild: false }
}

fn rules(d: &mut Draws<'_>, world: &mut World, _name: &str) -> Tree {
    let mut entries = vec![("missing".to_owned(), text(&d.word(&["pass", "hit", "refer"])))];
    let mut flags = Vec::new();
    let decline = d.chance(60);
    for action in ["decline", "refer", "flag"] {
        if (action == "decline" && !decline) || (action != "decline" && !d.chance(60)) {
            continue;
        }
        let mut rules = Vec::new();
        for _ in 0..1 + d.below(3) {
            let wild = d.chance(25);
            let condition = Writer { wild, ..writer(d, world) }.condition(2).text;
            let own = d.chance(25).then(|| {
                if action == "flag" { d.word(&["pass", "hit"]) } else { d.word(&["pass", "hit", "refer"]) }
            });
            let tree = match own {
                Some(missing) => map([("when", text(&condition)), ("missing", text(&missing))]),
                None => text(&condition),
            };
            let code = if action == "flag" { world.fresh("flag") } else { world.code() };
            if action == "flag" {
                flags.push(code.clone());
            }
            rules.push((code, tree));
        }
        entries.push((action.to_owned(), map(rules)));
    }
    let guards = std::mem::take(&mut world.guards);
    for flag in flags {
        world.name(&flag, Ty::Boolean, false);
        world.flags.push(flag);
    }
    world.guards = guards;
    map(entries)
}

fn derive(d: &mut Draws<'_>, world: &mut World) -> Tree {
    let mut entries = Vec::new();
    for _ in 0..1 + d.below(3) {
        let name = world.fresh("v");
        let segment = segment(d, world);
        let expression = if let Some((expression, ty)) = segment {
            world.name(&name, ty, false);
            expression
        } else if d.chance(30) {
            let condition = writer(d, world).condition(2);
            world.name(&name, Ty::Boolean, condition.unknown || condition.nullable);
            condition.text
        } else {
            let number = writer(d, world).number(3);
            world.name(&name, Ty::Number(number.low, number.high), number.nullable);
            number.text
        };
        entries.push((name, text(&expression)));
    }
    map(entries)
}

/// A choice by the condition under which a number is known: `if C then s else 0`, never null.
fn segment(d: &mut Draws<'_>, world: &mut World) -> Option<(String, Ty)> {
    if !d.chance(25) {
        return None;
    }
    let chosen = |name: &Name| match (name.guards.as_slice(), &name.ty) {
        ([guard], Ty::Number(..)) => {
            !name.nullable
                && !guard.contains("outcome")
                && !guard.contains("flags")
                && !world.guards.contains(guard)
        }
        _ => false,
    };
    let names: Vec<Name> = world.names.iter().filter(|name| chosen(name)).cloned().collect();
    if names.is_empty() {
        return None;
    }
    let name = d.pick(&names);
    let Ty::Number(low, high) = name.ty else { return None };
    let (guard, of) = (&name.guards[0], &name.text);
    let expression = if d.chance(50) {
        format!("if {guard} then {of} else 0")
    } else {
        format!("if not({guard}) then 0 else {of}")
    };
    Some((expression, Ty::Number(low.min(0.0), high.max(0.0))))
}

fn bands(d: &mut Draws<'_>, world: &mut World, name: &str) -> Tree {
    let Some(input) = world.find(d, |name| matches!(name.ty, Ty::Number(..) | Ty::Date)) else {
        return map([("of", text("agree"))]);
    };
    let further = d.chance(40);
    let mut sheet = Rows::new(if further { &["band", "test", "pd"] } else { &["band", "test"] });
    let mut words = Vec::new();
    let mut values = Vec::new();
    for (word, cell) in
        ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"].iter().zip(bins(d, world, &input, true))
    {
        words.push((*word).to_owned());
        values.push(d.word(&["0.05", "1", "0.125", "-2"]));
        sheet.row(&[(*word).to_owned(), cell, values.last().unwrap().clone()]);
    }
    let mut entries = vec![("file", text(&world.file(sheet))), ("of", text(&input.text))];
    let mut declined = Vec::new();
    for action in ["decline", "refer"] {
        if d.chance(50) {
            let word = d.pick(&words).clone();
            if action == "decline" {
                declined.push(word.clone());
            }
            entries.push((action, map([(word, text(&world.code()))])));
        }
    }
    world.name(name, Ty::Words(words), false);
    world.names.last_mut().unwrap().declining = declined;
    if further {
        world.name(&format!("{name}.pd"), span(&values), false);
    }
    map(entries)
}

/// The values of an output column, its type, and whether one of them is null.
fn column(d: &mut Draws<'_>, count: usize) -> (Vec<String>, Ty, bool) {
    let values: &[&str] = match d.below(5) {
        0 | 1 => &["100", "0.5", "-3.25", "7", "0.001", "5000.00"],
        2 => &["low", "high", "\"R1\""],
        3 => &["true", "false", "TRUE"],
        _ => &["2024-01-01", "2025-06-15"],
    };
    let nulls = d.chance(20);
    let mut cells: Vec<String> =
        (0..count).map(|_| if nulls && d.chance(30) { "null".to_owned() } else { d.word(values) }).collect();
    if let Some(first) = cells.first_mut() {
        *first = values[0].to_owned();
    }
    let ty = match values[0] {
        "100" => span(&cells),
        "low" => Ty::Words(distinct(&cells)),
        "true" => Ty::Boolean,
        _ => Ty::Date,
    };
    let nulls = cells.iter().any(|cell| cell == "null");
    (cells, ty, nulls)
}

fn distinct(cells: &[String]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for cell in cells.iter().filter(|cell| *cell != "null") {
        let word = cell.trim_matches('"').to_owned();
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// The least and greatest of some numbers.
fn span(cells: &[String]) -> Ty {
    let numbers = cells.iter().filter_map(|cell| cell.parse::<f64>().ok());
    let (low, high) =
        numbers.fold((f64::MAX, f64::MIN), |(low, high), number| (low.min(number), high.max(number)));
    Ty::Number(low, high)
}

fn inputs(d: &mut Draws<'_>, world: &World, count: usize) -> Vec<Name> {
    let mut inputs: Vec<Name> = Vec::new();
    for _ in 0..count {
        inputs.extend(world.find(d, |name| !inputs.iter().any(|known| known.text == name.text)));
    }
    inputs
}

/// Tests on inputs: the header, and rows that hold everything once, or in order with the first to hit.
pub fn tests(d: &mut Draws<'_>, world: &mut World, hit: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let count = 1 + d.below(3);
    let inputs = inputs(d, world, count);
    let header = inputs.iter().map(|name| name.text.clone()).collect();
    if hit.starts_with("collect") {
        let count = 1 + d.below(5);
        let mut rows: Vec<Vec<String>> =
            (0..count).map(|_| inputs.iter().map(|name| any(d, world, name)).collect()).collect();
        if d.chance(20) {
            rows.push(
                std::iter::once("otherwise".to_owned())
                    .chain(vec!["-".to_owned(); inputs.len() - 1])
                    .collect(),
            );
        }
        return (header, rows);
    }
    let mut all = rows(d, world, &inputs);
    if hit == "first" {
        for _ in 0..d.below(3) {
            let at = d.below(all.len());
            let row = inputs.iter().map(|name| any(d, world, name)).collect();
            all.insert(at, row);
        }
    }
    if all.len() > 1 && d.chance(40) {
        let nullable: Vec<bool> = inputs.iter().map(|name| world.nullable(name)).collect();
        let takes_null = |row: &Vec<String>| {
            row.iter().zip(&nullable).any(|(cell, nullable)| {
                cell == "null" || cell.starts_with("missing") || (*nullable && cell == "-")
            })
        };
        let drop = d.below(all.len());
        if !takes_null(&all[drop]) {
            all.remove(drop);
            all.push(
                std::iter::once("otherwise".to_owned())
                    .chain(vec!["-".to_owned(); inputs.len() - 1])
                    .collect(),
            );
        }
    }
    (header, all)
}

fn table(d: &mut Draws<'_>, world: &mut World, name: &str) -> Tree {
    if d.chance(25) {
        return cross(d, world, name);
    }
    let hit = d.word(&[
        "unique",
        "first",
        "collect sum",
        "collect min",
        "collect max",
        "collect count",
        "collect list",
    ]);
    let hit = if d.chance(60) { d.word(&["unique", "first"]) } else { hit };
    let (header, tests) = tests(d, world, &hit);
    let mut sheet = Rows { header, rows: tests };
    let collects = hit.starts_with("collect");
    let count = if collects { 1 } else { 1 + d.below(2) };
    let mut gives = Vec::new();
    for index in 0..count {
        let (mut cells, mut ty, mut nullable) = column(d, sheet.rows.len());
        if collects && hit != "collect count" && hit != "collect list" {
            (ty, nullable) = (Ty::Number(-20.0, 25000.0), true);
            cells = (0..sheet.rows.len()).map(|_| d.word(&["100", "0.5", "-3.25", "7"])).collect();
        }
        let title = format!("{name}_{index}");
        sheet.header.push(title.clone());
        sheet.rows.iter_mut().zip(cells).for_each(|(row, cell)| row.push(cell));
        match (hit.as_str(), ty) {
            ("collect list", _) => {}
            ("collect count", _) => world.name(&format!("{name}.{title}"), Ty::Number(0.0, 10.0), false),
            (_, ty) => world.name(&format!("{name}.{title}"), ty, nullable),
        }
        gives.push(title);
    }
    let mut entries = vec![
        ("file", text(&world.file(sheet))),
        ("gives", list(gives.iter().map(|title| text(title)))),
        ("hit", text(&hit)),
    ];
    if collects && d.chance(50) {
        let value = if hit == "collect count" || hit == "collect list" { None } else { Some("5") };
        entries.extend(value.map(|value| ("default", map([(gives[0].clone(), text(value))]))));
    }
    map(entries)
}

pub fn cross_sheet(d: &mut Draws<'_>, world: &mut World, amounts: bool) -> Option<(Rows, Ty, bool)> {
    let inputs = inputs(d, world, 2);
    let [down, across] = inputs.as_slice() else { return None };
    let firsts = bins(d, world, down, true);
    let titles = bins(d, world, across, true);
    let (cells, ty, nullable) = column(d, firsts.len() * titles.len());
    let cells = if amounts {
        (0..cells.len()).map(|_| d.word(&["1000", "20000", "0", "333.33", "50000"])).collect()
    } else {
        cells
    };
    let width = titles.len();
    let mut sheet = Rows {
        header: std::iter::once(format!("{} \\ {}", down.text, across.text)).chain(titles).collect(),
        rows: Vec::new(),
    };
    for (first, values) in firsts.iter().zip(cells.chunks(width)) {
        sheet.rows.push(std::iter::once(first.clone()).chain(values.iter().cloned()).collect());
    }
    Some((sheet, ty, nullable))
}

fn cross(d: &mut Draws<'_>, world: &mut World, name: &str) -> Tree {
    let Some((sheet, ty, nullable)) = cross_sheet(d, world, false) else {
        return map([("file", text("none.csv"))]);
    };
    world.name(&format!("{name}.x"), ty, nullable);
    map([("file", text(&world.file(sheet))), ("gives", text("x"))])
}

fn outputs(d: &mut Draws<'_>, world: &mut World) {
    let names = world.names.clone();
    for (index, name) in names.iter().enumerate() {
        let tree = match (&name.ty, d.below(4)) {
            (Ty::Number(..), 1) => map([("is", text(&name.text)), ("declined", text("0"))]),
            (_, 2) => map([("is", text(&name.text)), ("declined", text("null"))]),
            _ => text(&name.text),
        };
        world.bundle.outputs.push((format!("o{index}"), tree));
    }
    for index in 0..d.below(3) {
        let expression = writer(d, world).number(2).text;
        world.bundle.outputs.push((format!("e{index}"), text(&expression)));
    }
    world.bundle.outputs.push(("flags_up".to_owned(), text("flags")));
    world.bundle.outputs.push(("end".to_owned(), text("outcome")));
}
