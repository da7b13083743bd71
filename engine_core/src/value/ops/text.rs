//! Values as text: bare as `string()` gives it, or as it would be written inside a list.
use std::fmt::{self, Write};

use crate::value::{End, RangeValue, Value};

/// What FEEL's `string()` gives: a text as it is, null for null, everything else written out.
#[must_use]
pub fn string(value: &Value) -> Value {
    match value {
        Value::Null | Value::Text(_) => value.clone(),
        _ => to_feel_text(value).into(),
    }
}

/// The value written out, texts in quotes: `[1, "a"]`, `{a: 1}`, `2024-02-29`, `[1..10)`.
#[must_use]
pub fn to_feel_text(value: &Value) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut out, value);
    out
}

fn write(out: &mut String, value: &Value) -> fmt::Result {
    match value {
        Value::Null => out.write_str("null"),
        Value::Boolean(it) => write!(out, "{it}"),
        Value::Number(it) => write!(out, "{it}"),
        Value::Text(it) => write_quoted(out, it),
        Value::Date(it) => write!(out, "{it}"),
        Value::Time(it) => write!(out, "{it}"),
        Value::DateTime(it) => write!(out, "{it}"),
        Value::DaysDuration(it) => write!(out, "{it}"),
        Value::MonthsDuration(it) => write!(out, "{it}"),
        Value::List(items) => {
            out.write_char('[')?;
            for (index, item) in items.iter().enumerate() {
                write_comma(out, index)?;
                write(out, item)?;
            }
            out.write_char(']')
        }
        Value::Range(range) => write_range(out, range),
        Value::Function(function) => {
            let names = function.parameters().iter().map(|parameter| &*parameter.name);
            write!(out, "function({})", names.collect::<Vec<_>>().join(", "))
        }
        Value::Context(context) => {
            out.write_char('{')?;
            for (index, (name, value)) in context.entries().iter().enumerate() {
                write_comma(out, index)?;
                if is_bare(name) { out.write_str(name) } else { write_quoted(out, name) }?;
                out.write_str(": ")?;
                write(out, value)?;
            }
            out.write_char('}')
        }
    }
}

fn write_comma(out: &mut String, index: usize) -> fmt::Result {
    if index == 0 { Ok(()) } else { out.write_str(", ") }
}

/// Whether a name can stand without quotes.
fn is_bare(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && !name.ends_with(' ')
        && !name.contains("  ")
        && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ' ')
}

fn write_quoted(out: &mut String, text: &str) -> fmt::Result {
    out.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.write_char('\\')?;
                out.write_char(c)?;
            }
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            _ => out.write_char(c)?,
        }
    }
    out.write_char('"')
}

fn write_range(out: &mut String, range: &RangeValue) -> fmt::Result {
    let sign = |end: &End| if end.included { "=" } else { "" };
    match (&range.low, &range.high) {
        (Some(low), Some(high)) => {
            out.write_char(if low.included { '[' } else { '(' })?;
            write(out, &low.value)?;
            out.write_str("..")?;
            write(out, &high.value)?;
            out.write_char(if high.included { ']' } else { ')' })
        }
        (Some(low), None) => {
            write!(out, "(>{} ", sign(low))?;
            write(out, &low.value)?;
            out.write_char(')')
        }
        (None, Some(high)) => {
            write!(out, "(<{} ", sign(high))?;
            write(out, &high.value)?;
            out.write_char(')')
        }
        (None, None) => out.write_str("(..)"),
    }
}
