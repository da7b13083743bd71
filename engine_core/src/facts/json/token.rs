//! What a token is to a fact.

use std::borrow::Cow;

use super::letters::unescaped;
use super::lexer::{Kind, Lexer, Stop, Token};
use crate::bounds;
use crate::facts::{Input, Plain};
use crate::schema::FactType;
use crate::value::Number;

impl Kind {
    /// What it is, for messages.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Absent | Self::Null => "null",
            Self::True | Self::False => "a boolean",
            Self::Whole | Self::Fraction => "a number",
            Self::Text | Self::Escaped => "a text",
            Self::Missing | Self::MissingEscaped | Self::Object => "an object",
            Self::List => "a list",
        }
    }
}

/// The plain value that a token is, where it is written as nearly all are.
#[inline]
pub fn plain<'j>(lexer: &Lexer<'j>, token: Token) -> Option<Plain<'j>> {
    Some(match token.kind {
        Kind::Absent | Kind::Null => Plain::Null,
        Kind::True => Plain::Boolean(true),
        Kind::False => Plain::Boolean(false),
        Kind::Whole => Plain::Integer(short(lexer.text(token))?.0),
        Kind::Fraction => {
            let (coefficient, places) = short(lexer.text(token))?;
            Plain::Number(Number::scaled(coefficient, places))
        }
        Kind::Text => Plain::Text(lexer.text(token)),
        _ => return None,
    })
}

/// What a token of this text is to a fact of this type.
#[inline]
pub fn input<'j>(lexer: &Lexer<'j>, token: Token, kind: &FactType) -> Input<'j> {
    nested(lexer, token, kind, bounds::LIST_DEPTH)
}

#[inline]
fn nested<'j>(lexer: &Lexer<'j>, token: Token, kind: &FactType, depth: usize) -> Input<'j> {
    match token.kind {
        Kind::Absent | Kind::Null => Input::Null,
        Kind::True => Input::Boolean(true),
        Kind::False => Input::Boolean(false),
        Kind::Whole | Kind::Fraction => number(kind, lexer.text(token), token.kind == Kind::Whole),
        Kind::Text | Kind::Escaped => Input::Text(text(lexer, token)),
        Kind::Missing | Kind::MissingEscaped => Input::Missing(text(lexer, token)),
        Kind::List => list(kind, lexer.text(token), depth),
        Kind::Object => Input::Other("an object".to_owned()),
    }
}

/// A text or a key with its escapes resolved, lent where it has none.
#[inline]
pub fn text<'j>(lexer: &Lexer<'j>, token: Token) -> Cow<'j, str> {
    let raw = lexer.text(token);
    if matches!(token.kind, Kind::Escaped | Kind::MissingEscaped) {
        Cow::Owned(unescaped(raw))
    } else {
        Cow::Borrowed(raw)
    }
}

fn list<'j>(kind: &FactType, text: &'j str, depth: usize) -> Input<'j> {
    // The list is well formed as a whole, so that its items are.
    let items = depth.checked_sub(1).and_then(|depth| items(kind, text, depth).ok());
    items.map_or_else(|| Input::Other("a list".to_owned()), Input::List)
}

fn items<'j>(kind: &FactType, text: &'j str, depth: usize) -> Result<Vec<Input<'j>>, Stop> {
    let kind = if let FactType::List(item) = kind { item } else { kind };
    let mut lexer = Lexer::new(text);
    let mut items = Vec::new();
    let mut next = lexer.first_item()?;
    while let Some(token) = next {
        items.push(nested(&lexer, token, kind, depth));
        next = lexer.next_item()?;
    }
    Ok(items)
}

/// A number by its digits. Written with a point or an exponent it is no integer, whatever its value.
fn number(kind: &FactType, text: &str, whole: bool) -> Input<'static> {
    if whole && let Ok(integer) = text.parse() {
        return Input::Integer(integer);
    }
    if !whole && *kind.item() == FactType::Integer {
        return Input::Other(shortened(text).to_owned());
    }
    let number = short(text).map(|(coefficient, places)| Number::scaled(coefficient, places));
    if let Some(number) = number.or_else(|| Number::parse_exact(text)) {
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

/// The coefficient and the places of a number that is as short as nearly every amount: of one word, and without an exponent.
#[inline]
fn short(text: &str) -> Option<(i64, u8)> {
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
    Some((if negative { -coefficient } else { coefficient }, places))
}

/// No message needs thousands of digits.
fn shortened(digits: &str) -> &str {
    digits.get(..60).unwrap_or(digits)
}
