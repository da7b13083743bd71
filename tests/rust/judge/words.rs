//! Random expressions, with what the generator believes of them.

use crate::draws::Draws;
use crate::world::{Name, Ty, World};

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
    pub(crate) fn nullable(&self, name: &Name) -> bool {
        self.world.nullable(name) && !self.known.contains(&name.text)
    }

    pub(crate) fn find(&mut self, fits: impl Fn(&Ty) -> bool) -> Option<Name> {
        self.world.find(self.d, |name| fits(&name.ty))
    }

    pub(crate) fn numeric(&mut self) -> Option<(Name, f64, f64)> {
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
}
