//! Functions of regular expressions, as XPath has them. The flags are `s`, `m`, `i` and `x`; null is none.
use std::borrow::Cow;
use std::sync::Arc;

use super::Sort::{Boolean, List, Text};
use super::arguments::{any, text};
use super::builtin::builtins;
use crate::feel::pattern::{Fault, with_pattern};
use crate::value::Value;

builtins! {
    "matches"("input": Text, "pattern": Text; "flags": Text) -> Boolean, No, Some("REGEXTEST(input, pattern)"),
        "Whether some part of the text matches the regular expression; `^` and `$` tie it to the ends.",
        |args| found(args, 2, |input, pattern| Ok(pattern.is_match(input)?.into()));
    "replace"("input": Text, "pattern": Text, "replacement": Text; "flags": Text) -> Text, No,
        Some("REGEXREPLACE(input, pattern, replacement)"),
        "The text with all that matches replaced; `$1` stands for the first group, `$0` for the match, `\\$` for a dollar.",
        |args| found(args, 3, |input, pattern| {
            let Some(with) = text(args, 2) else { return Ok(Value::Null) };
            Ok(match pattern.replace(input, with)? {
                // Nothing is replaced.
                Cow::Borrowed(_) => any(args, 0).clone(),
                Cow::Owned(text) => text.into(),
            })
        });
    "split"("string": Text, "delimiter": Text) -> List(&Text), No, Some("TEXTSPLIT(string, delimiter)"),
        "The parts of the text between all that matches the regular expression.",
        |args| found(args, 2, |input, pattern| {
            Ok(pattern.split(input)?.into_iter().map(Value::from).collect::<Vec<_>>().into())
        });
}

type Work<'a> = &'a dyn Fn(&str, &crate::feel::pattern::Pattern) -> Result<Value, Fault>;

fn found(
    args: &[Value],
    flags: usize,
    work: impl Fn(&str, &crate::feel::pattern::Pattern) -> Result<Value, Fault>,
) -> Value {
    attempt(args, flags, &work).and_then(Result::ok).into()
}

/// `None` where a text is missing.
fn attempt(args: &[Value], flags: usize, work: Work<'_>) -> Option<Result<Value, Fault>> {
    let input = text(args, 0)?;
    let pattern = pattern(args)?;
    let flags = match any(args, flags) {
        Value::Null => "",
        _ => text(args, flags)?,
    };
    Some(with_pattern(pattern, flags, |pattern| work(input, pattern)))
}

fn pattern(args: &[Value]) -> Option<&Arc<str>> {
    match any(args, 1) {
        Value::Text(pattern) => Some(pattern),
        _ => None,
    }
}

/// What is wrong with a call that has given null.
pub(super) fn fault(name: &str, args: &[Value]) -> Option<Fault> {
    let result = match name {
        "matches" => attempt(args, 2, &|input, pattern| Ok(pattern.is_match(input)?.into())),
        "replace" => attempt(args, 3, &|input, pattern| {
            text(args, 2).map(|with| pattern.replace(input, with)).transpose()?;
            Ok(Value::Null)
        }),
        "split" => attempt(args, 2, &|input, pattern| {
            pattern.split(input)?;
            Ok(Value::Null)
        }),
        _ => None,
    };
    result?.err()
}

/// What is wrong with a call whatever the text is, given the arguments after it.
pub(in crate::feel) fn constant_fault(name: &str, rest: &[&Value]) -> Option<Fault> {
    fault(name, &with_any_text(rest))
}

fn with_any_text(rest: &[&Value]) -> Vec<Value> {
    std::iter::once(Value::from("")).chain(rest.iter().copied().cloned()).collect()
}

/// Whether a call with these arguments after the first has a value for every text.
pub(in crate::feel) fn is_certain(name: &str, rest: &[&Value]) -> bool {
    let args = with_any_text(rest);
    let flags = if name == "replace" { 3 } else { 2 };
    let linear = attempt(&args, flags, &|_, pattern| Ok(pattern.is_linear().into()));
    matches!(linear, Some(Ok(Value::Boolean(true)))) && fault(name, &args).is_none()
}
