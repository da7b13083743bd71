//! A text in quotes to the text that it means.

use crate::feel::ast::Span;
use crate::feel::error::{Parsed, SyntaxError};
use crate::feel::token::Token;

/// The text between the quotes with its escapes resolved. An unknown escape keeps its backslash, as regular
/// expressions need it.
pub(in crate::feel) fn resolve(token: &Token<'_>) -> Parsed<String> {
    let inner = token.text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or("");
    let mut result = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        let (plain, escape) = rest.split_at(at);
        result.push_str(plain);
        let (character, length) = escaped(escape).ok_or_else(|| lone_surrogate(token, escape))?;
        match character {
            Some(character) => result.push(character),
            None => result.push('\\'),
        }
        rest = escape.get(length..).unwrap_or("");
    }
    result.push_str(rest);
    Ok(result)
}

// The character that an escape means and its length in bytes; no character and length 1 for a backslash that
// stands for itself; `None` for half of a surrogate pair.
fn escaped(escape: &str) -> Option<(Option<char>, usize)> {
    let simple = match escape.chars().nth(1) {
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some(same @ ('"' | '\\' | '\'')) => same,
        Some('u') => return four_digits(escape),
        Some('U') => {
            let wide = hexadecimal(escape, 2, 8).and_then(char::from_u32);
            return Some(wide.map_or((None, 1), |character| (Some(character), 8)));
        }
        _ => return Some((None, 1)),
    };
    Some((Some(simple), 2))
}

fn four_digits(escape: &str) -> Option<(Option<char>, usize)> {
    let Some(unit) = hexadecimal(escape, 2, 6) else { return Some((None, 1)) };
    if let Some(character) = char::from_u32(unit) {
        return Some((Some(character), 6));
    }
    let second = hexadecimal(escape, 8, 12).filter(|_| escape.get(6..8) == Some("\\u"))?;
    if unit >= 0xdc00 || !(0xdc00..0xe000).contains(&second) {
        return None;
    }
    char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00))
        .map(|character| (Some(character), 12))
}

fn hexadecimal(escape: &str, from: usize, to: usize) -> Option<u32> {
    let digits = escape.get(from..to)?;
    // `from_str_radix` alone would take a sign.
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok()
}

fn lone_surrogate(token: &Token<'_>, escape: &str) -> Box<SyntaxError> {
    let before = token.text.chars().count() - 1 - escape.chars().count();
    let start = token.span.start + u32::try_from(before).unwrap_or(0);
    SyntaxError::new(Span { start, end: start + 6 }, "half of a surrogate pair is not a character")
        .helped("write the character itself, or `\\U` and six hexadecimal digits")
}
