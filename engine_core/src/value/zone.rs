//! What a time is told by: an offset from UTC, or a zone by its name.
//!
//! Named zones are entries of a table, so that a zone stays small and `Copy`. The table holds only zones whose offset
//! never changes; every other name is unknown, and a time with it is refused.
use std::fmt;

use super::scan::Scan;

/// The greatest offset, in seconds either way.
const MAX_OFFSET: i32 = 18 * 3600;

/// The zones that are known by name, with their offsets in seconds.
const NAMED: &[(&str, i32)] = &[("Etc/UTC", 0), ("Etc/GMT", 0), ("UTC", 0), ("GMT", 0)];

/// An offset from UTC or a named zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zone(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    /// Seconds east of UTC.
    Offset(i32),
    /// An index into `NAMED`.
    Named(u16),
}

impl Zone {
    /// UTC, which prints as `Z`.
    pub const UTC: Self = Self(Kind::Offset(0));

    /// A fixed offset in seconds east of UTC, at most 18 hours either way.
    #[must_use]
    pub fn from_offset(seconds: i64) -> Option<Self> {
        let seconds = i32::try_from(seconds).ok()?;
        (-MAX_OFFSET..=MAX_OFFSET).contains(&seconds).then_some(Self(Kind::Offset(seconds)))
    }

    /// A zone by its IANA name, if it is known.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let index = NAMED.iter().position(|(known, _)| *known == name)?;
        Some(Self(Kind::Named(u16::try_from(index).ok()?)))
    }

    /// Seconds east of UTC.
    #[must_use]
    pub fn offset(self) -> i64 {
        i64::from(match self.0 {
            Kind::Offset(seconds) => seconds,
            Kind::Named(index) => NAMED.get(usize::from(index)).map_or(0, |(_, seconds)| *seconds),
        })
    }

    /// The zone's name, if it has one.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self.0 {
            Kind::Offset(_) => None,
            Kind::Named(index) => NAMED.get(usize::from(index)).map(|(name, _)| *name),
        }
    }

    /// Reads what may follow a time to its end: nothing (`Some(None)`), `Z`, `+08:00`, `-03:30:15`, `@Etc/UTC`.
    pub(super) fn scan(mut scan: Scan<'_>) -> Option<Option<Self>> {
        if scan.rest().is_empty() {
            return Some(None);
        }
        if scan.eat('@') {
            return Self::named(scan.rest()).map(Some);
        }
        if scan.eat('Z') {
            scan.end()?;
            return Some(Some(Self::UTC));
        }
        let negative = scan.eat('-');
        if !negative && !scan.eat('+') {
            return None;
        }
        let hours = scan.two(18)?;
        scan.eat(':').then_some(())?;
        let minutes = scan.two(59)?;
        let seconds = if scan.eat(':') { scan.two(59)? } else { 0 };
        scan.end()?;
        let total = i64::from(hours) * 3600 + i64::from(minutes) * 60 + i64::from(seconds);
        Self::from_offset(if negative { -total } else { total }).map(Some)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = self.name() {
            return write!(f, "@{name}");
        }
        let offset = self.offset();
        if offset == 0 {
            return f.write_str("Z");
        }
        let sign = if offset < 0 { '-' } else { '+' };
        let total = offset.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", total / 3600, total / 60 % 60)?;
        if total.is_multiple_of(60) { Ok(()) } else { write!(f, ":{:02}", total % 60) }
    }
}
