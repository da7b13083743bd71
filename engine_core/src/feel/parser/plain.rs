//! Cells of one number, a number behind an operator, or a range of two: nearly all cells of a large table, read without tokens.

use crate::feel::ast::{CompareOp, Expr, ExprKind, Range, Span, Test, TestKind, UnaryTests};
use crate::value::Number;

/// Longer cells are read with tokens.
const LONGEST: u32 = 64;

/// The tests of a plain cell, as they are read with tokens; `None` where the cell says anything else.
pub fn tests(text: &str) -> Option<UnaryTests> {
    let end = u32::try_from(text.len()).ok().filter(|end| *end <= LONGEST)?;
    let span = Span { start: 0, end };
    let (op, rest) = operator(text.as_bytes());
    let kind = match (op, rest) {
        (None, [b'[' | b'(', ends @ ..]) => TestKind::Value(Expr { kind: range(text, ends)?, span }),
        (op, rest) => {
            let spaces = rest.iter().take_while(|byte| op.is_some() && **byte == b' ').count();
            let (number, []) = numeral(text, rest.get(spaces..)?)? else { return None };
            match op {
                Some(op) => TestKind::Compare(op, number),
                None => TestKind::Value(number),
            }
        }
    };
    Some(UnaryTests::OneOf(vec![Test { kind, span }]))
}

fn operator(text: &[u8]) -> (Option<CompareOp>, &[u8]) {
    match text {
        [b'<', b'=', rest @ ..] => (Some(CompareOp::LessOrEqual), rest),
        [b'>', b'=', rest @ ..] => (Some(CompareOp::GreaterOrEqual), rest),
        [b'<', rest @ ..] => (Some(CompareOp::Less), rest),
        [b'>', rest @ ..] => (Some(CompareOp::Greater), rest),
        rest => (None, rest),
    }
}

/// `ends` is the text behind the bracket.
fn range(text: &str, ends: &[u8]) -> Option<ExprKind> {
    let (low, rest) = numeral(text, ends)?;
    let (high, rest) = numeral(text, rest.strip_prefix(b"..")?)?;
    let high_included = match rest {
        b"]" => true,
        b")" => false,
        _ => return None,
    };
    let low_included = text.starts_with('[');
    let range = Range { low: Some((low, low_included)), high: Some((high, high_included)) };
    Some(ExprKind::Range(Box::new(range)))
}

/// The number at the beginning of the last part of a text, and what follows it.
fn numeral<'a>(text: &str, part: &'a [u8]) -> Option<(Expr, &'a [u8])> {
    let digits = |part: &[u8]| part.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(part);
    let length = match part.get(whole..) {
        Some([b'.', places @ ..]) if digits(places) > 0 => whole + 1 + digits(places),
        _ => whole,
    };
    let from = text.len() - part.len();
    let written = text.get(from..from + length).filter(|_| whole > 0)?;
    let span = Span { start: u32::try_from(from).ok()?, end: u32::try_from(from + length).ok()? };
    Some((Expr { kind: ExprKind::Number(Number::parse_exact(written)?), span }, part.get(length..)?))
}

#[cfg(test)]
mod tests {
    use super::super::{Parser, whole};
    use crate::feel::Names;

    #[test]
    fn a_plain_cell_is_read_as_with_tokens() {
        let plain = [
            "5",
            "< 5",
            "<5",
            ">=  0.70",
            "<= 007",
            "[1..2)",
            "(1.5..2.25]",
            "[0..0]",
            "(10..3)",
            "> 1000000",
        ];
        for text in plain {
            let tokens = whole(text, &Names::default(), true, Parser::cell);
            let read = super::tests(text);
            assert!(read.is_some(), "{text}");
            assert_eq!(
                format!("{:?}", read.map(Ok::<_, ()>)),
                format!("{:?}", tokens.ok().map(Ok::<_, ()>)),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_tokens() {
        let other = [
            "",
            "-",
            "-5",
            "5 ",
            " 5",
            "5.",
            ".5",
            "5e3",
            "1 000",
            "[1..2",
            "[1 .. 2)",
            "]1..2]",
            "(1..2[",
            "< -5",
            "<",
            "[1..x)",
            "1, 2",
            "= 5",
            "!= 5",
            "5 < 6",
            "(5)",
            "[5]",
            "1..2",
            "<== 5",
            "12345678901234567890123456789012345",
        ];
        for text in other {
            assert!(super::tests(text).is_none(), "{text}");
        }
    }
}
