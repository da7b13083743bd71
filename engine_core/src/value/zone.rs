//! What a time is told by: an offset from UTC, or a zone by its IANA name.
//!
//! A named zone is an entry of a table, so that a zone stays small and `Copy`. Its offset depends on the moment; a time
//! of day without a date takes the zone's standard time of the year 2000.
mod database;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::fmt;

use super::Date;
use super::scan::Scan;

/// The greatest offset that can be written, in seconds either way.
const MAX_OFFSET: i32 = 18 * 3600;

/// An offset from UTC or a named zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zone(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    /// Seconds east of UTC.
    Offset(i32),
    /// An entry of the database, and whether a reading that the clocks show twice is the second one.
    Named { index: u16, second: bool },
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

    /// A zone by its IANA name, letter for letter, if it is known.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(Self(Kind::Named { index: database::find(name)?, second: false }))
    }

    /// Seconds east of UTC for a time without a date.
    #[must_use]
    pub fn offset(self) -> i64 {
        match self.0 {
            Kind::Offset(seconds) => i64::from(seconds),
            Kind::Named { index, .. } => database::standard(index),
        }
    }

    /// Seconds east of UTC on that day when the clocks show so many seconds after midnight. A reading that the clocks
    /// skip counts by the offset before, as if they had not been put forward yet.
    #[must_use]
    pub fn offset_at(self, date: Date, seconds_of_day: i64) -> i64 {
        match self.0 {
            Kind::Offset(seconds) => i64::from(seconds),
            Kind::Named { index, second } => {
                let (first, last) = database::local(index, date, seconds_of_day);
                if second { last } else { first }
            }
        }
    }

    /// Whether it means the second of two readings.
    pub(super) const fn is_second(self) -> bool {
        matches!(self.0, Kind::Named { second: true, .. })
    }

    /// The zone that means the second reading, if there are two.
    pub(super) fn second_at(self, date: Date, seconds_of_day: i64) -> Self {
        match self.0 {
            Kind::Offset(_) => self,
            Kind::Named { index, .. } => {
                let (first, last) = database::local(index, date, seconds_of_day);
                Self(Kind::Named { index, second: first != last })
            }
        }
    }

    /// Seconds east of UTC at a moment, in seconds after 1970-01-01T00:00:00Z, and the zone that says so of the reading
    /// that the clocks then show.
    pub(super) fn at_moment(self, moment: i64) -> (i64, Self) {
        match self.0 {
            Kind::Offset(seconds) => (i64::from(seconds), self),
            Kind::Named { index, .. } => {
                let (offset, second) = database::at(index, moment);
                (offset, Self(Kind::Named { index, second }))
            }
        }
    }

    /// Whether its offset is the same at all times.
    pub(super) const fn is_fixed(self) -> bool {
        matches!(self.0, Kind::Offset(_))
    }

    /// The zone's name, if it has one.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self.0 {
            Kind::Offset(_) => None,
            Kind::Named { index, .. } => database::name(index),
        }
    }

    /// Reads what may follow a time to its end: nothing (`Some(None)`), `Z`, `+08:00`, `-03:30:15`, `@Europe/Paris`.
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
