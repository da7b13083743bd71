//! Cells that divide what an input can be among them.

use crate::draws::Draws;
use crate::world::{ALIVE, DAYS, Name, TEXTS, Ty, World};

/// Bins of an input: disjoint, complete, in order.
pub fn bins(d: &mut Draws<'_>, world: &mut World, name: &Name, rest: bool) -> Vec<String> {
    let mut cells = match &name.ty {
        Ty::Number(low, high) => numbers(d, world, *low, *high),
        Ty::Boolean => vec!["true".to_owned(), d.word(&["false", "FALSE", "not(true)"])],
        Ty::Words(words) => {
            let alive = world.guards.iter().any(|guard| guard == ALIVE);
            let possible: Vec<String> =
                words.iter().filter(|word| !alive || !name.declining.contains(word)).cloned().collect();
            words_in_two(d, if possible.is_empty() { words } else { &possible })
        }
        Ty::Text => texts(d),
        Ty::Date => days(d),
    };
    if rest && cells.len() > 1 && d.chance(25) {
        cells.pop();
        cells.push("otherwise".to_owned());
    }
    if world.nullable(name) {
        let nulls = nulls(d, name);
        if d.chance(50) {
            cells.splice(0..0, nulls)
        } else {
            cells.splice(cells.len() - 1..cells.len() - 1, nulls)
        };
    }
    cells
}

fn nulls(d: &mut Draws<'_>, name: &Name) -> Vec<String> {
    let mut cells = vec!["null".to_owned()];
    if name.causes.len() > 1 && d.chance(50) {
        let cause = d.pick(&name.causes).clone();
        cells.push(format!("missing({cause})"));
    }
    cells
}

fn numbers(d: &mut Draws<'_>, world: &mut World, low: f64, high: f64) -> Vec<String> {
    if low >= high {
        return vec!["not(77777)".to_owned()];
    }
    let count = 1 + d.below(4);
    let mut cuts: Vec<String> = (0..count).map(|_| world.literal(d, low, high)).collect();
    let value = |text: &String| text.parse::<f64>().unwrap();
    cuts.sort_by(|a, b| value(a).total_cmp(&value(b)));
    cuts.dedup_by(|a, b| (value(a) - value(b)).abs() < (high - low) / 40.0);
    between(d, &cuts)
}

fn days(d: &mut Draws<'_>) -> Vec<String> {
    let count = 1 + d.below(3);
    let from = d.below(2);
    let cuts: Vec<String> = DAYS[from..].iter().take(count).map(|&day| day.to_owned()).collect();
    between(d, &cuts)
}

/// The stretches between cuts, each edge on one side or the other, or by itself.
fn between(d: &mut Draws<'_>, cuts: &[String]) -> Vec<String> {
    let (first, last) = (cuts.first().unwrap(), cuts.last().unwrap());
    // A cut can stand by itself only where the input can be equal to it.
    let edges: Vec<usize> = cuts.iter().map(|cut| d.below(if cut.contains('.') { 2 } else { 3 })).collect();
    let mut cells = vec![format!("{} {first}", if edges[0] == 1 { "<=" } else { "<" })];
    for index in 0..cuts.len() {
        if edges[index] == 2 {
            cells.push(cuts[index].clone());
        }
        if let Some(next) = cuts.get(index + 1) {
            let open = if edges[index] == 0 { '[' } else { '(' };
            let close = if edges[index + 1] == 1 { ']' } else { ')' };
            cells.push(format!("{open}{}..{next}{close}", cuts[index]));
        }
    }
    cells.push(format!("{} {last}", if *edges.last().unwrap() == 0 { ">=" } else { ">" }));
    if d.chance(20) {
        cells.reverse();
    }
    cells
}

fn words_in_two(d: &mut Draws<'_>, words: &[String]) -> Vec<String> {
    let at = 1 + d.below(words.len().max(2) - 1);
    let (here, there) = words.split_at(at.min(words.len()));
    let quoted =
        |words: &[String]| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
    if there.is_empty() {
        return vec![here.join(", ")];
    }
    let second = if d.chance(30) { format!("not({})", quoted(here)) } else { there.join(", ") };
    vec![if d.chance(30) { quoted(here) } else { here.join(", ") }, second]
}

fn texts(d: &mut Draws<'_>) -> Vec<String> {
    let texts: Vec<String> =
        TEXTS[..1 + d.below(TEXTS.len())].iter().map(|text| format!("\"{text}\"")).collect();
    let all = texts.join(", ");
    vec![all.clone(), format!("not({all})")]
}

/// Rows over some inputs that divide everything: under each cell of one input, the next is asked or not.
pub fn rows(d: &mut Draws<'_>, world: &mut World, names: &[Name]) -> Vec<Vec<String>> {
    let Some((name, rest)) = names.split_first() else { return vec![Vec::new()] };
    let mut rows_of = Vec::new();
    for cell in bins(d, world, name, false) {
        let tails = if d.chance(40) || rows_of.len() > 12 {
            vec![vec!["-".to_owned(); rest.len()]]
        } else {
            rows(d, world, rest)
        };
        rows_of.extend(
            tails.into_iter().map(|tail| std::iter::once(cell.clone()).chain(tail).collect::<Vec<_>>()),
        );
    }
    rows_of
}

/// A cell of any kind for an input.
pub fn any(d: &mut Draws<'_>, world: &mut World, name: &Name) -> String {
    if d.chance(30) {
        return "-".to_owned();
    }
    let bins = bins(d, world, name, false);
    let cell = d.pick(&bins).clone();
    let plain = !cell.contains("not(")
        && !cell.contains("null")
        && !cell.contains("missing")
        && !cell.starts_with('-');
    if plain && d.chance(15) { format!("not({cell})") } else { cell }
}
