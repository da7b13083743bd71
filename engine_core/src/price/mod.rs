//! Prices: a base, reductions, and the bounds that the result is clipped to.

mod check;
mod doc;
mod run;
mod run_columns;

pub use self::check::{CheckedAmount, CheckedPrice, Source, Within, amount, check, named, source};
pub use self::doc::{PriceDoc, SourceDoc, read, source as read_source};
pub use self::run::{Base, Price, number};
