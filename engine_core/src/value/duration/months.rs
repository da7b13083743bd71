//! Years and months durations.
use std::fmt;

use super::write_part;
use crate::value::scan::Scan;

/// A years and months duration, as months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MonthsDuration(i64);

impl MonthsDuration {
    /// So many months.
    #[must_use]
    pub const fn new(months: i64) -> Self {
        Self(months)
    }

    /// The whole length in months.
    #[must_use]
    pub const fn total(self) -> i64 {
        self.0
    }

    /// The part in years, with the sign of the duration.
    #[must_use]
    pub const fn years(self) -> i64 {
        self.0 / 12
    }

    /// The part in months, with the sign of the duration.
    #[must_use]
    pub const fn months(self) -> i64 {
        self.0 % 12
    }

    /// Reads `P2Y3M`, `P27M`, `-P1Y`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut scan = Scan::new(text);
        let negative = scan.eat('-');
        scan.eat('P').then_some(())?;
        let mut part: i64 = scan.digits(1, 18)?.parse().ok()?;
        let mut total: i64 = 0;
        let mut more = true;
        if scan.eat('Y') {
            total = part.checked_mul(12)?;
            more = scan.end().is_none();
            if more {
                part = scan.digits(1, 18)?.parse().ok()?;
            }
        }
        if more {
            scan.eat('M').then_some(())?;
            total = total.checked_add(part)?;
        }
        scan.end()?;
        Some(Self(if negative { -total } else { total }))
    }
}

impl fmt::Display for MonthsDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("P0M");
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        let total = u128::from(self.0.unsigned_abs());
        write!(f, "{sign}P")?;
        write_part(f, total / 12, 'Y')?;
        write_part(f, total % 12, 'M')
    }
}
