//! Random conditions.

use crate::words::{Cond, Writer};
use crate::world::{DAYS, TEXTS, Ty};

impl Writer<'_, '_, '_> {
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
