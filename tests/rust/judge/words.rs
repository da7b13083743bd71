//! Random expressions, with what the generator believes of them.

use crate::draws::Draws;
use crate::world::{DAYS, Name, TEXTS, Ty, World};

#[derive(Clone, Debug)]
pub struct Num {
    pub text: String,
    pub nullable: bool,
    pub low: f64,
    pub high: f64,
}

#[derive(Clone, Debug)]
pub struct Cond {
    pub text: String,
    pub unknown: bool,
    pub nullable: bool,
}

/// Writes expressions over the names of a world.
pub struct Writer<'w, 'd, 'l> {
    pub world: &'w mut World,
    pub d: &'d mut Draws<'l>,
    /// Names that are not null here.
    pub known: Vec<String>,
    /// Whether an `if` may rest on a condition that can be unknown, and other forms that are often refused.
    pub wild: bool,
}

fn num(text: String, nullable: bool, low: f64, high: f64) -> Num {
    Num { text, nullable, low, high }
}

impl Writer<'_, '_, '_> {
    fn nullable(&self, name: &Name) -> bool {
        self.world.nullable(name) && !self.known.contains(&name.text)
    }

    fn find(&mut self, fits: impl Fn(&Ty) -> bool) -> Option<Name> {
        self.world.find(self.d, |name| fits(&name.ty))
    }

    fn numeric(&mut self) -> Option<(Name, f64, f64)> {
        let name = self.find(|ty| matches!(ty, Ty::Number(..)))?;
        let Ty::Number(low, high) = name.ty else { return None };
        Some((name, low, high))
    }

    fn knowing<T>(&mut self, name: &str, work: impl FnOnce(&mut Self) -> T) -> T {
        self.known.push(name.to_owned());
        let result = work(self);
        self.known.pop();
        result
    }

    fn constant(&mut self) -> Num {
        let text = self.d.word(&["1", "0", "2", "0.5", "100", "-3", "1000", "0.01", "12.345"]);
        let value = text.parse().unwrap();
        num(text, false, value, value)
    }

    pub fn number(&mut self, depth: usize) -> Num {
        let pick = self.d.below(if depth == 0 { 3 } else { 12 });
        match pick {
            0 => self.constant(),
            1..=3 => match self.numeric() {
                Some((name, low, high)) => num(name.text.clone(), self.nullable(&name), low, high),
                None => self.constant(),
            },
            4..=6 => {
                let (a, b) = (self.number(depth - 1), self.number(depth - 1));
                let nullable = a.nullable || b.nullable;
                let (ac, ad, bc, bd) = (a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high);
                match pick {
                    4 => num(format!("({} + {})", a.text, b.text), nullable, a.low + b.low, a.high + b.high),
                    5 => num(format!("({} - {})", a.text, b.text), nullable, a.low - b.high, a.high - b.low),
                    _ => num(
                        format!("{} * {}", a.text, b.text),
                        nullable,
                        ac.min(ad).min(bc).min(bd),
                        ac.max(ad).max(bc).max(bd),
                    ),
                }
            }
            7 => self.quotient(depth),
            8 | 9 => self.conditional(depth),
            10 => self.call(depth),
            _ => self.odd(depth),
        }
    }

    fn quotient(&mut self, depth: usize) -> Num {
        let a = self.number(depth - 1);
        if self.d.chance(50) {
            let by = self.d.word(&["2", "3", "0.7", "-4", "1200"]);
            let value: f64 = by.parse().unwrap();
            let (low, high) = (a.low / value, a.high / value);
            return num(format!("{} / {by}", a.text), a.nullable, low.min(high), low.max(high));
        }
        let b = self.number(depth - 1);
        num(format!("({}) / ({})", a.text, b.text), true, -1e15, 1e15)
    }

    fn conditional(&mut self, depth: usize) -> Num {
        if let Some((name, ..)) = self.numeric()
            && self.nullable(&name)
        {
            let other = self.number(depth - 1);
            let then = self.knowing(&name.text, |it| it.number(depth - 1));
            let (low, high) = (then.low.min(other.low), then.high.max(other.high));
            let nullable = then.nullable || other.nullable;
            if self.d.chance(50) {
                return num(
                    format!("(if {} = null then {} else {})", name.text, other.text, then.text),
                    nullable,
                    low,
                    high,
                );
            }
            let bound = self.world.literal(self.d, low, high);
            return num(
                format!(
                    "(if {0} != null and {0} > {bound} then {1} else {2})",
                    name.text, then.text, other.text
                ),
                nullable,
                low,
                high,
            );
        }
        let condition = if self.wild { self.condition(depth - 1) } else { self.decided(depth - 1) };
        let (a, b) = (self.number(depth - 1), self.number(depth - 1));
        num(
            format!("(if {} then {} else {})", condition.text, a.text, b.text),
            a.nullable || b.nullable,
            a.low.min(b.low),
            a.high.max(b.high),
        )
    }

    fn call(&mut self, depth: usize) -> Num {
        let (a, b) = (self.number(depth - 1), self.number(depth - 1));
        let either = a.nullable || b.nullable;
        let reach = a.low.abs().max(a.high.abs());
        match self.d.below(9) {
            0 => num(format!("min({}, {})", a.text, b.text), either, a.low.min(b.low), a.high.min(b.high)),
            1 => num(format!("max({}, {})", a.text, b.text), either, a.low.max(b.low), a.high.max(b.high)),
            2 => num(format!("abs({})", a.text), a.nullable, if a.low <= 0.0 { 0.0 } else { a.low }, reach),
            3 => {
                num(format!("decimal({}, 2)", a.text), a.nullable || reach > 1e26, a.low - 1.0, a.high + 1.0)
            }
            4 => num(format!("sum([{}, {}])", a.text, b.text), either, a.low + b.low, a.high + b.high),
            5 => num(format!("floor({})", a.text), true, a.low - 1.0, a.high + 1.0),
            6 => num(format!("modulo({}, 7)", a.text), a.nullable, 0.0, 7.0),
            7 => num("count(flags)".to_owned(), false, 0.0, 4e9),
            _ => num(format!("sqrt(abs({}))", a.text), a.nullable, 0.0, reach.max(1.0)),
        }
    }

    fn odd(&mut self, depth: usize) -> Num {
        let a = self.number(depth - 1);
        match self.d.below(if self.wild { 8 } else { 3 }) {
            0 => num(format!("-({})", a.text), a.nullable, -a.high, -a.low),
            1 => match self.find(|ty| *ty == Ty::Date) {
                Some(name) => num(
                    format!("{}.{}", name.text, self.d.word(&["year", "month", "day", "weekday"])),
                    self.nullable(&name),
                    -1e18,
                    1e18,
                ),
                None => a,
            },
            2 => num(format!("principal(max(0, {}), 0.01, 12)", a.text), true, 0.0, 1e15),
            3 => num(
                format!("({}) ** {}", a.text, self.d.word(&["2", "3", "0.5", "-1", "0"])),
                true,
                -1e30,
                1e30,
            ),
            4 => num(
                format!(
                    "{}({}, {})",
                    self.d.word(&["round up", "round half up", "round down"]),
                    a.text,
                    self.d.word(&["0", "3"])
                ),
                true,
                a.low - 1.0,
                a.high + 1.0,
            ),
            5 => num(format!("modulo({}, {})", a.text, self.number(depth - 1).text), true, -1e15, 1e15),
            6 => {
                let condition = self.condition(depth - 1);
                num(
                    format!("count([{}, {}])", condition.text, self.condition(depth - 1).text),
                    true,
                    0.0,
                    2.0,
                )
            }
            _ => num(
                format!(
                    "{}([{}, {}])",
                    self.d.word(&["mean", "product", "median"]),
                    a.text,
                    self.number(depth - 1).text
                ),
                true,
                -1e30,
                1e30,
            ),
        }
    }

    /// A number that is never null.
    pub fn given(&mut self, depth: usize) -> Num {
        for _ in 0..6 {
            let number = self.number(depth);
            if !number.nullable {
                return number;
            }
        }
        self.constant()
    }

    /// A condition that is never unknown.
    pub fn decided(&mut self, depth: usize) -> Cond {
        for _ in 0..6 {
            let condition = self.condition(depth);
            if !condition.unknown && !condition.nullable {
                return condition;
            }
        }
        if let Some((name, low, high)) = self.numeric() {
            let bound = self.world.literal(self.d, low, high);
            let text = match (self.nullable(&name), self.d.chance(50)) {
                (false, _) => format!("{} >= {bound}", name.text),
                (true, false) => format!("({0} != null and {0} < {bound})", name.text),
                (true, true) => format!("({0} = null or {0} <= {bound})", name.text),
            };
            return Cond { text, unknown: false, nullable: false };
        }
        Cond { text: "agree".to_owned(), unknown: false, nullable: false }
    }

    pub fn condition(&mut self, depth: usize) -> Cond {
        match self.d.below(if depth == 0 { 7 } else { 12 }) {
            0 | 1 => self.threshold(),
            2 => self.words(),
            3 => self.texts_and_days(),
            4 => self.truth(),
            5 => self.against_null(),
            6 => self.member(),
            7 => {
                let (a, b) = (self.number(depth - 1), self.number(depth - 1));
                let op = self.d.word(&["<", ">", "<=", ">=", "=", "!="]);
                let unknown = a.nullable || b.nullable;
                Cond {
                    text: format!("{} {op} {}", a.text, b.text),
                    unknown,
                    nullable: unknown && !["=", "!="].contains(&op.as_str()),
                }
            }
            8 | 9 => {
                let (a, b) = (self.condition(depth - 1), self.condition(depth - 1));
                let word = self.d.word(&["and", "or"]);
                Cond {
                    text: format!("({} {word} {})", a.text, b.text),
                    unknown: a.unknown || b.unknown,
                    nullable: a.nullable || b.nullable,
                }
            }
            10 => {
                let a = self.condition(depth - 1);
                Cond { text: format!("not({})", a.text), ..a }
            }
            _ => self.odd_condition(depth),
        }
    }

    fn odd_condition(&mut self, depth: usize) -> Cond {
        let (a, b) = (self.condition(depth - 1), self.condition(depth - 1));
        let unknown = a.unknown || b.unknown;
        match self.d.below(if self.wild { 5 } else { 2 }) {
            0 => {
                let condition = if self.wild { self.condition(depth - 1) } else { self.decided(depth - 1) };
                Cond {
                    text: format!("(if {} then {} else {})", condition.text, a.text, b.text),
                    unknown: unknown || condition.unknown,
                    nullable: true,
                }
            }
            1 => {
                let (x, low, high) = (self.number(depth - 1), self.number(depth - 1), self.number(depth - 1));
                let text = format!("({}) between {} and {}", x.text, low.text, high.text);
                let unknown = x.nullable || low.nullable || high.nullable;
                Cond { text, unknown, nullable: unknown }
            }
            2 => Cond {
                text: format!("(({}) {} ({}))", a.text, self.d.word(&["=", "!="]), b.text),
                unknown: true,
                nullable: true,
            },
            3 => Cond {
                text: format!("{}([{}, {}])", self.d.word(&["all", "any"]), a.text, b.text),
                unknown: true,
                nullable: true,
            },
            _ => Cond {
                text: format!("string({}) = {}", a.text, self.d.word(&["\"true\"", "\"false\""])),
                unknown: true,
                nullable: true,
            },
        }
    }

    fn threshold(&mut self) -> Cond {
        let Some((name, low, high)) = self.numeric() else { return self.truth() };
        let bound = self.world.literal(self.d, low, high);
        let op = self.d.word(&["<", ">", "<=", ">=", "=", "!="]);
        let unknown = self.nullable(&name);
        let text = if self.d.chance(15) {
            format!("{bound} {op} {}", name.text)
        } else {
            format!("{} {op} {bound}", name.text)
        };
        Cond { text, unknown, nullable: unknown && !["=", "!="].contains(&op.as_str()) }
    }

    fn words(&mut self) -> Cond {
        let Some(name) = self.find(|ty| matches!(ty, Ty::Words(_))) else { return self.threshold() };
        let Ty::Words(words) = &name.ty else { return self.truth() };
        let (one, two) = (self.d.pick(words).clone(), self.d.pick(words).clone());
        let unknown = self.nullable(&name);
        let text = match self.d.below(4) {
            0 => format!("{} = \"{one}\"", name.text),
            1 => format!("{} != \"{one}\"", name.text),
            2 => format!("{} in (\"{one}\", \"{two}\")", name.text),
            _ => format!(
                "{} in [\"{one}\", {}]",
                name.text,
                if self.wild && self.d.chance(50) { "null".to_owned() } else { format!("\"{two}\"") }
            ),
        };
        Cond { text, unknown, nullable: false }
    }

    fn texts_and_days(&mut self) -> Cond {
        let text = self.find(|ty| *ty == Ty::Text);
        let date = self.find(|ty| *ty == Ty::Date);
        match (text, date, self.d.chance(50)) {
            (Some(name), _, false) | (Some(name), None, true) => {
                let text = self.d.word(&TEXTS);
                let form = match self.d.below(3) {
                    0 => format!("{} = \"{text}\"", name.text),
                    1 => format!("{} in (\"{text}\", \"R2\")", name.text),
                    _ => format!("{} != \"{text}\"", name.text),
                };
                Cond { text: form, unknown: self.nullable(&name), nullable: false }
            }
            (_, Some(name), _) => {
                let day = self.d.word(&DAYS);
                let op = self.d.word(&["<", ">=", "=", ">", "!="]);
                let unknown = self.nullable(&name);
                Cond { text: format!("{} {op} @\"{day}\"", name.text), unknown, nullable: unknown }
            }
            _ => self.threshold(),
        }
    }

    fn truth(&mut self) -> Cond {
        let Some(name) = self.find(|ty| *ty == Ty::Boolean) else {
            return Cond { text: "true".to_owned(), unknown: false, nullable: false };
        };
        let unknown = self.nullable(&name);
        let text = if self.d.chance(20) {
            format!("{} {} {}", name.text, self.d.word(&["=", "!="]), self.d.word(&["true", "false"]))
        } else {
            name.text
        };
        Cond { text, unknown, nullable: unknown }
    }

    fn against_null(&mut self) -> Cond {
        let Some(name) = self.find(|_| true) else { return self.truth() };
        let sign = self.d.word(&["=", "!="]);
        let text = if self.d.chance(15) {
            format!("null {sign} {}", name.text)
        } else {
            format!("{} {sign} null", name.text)
        };
        Cond { text, unknown: false, nullable: false }
    }

    fn member(&mut self) -> Cond {
        if !self.world.flags.is_empty() && self.d.chance(40) {
            let flag = self.d.pick(&self.world.flags).clone();
            let text = if self.d.chance(50) {
                format!("list contains(flags, \"{flag}\")")
            } else {
                format!("count(flags) >= {}", 1 + self.d.below(2))
            };
            return Cond { text, unknown: false, nullable: false };
        }
        let Some((name, low, high)) = self.numeric() else { return self.truth() };
        let (one, two) = (self.world.literal(self.d, low, high), self.world.literal(self.d, low, high));
        let unknown = self.nullable(&name);
        let text = match self.d.below(if self.wild { 9 } else { 5 }) {
            0 => format!("{} in [{one}..{two}]", name.text),
            1 => format!("{} in ({one}, {two})", name.text),
            2 => format!("{} in (< {one}, > {two})", name.text),
            3 => format!("{} in ({one}..{two}]", name.text),
            4 => format!("{} between {one} and {two}", name.text),
            5 => format!("{} in (!= {one})", name.text),
            6 => format!("{} in ({one}, null)", name.text),
            7 => format!("{} in [{one}, null]", name.text),
            _ => format!("{} in [{one}..{}]", name.text, self.number(0).text),
        };
        Cond { text, unknown, nullable: unknown }
    }
}
