//! Sets of characters: escapes, categories, blocks, and what stands in brackets.
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};

use super::blocks::block;
use super::parse::Cursor;
use super::syntax::Fault;
use crate::bounds;

/// What an escape stands for.
pub(super) enum Escape {
    /// One character.
    Character(char),
    /// A set, for which case does not count.
    Set(ClassUnicode),
}

impl Escape {
    pub(super) fn into_class(self, any_case: bool) -> ClassUnicode {
        match self {
            Self::Character(c) => single(c, c, any_case),
            Self::Set(set) => set,
        }
    }
}

/// The characters from `first` to `last`, with their variants of other case if so wanted.
pub(super) fn single(first: char, last: char, any_case: bool) -> ClassUnicode {
    let mut class = ClassUnicode::new([ClassUnicodeRange::new(first, last)]);
    if any_case {
        folded(&mut class);
    }
    class
}

/// Line feed and carriage return: what the dot leaves out.
pub(super) fn line_break() -> ClassUnicode {
    of(&[('\n', '\n'), ('\r', '\r')])
}

/// Reads what follows a backslash.
pub(super) fn escape(cursor: &mut Cursor<'_>) -> Result<Escape, Fault> {
    let c = cursor.next()?;
    let set = match c.to_ascii_lowercase() {
        'n' if c == 'n' => return Ok(Escape::Character('\n')),
        'r' if c == 'r' => return Ok(Escape::Character('\r')),
        't' if c == 't' => return Ok(Escape::Character('\t')),
        '\\' | '|' | '.' | '?' | '*' | '+' | '(' | ')' | '{' | '}' | '-' | '[' | ']' | '^' | '$' => {
            return Ok(Escape::Character(c));
        }
        's' => of(&[('\t', '\n'), ('\r', '\r'), (' ', ' ')]),
        'd' => category("Nd")?,
        'w' => word()?,
        'i' => of(NAME_START),
        'c' => {
            let mut class = of(NAME_START);
            class.union(&of(NAME_MORE));
            class
        }
        'p' => named(cursor)?,
        _ => return Err(Fault::Escape(c)),
    };
    Ok(Escape::Set(if c.is_ascii_uppercase() { negated(set) } else { set }))
}

/// Reads what stands in brackets, after the opening one: `a-z]`, `^\s]`, `a-z-[aeiou]]`.
pub(super) fn class_expression(
    cursor: &mut Cursor<'_>,
    any_case: bool,
    depth: usize,
) -> Result<ClassUnicode, Fault> {
    if depth > bounds::DEPTH {
        return Err(Fault::TooLarge);
    }
    let negative = cursor.eat('^');
    let mut class = ClassUnicode::empty();
    let mut first = true;
    loop {
        match (cursor.peek(), cursor.ahead(1)) {
            (None, _) => return Err(Fault::Unfinished),
            (Some(']'), _) if first => return Err(Fault::Range),
            (Some('-'), Some('[')) if !first => break,
            (Some(']'), _) => break,
            _ => class.union(&part(cursor, any_case)?),
        }
        first = false;
    }
    if negative {
        class.negate();
    }
    if cursor.eat('-') {
        cursor.next()?;
        class.difference(&class_expression(cursor, any_case, depth + 1)?);
    }
    if cursor.eat(']') { Ok(class) } else { Err(Fault::Unescaped('[')) }
}

/// A character, a range or an escape.
fn part(cursor: &mut Cursor<'_>, any_case: bool) -> Result<ClassUnicode, Fault> {
    let low = match bracketed(cursor)? {
        Escape::Character(c) => c,
        Escape::Set(set) => return Ok(set),
    };
    // A hyphen at the end, or before a subtraction, is not one of a range.
    let range = match (cursor.peek(), cursor.ahead(1), cursor.ahead(2)) {
        (Some('-'), Some('[' | ']'), _) | (Some('-'), Some('-'), Some('[')) => false,
        (Some('-'), _, _) => cursor.eat('-'),
        _ => false,
    };
    if !range {
        return Ok(single(low, low, any_case));
    }
    match bracketed(cursor)? {
        Escape::Character(high) if low <= high => Ok(single(low, high, any_case)),
        _ => Err(Fault::Range),
    }
}

fn bracketed(cursor: &mut Cursor<'_>) -> Result<Escape, Fault> {
    match cursor.next()? {
        '\\' => escape(cursor),
        c @ ('[' | ']') => Err(Fault::Unescaped(c)),
        c => Ok(Escape::Character(c)),
    }
}

/// `{Lu}` or `{IsBasicLatin}`
fn named(cursor: &mut Cursor<'_>) -> Result<ClassUnicode, Fault> {
    if !cursor.eat('{') {
        return Err(Fault::Category);
    }
    let mut name = String::new();
    loop {
        match cursor.next()? {
            '}' => break,
            c => name.push(c),
        }
    }
    match name.strip_prefix("Is") {
        Some(name) => block(name).map(|(first, last)| single(first, last, false)).ok_or(Fault::Category),
        None if CATEGORIES.contains(&name.as_str()) => category(&name),
        None => Err(Fault::Category),
    }
}

/// The categories of XML Schema; surrogates are no characters.
const CATEGORIES: &[&str] = &[
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps",
    "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn",
];

fn category(name: &str) -> Result<ClassUnicode, Fault> {
    let hir = regex_syntax::parse(&format!("\\p{{{name}}}")).map_err(|_| Fault::Category)?;
    match hir.into_kind() {
        HirKind::Class(Class::Unicode(class)) => Ok(class),
        _ => Err(Fault::Category),
    }
}

/// Everything but punctuation, separators and the rest.
fn word() -> Result<ClassUnicode, Fault> {
    let mut others = category("P")?;
    others.union(&category("Z")?);
    others.union(&category("C")?);
    Ok(negated(others))
}

/// With all variants of other case.
fn folded(class: &mut ClassUnicode) {
    // It fails only without the tables, which are built in.
    let _ = class.try_case_fold_simple();
}

fn negated(mut class: ClassUnicode) -> ClassUnicode {
    class.negate();
    class
}

fn of(ranges: &[(char, char)]) -> ClassUnicode {
    ClassUnicode::new(ranges.iter().map(|(first, last)| ClassUnicodeRange::new(*first, *last)))
}

/// What an XML name begins with.
const NAME_START: &[(char, char)] = &[
    (':', ':'),
    ('A', 'Z'),
    ('_', '_'),
    ('a', 'z'),
    ('\u{C0}', '\u{D6}'),
    ('\u{D8}', '\u{F6}'),
    ('\u{F8}', '\u{2FF}'),
    ('\u{370}', '\u{37D}'),
    ('\u{37F}', '\u{1FFF}'),
    ('\u{200C}', '\u{200D}'),
    ('\u{2070}', '\u{218F}'),
    ('\u{2C00}', '\u{2FEF}'),
    ('\u{3001}', '\u{D7FF}'),
    ('\u{F900}', '\u{FDCF}'),
    ('\u{FDF0}', '\u{FFFD}'),
    ('\u{10000}', '\u{EFFFF}'),
];

/// What else an XML name holds.
const NAME_MORE: &[(char, char)] =
    &[('-', '.'), ('0', '9'), ('\u{B7}', '\u{B7}'), ('\u{300}', '\u{36F}'), ('\u{203F}', '\u{2040}')];
