//! Names and keywords.

use super::Parser;
use crate::feel::ast::{Expr, ExprKind, Span};
use crate::feel::error::Parsed;
use crate::feel::names::{BUILT_IN, Names, Phrase, Phrases, joined};
use crate::feel::token::{Token, TokenKind};

/// Whether a word stands only between operands or parts of a form.
pub(super) fn is_infix(word: &str) -> bool {
    matches!(word, "and" | "or" | "then" | "else" | "return" | "satisfies" | "between" | "in" | "instance")
}

/// Whether a word can never be a name.
pub(in crate::feel) fn is_keyword(word: &str) -> bool {
    is_infix(word) || matches!(word, "null" | "true" | "false" | "if" | "for" | "some" | "every" | "function")
}

impl<'a> Parser<'a> {
    /// A literal, a form or a name, by its first word.
    pub(super) fn word(&mut self) -> Parsed<Box<Expr>> {
        let token = self.peek();
        if let Some(name) = self.phrase(|names| &names.variables, self.filters > 0) {
            return Ok(self.node(ExprKind::Name(name), token.span.start));
        }
        let kind = match token.text {
            "null" => ExprKind::Null,
            "true" => ExprKind::Boolean(true),
            "false" => ExprKind::Boolean(false),
            "if" => return self.conditional(),
            "for" | "some" | "every" => return self.iterating(),
            "function" => return self.function(),
            word if is_infix(word) => return Err(self.expected("an expression")),
            word => ExprKind::Name(word.to_owned()),
        };
        self.advance();
        Ok(self.node(kind, token.span.start))
    }

    /// Takes the longest name of several tokens that stands here.
    pub(super) fn phrase(&mut self, part: fn(&Names) -> &Phrases, members: bool) -> Option<String> {
        let tokens = self.rest();
        let mut sources = vec![part(self.names), part(&BUILT_IN)];
        let mut own: Vec<&[Phrase]> = vec![&self.locals];
        if members {
            sources.extend([&self.names.members, &BUILT_IN.members]);
            own.push(&self.members);
        }
        let known = sources.iter().flat_map(|phrases| phrases.beginning(tokens));
        let (length, name) = known
            .chain(own.into_iter().flatten())
            .filter_map(|phrase| phrase.length_in(tokens).map(|length| (length, phrase)))
            .max_by_key(|(length, _)| *length)
            .map(|(length, phrase)| (length, phrase.text().to_owned()))?;
        self.at += length;
        Some(name)
    }

    /// The name after a point.
    pub(super) fn member(&mut self) -> Parsed<(String, Span)> {
        let token = self.peek();
        if let Some(name) = self.phrase(|names| &names.members, true) {
            return Ok((name, self.span_from(token.span.start)));
        }
        if token.kind != TokenKind::Word {
            return Err(self.expected("a name after `.`"));
        }
        self.advance();
        Ok((token.text.to_owned(), token.span))
    }

    /// Whether a name and a colon stand here.
    pub(super) fn begins_with_label(&self) -> bool {
        let length = self.rest().iter().take_while(|token| spells_name(token)).count();
        length > 0 && self.peek_at(length).is(":")
    }

    /// A name and the colon after it.
    pub(super) fn label(&mut self, of: &str) -> Parsed<(String, Span)> {
        let name = self.new_name(&[":"], &format!("the name of {of}"))?;
        self.need(":", &format!("after the name of {of}"))?;
        Ok(name)
    }

    /// A name that is brought in here: all tokens up to one of `stops`.
    pub(super) fn new_name(&mut self, stops: &[&str], what: &str) -> Parsed<(String, Span)> {
        let first = self.peek();
        let stops_here = |token: &Token<'_>| stops.iter().any(|stop| token.is(stop));
        let taken = self.rest().iter().take_while(|token| spells_name(token) && !stops_here(token)).count();
        let name = joined(self.rest().get(..taken).unwrap_or(&[]));
        if first.kind != TokenKind::Word || taken == 0 || (taken == 1 && is_keyword(first.text)) {
            return Err(self.expected(what));
        }
        self.at += taken;
        Ok((name, self.span_from(first.span.start)))
    }

    /// Puts a name in scope.
    pub(super) fn declare(&mut self, name: &str) {
        self.locals.extend(Phrase::of(name));
    }
}

fn spells_name(token: &Token<'_>) -> bool {
    match token.kind {
        TokenKind::Word | TokenKind::Number => true,
        TokenKind::Mark => matches!(token.text, "." | "/" | "-" | "'" | "+" | "*" | "**" | "?"),
        TokenKind::Text | TokenKind::End => false,
    }
}
