//! To and from text.

use std::fmt;

use super::{
    Number,
    finish::finish,
    ten::{NARROW, ten, ten_checked},
};

/// Longest text that is read as a number.
const LONGEST: usize = 10_000;

impl Number {
    /// Reads a sign, digits with or without a point (`.5`, `5.`), and an exponent (`e3`, `E-3`); all but the digits may be absent.
    ///
    /// Rounds half-even to 34 digits. `None` for anything else, for more than 10,000 characters, and if it overflows.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let read = Read::of(text)?;
        finish(read.negative, read.magnitude, read.rest, read.exponent)
    }

    /// As `parse`, but `None` where rounding would lose something.
    #[must_use]
    pub fn parse_exact(text: &str) -> Option<Self> {
        let read = Read::of(text)?;
        let number = finish(read.negative, read.magnitude, read.rest, read.exponent)?;
        if read.magnitude == 0 {
            return Some(number);
        }
        let lost = u32::try_from(number.exponent() - read.exponent).ok()?;
        let kept = ten_checked(lost).and_then(|factor| number.magnitude().checked_mul(factor));
        (!read.rest && kept == Some(read.magnitude)).then_some(number)
    }
}

/// A number as it was written, to the first 38 digits.
struct Read {
    negative: bool,
    magnitude: u128,
    /// Whether something other than 0 follows those digits.
    rest: bool,
    exponent: i32,
}

impl Read {
    fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() > LONGEST {
            return None;
        }
        let (negative, bytes) = sign(bytes);
        let mut read = Self { negative, magnitude: 0, rest: false, exponent: 0 };
        let (mut any, mut point) = (false, false);
        let mut rest = bytes;
        while let [byte, tail @ ..] = rest {
            match byte {
                b'0'..=b'9' => {
                    any = true;
                    read.push(byte - b'0', point);
                }
                b'.' if !point => point = true,
                b'e' | b'E' if any => {
                    read.exponent += exponent(tail)?;
                    break;
                }
                _ => return None,
            }
            rest = tail;
        }
        any.then_some(read)
    }

    fn push(&mut self, digit: u8, fraction: bool) {
        if self.magnitude < ten(NARROW - 1) {
            self.magnitude = self.magnitude * 10 + u128::from(digit);
            self.exponent -= i32::from(fraction);
        } else {
            self.rest |= digit != 0;
            self.exponent += i32::from(!fraction);
        }
    }
}

fn sign(bytes: &[u8]) -> (bool, &[u8]) {
    match bytes {
        [b'-', tail @ ..] => (true, tail),
        [b'+', tail @ ..] => (false, tail),
        _ => (false, bytes),
    }
}

/// Exponents beyond a million are all the same: too large, or too small.
fn exponent(bytes: &[u8]) -> Option<i32> {
    let (negative, bytes) = sign(bytes);
    let mut exponent = 0_i32;
    for byte in bytes {
        if !byte.is_ascii_digit() {
            return None;
        }
        exponent = (exponent * 10 + i32::from(byte - b'0')).min(1_000_000);
    }
    (!bytes.is_empty()).then_some(if negative { -exponent } else { exponent })
}

impl fmt::Display for Number {
    /// Plain digits, never an exponent; the zeros of the quantum are kept.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_negative() { "-" } else { "" };
        let magnitude = self.magnitude();
        let places = self.exponent().unsigned_abs() as usize;
        if self.exponent() >= 0 {
            let zeros = if magnitude == 0 { 0 } else { places };
            return if zeros == 0 {
                write!(formatter, "{sign}{magnitude}")
            } else {
                write!(formatter, "{sign}{magnitude}{:0zeros$}", 0)
            };
        }
        let (whole, fraction) = match ten_checked(self.exponent().unsigned_abs()) {
            Some(factor) => (magnitude / factor, magnitude % factor),
            None => (0, magnitude),
        };
        write!(formatter, "{sign}{whole}.{fraction:0places$}")
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
