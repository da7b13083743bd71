//! Random prices and limits.

use crate::draws::Draws;
use crate::files::{Rows, map, text};
use crate::policy::{cross_sheet, tests, writer};
use crate::world::{ALIVE, Ty, World};
use engine_core::source::Tree;

/// A base: an expression, or the file of a table or cross table.
fn base(d: &mut Draws<'_>, world: &mut World) -> (String, bool) {
    match d.below(3) {
        0 => (writer(d, world).given(2).text, false),
        1 => match cross_sheet(d, world, true) {
            Some((sheet, ..)) => (world.file(sheet), true),
            None => ("1000".to_owned(), false),
        },
        _ => {
            let (header, rows) = tests(d, world, "unique");
            let mut sheet = Rows { header, rows };
            sheet.header.push("amount".to_owned());
            sheet.rows.iter_mut().for_each(|row| row.push(d.word(&["1000", "20000", "0", "333.33", "12.5"])));
            (world.file(sheet), true)
        }
    }
}

pub fn price(d: &mut Draws<'_>, world: &mut World, name: &str) -> Tree {
    let (base, file) = base(d, world);
    let mut entries = vec![(if file { "file" } else { "base" }, text(&base))];
    let less: Vec<(String, Tree)> =
        (0..d.below(3)).map(|_| (world.fresh("less"), text(&writer(d, world).given(2).text))).collect();
    if !less.is_empty() {
        entries.push(("less", map(less)));
    }
    let bounded = d.chance(60);
    if bounded {
        entries.push(("within", text(&d.word(&["7.20..18.00", "0..100", "-5..1000.5"]))));
    }
    let (low, high) = if bounded { (-5.0, 1000.5) } else { (-1e14, 1e14) };
    world.name(name, Ty::Number(low, high), false);
    map(entries)
}

pub fn limit(d: &mut Draws<'_>, world: &mut World, name: &str) -> Tree {
    let (base, _) = base(d, world);
    let mut entries = vec![("base", text(&base))];
    let times: Vec<(String, Tree)> =
        (0..d.below(2)).map(|_| (world.fresh("times"), text(&writer(d, world).given(1).text))).collect();
    if !times.is_empty() {
        entries.push(("times", map(times)));
    }
    let mut caps = vec![("regulatory".to_owned(), text("200000"))];
    let mut declines = false;
    for _ in 0..d.below(4) {
        let cap = writer(d, world).number(2);
        let missing = d.word(&["skip", "zero", "refer", "decline"]);
        declines |= missing == "decline";
        let mut fields = vec![("is", text(&cap.text)), ("missing", text(&missing))];
        if ["refer", "decline"].contains(&missing.as_str()) {
            fields.push(("reason", text(&world.code())));
        }
        let at = d.below(caps.len() + 1);
        caps.insert(at, (world.fresh("cap"), map(fields)));
    }
    let words = std::iter::once("base".to_owned()).chain(caps.iter().map(|(name, _)| name.clone())).collect();
    entries.push(("caps", map(caps)));
    if d.chance(60) {
        entries.push(("round", text(&d.word(&["down 100", "down 1", "down 0.05", "down 7"]))));
    }
    if d.chance(50) {
        let action = d.word(&["decline", "refer"]);
        declines |= action == "decline";
        entries.push((
            "least",
            map([
                ("amount", text(&d.word(&["500", "0.01", "10000"]))),
                (action.as_str(), text(&world.code())),
            ]),
        ));
    }
    world.name(&format!("{name}.binding"), Ty::Words(words), false);
    world.name(&format!("{name}.uncut"), Ty::Number(-1e14, 200_000.0), false);
    if declines && !world.guards.iter().any(|guard| guard == ALIVE) {
        world.guards.push(ALIVE.to_owned());
    }
    world.name(name, Ty::Number(0.0, 200_000.0), false);
    map(entries)
}
