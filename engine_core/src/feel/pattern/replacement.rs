//! What a match is replaced with.
use super::regex::Found;
use super::syntax::Fault;

/// A replacement, read once for all matches.
#[derive(Debug)]
pub(super) struct Replacement {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Text(String),
    Group(usize),
}

impl Replacement {
    /// Of `$15` with nine groups, `$1` is the group and `5` is text.
    pub(super) fn parse(text: &str, groups: u32) -> Result<Self, Fault> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some(c @ ('\\' | '$')) => literal.push(c),
                    _ => return Err(Fault::Replacement),
                },
                '$' => {
                    let mut number = chars.next().and_then(|c| c.to_digit(10)).ok_or(Fault::Replacement)?;
                    while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
                        let longer = number.saturating_mul(10).saturating_add(digit);
                        if longer > groups {
                            break;
                        }
                        number = longer;
                        chars.next();
                    }
                    parts.push(Part::Text(std::mem::take(&mut literal)));
                    parts.push(Part::Group(number as usize));
                }
                _ => literal.push(c),
            }
        }
        parts.push(Part::Text(literal));
        Ok(Self { parts })
    }

    pub(super) fn write(&self, found: &Found<'_, '_>, out: &mut String) {
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Group(number) => out.push_str(found.group(*number)),
            }
        }
    }
}
