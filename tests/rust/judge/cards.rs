//! Random scorecards: points, shares, bounds on groups, and how reasons are chosen.

use crate::cells::bins;
use crate::draws::Draws;
use crate::files::{Rows, list, map, text};
use crate::world::{Ty, World};
use engine_core::source::Tree;

/// The characteristics drawn so far, each with its least and most points.
#[derive(Default)]
struct Parts {
    names: Vec<String>,
    spans: Vec<(f64, f64)>,
    codes: Vec<String>,
}

pub fn scorecard(d: &mut Draws<'_>, world: &mut World, name: &str) -> Tree {
    let mut sheet = Rows::new(&["characteristic", "bin", "points", "share", "reason"]);
    let mut parts = Parts::default();
    let places = d.below(3);
    let method = d.word(&["below best", "below average"]);
    let told = method == "below average" || d.chance(30);
    let start = d.word(&["0", "420", "-10.5", "100.25"]);
    for _ in 0..1 + d.below(5) {
        let Some(input) = world.find(d, |name| !parts.names.contains(&name.text)) else { continue };
        let reason = world.code();
        let cells = bins(d, world, &input, true);
        let shares = if told { shares(d, cells.len()) } else { vec![String::new(); cells.len()] };
        let (mut least, mut most) = (f64::MAX, f64::MIN);
        for (index, (cell, share)) in cells.into_iter().zip(shares).enumerate() {
            let points = format!("{:.places$}", f64::from(i32::try_from(d.below(120)).unwrap() - 40) / 4.0);
            let value: f64 = points.parse().unwrap();
            (least, most) = (least.min(value), most.max(value));
            let code = if index == 0 {
                reason.clone()
            } else if d.chance(20) {
                format!("C{}", d.below(12))
            } else {
                String::new()
            };
            parts.codes.extend((!code.is_empty()).then(|| code.clone()));
            let title = if index == 0 { input.text.clone() } else { String::new() };
            sheet.row(&[title, cell, points, share, code]);
        }
        parts.names.push(input.text);
        parts.spans.push((least, most));
    }
    let mut entries = vec![("file", text(&world.file(sheet))), ("start", text(&start))];
    let (bounds, bounded) = bounds(d, &parts);
    if !bounds.is_empty() {
        entries.push(("bounds", map(bounds)));
    }
    if d.chance(70) {
        entries.push(("reasons", reasons(d, &method, &parts)));
    }
    let start: f64 = start.parse().unwrap();
    world.name(name, Ty::Number(start + bounded.0, start + bounded.1), false);
    map(entries)
}

/// Shares that are one together, some of them nothing.
fn shares(d: &mut Draws<'_>, count: usize) -> Vec<String> {
    let places = 1 + d.below(4);
    let one = 10_usize.pow(u32::try_from(places).unwrap());
    let mut rest = one;
    let mut shares = Vec::new();
    for index in 0..count {
        let share = if index + 1 == count { rest } else { d.below(rest + 1) };
        rest -= share;
        shares.push(format!("{}.{:0places$}", share / one, share % one));
    }
    shares
}

/// Up to two groups, one of facts and one of the other characteristics, and the least and most points of all.
fn bounds(d: &mut Draws<'_>, parts: &Parts) -> (Vec<(String, Tree)>, (f64, f64)) {
    let sum = |members: &[usize]| {
        members.iter().map(|&part| parts.spans[part]).fold((0.0, 0.0), |(a, b), (c, d)| (a + c, b + d))
    };
    let all: Vec<usize> = (0..parts.names.len()).collect();
    let (of_facts, others): (Vec<usize>, Vec<usize>) =
        all.iter().partition(|&&part| parts.names[part].starts_with("g."));
    let mut entries = Vec::new();
    let (mut low, mut high) = sum(&all);
    let mut bound = |d: &mut Draws<'_>, members: &[usize]| {
        let (least, most) = sum(members);
        let ends =
            [("-3", "5"), ("-2.125", ""), ("", "4.5"), ("1", "1"), ("2", "30"), ("-40", "-1.5")][d.below(6)];
        let from = ends.0.parse().unwrap_or(f64::MIN);
        let to = ends.1.parse().unwrap_or(f64::MAX);
        low += least.clamp(from, to) - least;
        high += most.clamp(from, to) - most;
        text(&format!("{}..{}", ends.0, ends.1))
    };
    if !of_facts.is_empty() && d.chance(50) {
        entries.push(("g".to_owned(), bound(d, &of_facts)));
    }
    if !others.is_empty() && d.chance(40) {
        let members = &others[d.below(others.len())..];
        let within = bound(d, members);
        let of = list(members.iter().rev().map(|&part| text(&parts.names[part])));
        entries.push(("others".to_owned(), map([("within", within), ("of", of)])));
    }
    (entries, (low, high))
}

fn reasons(d: &mut Draws<'_>, method: &str, parts: &Parts) -> Tree {
    let mut entries = vec![
        ("method", text(method)),
        ("top", text(&d.word(&["4", "1", "2", "9"]))),
        ("given", text(&d.word(&["any decline", "score decline"]))),
        ("keep_zero", text(&d.word(&["false", "true"]))),
        ("shared", text(&d.word(&["largest", "add"]))),
    ];
    if !parts.codes.is_empty() && d.chance(40) {
        let codes: Vec<String> = (0..1 + d.below(3)).map(|_| d.pick(&parts.codes).clone()).collect();
        entries.push(("always", list(codes.iter().map(|code| text(code)))));
    }
    map(entries)
}
