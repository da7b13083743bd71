//! Loan arithmetic: positive amounts, a rate per period, correct to the last of 34 digits.
//!
//! All rest on one equation, `principal × rate = payment × (1 − (1 + rate)^−periods)`, payments falling due at the end of each period;
//! at a rate of 0 it is `principal = payment × periods`. Each function works with guard digits and rounds once.
mod annuity;
mod irr;
mod remembered;
mod root;
mod term;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use self::{
    annuity::{payment, principal},
    irr::irr,
    term::{periods, rate},
};
