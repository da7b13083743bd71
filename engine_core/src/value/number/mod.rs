//! Exact decimals: IEEE 754 decimal128 arithmetic, as Python's `decimal` does it with 34 digits, half-even and exponents −6143…6144.
//!
//! There is no NaN, no infinity and no negative zero: what would signal (overflow, division by zero, an invalid operation) is `None`.
//! A number keeps its quantum (`1.10 + 2 = 3.10`), which only its text shows; equality, order and hash are numeric (`1.0 == 1`).
//!
//! Most coefficients fit 64 bits, and every operation has a short way for them; the long way uses 256-bit intermediates.
mod arithmetic;
mod compare;
mod convert;
mod divide;
mod finish;
mod function;
mod power;
mod repr;
mod round;
mod series;
mod settle;
mod ten;
mod text;
mod wide;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub(in crate::value) use self::{
    finish::rounded_if_clear,
    settle::settle_short,
    wide::{Digits, Wide},
};
pub use self::{repr::Number, round::Round};
