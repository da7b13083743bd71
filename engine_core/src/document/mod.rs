//! What the author said, taken apart: maps whose keys are known, tables whose cells have places. No meaning yet.
//!
//! The stages' `doc.rs` files read themselves through [`Fields`] and [`Grid`], so that unknown keys, wrong shapes and
//! absent files are told in one way everywhere.

mod canonical;
mod expression;
mod fields;
mod grid;
mod head;

pub use self::canonical::{canonical_json, canonical_text, digest};
pub use self::expression::{Expression, place_of};
pub use self::fields::{Fields, Reader};
pub use self::grid::Grid;
pub use self::head::{Head, KEYS as HEAD_KEYS, Validity};
