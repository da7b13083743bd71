//! Reading ISO 8601 text strictly: each step takes exactly what it names from the front, or nothing.

/// What is left to read.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    rest: &'a str,
}

impl<'a> Scan<'a> {
    /// Starts at the front of `text`.
    pub(super) const fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// Takes `c` if it stands in front.
    pub(super) fn eat(&mut self, c: char) -> bool {
        match self.rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Takes all ASCII digits in front; there must be `least` to `most` of them.
    pub(super) fn digits(&mut self, least: usize, most: usize) -> Option<&'a str> {
        let count = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if count < least || count > most {
            return None;
        }
        let (digits, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(digits)
    }

    /// Takes exactly two digits, at most `top`.
    pub(super) fn two(&mut self, top: u8) -> Option<u8> {
        let value: u8 = self.digits(2, 2)?.parse().ok()?;
        (value <= top).then_some(value)
    }

    /// Takes `least` to nine digits of a fraction of a second, as nanoseconds. More digits are refused, not cut.
    pub(super) fn nanos(&mut self, least: usize) -> Option<u32> {
        let digits = self.digits(least, 9)?;
        digits.bytes().chain(std::iter::repeat(b'0')).take(9).try_fold(0u32, |sum, digit| {
            sum.checked_mul(10)?.checked_add(u32::from(digit.checked_sub(b'0')?))
        })
    }

    /// Everything that is left.
    pub(super) const fn rest(&self) -> &'a str {
        self.rest
    }

    /// `Some` when nothing is left.
    pub(super) fn end(&self) -> Option<()> {
        self.rest.is_empty().then_some(())
    }
}
