//! FEEL's built-in functions and the finance functions: one table that drives checker, compiler and reference.
//!
//! A row is a name, a signature, a sentence and a function. Functions that take different things have several rows of
//! one name. `now` and `today` are not among them: whoever runs an expression has the clock.
mod arguments;
mod boolean;
mod builtin;
mod context;
mod conversion;
mod finance;
mod higher;
mod interval;
mod list;
mod numeric;
#[cfg(test)]
mod page;
pub(super) mod pattern;
mod range;
mod sort;
mod statistics;
mod temporal;
#[cfg(test)]
mod tests;
mod text;
mod why;

pub(in crate::feel) use self::arguments::place as position;
pub use self::builtin::{Builtin, Caller, Calls, Param, Repeat, Total};
pub use self::sort::Sort;

use crate::value::Value;

/// The whole table, group by group. Rows of one name stand together.
const GROUPS: &[&[Builtin]] = &[
    conversion::TABLE,
    boolean::TABLE,
    text::TABLE,
    pattern::TABLE,
    numeric::TABLE,
    list::TABLE,
    statistics::TABLE,
    temporal::TABLE,
    interval::TABLE,
    range::TABLE,
    context::TABLE,
    finance::TABLE,
    higher::TABLE,
];

/// Every row, group by group.
pub fn all() -> impl Iterator<Item = &'static Builtin> {
    GROUPS.iter().copied().flatten()
}

/// The rows of that name: none for an unknown name, several where the function takes different things.
pub fn find(name: &str) -> impl Iterator<Item = &'static Builtin> {
    all().filter(move |row| row.name == name)
}

/// Every name once, in the order of the table.
#[must_use]
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = all().map(|row| row.name).collect();
    names.dedup();
    names
}

/// Calls the first row of that name that the arguments fit; null where there is none.
#[must_use]
pub fn call(name: &str, args: &[Value]) -> Value {
    find(name).find(|row| row.fits(args)).map(|row| row.call(args)).into()
}
