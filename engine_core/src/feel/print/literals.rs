//! Numbers, texts and names as canonical text.

use std::fmt::Write;

use super::Printer;
use crate::feel::lexer;
use crate::feel::parser::is_keyword;
use crate::feel::token::TokenKind;
use crate::value::Number;

/// A number with more zeros than this at either end is printed with an exponent: `1e6000` would fill pages.
const ZEROS: usize = 40;

impl Printer {
    /// Plain digits without needless zeros, so that `0.70` prints as `0.7`.
    pub(super) fn number(&mut self, number: Number) {
        if let Some(whole) = number.to_i64().filter(|_| number.exponent() == 0) {
            // It cannot fail, and has fewer digits than there may be zeros.
            let _written = write!(self.text, "{whole}");
            return;
        }
        let plain = number.to_string();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let fraction = fraction.trim_end_matches('0');
        let digits = whole.trim_end_matches('0');
        let lead = fraction.len() - fraction.trim_start_matches('0').len();
        if fraction.is_empty() && whole.len() - digits.len() > ZEROS {
            self.scientific(digits, whole.len() - digits.len());
        } else if whole == "0" && lead > ZEROS {
            self.word(fraction.trim_start_matches('0'));
            self.exponent('-', fraction.len());
        } else {
            self.word(whole);
            if !fraction.is_empty() {
                self.word(".");
                self.word(fraction);
            }
        }
    }

    fn scientific(&mut self, digits: &str, zeros: usize) {
        self.word(digits);
        self.exponent('+', zeros);
    }

    fn exponent(&mut self, sign: char, exponent: usize) {
        self.word("e");
        self.text.push(sign);
        self.word(&exponent.to_string());
    }

    pub(super) fn quoted(&mut self, before: &str, text: &str) {
        self.word(before);
        self.word("\"");
        for character in text.chars() {
            match character {
                '"' => self.word("\\\""),
                '\\' => self.word("\\\\"),
                '\n' => self.word("\\n"),
                '\r' => self.word("\\r"),
                '\t' => self.word("\\t"),
                control if control.is_control() => {
                    let written = write!(self.text, "\\u{:04X}", u32::from(control));
                    debug_assert!(written.is_ok(), "a String takes any text");
                }
                other => self.text.push(other),
            }
        }
        self.word("\"");
    }

    /// A key of a context: bare if it is one plain word.
    pub(super) fn key(&mut self, key: &str) {
        let tokens = lexer::tokens(key).unwrap_or_default();
        let plain = matches!(tokens.as_slice(), [only] if only.kind == TokenKind::Word && only.text == key);
        if plain && !is_keyword(key) { self.word(key) } else { self.quoted("", key) }
    }
}
