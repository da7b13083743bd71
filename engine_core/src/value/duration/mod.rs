//! FEEL's two kinds of duration, which never mix: days and time (exact nanoseconds), years and months (whole months).
mod days;
mod months;
#[cfg(test)]
mod tests;

pub use self::days::DaysDuration;
pub use self::months::MonthsDuration;

use std::fmt;

/// Nanoseconds in a second.
pub(super) const NANOS_IN_SECOND: i64 = 1_000_000_000;

/// Writes `3D`; nothing for zero.
fn write_part(f: &mut fmt::Formatter<'_>, count: u128, unit: char) -> fmt::Result {
    if count == 0 { Ok(()) } else { write!(f, "{count}{unit}") }
}
