//! One value of the text, and what it is to a fact.

use std::borrow::Cow;

use super::fault::Fault;
use super::lexer::{Digits, Lexer, Raw, VALUE, unescaped};
use crate::bounds;
use crate::facts::Input;
use crate::schema::FactType;
use crate::value::Number;

/// A well-formed value as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub enum Token<'j> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number.
    Number(Digits<'j>),
    /// A text.
    Text(Raw<'j>),
    /// `{"missing": "cause"}`.
    Missing(Raw<'j>),
    /// The whole text of a list.
    Array(&'j str),
    /// Any other object.
    Object,
}

impl<'j> Token<'j> {
    /// The value that comes next.
    #[inline]
    pub fn next(lexer: &mut Lexer<'j>) -> Result<Self, Fault> {
        Ok(match lexer.peek() {
            Some(b'"') => Self::Text(lexer.string()?),
            Some(b'-' | b'0'..=b'9') => Self::Number(lexer.number()?),
            Some(b't') => {
                lexer.word("true")?;
                Self::Boolean(true)
            }
            Some(b'f') => {
                lexer.word("false")?;
                Self::Boolean(false)
            }
            Some(b'n') => {
                lexer.word("null")?;
                Self::Null
            }
            Some(b'[') => {
                let start = lexer.at();
                lexer.skip()?;
                Self::Array(lexer.since(start))
            }
            Some(b'{') => object(lexer)?,
            _ => return Err(lexer.fault(VALUE)),
        })
    }

    /// What it is, for messages.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::Missing(_) | Self::Object => "an object",
            Self::Array(_) => "a list",
        }
    }

    /// What it is to a fact of this type.
    #[inline]
    pub fn input(self, kind: &FactType) -> Input<'j> {
        self.nested(kind, bounds::LIST_DEPTH)
    }

    fn nested(self, kind: &FactType, depth: usize) -> Input<'j> {
        match self {
            Self::Null => Input::Null,
            Self::Boolean(truth) => Input::Boolean(truth),
            Self::Number(digits) => number(kind, digits),
            Self::Text(raw) => Input::Text(resolved(raw)),
            Self::Missing(raw) => Input::Missing(resolved(raw)),
            // A list is well formed as a whole, so that its items are.
            Self::Array(text) => depth
                .checked_sub(1)
                .and_then(|depth| items(kind, text, depth).ok())
                .map_or_else(|| Input::Other("a list".to_owned()), Input::List),
            Self::Object => Input::Other("an object".to_owned()),
        }
    }
}

fn items<'j>(kind: &FactType, text: &'j str, depth: usize) -> Result<Vec<Input<'j>>, Fault> {
    let kind = if let FactType::List(item) = kind { item } else { kind };
    let mut lexer = Lexer::new(text);
    lexer.take();
    let mut items = Vec::new();
    let mut more = lexer.first_item();
    while more {
        items.push(Token::next(&mut lexer)?.nested(kind, depth));
        more = lexer.next_item()?;
    }
    Ok(items)
}

/// An object in place of a value: a cause of absence, or nothing that a fact can be.
fn object<'j>(lexer: &mut Lexer<'j>) -> Result<Token<'j>, Fault> {
    lexer.take();
    let mut token = Token::Object;
    let mut key = lexer.first_key()?;
    if key.is_some_and(|key| key.text == "missing") && lexer.peek() == Some(b'"') {
        token = Token::Missing(lexer.string()?);
        key = lexer.next_key()?;
    }
    while key.is_some() {
        token = Token::Object;
        lexer.skip()?;
        key = lexer.next_key()?;
    }
    Ok(token)
}

/// A text with its escapes resolved, lent where it has none.
pub fn resolved(raw: Raw<'_>) -> Cow<'_, str> {
    if raw.escaped { Cow::Owned(unescaped(raw.text)) } else { Cow::Borrowed(raw.text) }
}

/// A number by its digits. Written with a point or an exponent it is no integer, whatever its value.
fn number(kind: &FactType, Digits { text, whole }: Digits<'_>) -> Input<'static> {
    if whole && let Ok(integer) = text.parse() {
        return Input::Integer(integer);
    }
    if !whole && *kind.item() == FactType::Integer {
        return Input::Other(shortened(text).to_owned());
    }
    if let Some(number) = short(text).or_else(|| Number::parse_exact(text)) {
        return Input::Number(number);
    }
    if let (FactType::Float, Ok(nearest)) = (kind.item(), text.parse()) {
        return Input::Float(nearest);
    }
    if whole {
        return Input::Other(format!("an integer of {} digits", text.trim_start_matches('-').len()));
    }
    Input::Other(format!("the number {}", shortened(text)))
}

/// The number, where it is as short as nearly every amount: a coefficient of one word, and no exponent.
fn short(text: &str) -> Option<Number> {
    const DIGITS: usize = 18;
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    if digits.len() > DIGITS {
        return None;
    }
    let (mut coefficient, mut places, mut fraction) = (0_i64, 0_u8, false);
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                coefficient = coefficient * 10 + i64::from(byte - b'0');
                places += u8::from(fraction);
            }
            b'.' => fraction = true,
            _ => return None,
        }
    }
    Some(Number::scaled(if negative { -coefficient } else { coefficient }, places))
}

/// No message needs thousands of digits.
fn shortened(digits: &str) -> &str {
    digits.get(..60).unwrap_or(digits)
}
