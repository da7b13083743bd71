//! Placet's engine: a rule bundle in, exact and explained credit decisions out.
#![forbid(unsafe_code)]

pub mod bounds;
pub mod diagnostic;
pub mod feel;
pub mod source;
pub mod value;
