//! From sources to the bytes of a packed file.

use super::{FORMAT, Head, MAGIC, sha256};
use crate::document::canonical_text;
use crate::flow::Program;
use crate::source::{Content, File, Place, Scalar, Sheet, Sources, Tree};

/// The whole file. `sources` is what [`sources`] wrote of those of the program.
pub fn pack(program: &Program, sources: &str) -> Vec<u8> {
    let canonical = canonical_text(&program.checked);
    let head = Head::of(program.head(), &program.digest, canonical.len(), sources.len());
    let body = format!("{}\n{canonical}\n{sources}\n", head.line());
    let mut packed = MAGIC.to_vec();
    packed.extend_from_slice(format!("{FORMAT}\n{}\n", sha256(body.as_bytes())).as_bytes());
    packed.extend_from_slice(body.as_bytes());
    packed
}

/// The line of the sources: each file's name, text and content, by name. A place names no file: it is in its own.
#[must_use]
pub fn sources(sources: &Sources) -> String {
    let mut files: Vec<&File> = sources.files.iter().collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files.dedup_by(|later, first| later.name == first.name); // the engine reads the first of a name
    let mut out = String::new();
    array(&mut out, &files, |out, file| {
        out.push('[');
        text(out, &file.name);
        out.push(',');
        text(out, &file.text);
        out.push(',');
        match &file.content {
            Content::Unread => out.push_str("null"),
            Content::Tree(tree) => self::tree(out, tree),
            Content::Sheet(sheet) => self::sheet(out, sheet),
        }
        out.push(']');
    });
    out
}

/// One level of JSON for each level of a map or list, so that the deepest tree stays within what JSON readers take.
fn tree(out: &mut String, tree: &Tree) {
    match tree {
        Tree::Scalar(scalar) => self::scalar(out, scalar),
        Tree::List(items, at) => {
            place(out, 'l', *at);
            for item in items {
                out.push(',');
                self::tree(out, item);
            }
            out.push(']');
        }
        Tree::Map(entries, at) => {
            place(out, 'm', *at);
            for (key, value) in entries {
                out.push(',');
                scalar(out, key);
                out.push(',');
                self::tree(out, value);
            }
            out.push(']');
        }
    }
}

fn scalar(out: &mut String, scalar: &Scalar) {
    place(out, 's', scalar.place);
    match scalar.verbatim {
        Some(lead) => out.push_str(&format!(",{lead},")),
        None => out.push_str(",null,"),
    }
    text(out, &scalar.text);
    out.push(']');
}

fn place(out: &mut String, kind: char, place: Place) {
    out.push_str(&format!("[\"{kind}\",{},{},{}", place.line, place.column, place.length));
}

fn sheet(out: &mut String, sheet: &Sheet) {
    out.push_str("[\"t\",");
    text(out, sheet.separator.encode_utf8(&mut [0; 4]));
    out.push(',');
    array(out, &sheet.header, |out, title| text(out, title));
    out.push(',');
    array(out, &sheet.lines, |out, line| out.push_str(&line.to_string()));
    out.push(',');
    array(out, &sheet.columns, |out, column| array(out, column, |out, cell| text(out, cell)));
    out.push(']');
}

fn array<T>(out: &mut String, items: &[T], mut write: impl FnMut(&mut String, &T)) {
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}

/// A text as RFC 8785 writes it.
pub(super) fn text(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..'\u{20}' => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            _ => out.push(letter),
        }
    }
    out.push('"');
}
