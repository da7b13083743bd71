//! One value of the text, and what it is to a fact.

use std::borrow::Cow;

use jiter::{Jiter, Peek};

use super::fault::{Fault, VALUE};
use crate::bounds;
use crate::facts::Input;
use crate::schema::FactType;
use crate::value::Number;

/// A well-formed value as it stands in the text.
#[derive(Clone, Debug)]
pub enum Token<'j> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// The digits of a number.
    Number(&'j str),
    /// A text, with its escapes resolved.
    Text(Cow<'j, str>),
    /// `{"missing": "cause"}`.
    Missing(Cow<'j, str>),
    /// The whole text of an array.
    Array(&'j str),
    /// Any other object.
    Object,
}

impl Token<'_> {
    /// What it is, for messages.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::Missing(_) | Self::Object => "an object",
            Self::Array(_) => "an array",
        }
    }

    /// What it is to a fact of this type.
    pub fn input(&self, kind: &FactType) -> Input<'_> {
        match self {
            Self::Null => Input::Null,
            Self::Boolean(truth) => Input::Boolean(*truth),
            Self::Number(digits) => number(kind.item(), digits),
            Self::Text(text) => Input::Text(Cow::Borrowed(text)),
            Self::Missing(cause) => Input::Missing(Cow::Borrowed(cause)),
            Self::Array(text) => list(kind, text, bounds::LIST_DEPTH),
            Self::Object => Input::Other("an object".to_owned()),
        }
    }
}

/// The text of a JSON document with a reader at some place of it.
#[derive(Debug)]
pub struct Source<'j> {
    /// The whole text.
    pub text: &'j str,
    /// The reader.
    pub jiter: Jiter<'j>,
}

impl<'j> Source<'j> {
    /// The beginning of a text.
    pub fn new(text: &'j str) -> Self {
        Self { text, jiter: Jiter::new(text.as_bytes()) }
    }

    /// The value that begins with `peek`, and moves past it.
    #[inline]
    pub fn token(&mut self, peek: Peek) -> Result<Token<'j>, Fault> {
        match peek {
            Peek::String => self.string().map(Token::Text),
            Peek::Null => {
                self.jiter.known_null()?;
                Ok(Token::Null)
            }
            Peek::True | Peek::False => Ok(Token::Boolean(self.jiter.known_bool(peek)?)),
            Peek::Object => self.object(),
            Peek::Array => {
                let start = self.jiter.current_index();
                self.jiter.known_skip(peek)?;
                let end = self.jiter.current_index();
                Ok(Token::Array(self.text.get(start..end).unwrap_or_default()))
            }
            peek if peek.is_num() => {
                let start = self.jiter.current_index();
                let length = self.jiter.known_number_bytes(peek)?.len();
                Ok(Token::Number(self.text.get(start..start.saturating_add(length)).unwrap_or_default()))
            }
            _ => Err(Fault::new(self.jiter.current_index(), VALUE)),
        }
    }

    /// A text, lent where it has no escapes.
    pub fn string(&mut self) -> Result<Cow<'j, str>, Fault> {
        let rest = self.text.get(self.jiter.current_index().saturating_add(1)..).unwrap_or_default();
        let decoded = self.jiter.known_str()?;
        // Where nothing had to be decoded, the reader answers with a part of the text itself.
        if decoded.as_ptr() == rest.as_ptr()
            && let Some(verbatim) = rest.get(..decoded.len())
        {
            return Ok(Cow::Borrowed(verbatim));
        }
        Ok(Cow::Owned(decoded.to_owned()))
    }

    /// An object in place of a value: a cause of absence, or nothing that a fact can be.
    fn object(&mut self) -> Result<Token<'j>, Fault> {
        let mut cause = None;
        let mut more = match self.jiter.known_object()? {
            None => false,
            Some("missing") => {
                match self.jiter.peek()? {
                    Peek::String => cause = Some(self.string()?),
                    peek => self.jiter.known_skip(peek)?,
                }
                self.jiter.next_key()?.is_some()
            }
            Some(_) => true,
        };
        if let (Some(cause), false) = (cause, more) {
            return Ok(Token::Missing(cause));
        }
        while more {
            self.jiter.next_skip()?;
            more = self.jiter.next_key()?.is_some();
        }
        Ok(Token::Object)
    }
}

/// A number by its digits. Written with a point or an exponent it is no integer, whatever its value.
fn number(kind: &FactType, digits: &str) -> Input<'static> {
    let fractional = digits.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E'));
    if !fractional && let Ok(whole) = digits.parse() {
        return Input::Integer(whole);
    }
    if fractional && *kind == FactType::Integer {
        return Input::Other(shortened(digits));
    }
    if let Some(number) = Number::parse_exact(digits) {
        return Input::Number(number);
    }
    if *kind == FactType::Float {
        return digits.parse().map_or_else(|_| Input::Other(shortened(digits)), Input::Float);
    }
    if fractional {
        return Input::Other(format!("the number {}", shortened(digits)));
    }
    Input::Other(format!("an integer of {} digits", digits.trim_start_matches('-').len()))
}

/// No message needs thousands of digits.
fn shortened(digits: &str) -> String {
    digits.chars().take(60).collect()
}

/// A list, each item by the type of the items. The text is well formed, so that nothing can fail here.
fn list(kind: &FactType, text: &str, depth: usize) -> Input<'static> {
    let item = if let FactType::List(item) = kind { item } else { kind };
    items(item, text, depth).map_or_else(|_| Input::Other("a list".to_owned()), Input::List)
}

fn items(kind: &FactType, text: &str, depth: usize) -> Result<Vec<Input<'static>>, Fault> {
    let mut source = Source::new(text);
    let mut items = Vec::new();
    let mut next = source.jiter.next_array()?;
    while let Some(peek) = next {
        items.push(match source.token(peek)? {
            Token::Array(_) if depth <= 1 => Input::Other("a list".to_owned()),
            Token::Array(text) => list(kind, text, depth - 1),
            Token::Text(text) => Input::Text(Cow::Owned(text.into_owned())),
            Token::Missing(cause) => Input::Missing(Cow::Owned(cause.into_owned())),
            Token::Null => Input::Null,
            Token::Boolean(truth) => Input::Boolean(truth),
            Token::Number(digits) => number(kind.item(), digits),
            Token::Object => Input::Other("an object".to_owned()),
        });
        next = source.jiter.array_step()?;
    }
    Ok(items)
}
