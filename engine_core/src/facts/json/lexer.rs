//! The pieces of a JSON text (RFC 8259), each looked at once, without recursion and without a tree.

use super::fault::Fault;
use crate::bounds;

/// A reader at some place of a text.
#[derive(Clone, Copy, Debug)]
pub struct Lexer<'j> {
    text: &'j str,
    at: usize,
}

/// A text as it stands between its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raw<'j> {
    /// What stands there.
    pub text: &'j str,
    /// Whether it holds escapes.
    pub escaped: bool,
}

/// The digits of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digits<'j> {
    /// All of it.
    pub text: &'j str,
    /// Whether it has neither a point nor an exponent.
    pub whole: bool,
}

type Read<T> = Result<T, Fault>;

impl<'j> Lexer<'j> {
    /// The beginning of a text.
    pub const fn new(text: &'j str) -> Self {
        Self { text, at: 0 }
    }

    /// The byte that the reader stands before.
    pub const fn at(&self) -> usize {
        self.at
    }

    /// What the reader went through since a place.
    pub fn since(&self, start: usize) -> &'j str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The first byte that is no white space, which is not yet taken.
    #[inline]
    pub fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.byte() {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    /// Takes the byte that was seen.
    #[inline]
    pub const fn take(&mut self) {
        self.at += 1;
    }

    /// A fault here.
    pub const fn fault(&self, expected: &'static str) -> Fault {
        Fault::new(self.at, expected)
    }

    /// The first key of an object after its `{`, with its colon; `None` where it is empty.
    #[inline]
    pub fn first_key(&mut self) -> Read<Option<Raw<'j>>> {
        match self.peek() {
            Some(b'"') => self.key().map(Some),
            Some(b'}') => {
                self.take();
                Ok(None)
            }
            _ => Err(self.fault("a key in double quotes, or `}`")),
        }
    }

    /// The next key of an object after a value, with its colon; `None` after its end.
    #[inline]
    pub fn next_key(&mut self) -> Read<Option<Raw<'j>>> {
        if !self.goes_on(b'}', "`,` or `}`")? {
            return Ok(None);
        }
        match self.peek() {
            Some(b'"') => self.key().map(Some),
            _ => Err(self.fault("a key in double quotes")),
        }
    }

    /// Whether a list has a first item, after its `[`.
    pub fn first_item(&mut self) -> bool {
        let empty = self.peek() == Some(b']');
        if empty {
            self.take();
        }
        !empty
    }

    /// Whether a list has another item, after one.
    pub fn next_item(&mut self) -> Read<bool> {
        self.goes_on(b']', "`,` or `]`")
    }

    #[inline]
    fn goes_on(&mut self, end: u8, expected: &'static str) -> Read<bool> {
        match self.peek() {
            Some(byte) if byte == b',' || byte == end => {
                self.take();
                Ok(byte == b',')
            }
            _ => Err(self.fault(expected)),
        }
    }

    #[inline]
    fn key(&mut self) -> Read<Raw<'j>> {
        let key = self.string()?;
        if self.peek() != Some(b':') {
            return Err(self.fault("`:`"));
        }
        self.take();
        Ok(key)
    }

    /// Nothing follows but white space.
    pub fn end(&mut self) -> Read<()> {
        if self.peek().is_some() { Err(self.fault("the end, since a request is one object")) } else { Ok(()) }
    }

    /// One of the three words, whose first letter was seen.
    pub fn word(&mut self, word: &'static str) -> Read<()> {
        if self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            self.at += word.len();
            return Ok(());
        }
        Err(self.fault("`true`, `false` or `null`"))
    }

    /// A number, whose first byte was seen.
    pub fn number(&mut self) -> Read<Digits<'j>> {
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.take();
        }
        let zero = self.byte() == Some(b'0');
        let first = self.at;
        self.digits()?;
        if zero && self.at > first + 1 {
            return Err(Fault::new(first + 1, NUMBER));
        }
        let mut whole = true;
        if self.byte() == Some(b'.') {
            whole = false;
            self.take();
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            whole = false;
            self.take();
            if let Some(b'+' | b'-') = self.byte() {
                self.take();
            }
            self.digits()?;
        }
        Ok(Digits { text: self.since(start), whole })
    }

    /// At least one digit.
    #[inline]
    fn digits(&mut self) -> Read<()> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.take();
        }
        if self.at == start { Err(self.fault(NUMBER)) } else { Ok(()) }
    }

    /// A text, whose quote was seen. Its escapes are looked at here, and resolved only where the text is read.
    #[inline]
    pub fn string(&mut self) -> Read<Raw<'j>> {
        self.take();
        let start = self.at;
        let mut escaped = false;
        loop {
            self.at += plain(self.text.as_bytes().get(self.at..).unwrap_or_default());
            match self.byte() {
                Some(b'"') => {
                    let text = self.since(start);
                    self.take();
                    return Ok(Raw { text, escaped });
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(_) => {
                    return Err(self.fault("an escape such as `\\n`, since texts hold no control characters"));
                }
                None => return Err(self.fault("the end of a text")),
            }
        }
    }

    fn escape(&mut self) -> Read<()> {
        const EXPECTED: &str = "an escape that JSON has, such as `\\n`, `\\\"` or `\\u4e2d`";
        self.take();
        match self.byte() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.take(),
            Some(b'u') => {
                let start = self.at - 1;
                let unit = self.unit().ok_or_else(|| self.fault(EXPECTED))?;
                let high = (0xD800..0xDC00).contains(&unit);
                let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
                if high && rest.starts_with(b"\\u") {
                    self.take();
                    let low = self.unit().ok_or_else(|| self.fault(EXPECTED))?;
                    if (0xDC00..0xE000).contains(&low) {
                        return Ok(());
                    }
                }
                if (0xD800..0xE000).contains(&unit) {
                    return Err(Fault::new(start, "both halves of a surrogate pair"));
                }
            }
            _ => return Err(self.fault(EXPECTED)),
        }
        Ok(())
    }

    /// `u` and four hexadecimal digits.
    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.as_bytes().get(self.at + 1..self.at + 5)?;
        let unit =
            digits.iter().try_fold(0, |unit, byte| Some(unit * 16 + char::from(*byte).to_digit(16)?))?;
        self.at += 5;
        Some(unit)
    }

    /// Any value, read past.
    pub fn skip(&mut self) -> Read<()> {
        // Which of the collections that are open are objects.
        let mut open: Vec<bool> = Vec::new();
        loop {
            let mut begun = false;
            match self.peek() {
                Some(b'"') => drop(self.string()?),
                Some(b'{') => {
                    self.take();
                    if self.first_key()?.is_some() {
                        open.push(true);
                        begun = true;
                    }
                }
                Some(b'[') => {
                    self.take();
                    if self.first_item() {
                        open.push(false);
                        begun = true;
                    }
                }
                Some(b't') => self.word("true")?,
                Some(b'f') => self.word("false")?,
                Some(b'n') => self.word("null")?,
                Some(b'-' | b'0'..=b'9') => drop(self.number()?),
                _ => return Err(self.fault(VALUE)),
            }
            if open.len() > bounds::JSON_DEPTH {
                return Err(self.fault("less nesting"));
            }
            while !begun {
                let Some(object) = open.last() else { return Ok(()) };
                begun = if *object { self.next_key()?.is_some() } else { self.next_item()? };
                if !begun {
                    open.pop();
                }
            }
        }
    }
}

/// What is expected where nothing that can begin a value stands.
pub const VALUE: &str = "a value";
const NUMBER: &str = "a number as JSON writes it, such as `-3`, `0.5` or `1e3`";

/// How many bytes come before the first quote, backslash or control character.
#[inline]
fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    let mut passed = 0;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        let word = u64::from_le_bytes(*word);
        // The lowest mark is exact, although higher ones may be false.
        let control = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
        let marks = control | zeros(word ^ ONES * b'"' as u64) | zeros(word ^ ONES * b'\\' as u64);
        if marks != 0 {
            return passed + (marks.trailing_zeros() / 8) as usize;
        }
        passed += 8;
    }
    passed + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)).count()
}

/// A text with its escapes resolved. They were looked at before, so that nothing can fail.
pub fn unescaped(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut letters = after.chars();
        match letters.next() {
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('u') => {
                let unit = |text: &str| text.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
                let first = unit(letters.as_str());
                let second = letters.as_str().get(4..).and_then(|rest| unit(rest.strip_prefix("\\u")?));
                let units = first.into_iter().chain(second);
                let letter = char::decode_utf16(units).next().and_then(Result::ok).unwrap_or('\u{fffd}');
                out.push(letter);
                let used = if letter.len_utf16() == 2 { 10 } else { 4 };
                letters = letters.as_str().get(used..).unwrap_or_default().chars();
            }
            Some(same) => out.push(same),
            None => {}
        }
        rest = letters.as_str();
    }
    out.push_str(rest);
    out
}
