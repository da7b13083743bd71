//! A decision as JSON text.
//!
//! What does not depend on the applicant (names, codes with their texts, version, digest) is written once, when the
//! bundle is loaded. Numbers are plain digits with the places that they have: never an exponent, never a double.

use std::fmt::Display;
use std::io::Write;

use super::{BAD_FACTS, BAD_FACTS_LANGUAGE, Decision};
use crate::flow::{Checked, Program};
use crate::schema::{ReasonText, Reasons};
use crate::value::{Number, Value, ops};

/// The parts of an answer that are the same for every applicant.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The names of the outputs as keys.
    outputs: Box<[Box<[u8]>]>,
    /// The reasons, by their index, each a whole object.
    reasons: Box<[Box<[u8]>]>,
    /// From the version to the key of the day.
    end: Box<[u8]>,
    /// Somewhat more than most answers need.
    room: usize,
}

impl Answer {
    /// The parts for a bundle.
    #[must_use]
    pub fn new(checked: &Checked, digest: &[u8]) -> Self {
        let outputs = checked.outputs.iter().map(|output| {
            let mut key = Vec::new();
            quoted(&mut key, &output.name);
            key.push(b':');
            key.into()
        });
        let outputs: Box<[Box<[u8]>]> = outputs.collect();
        let reasons = checked.reasons.codes.iter().map(|code| reason(code, &checked.reasons));
        let mut end = b",\"version\":".to_vec();
        quoted(&mut end, &checked.head.version);
        end.extend_from_slice(b",\"digest\":\"");
        digest.iter().for_each(|byte| plain(&mut end, format_args!("{byte:02x}")));
        end.extend_from_slice(b"\",\"as_of\":");
        let room = end.len() + outputs.iter().map(|key| key.len() + 24).sum::<usize>() + 512;
        Self { outputs, reasons: reasons.collect(), end: end.into(), room }
    }

    /// A decision as one JSON object.
    #[must_use]
    pub fn write(&self, program: &Program, decision: &Decision) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.room);
        out.extend_from_slice(b"{\"outcome\":\"");
        out.extend_from_slice(decision.outcome.word().as_bytes());
        out.extend_from_slice(b"\",\"outputs\":{");
        for (index, (key, output)) in self.outputs.iter().zip(&program.outputs).enumerate() {
            comma(&mut out, index);
            out.extend_from_slice(key);
            value(&mut out, &output.of(decision), output.scale == Some(0));
        }
        out.extend_from_slice(b"},\"reasons\":[");
        self.reasons(&mut out, decision, decision.reasons.iter().copied());
        out.extend_from_slice(b"],\"hits\":[");
        self.reasons(&mut out, decision, program.hits(decision).into_iter());
        out.push(b']');
        out.extend_from_slice(&self.end);
        match decision.as_of {
            Some(day) => plain(&mut out, format_args!("\"{day}\"")),
            None => out.extend_from_slice(b"null"),
        }
        out.push(b'}');
        out
    }

    fn reasons(&self, out: &mut Vec<u8>, decision: &Decision, indices: impl Iterator<Item = u16>) {
        if let Some(problems) = &decision.bad_facts {
            object(out, BAD_FACTS, false, [(BAD_FACTS_LANGUAGE, &**problems)].into_iter());
            return;
        }
        let reasons = indices.filter_map(|index| self.reasons.get(usize::from(index)));
        for (index, reason) in reasons.enumerate() {
            comma(out, index);
            out.extend_from_slice(reason);
        }
    }
}

fn reason(code: &ReasonText, reasons: &Reasons) -> Box<[u8]> {
    let mut out = Vec::new();
    let texts = reasons.languages.iter().map(String::as_str).zip(code.texts.iter().map(String::as_str));
    object(&mut out, &code.code, code.tell, texts.filter(|(_, text)| !text.is_empty()));
    out.into()
}

fn object<'a>(out: &mut Vec<u8>, code: &str, tell: bool, texts: impl Iterator<Item = (&'a str, &'a str)>) {
    out.extend_from_slice(b"{\"code\":");
    quoted(out, code);
    plain(out, format_args!(",\"tell\":{tell},\"texts\":{{"));
    for (index, (language, text)) in texts.enumerate() {
        comma(out, index);
        quoted(out, language);
        out.push(b':');
        quoted(out, text);
    }
    out.extend_from_slice(b"}}");
}

/// Where an output is always whole, so is its number, even if it was worked out with places.
fn value(out: &mut Vec<u8>, given: &Value, whole: bool) {
    match given {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Boolean(truth) => plain(out, truth),
        Value::Number(number) => match number.to_i64().filter(|_| whole) {
            Some(integer) => self::number(out, Number::from_i64(integer)),
            None => self::number(out, *number),
        },
        Value::Text(text) => quoted(out, text),
        Value::List(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                comma(out, index);
                value(out, item, false);
            }
            out.push(b']');
        }
        Value::Date(_)
        | Value::Time(_)
        | Value::DateTime(_)
        | Value::DaysDuration(_)
        | Value::MonthsDuration(_)
        | Value::Range(_)
        | Value::Context(_)
        | Value::Function(_) => match ops::string(given) {
            Value::Text(text) => quoted(out, &text),
            _ => out.extend_from_slice(b"null"),
        },
    }
}

/// The digits of a number, as it prints.
fn number(out: &mut Vec<u8>, number: Number) {
    const ROOM: usize = 24;
    let (mut rest, places) = match (u64::try_from(number.coefficient().unsigned_abs()), -number.exponent()) {
        (Ok(magnitude), places @ 0..=18) => (magnitude, places),
        _ => return plain(out, number),
    };
    if number.is_negative() {
        out.push(b'-');
    }
    let (mut digits, mut length, mut written) = ([0_u8; ROOM], 0, 0);
    for slot in digits.iter_mut().rev() {
        length += 1;
        if written == places && places > 0 {
            *slot = b'.';
        } else {
            *slot = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        written += 1;
        // At least one digit stands before the point.
        if rest == 0 && (written > places + 1 || places == 0) {
            break;
        }
    }
    out.extend_from_slice(digits.get(ROOM - length..).unwrap_or_default());
}

fn comma(out: &mut Vec<u8>, index: usize) {
    if index > 0 {
        out.push(b',');
    }
}

/// A text in quotes, with the escapes that JSON asks for and no others.
fn quoted(out: &mut Vec<u8>, text: &str) {
    // Writing to a vector cannot fail.
    let _written = serde_json::to_writer(out, text);
}

fn plain(out: &mut Vec<u8>, shown: impl Display) {
    let _written = write!(out, "{shown}");
}

#[cfg(test)]
mod tests;
