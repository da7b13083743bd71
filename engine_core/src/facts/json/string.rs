//! Texts and their escapes.

use super::letters::plain;
use super::lexer::{Kind, Lexer, Read, Token};

impl Lexer<'_> {
    /// A text, whose quote was seen. Its escapes are looked at here, and resolved only where the text is read.
    #[inline]
    pub fn string(&mut self) -> Read<Token> {
        self.take();
        let start = self.at;
        let mut kind = Kind::Text;
        loop {
            self.at += plain(self.text.as_bytes().get(self.at..).unwrap_or_default());
            match self.byte() {
                Some(b'"') => {
                    let token = self.token(kind, start);
                    self.take();
                    return Ok(token);
                }
                Some(b'\\') => {
                    kind = Kind::Escaped;
                    self.escape()?;
                }
                Some(_) => {
                    return self.stop("an escape such as `\\n`, since texts hold no control characters");
                }
                None => return self.stop("the end of a text"),
            }
        }
    }

    fn escape(&mut self) -> Read<()> {
        const EXPECTED: &str = "an escape that JSON has, such as `\\n`, `\\\"` or `\\u4e2d`";
        self.take();
        match self.byte() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.take(),
            Some(b'u') => {
                let start = self.at - 1;
                let Some(unit) = self.unit() else { return self.stop(EXPECTED) };
                let high = (0xD800..0xDC00).contains(&unit);
                let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
                if high && rest.starts_with(b"\\u") {
                    self.take();
                    let Some(low) = self.unit() else { return self.stop(EXPECTED) };
                    if (0xDC00..0xE000).contains(&low) {
                        return Ok(());
                    }
                }
                if (0xD800..0xE000).contains(&unit) {
                    self.at = start;
                    return self.stop("both halves of a surrogate pair");
                }
            }
            _ => return self.stop(EXPECTED),
        }
        Ok(())
    }

    /// `u` and four hexadecimal digits.
    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.as_bytes().get(self.at + 1..self.at + 5)?;
        let unit =
            digits.iter().try_fold(0, |unit, byte| Some(unit * 16 + char::from(*byte).to_digit(16)?))?;
        self.at += 5;
        Some(unit)
    }
}
