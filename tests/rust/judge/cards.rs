//! Random scorecards: points of few and of many digits, in decimals and in doubles, sums and scaled scores; shares, baselines,
//! bounds on groups, and how reasons are chosen.

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

const METHODS: [&str; 4] = ["below best", "below average", "below baseline", "above baseline"];

pub fn scorecard(d: &mut Draws<'_>, world: &mut World, name: &str) -> Tree {
    let mut sheet = Rows::new(&["characteristic", "bin", "points", "share", "baseline", "reason"]);
    let mut parts = Parts::default();
    let digits = Digits { places: d.below(3), more: if d.chance(30) { 1 + d.below(3) } else { 0 } };
    let method = d.word(&METHODS);
    let told = method == "below average" || d.chance(30);
    let based = method.ends_with("baseline") || d.chance(20);
    let mixed = if d.chance(60) { 0 } else { 20 }; // most cards have one code for each characteristic
    let start = d.word(&["0", "420", "-10.5", "100.25", "387.603624123456789"]);
    for _ in 0..1 + d.below(5) {
        let Some(input) = world.find(d, |name| !parts.names.contains(&name.text)) else { continue };
        // One that another stage may tell too.
        let reason = if d.chance(25) { format!("C{}", d.below(17)) } else { world.code() };
        let cells = bins(d, world, &input, true);
        let shares = if told { shares(d, cells.len()) } else { vec![String::new(); cells.len()] };
        let (mut least, mut most) = (f64::MAX, f64::MIN);
        for (index, (cell, share)) in cells.into_iter().zip(shares).enumerate() {
            let points = digits.points(d);
            let value: f64 = points.parse().unwrap();
            (least, most) = (least.min(value), most.max(value));
            let baseline =
                if based && (index == 0 || d.chance(30)) { digits.points(d) } else { String::new() };
            let code = if index == 0 {
                reason.clone()
            } else if d.chance(mixed) {
                format!("C{}", d.below(12))
            } else {
                String::new()
            };
            parts.codes.extend((!code.is_empty()).then(|| code.clone()));
            let title = if index == 0 { input.text.clone() } else { String::new() };
            sheet.row(&[title, cell, points, share, baseline, code]);
        }
        parts.names.push(input.text);
        parts.spans.push((least, most));
    }
    let mut entries = vec![("file", text(&world.file(sheet))), ("start", text(&start))];
    let arithmetic = d.word(&["exact", "exact", "exact", "float", "float start last"]);
    let (bounds, bounded) =
        if arithmetic == "exact" { bounds(d, &parts) } else { (Vec::new(), parts.span()) };
    if !bounds.is_empty() {
        entries.push(("bounds", map(bounds)));
    }
    if arithmetic != "exact" || d.chance(10) {
        entries.push(("arithmetic", text(&arithmetic)));
    }
    let start: f64 = start.parse().unwrap();
    let range = law(d, (start + bounded.0, start + bounded.1), &mut entries);
    if d.chance(70) {
        entries.push(("reasons", reasons(d, &method, &parts)));
    }
    world.name(name, Ty::Number(range.0, range.1), false);
    map(entries)
}

/// How many digits points have: quarters, or nine more digits, once, twice or thrice.
struct Digits {
    places: usize,
    more: usize,
}

impl Digits {
    fn points(&self, d: &mut Draws<'_>) -> String {
        let places = if self.more == 0 { self.places } else { 2 };
        let value = f64::from(i32::try_from(d.below(120)).unwrap() - 40) / 4.0;
        let mut text = format!("{value:.places$}");
        for _ in 0..self.more {
            text.push_str(&format!("{:09}", d.below(1_000_000_000)));
        }
        text
    }
}

/// Scales and rounds the score, or does not: the range that it then has, about.
fn law(d: &mut Draws<'_>, range: (f64, f64), entries: &mut Vec<(&'static str, Tree)>) -> (f64, f64) {
    let (mut low, mut high) = range;
    if d.chance(30) {
        let (odds, ratio) =
            [("19", 19.0), ("19:1", 19.0), ("1:19", 1.0 / 19.0), ("50:2.5", 20.0)][d.below(4)];
        let (pdo, factor) = [("50", 50.0), ("20", 20.0), ("-40.5", -40.5)][d.below(3)];
        let scale = map([("points", text("600")), ("odds", text(odds)), ("pdo", text(pdo))]);
        entries.push(("scale", scale));
        let score = |sum: f64| 600.0 + factor / 2_f64.ln() * (sum - f64::ln(ratio));
        (low, high) = (score(low).min(score(high)), score(low).max(score(high)));
    }
    if d.chance(30) {
        let mode = d.word(&["half even", "half up", "half down", "up", "down", "floor", "ceiling"]);
        let places = d.below(4);
        entries.push(("round", text(&format!("{mode} {places}"))));
    }
    (low, high)
}

impl Parts {
    /// The least and most points of all.
    fn span(&self) -> (f64, f64) {
        self.spans.iter().fold((0.0, 0.0), |(a, b), (c, d)| (a + c, b + d))
    }
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
        ("shared", text(&d.word(&["largest", "add", "net"]))),
    ];
    if !parts.codes.is_empty() {
        let (mut always, mut never) = (Vec::new(), Vec::new());
        for _ in 0..d.below(4) {
            let code = d.pick(&parts.codes).clone();
            if d.chance(60) || always.contains(&code) {
                always.push(code);
            } else {
                never.push(code);
            }
        }
        always.retain(|code| !never.contains(code));
        entries.push(("always", list(always.iter().map(|code| text(code)))));
        entries.push(("never_tell", list(never.iter().map(|code| text(code)))));
    }
    map(entries)
}
