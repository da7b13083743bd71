//! The pieces of a JSON text (RFC 8259), each looked at once, without recursion and without a tree.

use super::fault::Fault;
use super::letters::same;
use crate::bounds;

/// A reader at some place of a text, of at most 4 GiB.
#[derive(Clone, Copy, Debug)]
pub struct Lexer<'j> {
    pub(super) text: &'j str,
    pub(super) at: usize,
    expected: &'static str,
}

/// A well-formed value, or key, where it stands in the text. So small that it is handed over in registers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    start: u32,
    end: u32,
}

/// What a token is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Nothing: it was not given.
    #[default]
    Absent,
    /// `null`.
    Null,
    /// `true`.
    True,
    /// `false`.
    False,
    /// A number without a point and without an exponent.
    Whole,
    /// Any other number.
    Fraction,
    /// What stands between the quotes of a text, without escapes.
    Text,
    /// The same, with escapes.
    Escaped,
    /// The cause in `{"missing": "cause"}`, without escapes.
    Missing,
    /// The same, with escapes.
    MissingEscaped,
    /// A list, from bracket to bracket.
    List,
    /// Any other object.
    Object,
}

/// The text cannot be read: the lexer stands where, and knows what was expected.
#[derive(Clone, Copy, Debug)]
pub struct Stop;

pub(super) type Read<T> = Result<T, Stop>;

impl<'j> Lexer<'j> {
    /// The beginning of a text.
    pub const fn new(text: &'j str) -> Self {
        Self { text, at: 0, expected: VALUE }
    }

    /// Why it stopped.
    pub const fn fault(&self) -> Fault {
        Fault::new(self.at, self.expected)
    }

    /// The text of a token.
    #[inline]
    pub fn text(&self, token: Token) -> &'j str {
        self.text.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    #[cold]
    pub(super) const fn stop<T>(&mut self, expected: &'static str) -> Read<T> {
        self.expected = expected;
        Err(Stop)
    }

    #[expect(clippy::cast_possible_truncation, reason = "INVARIANT: no text is longer than a u32 counts")]
    #[inline]
    pub(super) const fn token(&self, kind: Kind, start: usize) -> Token {
        Token { kind, start: start as u32, end: self.at as u32 }
    }

    #[inline]
    pub(super) fn byte(&self) -> Option<u8> {
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

    /// Whether an object has a first key, which is not yet taken, after its `{`.
    #[inline]
    pub fn begins(&mut self) -> Read<bool> {
        match self.peek() {
            Some(b'"') => Ok(true),
            Some(b'}') => {
                self.take();
                Ok(false)
            }
            _ => self.stop("a key in double quotes, or `}`"),
        }
    }

    /// Whether an object has another key, which is not yet taken, after a value.
    #[inline]
    pub fn goes_on_with_key(&mut self) -> Read<bool> {
        if !self.goes_on(b'}', "`,` or `}`")? {
            return Ok(false);
        }
        match self.peek() {
            Some(b'"') => Ok(true),
            _ => self.stop("a key in double quotes"),
        }
    }

    /// Takes the key whose quote was seen, if it is this name, which holds nothing that JSON would escape.
    #[inline]
    pub fn takes(&mut self, name: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at + 1..).and_then(|rest| rest.split_at_checked(name.len()));
        let is = rest.is_some_and(|(key, after)| after.first() == Some(&b'"') && same(key, name.as_bytes()));
        if is {
            self.at += name.len() + 2;
        }
        is
    }

    /// The first key of an object after its `{`, with its colon; `None` where it is empty.
    #[inline]
    pub fn first_key(&mut self) -> Read<Option<Token>> {
        if self.begins()? { self.key().map(Some) } else { Ok(None) }
    }

    /// The next key of an object after a value, with its colon; `None` after its end.
    #[inline]
    pub fn next_key(&mut self) -> Read<Option<Token>> {
        if self.goes_on_with_key()? { self.key().map(Some) } else { Ok(None) }
    }

    /// Whether a list has a first item, after its bracket.
    fn list_begins(&mut self) -> bool {
        let empty = self.peek() == Some(b']');
        if empty {
            self.take();
        }
        !empty
    }

    #[inline]
    fn goes_on(&mut self, end: u8, expected: &'static str) -> Read<bool> {
        match self.peek() {
            Some(byte) if byte == b',' || byte == end => {
                self.take();
                Ok(byte == b',')
            }
            _ => self.stop(expected),
        }
    }

    /// A key, whose quote was seen, with its colon.
    #[inline]
    pub fn key(&mut self) -> Read<Token> {
        let key = self.string()?;
        self.colon()?;
        Ok(key)
    }

    /// The colon after a key.
    #[inline]
    pub fn colon(&mut self) -> Read<()> {
        if self.peek() != Some(b':') {
            return self.stop("`:`");
        }
        self.take();
        Ok(())
    }

    /// Nothing follows but white space.
    pub fn end(&mut self) -> Read<()> {
        if self.peek().is_some() { self.stop("the end, since a request is one object") } else { Ok(()) }
    }

    /// One of the three words, whose first letter was seen.
    #[inline]
    fn word(&mut self, word: &'static str, kind: Kind) -> Read<Token> {
        let start = self.at;
        if self.text.as_bytes().get(start..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            self.at += word.len();
            return Ok(self.token(kind, start));
        }
        self.stop("`true`, `false` or `null`")
    }

    /// A number, whose first byte was seen.
    fn number(&mut self) -> Read<Token> {
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.take();
        }
        let zero = self.byte() == Some(b'0');
        let first = self.at;
        self.digits()?;
        if zero && self.at > first + 1 {
            self.at = first + 1;
            return self.stop(NUMBER);
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
        Ok(self.token(if whole { Kind::Whole } else { Kind::Fraction }, start))
    }

    /// At least one digit.
    #[inline]
    fn digits(&mut self) -> Read<()> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.take();
        }
        if self.at == start { self.stop(NUMBER) } else { Ok(()) }
    }

    /// The value that comes next.
    #[inline]
    pub fn value(&mut self) -> Read<Token> {
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Kind::True),
            Some(b'f') => self.word("false", Kind::False),
            Some(b'n') => self.word("null", Kind::Null),
            Some(b'[') => {
                let start = self.at;
                self.skip()?;
                Ok(self.token(Kind::List, start))
            }
            Some(b'{') => self.object(),
            _ => self.stop(VALUE),
        }
    }

    /// An object in place of a value: a cause of absence, or nothing that a fact can be.
    fn object(&mut self) -> Read<Token> {
        self.take();
        let mut token = Token::OBJECT;
        let mut key = self.first_key()?;
        if key.is_some_and(|key| self.text(key) == "missing") && self.peek() == Some(b'"') {
            token = self.string()?.as_cause();
            key = self.next_key()?;
        }
        while key.is_some() {
            token = Token::OBJECT;
            self.skip()?;
            key = self.next_key()?;
        }
        Ok(token)
    }

    /// The first item of a list, whose bracket comes next; `None` where it is empty.
    pub fn first_item(&mut self) -> Read<Option<Token>> {
        self.take();
        if self.list_begins() { self.value().map(Some) } else { Ok(None) }
    }

    /// The next item of a list; `None` after its end.
    pub fn next_item(&mut self) -> Read<Option<Token>> {
        if self.goes_on(b']', "`,` or `]`")? { self.value().map(Some) } else { Ok(None) }
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
                    if self.list_begins() {
                        open.push(false);
                        begun = true;
                    }
                }
                Some(b't') => drop(self.word("true", Kind::True)?),
                Some(b'f') => drop(self.word("false", Kind::False)?),
                Some(b'n') => drop(self.word("null", Kind::Null)?),
                Some(b'-' | b'0'..=b'9') => drop(self.number()?),
                _ => return self.stop(VALUE),
            }
            if open.len() > bounds::JSON_DEPTH {
                return self.stop("less nesting");
            }
            while !begun {
                let Some(object) = open.last() else { return Ok(()) };
                begun = if *object { self.next_key()?.is_some() } else { self.goes_on(b']', "`,` or `]`")? };
                if !begun {
                    open.pop();
                }
            }
        }
    }
}

impl Token {
    /// An object that is neither a group nor a cause.
    pub const OBJECT: Self = Self { kind: Kind::Object, start: 0, end: 0 };

    /// A text as a cause of absence.
    pub const fn as_cause(self) -> Self {
        let kind = if let Kind::Escaped = self.kind { Kind::MissingEscaped } else { Kind::Missing };
        Self { kind, ..self }
    }
}

/// What is expected where nothing that can begin a value stands.
const VALUE: &str = "a value";
const NUMBER: &str = "a number as JSON writes it, such as `-3`, `0.5` or `1e3`";
