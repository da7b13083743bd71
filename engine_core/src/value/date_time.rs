//! A date with a time of day: a moment where the time has a zone, else a reading of some calendar and clock.
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;

use super::date::Date;
use super::duration::DaysDuration;
use super::time::{DAY, Time, scan_clock};
use super::zone::Zone;

/// A date and time.
///
/// `==` tells whether two of them have the same form (what FEEL's `is()` asks), [`DateTime::compare`] whether they are
/// the same moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    date: Date,
    time: Time,
}

impl DateTime {
    /// Puts the two together.
    #[must_use]
    pub const fn new(date: Date, time: Time) -> Self {
        Self { date, time }
    }

    /// The date, in its own zone.
    #[must_use]
    pub const fn date(self) -> Date {
        self.date
    }

    /// The time of day with its zone.
    #[must_use]
    pub const fn time(self) -> Time {
        self.time
    }

    /// Seconds east of UTC at this moment, if it has a zone.
    #[must_use]
    pub fn offset(self) -> Option<i64> {
        self.time.zone().map(|zone| zone.offset_at(self.date, self.time.seconds_of_day()))
    }

    /// Whether the clocks have shown this reading before on the same day, as Python's `fold` says.
    #[must_use]
    pub const fn is_second(self) -> bool {
        matches!(self.time.zone(), Some(zone) if zone.is_second())
    }

    /// The second moment of a reading that the clocks show twice; the same moment where they show it once.
    #[must_use]
    pub fn second(self) -> Self {
        let zone = self.time.zone().map(|zone| zone.second_at(self.date, self.time.seconds_of_day()));
        Self { time: self.time.with_zone(zone), ..self }
    }

    /// The moment `duration` later: where the clocks of its zone are changed in between, they show another time.
    #[must_use]
    pub fn add_duration(self, duration: DaysDuration) -> Option<Self> {
        match self.time.zone() {
            Some(zone) if !zone.is_fixed() => {
                let moment = self.utc().checked_add(duration)?;
                let (offset, zone) = zone.at_moment(moment.whole_seconds());
                Self::from_local(moment.checked_add(DaysDuration::from_seconds(offset))?, Some(zone))
            }
            zone => Self::from_local(self.local().checked_add(duration)?, zone),
        }
    }

    /// What the clocks of a zone show, so long after they showed 1970-01-01T00:00:00.
    fn from_local(local: DaysDuration, zone: Option<Zone>) -> Option<Self> {
        let date = Date::from_days(local.whole_seconds().div_euclid(DAY))?;
        let seconds = local.whole_seconds().rem_euclid(DAY);
        Some(Self { date, time: Time::from_seconds(seconds, local.nanos(), zone)? })
    }

    /// `months` later at the same time of day, at the last day of a month that is too short.
    #[must_use]
    pub fn add_months(self, months: i64) -> Option<Self> {
        Some(Self { date: self.date.add_months(months)?, ..self })
    }

    /// How much later than `other` it is; `None` where only one of the two has a zone.
    #[must_use]
    pub fn since(self, other: Self) -> Option<DaysDuration> {
        if self.time.zone().is_some() != other.time.zone().is_some() {
            return None;
        }
        self.utc().checked_sub(other.utc())
    }

    /// Earlier or later, in whole seconds as FEEL wants it; `None` where only one of the two has a zone.
    #[must_use]
    pub fn compare(self, other: Self) -> Option<Ordering> {
        if self.time.zone().is_some() != other.time.zone().is_some() {
            return None;
        }
        Some(self.utc().whole_seconds().cmp(&other.utc().whole_seconds()))
    }

    /// Reads `2024-02-29T10:30:00` and whatever zone follows; `24:00:00` is the next day's midnight.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, clock) = text.split_once('T')?;
        let date = Date::parse(date)?;
        let (seconds, nanos, zone) = scan_clock(clock)?;
        let date = if seconds == DAY { date.add_days(1)? } else { date };
        Some(Self { date, time: Time::from_seconds(seconds % DAY, nanos, zone)? })
    }

    /// What is compared: the whole second in UTC, and whether there is a zone.
    pub(super) fn moment(self) -> (i64, bool) {
        (self.utc().whole_seconds(), self.time.zone().is_some())
    }

    /// Since 1970-01-01T00:00:00 of its own zone.
    fn local(self) -> DaysDuration {
        DaysDuration::new(self.date.to_days() * DAY + self.time.seconds_of_day(), self.time.nanos())
    }

    fn utc(self) -> DaysDuration {
        let local = self.local();
        DaysDuration::new(local.whole_seconds() - self.offset().unwrap_or(0), local.nanos())
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date, self.time)
    }
}
