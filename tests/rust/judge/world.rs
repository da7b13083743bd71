//! What a random bundle knows so far: facts, names with what the generator believes of them, constants in use.

use crate::draws::Draws;
use crate::files::{Bundle, Rows};

pub const ALIVE: &str = "outcome != \"decline\"";
pub const DAYS: [&str; 4] = ["2020-02-29", "2024-01-01", "2024-12-31", "2025-06-15"];
pub const TEXTS: [&str; 4] = ["R1", "R2", "a, b", "null"];

#[derive(Clone, Debug, PartialEq)]
pub enum Ty {
    /// Between these, about.
    Number(f64, f64),
    Boolean,
    Words(Vec<String>),
    Text,
    Date,
}

#[derive(Clone, Debug)]
pub struct Name {
    pub text: String,
    pub ty: Ty,
    pub nullable: bool,
    /// Of a fact: the causes of absence that it admits.
    pub causes: Vec<String>,
    /// It is null where these do not hold.
    pub guards: Vec<String>,
    /// Words that it cannot be while nothing has declined.
    pub declining: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct World {
    pub bundle: Bundle,
    pub names: Vec<Name>,
    /// What holds where the current stage runs.
    pub guards: Vec<String>,
    /// Names that the stage's `when` has tested against null.
    pub known: Vec<String>,
    /// Every number that the bundle compares with.
    pub numbers: Vec<String>,
    pub flags: Vec<String>,
    pub codes: usize,
    pub count: usize,
}

/// A range as written, and what it comes to.
type Allowed = (&'static str, f64, f64);

/// Types with the ranges that may be declared for them.
const NUMERIC: [(&str, &[Allowed]); 6] = [
    (
        "integer",
        &[
            ("[0..100]", 0.0, 100.0),
            ("[18..75]", 18.0, 75.0),
            ("", -9e15, 9e15),
            (">= 0", 0.0, 9e15),
            ("[-5..5]", -5.0, 5.0),
        ],
    ),
    (
        "decimal(2)",
        &[("[0..10]", 0.0, 10.0), ("(0..1]", 0.01, 1.0), ("", -1e13, 1e13), ("[-1..1]", -1.0, 1.0)],
    ),
    ("decimal(5)", &[("[0..1]", 0.0, 1.0), ("(-0.5..0.5)", -0.49999, 0.49999)]),
    (
        "money",
        &[
            ("[0..100000]", 0.0, 100_000.0),
            (">= 0", 0.0, 1e13),
            ("", -1e13, 1e13),
            ("(0..5000]", 0.01, 5000.0),
        ],
    ),
    ("number", &[("[0..1000]", 0.0, 1000.0), ("", -1e40, 1e40), ("[-1..1]", -1.0, 1.0)]),
    ("float", &[("[0..1]", 0.0, 1.0), ("", -1e308, 1e308), ("[-10..10]", -10.0, 10.0), ("(0..5]", 0.0, 5.0)]),
];

impl World {
    pub fn new(d: &mut Draws<'_>) -> Self {
        let mut world = Self::default();
        world.facts(d);
        world.parameters(d);
        let mut reasons = Rows::new(&["code", "en"]);
        (0..60).for_each(|code| reasons.row(&[format!("C{code}"), "why".to_owned()]));
        world.bundle.tables.push(("reasons.csv".to_owned(), reasons));
        world
    }

    fn facts(&mut self, d: &mut Draws<'_>) {
        let mut rows = Rows::new(&["fact", "type", "allowed", "missing", "consent"]);
        rows.row(&["agree", "boolean", "", "", ""]);
        self.names.push(Name {
            text: "agree".to_owned(),
            ty: Ty::Boolean,
            nullable: false,
            causes: Vec::new(),
            guards: Vec::new(),
            declining: Vec::new(),
        });
        for index in 0..4 + d.below(5) {
            let (kind, allowed, ty) = match d.below(10) {
                pick @ 0..6 => {
                    let (kind, ranges) = NUMERIC[pick];
                    let (allowed, low, high) = *d.pick(ranges);
                    (kind, allowed.to_owned(), Ty::Number(low, high))
                }
                6 => ("boolean", String::new(), Ty::Boolean),
                7 => {
                    let words: Vec<String> = ["clerk", "smith", "baker", "not given", "e"][..2 + d.below(4)]
                        .iter()
                        .map(|&word| word.to_owned())
                        .collect();
                    ("enumeration", words.join(", "), Ty::Words(words))
                }
                8 => ("text", String::new(), Ty::Text),
                _ => ("date", d.word(&["[2020-01-01..2030-12-31]", "", ">= 2019-01-01"]), Ty::Date),
            };
            let missing = d.word(&["no", "yes", "source_down, stale", "stale"]);
            let consent = if d.chance(15) { "agree" } else { "" };
            let mut causes: Vec<String> = match missing.as_str() {
                "no" => Vec::new(),
                "yes" => vec!["not_given".to_owned()],
                listed => std::iter::once("not_given").chain(listed.split(", ")).map(str::to_owned).collect(),
            };
            if !consent.is_empty() {
                causes.retain(|cause| cause != "not_given");
                causes.extend(["not_given".to_owned(), "withheld".to_owned()]);
            }
            let text = if d.chance(40) { format!("g.f{index}") } else { format!("f{index}") };
            rows.row(&[text.as_str(), kind, &allowed, &missing, consent]);
            self.names.push(Name {
                text,
                ty,
                nullable: !causes.is_empty(),
                causes,
                guards: Vec::new(),
                declining: Vec::new(),
            });
        }
        self.bundle.tables.push(("facts.csv".to_owned(), rows));
    }

    fn parameters(&mut self, d: &mut Draws<'_>) {
        if !d.chance(30) {
            return;
        }
        let mut rows = Rows::new(&["name", "value", "from", "to"]);
        rows.row(&["levy", "7.20", "", "2024-06-30"]);
        rows.row(&["levy", "8", "2024-07-01", ""]);
        rows.row(&["base_levy", "3.5", "", ""]);
        self.name("levy", Ty::Number(7.2, 8.0), false);
        self.name("base_levy", Ty::Number(3.5, 3.5), false);
        self.bundle.tables.push(("parameters.csv".to_owned(), rows));
    }

    /// A new name that is in scope from here on.
    pub fn name(&mut self, text: &str, ty: Ty, nullable: bool) {
        let guards = self.guards.clone();
        self.names.push(Name {
            text: text.to_owned(),
            ty,
            nullable,
            causes: Vec::new(),
            guards,
            declining: Vec::new(),
        });
    }

    pub fn fresh(&mut self, letter: &str) -> String {
        self.count += 1;
        format!("{letter}{}", self.count)
    }

    pub fn code(&mut self) -> String {
        self.codes += 1;
        format!("C{}", self.codes % 17)
    }

    pub fn file(&mut self, rows: Rows) -> String {
        let name = format!("{}.csv", self.fresh("t"));
        self.bundle.tables.push((name.clone(), rows));
        name
    }

    pub fn nullable(&self, name: &Name) -> bool {
        let told = name.nullable || !name.guards.iter().all(|guard| self.guards.contains(guard));
        told && !self.known.contains(&name.text)
    }

    /// A name of a type that fits, the latest results more often than facts.
    pub fn find(&self, d: &mut Draws<'_>, fits: impl Fn(&Name) -> bool) -> Option<Name> {
        let fitting: Vec<&Name> = self.names.iter().filter(|name| fits(name)).collect();
        if fitting.is_empty() {
            return None;
        }
        let late = d.chance(40);
        let from = if late { fitting.len().saturating_sub(4) } else { 0 };
        Some((*d.pick(&fitting[from..])).clone())
    }

    /// A number between these, as text; it is remembered, so that facts lie on it and beside it.
    pub fn literal(&mut self, d: &mut Draws<'_>, low: f64, high: f64) -> String {
        let wide = high - low > 1e6;
        for _ in 0..5 {
            let text = if wide {
                d.word(&[
                    "0",
                    "100",
                    "-1000",
                    "5000",
                    "0.5",
                    "18",
                    "1234.567",
                    "0.1",
                    "-0.01",
                    "1000000",
                    "3.3333333333333333333",
                ])
            } else {
                let share = [10, 5, 15, 1, 19, 3, 7, 12][d.below(8)];
                let places = d.below(5);
                format!(
                    "{:.*}",
                    if places == 4 { 17 } else { places },
                    low + (high - low) * f64::from(share) / 20.0
                )
            };
            let value: f64 = text.parse().unwrap();
            if low < value && value < high {
                self.numbers.push(text.clone());
                return text;
            }
        }
        let text = format!("{:.6}", f64::midpoint(low.max(-1e12), high.min(1e12)));
        self.numbers.push(text.clone());
        text
    }
}
