//! Calendar dates: the proleptic Gregorian calendar, year 0 included, years within ±999,999,999.
//!
//! Own arithmetic, since neither chrono nor jiff reaches the years that FEEL has.
#[cfg(test)]
mod tests;

use std::fmt;

use super::scan::Scan;

/// The greatest year; the least is its negative.
pub const MAX_YEAR: i32 = 999_999_999;

const MIN_DAYS: i64 = days_from_civil(-MAX_YEAR, 1, 1);
const MAX_DAYS: i64 = days_from_civil(MAX_YEAR, 12, 31);
const DAYS_IN_400_YEARS: i64 = 146_097;
/// Days from 1 March of year 0 to 1970-01-01.
const EPOCH: i64 = 719_468;

/// A calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// The date, if there is such a day.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let real = (-MAX_YEAR..=MAX_YEAR).contains(&year) && day >= 1 && day <= days_in_month(year, month);
        real.then_some(Self { year, month, day })
    }

    /// The date that lies `days` after 1970-01-01.
    #[must_use]
    pub fn from_days(days: i64) -> Option<Self> {
        if !(MIN_DAYS..=MAX_DAYS).contains(&days) {
            return None;
        }
        let since = days + EPOCH;
        let day_of_era = since.rem_euclid(DAYS_IN_400_YEARS);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        // Years are counted from March here, so that the leap day is a year's last.
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = year_of_era + since.div_euclid(DAYS_IN_400_YEARS) * 400 + i64::from(month <= 2);
        Self::new(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// How many days it lies after 1970-01-01.
    #[must_use]
    pub const fn to_days(self) -> i64 {
        days_from_civil(self.year, self.month, self.day)
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The month, from 1.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// The day of the week: Monday is 1, Sunday is 7.
    #[must_use]
    pub const fn weekday(self) -> i64 {
        (self.to_days() + 3).rem_euclid(7) + 1
    }

    /// The day of the year, from 1.
    #[must_use]
    pub const fn day_of_year(self) -> i64 {
        self.to_days() - days_from_civil(self.year, 1, 1) + 1
    }

    /// The ISO 8601 week, from 1: a week belongs to the year of its Thursday.
    #[must_use]
    pub const fn iso_week(self) -> i64 {
        let thursday = self.day_of_year() + 4 - self.weekday();
        let thursday = if thursday < 1 {
            thursday + days_in_year(self.year - 1)
        } else if thursday > days_in_year(self.year) {
            thursday - days_in_year(self.year)
        } else {
            thursday
        };
        (thursday - 1) / 7 + 1
    }

    /// The same day `months` later, or the last day of that month where it has no such day.
    #[must_use]
    pub fn add_months(self, months: i64) -> Option<Self> {
        let total = self.month_index().checked_add(months)?;
        let year = i32::try_from(total.div_euclid(12)).ok()?;
        let month = u8::try_from(total.rem_euclid(12) + 1).ok()?;
        Self::new(year, month, self.day.min(days_in_month(year, month)))
    }

    /// The date `days` later.
    #[must_use]
    pub fn add_days(self, days: i64) -> Option<Self> {
        Self::from_days(self.to_days().checked_add(days)?)
    }

    /// The whole months from here to `other`, truncated towards zero, hence `a.months_until(b) = -b.months_until(a)`.
    ///
    /// A month is whole on the day of the same number. A month without such a day does not complete it early: who is
    /// born on 29 February turns 18 on 1 March of a common year, not on 28 February.
    #[must_use]
    pub const fn months_until(self, other: Self) -> i64 {
        let months = other.month_index() - self.month_index();
        if months > 0 && other.day < self.day {
            months - 1
        } else if months < 0 && other.day > self.day {
            months + 1
        } else {
            months
        }
    }

    /// Reads `2024-02-29` or `-0044-03-15`: at least four digits of year, no plus sign, no needless zeros.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut scan = Scan::new(text);
        let negative = scan.eat('-');
        let digits = scan.digits(4, 9)?;
        if digits.len() > 4 && digits.starts_with('0') {
            return None;
        }
        let year: i32 = digits.parse().ok()?;
        if negative && year == 0 {
            return None;
        }
        scan.eat('-').then_some(())?;
        let month = scan.two(12)?;
        scan.eat('-').then_some(())?;
        let day = scan.two(31)?;
        scan.end()?;
        Self::new(if negative { -year } else { year }, month, day)
    }

    const fn month_index(self) -> i64 {
        self.year as i64 * 12 + self.month as i64 - 1
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}-{:02}-{:02}", self.year.unsigned_abs(), self.month, self.day)
    }
}

const fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in_year(year: i32) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

/// 0 where there is no such month.
const fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 0,
    }
}

/// After Howard Hinnant's `days_from_civil`: years begin in March, so that the leap day is a year's last.
const fn days_from_civil(year: i32, month: u8, day: u8) -> i64 {
    let (month, day) = (month as i64, day as i64);
    let year = year as i64 - (month <= 2) as i64;
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    year.div_euclid(400) * DAYS_IN_400_YEARS + day_of_era - EPOCH
}
