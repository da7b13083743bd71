//! Text to tokens: white space and comments go, nothing is interpreted yet.
//!
//! Every character ends in some token, so that a declared name may hold any symbol; what no name and no operator
//! takes is refused by the parser, which knows what it expected instead.
mod characters;
mod escapes;
#[cfg(test)]
mod tests;

pub(super) use self::characters::ascii_form;
pub(super) use self::escapes::resolve;

use self::characters::{is_name_part, is_name_start, is_space};
use super::ast::Span;
use super::error::{Parsed, SyntaxError};
use super::token::{Token, TokenKind};

/// Marks of two characters, those of other languages too: the parser says what to write instead.
const PAIRS: [&str; 11] = ["**", "..", "->", "!=", "<=", ">=", "==", "=<", "=>", "&&", "||"];

/// The tokens of a text, without an end token.
pub(super) fn tokens(text: &str) -> Parsed<Vec<Token<'_>>> {
    let mut lexer = Lexer { text, byte: 0, place: 0 };
    let mut tokens = Vec::new();
    loop {
        lexer.skip_blank()?;
        let Some(first) = lexer.peek() else { return Ok(tokens) };
        tokens.push(lexer.token(first)?);
    }
}

struct Lexer<'a> {
    text: &'a str,
    byte: usize,
    place: u32,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.byte..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn after(&self, count: usize) -> Option<char> {
        self.rest().chars().nth(count)
    }

    fn step(&mut self) {
        if let Some(character) = self.peek() {
            self.byte += character.len_utf8();
            self.place += 1;
        }
    }

    fn skip_while(&mut self, wanted: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&wanted) {
            self.step();
        }
    }

    fn skip_blank(&mut self) -> Parsed<()> {
        loop {
            self.skip_while(is_space);
            if self.rest().starts_with("//") {
                self.skip_while(|character| character != '\n' && character != '\r');
            } else if self.rest().starts_with("/*") {
                self.skip_comment()?;
            } else {
                return Ok(());
            }
        }
    }

    fn skip_comment(&mut self) -> Parsed<()> {
        let start = self.place;
        self.step();
        self.step();
        while !self.rest().starts_with("*/") {
            if self.peek().is_none() {
                let span = Span { start, end: start + 2 };
                return Err(SyntaxError::new(span, "a comment that never ends").helped("close it with `*/`"));
            }
            self.step();
        }
        self.step();
        self.step();
        Ok(())
    }

    fn token(&mut self, first: char) -> Parsed<Token<'a>> {
        let (byte, start) = (self.byte, self.place);
        let kind = if first == '"' {
            self.quoted()?;
            TokenKind::Text
        } else if first.is_ascii_digit()
            || (first == '.' && self.after(1).is_some_and(|next| next.is_ascii_digit()))
        {
            self.number();
            TokenKind::Number
        } else if is_name_start(first) {
            self.skip_while(is_name_part);
            TokenKind::Word
        } else {
            self.mark();
            TokenKind::Mark
        };
        let text = self.text.get(byte..self.byte).unwrap_or("");
        Ok(Token { kind, text, span: Span { start, end: self.place } })
    }

    fn quoted(&mut self) -> Parsed<()> {
        let start = self.place;
        self.step();
        loop {
            match self.peek() {
                Some('"') => {
                    self.step();
                    return Ok(());
                }
                Some('\\') => {
                    self.step();
                    self.step();
                }
                Some(_) => self.step(),
                None => {
                    let span = Span { start, end: start + 1 };
                    return Err(SyntaxError::new(span, "a text that never ends").helped("close it with `\"`"));
                }
            }
        }
    }

    // A point belongs to the number only before a digit: `1..3` is a range.
    fn number(&mut self) {
        let digit = |character: char| character.is_ascii_digit();
        self.skip_while(digit);
        if self.peek() == Some('.') && self.after(1).is_some_and(digit) {
            self.step();
            self.skip_while(digit);
        }
        let sign = usize::from(matches!(self.after(1), Some('+' | '-')));
        if matches!(self.peek(), Some('e' | 'E')) && self.after(1 + sign).is_some_and(digit) {
            (0..=sign).for_each(|_| self.step());
            self.skip_while(digit);
        }
    }

    fn mark(&mut self) {
        if PAIRS.iter().any(|pair| self.rest().starts_with(pair)) {
            self.step();
        }
        self.step();
    }
}
