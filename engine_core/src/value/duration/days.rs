//! Days and time durations.
use std::fmt;

use super::{NANOS_IN_SECOND, write_part};
use crate::value::scan::Scan;
use crate::value::time::{DAY, write_fraction};

/// A days and time duration. The nanoseconds count forward also where the seconds are negative, so that the derived
/// order is the order of length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DaysDuration {
    seconds: i64,
    nanos: u32,
}

impl DaysDuration {
    /// No time at all.
    pub const ZERO: Self = Self { seconds: 0, nanos: 0 };

    /// INVARIANT: callers give less than a second of nanoseconds.
    pub(in crate::value) const fn new(seconds: i64, nanos: u32) -> Self {
        Self { seconds, nanos }
    }

    /// So many seconds.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self { seconds, nanos: 0 }
    }

    /// So many nanoseconds, if they fit.
    #[must_use]
    pub fn from_nanos(nanos: i128) -> Option<Self> {
        let second = i128::from(NANOS_IN_SECOND);
        let seconds = i64::try_from(nanos.div_euclid(second)).ok()?;
        Some(Self { seconds, nanos: u32::try_from(nanos.rem_euclid(second)).ok()? })
    }

    /// The whole length in nanoseconds.
    #[must_use]
    pub fn to_nanos(self) -> i128 {
        i128::from(self.seconds) * i128::from(NANOS_IN_SECOND) + i128::from(self.nanos)
    }

    /// The whole length in seconds, rounded down.
    #[must_use]
    pub const fn whole_seconds(self) -> i64 {
        self.seconds
    }

    /// The nanoseconds to be added to [`Self::whole_seconds`].
    #[must_use]
    pub const fn nanos(self) -> u32 {
        self.nanos
    }

    /// The part in days, with the sign of the duration.
    #[must_use]
    pub const fn days(self) -> i64 {
        self.truncated() / DAY
    }

    /// The part in hours, with the sign of the duration.
    #[must_use]
    pub const fn hours(self) -> i64 {
        self.truncated() / 3600 % 24
    }

    /// The part in minutes, with the sign of the duration.
    #[must_use]
    pub const fn minutes(self) -> i64 {
        self.truncated() / 60 % 60
    }

    /// The part in whole seconds, with the sign of the duration.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.truncated() % 60
    }

    /// The sum, if it fits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Self::from_nanos(self.to_nanos() + other.to_nanos())
    }

    /// The difference, if it fits.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        Self::from_nanos(self.to_nanos() - other.to_nanos())
    }

    /// The same length the other way, if it fits.
    #[must_use]
    pub fn checked_neg(self) -> Option<Self> {
        Self::from_nanos(-self.to_nanos())
    }

    /// Whether it is less than nothing.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.seconds < 0
    }

    /// Reads `P1DT2H`, `-PT0.5S`, `PT1000M`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut scan = Scan::new(text);
        let negative = scan.eat('-');
        scan.eat('P').then_some(())?;
        let mut days: i64 = 0;
        let in_time = scan.eat('T') || {
            days = scan.digits(1, 18)?.parse().ok()?;
            scan.eat('D').then_some(())?;
            scan.eat('T')
        };
        let (seconds, nanos) = if in_time { scan_time_part(scan)? } else { (scan.end().map(|()| 0)?, 0) };
        let total =
            (i128::from(days) * i128::from(DAY) + seconds) * i128::from(NANOS_IN_SECOND) + i128::from(nanos);
        Self::from_nanos(if negative { -total } else { total })
    }

    /// Whole seconds towards zero. INVARIANT: where nanoseconds are added, `seconds` is below the greatest.
    const fn truncated(self) -> i64 {
        if self.seconds < 0 && self.nanos > 0 { self.seconds + 1 } else { self.seconds }
    }
}

/// What follows the `T`, in seconds and nanoseconds: hours, minutes and seconds in this order, at least one of them.
fn scan_time_part(mut scan: Scan<'_>) -> Option<(i128, u32)> {
    let mut total: i128 = 0;
    let mut units = [('H', 3600), ('M', 60), ('S', 1)].into_iter();
    loop {
        let count: i64 = scan.digits(1, 18)?.parse().ok()?;
        let fraction = if scan.eat('.') { Some(scan.nanos(0)?) } else { None };
        let (letter, unit) = units.find(|(letter, _)| scan.eat(*letter))?;
        total += i128::from(count) * unit;
        match fraction {
            Some(_) if letter != 'S' => return None,
            _ if scan.end().is_some() => return Some((total, fraction.unwrap_or(0))),
            _ => {}
        }
    }
}

impl fmt::Display for DaysDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::ZERO {
            return f.write_str("PT0S");
        }
        let nanos = self.to_nanos().unsigned_abs();
        let (total, fraction) = (nanos / 1_000_000_000, u32::try_from(nanos % 1_000_000_000).unwrap_or(0));
        let sign = if self.is_negative() { "-" } else { "" };
        write!(f, "{sign}P")?;
        write_part(f, total / 86_400, 'D')?;
        if total % 86_400 == 0 && fraction == 0 {
            return Ok(());
        }
        f.write_str("T")?;
        write_part(f, total / 3600 % 24, 'H')?;
        write_part(f, total / 60 % 60, 'M')?;
        if total % 60 == 0 && fraction == 0 {
            return Ok(());
        }
        write!(f, "{}", total % 60)?;
        write_fraction(f, fraction)?;
        f.write_str("S")
    }
}
