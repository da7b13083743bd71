//! Help for the usual slips: habits from other languages, and keyboards that type full-width marks.

use super::Parser;
use crate::feel::ast::Span;
use crate::feel::error::SyntaxError;
use crate::feel::lexer::ascii_form;
use crate::feel::names::joined;
use crate::feel::token::{Token, TokenKind};

/// What to write instead of what stands where the parser stopped.
pub(super) fn help(parser: &Parser<'_>) -> Option<String> {
    let token = parser.peek();
    look_alike(&token)
        .or_else(|| foreign(&token, parser))
        .or_else(|| percent(parser))
        .or_else(|| grouped_digits(parser))
        .or_else(|| unfinished(parser))
        .or_else(|| undeclared(parser))
}

fn look_alike(token: &Token<'_>) -> Option<String> {
    let first = token.text.chars().next()?;
    let ascii = ascii_form(first)?;
    Some(format!("write the ASCII `{ascii}` in place of `{first}`"))
}

fn foreign(token: &Token<'_>, parser: &Parser<'_>) -> Option<String> {
    let next = parser.peek_at(1);
    let help = match token.text {
        "==" | "===" => "FEEL compares with `=`, not `==`",
        "&&" | "&" => "write `and` in place of `&&`",
        "||" | "|" => "write `or` in place of `||`",
        "<" if next.is(">") => "write `!=` in place of `<>`",
        "=<" | "≤" => "write `<=`",
        "=>" | "≥" => "write `>=`",
        "≠" => "write `!=`",
        "!" if next.kind == TokenKind::Word => {
            return Some(format!("write `not({0})` in place of `!{0}`", next.text));
        }
        "!" => "write `not(…)` in place of `!`",
        "'" => "texts stand in double quotes: `\"…\"`",
        "elif" | "elseif" | "elsif" => return Some(format!("write `else if` in place of `{}`", token.text)),
        ";" => "separate with `,`",
        "?" => "write `if … then … else …`",
        "^" => "write `**` for a power",
        _ => return None,
    };
    Some(help.to_owned())
}

fn percent(parser: &Parser<'_>) -> Option<String> {
    let before = parser.previous();
    let wanted = parser.is("%") && before.kind == TokenKind::Number;
    wanted
        .then(|| hundredth(before.text))
        .flatten()
        .map(|value| format!("write `{value}` in place of `{}%`", before.text))
}

// Moves the point two places to the left.
fn hundredth(number: &str) -> Option<String> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if number.contains(['e', 'E']) {
        return None;
    }
    let padded = format!("{whole:0>3}");
    let (whole, moved) = padded.split_at_checked(padded.len() - 2)?;
    let digits = format!("{whole}.{moved}{fraction}");
    let plain = digits.trim_end_matches('0').trim_end_matches('.');
    Some(plain.to_owned())
}

/// The error of a number such as `1,000`: only a group that begins with 0 shows that no second number is meant.
pub(super) fn thousands(parser: &Parser<'_>) -> Option<Box<SyntaxError>> {
    let (number, comma, group) = (parser.peek(), parser.peek_at(1), parser.peek_at(2));
    if !is_grouped(&number, &comma, &group) || !group.text.starts_with('0') {
        return None;
    }
    let span = Span { start: number.span.start, end: group.span.end };
    let message = format!("a number with a thousands separator: `{}`", joined(&[number, comma, group]));
    Some(SyntaxError::new(span, message).helped(format!("write `{}{}`", number.text, group.text)))
}

fn grouped_digits(parser: &Parser<'_>) -> Option<String> {
    let (number, comma, group) = (parser.previous(), parser.peek(), parser.peek_at(1));
    is_grouped(&number, &comma, &group)
        .then(|| format!("write `{}{}` without a thousands separator", number.text, group.text))
}

fn is_grouped(number: &Token<'_>, comma: &Token<'_>, group: &Token<'_>) -> bool {
    let digits = |token: &Token<'_>| {
        token.kind == TokenKind::Number
            && token.text.bytes().take_while(u8::is_ascii_digit).count() == token.text.len()
    };
    let leading = group.text.split('.').next().unwrap_or("");
    digits(number)
        && (1..=3).contains(&number.text.len())
        && !number.text.starts_with('0')
        && comma.is(",")
        && comma.touches(number)
        && group.touches(comma)
        && group.kind == TokenKind::Number
        && leading.len() == 3
        && leading.bytes().all(|byte| byte.is_ascii_digit())
}

fn unfinished(parser: &Parser<'_>) -> Option<String> {
    let token = parser.peek();
    if token.is("[") {
        return Some("a filter or an index stands between the brackets: `xs[1]`".to_owned());
    }
    if parser.cell
        && parser.tokens.first().is_some_and(|first| matches!(first.text, "<" | "<=" | ">" | ">="))
        && (token.is("and") || token.is("or"))
    {
        return Some("write an interval as `(3..5)`".to_owned());
    }
    None
}

// Two words in a row: most likely a name with spaces that nothing declares.
fn undeclared(parser: &Parser<'_>) -> Option<String> {
    let (before, token) = (parser.previous(), parser.peek());
    let words = before.kind == TokenKind::Word && token.kind == TokenKind::Word;
    if words && before.is("not") {
        return Some("write `not(…)` with parentheses".to_owned());
    }
    let keyword = |token: &Token<'_>| super::words::is_keyword(token.text);
    (words && !keyword(&before) && !keyword(&token)).then(|| {
        format!("no name `{}` is declared; an operator or a comma may be missing", joined(&[before, token]))
    })
}
