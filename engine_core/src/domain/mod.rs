//! One ordered line for every kind of value that a policy tests.
//!
//! A *cell* is an `i64`: a scaled integer, a day, a symbol, a truth value, or a double in its total order. Missing values
//! take the lowest cells, one for each cause, so that a bin, a band, a table cell or a comparison with a constant is
//! always a set of intervals on this line, `null` included. Disjointness and completeness are then plain set algebra,
//! and a decision compares integers.
//!
//! A [`Lane`] says how the cells of one input are to be read; a [`Set`] is a union of intervals; a [`Ladder`] finds the interval that a cell lies in.

mod ladder;
mod lane;
mod literal;
mod set;
mod words;

pub use self::ladder::{Even, Ladder};
pub use self::lane::{Lane, float_cell, float_of};
pub use self::literal::{Bound, interval, interval_of};
pub use self::set::Set;
pub use self::words::Words;

/// A point on the line.
pub type Cell = i64;

/// The cell of a value missing for cause 0; cause `n` is `n` above.
pub const NULL: Cell = Cell::MIN;
/// The lowest cell that is not a missing one.
pub const FIRST: Cell = Cell::MIN + 256;

/// The cell of a value that is missing for this cause.
#[must_use]
pub const fn missing(cause: u8) -> Cell {
    NULL + cause as Cell
}

/// Whether the cell is a missing one.
#[inline]
#[must_use]
pub const fn is_missing(cell: Cell) -> bool {
    cell < FIRST
}

/// The cause of a missing cell.
#[must_use]
pub fn cause(cell: Cell) -> Option<u8> {
    if is_missing(cell) { u8::try_from(cell - NULL).ok() } else { None }
}
