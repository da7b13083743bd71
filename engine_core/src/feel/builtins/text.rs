//! Functions of texts. Everything counts code points.
use super::Sort::{Boolean, List, Number, Text};
use super::arguments::{any, integer, list, text};
use super::builtin::builtins;
use crate::value::{self, Value};

builtins! {
    "substring"("string": Text, "start position": Number; "length": Number) -> Text, No,
        Some("MID(string, start position, length)"),
        "The part from a position, counted from 1, or from the end if negative; as much as there is of `length`.",
        |args| substring(args).into();
    "string length"("string": Text) -> Number, Always, Some("LEN(string)"),
        "How many characters there are.", |args| text(args, 0).and_then(count).into();
    "upper case"("string": Text) -> Text, Always, Some("UPPER(string)"),
        "The text in capitals.", |args| text(args, 0).map(str::to_uppercase).into();
    "lower case"("string": Text) -> Text, Always, Some("LOWER(string)"),
        "The text in small letters.", |args| text(args, 0).map(str::to_lowercase).into();
    "substring before"("string": Text, "match": Text) -> Text, Always, Some("TEXTBEFORE(string, match, , , , \"\")"),
        "What stands before the first match; empty if there is none.",
        |args| both(args, |string, part| string.split_once(part).map_or("", |(before, _)| before).into());
    "substring after"("string": Text, "match": Text) -> Text, Always, Some("TEXTAFTER(string, match, , , , \"\")"),
        "What stands after the first match; empty if there is none.",
        |args| both(args, |string, part| string.split_once(part).map_or("", |(_, after)| after).into());
    "contains"("string": Text, "match": Text) -> Boolean, Always, Some("ISNUMBER(FIND(match, string))"),
        "Whether the text holds the match.", |args| both(args, |string, part| string.contains(part).into());
    "starts with"("string": Text, "match": Text) -> Boolean, Always, Some("LEFT(string, LEN(match)) = match"),
        "Whether the text begins with the match.", |args| both(args, |string, part| string.starts_with(part).into());
    "ends with"("string": Text, "match": Text) -> Boolean, Always, Some("RIGHT(string, LEN(match)) = match"),
        "Whether the text ends with the match.", |args| both(args, |string, part| string.ends_with(part).into());
    "string join"("list": List(&Text); "delimiter": Text) -> Text, Always, Some("TEXTJOIN(delimiter, TRUE, list)"),
        "The texts in a row with the delimiter between them; null items are skipped.", |args| join(args).into();
}

fn both(args: &[Value], f: fn(&str, &str) -> Value) -> Value {
    text(args, 0).zip(text(args, 1)).map(|(string, part)| f(string, part)).into()
}

fn count(text: &str) -> Option<value::Number> {
    i64::try_from(text.chars().count()).ok().map(value::Number::from_i64)
}

fn substring(args: &[Value]) -> Option<&str> {
    let string = text(args, 0)?;
    let start = integer(args, 1)?;
    let distance = usize::try_from(start.unsigned_abs()).ok()?.checked_sub(1)?;
    let from = match start > 0 {
        true => string.char_indices().nth(distance),
        false => string.char_indices().nth_back(distance),
    };
    let rest = string.get(from?.0..)?;
    if args.len() < 3 {
        return Some(rest);
    }
    let length = integer(args, 2).filter(|length| *length > 0)?;
    let to = rest.char_indices().nth(usize::try_from(length).ok()?).map_or(rest.len(), |(to, _)| to);
    rest.get(..to)
}

fn join(args: &[Value]) -> Option<String> {
    let delimiter = match any(args, 1) {
        Value::Null => "",
        _ => text(args, 1)?,
    };
    let mut texts = Vec::new();
    for item in list(args, 0)? {
        match item {
            Value::Text(text) => texts.push(&**text),
            Value::Null => {}
            _ => return None,
        }
    }
    Some(texts.join(delimiter))
}
