//! Times of day to the nanosecond, told by a zone or by no zone in particular.
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;

use super::duration::{DaysDuration, NANOS_IN_SECOND};
use super::scan::Scan;
use super::zone::Zone;

/// Seconds in a day.
pub(super) const DAY: i64 = 86_400;

/// A time of day.
///
/// `==` tells whether two times have the same form (what FEEL's `is()` asks), [`Time::compare`] whether they are the
/// same moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    seconds: u32,
    nanos: u32,
    zone: Option<Zone>,
}

impl Time {
    /// Midnight in no zone.
    pub const MIDNIGHT: Self = Self { seconds: 0, nanos: 0, zone: None };

    /// The time, if there is one; 24:00:00 is none, since it is not of this day.
    #[must_use]
    pub fn new(hour: u8, minute: u8, second: u8, nanos: u32, zone: Option<Zone>) -> Option<Self> {
        if hour > 23 || minute > 59 || second > 59 || i64::from(nanos) >= NANOS_IN_SECOND {
            return None;
        }
        Some(Self { seconds: seconds_of(hour, minute, second), nanos, zone })
    }

    /// The time that lies `seconds` and `nanos` after midnight.
    pub(super) fn from_seconds(seconds: i64, nanos: u32, zone: Option<Zone>) -> Option<Self> {
        let seconds = u32::try_from(seconds).ok()?;
        (i64::from(seconds) < DAY && i64::from(nanos) < NANOS_IN_SECOND).then_some(Self {
            seconds,
            nanos,
            zone,
        })
    }

    /// The hour, 0 to 23.
    #[must_use]
    pub const fn hour(self) -> u32 {
        self.seconds / 3600
    }

    /// The minute, 0 to 59.
    #[must_use]
    pub const fn minute(self) -> u32 {
        self.seconds / 60 % 60
    }

    /// The whole second, 0 to 59.
    #[must_use]
    pub const fn second(self) -> u32 {
        self.seconds % 60
    }

    /// The nanoseconds of the second.
    #[must_use]
    pub const fn nanos(self) -> u32 {
        self.nanos
    }

    /// The zone, if there is one.
    #[must_use]
    pub const fn zone(self) -> Option<Zone> {
        self.zone
    }

    /// The same clock reading in another zone, or in none.
    #[must_use]
    pub const fn with_zone(self, zone: Option<Zone>) -> Self {
        Self { zone, ..self }
    }

    /// Whole seconds after local midnight.
    pub(super) fn seconds_of_day(self) -> i64 {
        i64::from(self.seconds)
    }

    /// The time `duration` later, round the clock.
    #[must_use]
    pub fn add_duration(self, duration: DaysDuration) -> Option<Self> {
        let moved = self.of_day().checked_add(duration)?;
        Self::from_seconds(moved.whole_seconds().rem_euclid(DAY), moved.nanos(), self.zone)
    }

    /// How much later than `other` it is on the same day; `None` where only one of the two has a zone.
    #[must_use]
    pub fn since(self, other: Self) -> Option<DaysDuration> {
        if self.zone.is_some() != other.zone.is_some() {
            return None;
        }
        self.utc().checked_sub(other.utc())
    }

    /// Earlier or later, in whole seconds as FEEL wants it; `None` where only one of the two has a zone.
    #[must_use]
    pub fn compare(self, other: Self) -> Option<Ordering> {
        if self.zone.is_some() != other.zone.is_some() {
            return None;
        }
        Some(self.utc().whole_seconds().cmp(&other.utc().whole_seconds()))
    }

    /// Reads `10:30:00`, `10:30:00.5Z`, `10:30:00+08:00`, `10:30:00@Etc/UTC`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (seconds, nanos, zone) = scan_clock(text)?;
        Self::from_seconds(seconds, nanos, zone)
    }

    /// What is compared: the whole second of the day in UTC, and whether there is a zone.
    pub(super) fn moment(self) -> (i64, bool) {
        (self.utc().whole_seconds(), self.zone.is_some())
    }

    fn of_day(self) -> DaysDuration {
        DaysDuration::new(i64::from(self.seconds), self.nanos)
    }

    fn utc(self) -> DaysDuration {
        let offset = self.zone.map_or(0, Zone::offset);
        DaysDuration::new(i64::from(self.seconds) - offset, self.nanos)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.hour(), self.minute(), self.second())?;
        write_fraction(f, self.nanos)?;
        match self.zone {
            Some(zone) => zone.fmt(f),
            None => Ok(()),
        }
    }
}

/// Writes `.5` for half a second, nothing for none.
pub(super) fn write_fraction(f: &mut fmt::Formatter<'_>, nanos: u32) -> fmt::Result {
    if nanos == 0 {
        return Ok(());
    }
    let digits = format!("{nanos:09}");
    write!(f, ".{}", digits.trim_end_matches('0'))
}

/// Reads a time with its zone as seconds and nanoseconds after midnight; 24:00:00 gives a whole day.
pub(super) fn scan_clock(text: &str) -> Option<(i64, u32, Option<Zone>)> {
    let mut scan = Scan::new(text);
    let hour = scan.two(24)?;
    scan.eat(':').then_some(())?;
    let minute = scan.two(59)?;
    scan.eat(':').then_some(())?;
    let second = scan.two(59)?;
    let nanos = if scan.eat('.') { scan.nanos(1)? } else { 0 };
    let zone = Zone::scan(scan)?;
    let seconds = i64::from(seconds_of(hour, minute, second));
    (hour < 24 || (seconds == DAY && nanos == 0)).then_some((seconds, nanos, zone))
}

fn seconds_of(hour: u8, minute: u8, second: u8) -> u32 {
    u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second)
}
