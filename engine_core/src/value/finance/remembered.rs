//! Annuity factors that a thread has used before: rates come from a handful of grades, so that nearly every one is found.
//!
//! A factor costs 1.8 µs and its use 0.1 µs. It is kept with more digits than a result has; a product whose rounding those
//! digits do not settle is left to the full computation, so that remembering never shows.

use std::cell::RefCell;

use ethnum::U256;

use super::annuity::Factor;
use crate::value::number::{Digits, Number, rounded_if_clear};

/// Digits of a kept factor: with a payment of 20 digits the product fits 256 bits, and 20 digits are to spare.
const KEPT: u32 = 55;
/// How many factors a thread keeps.
const PLACES: usize = 32;

#[derive(Clone, Copy)]
struct Entry {
    rate: Number,
    periods: Number,
    digits: U256,
    exponent: i32,
}

thread_local! {
    static KNOWN: RefCell<[Option<Entry>; PLACES]> = const { RefCell::new([None; PLACES]) };
}

/// `payment` times the present value of 1 a period; `None` where the full computation is needed. The rate is not 0.
pub(super) fn product(payment: Number, rate: Number, periods: Number) -> Option<Number> {
    let magnitude = u64::try_from(payment.coefficient().unsigned_abs()).ok()?;
    let entry = find(rate, periods)?;
    let exponent = entry.exponent.checked_add(payment.exponent())?;
    rounded_if_clear(payment.is_negative(), entry.digits * U256::from(magnitude), exponent)
}

fn find(rate: Number, periods: Number) -> Option<Entry> {
    let place = place(rate);
    KNOWN.with(|known| {
        let mut known = known.try_borrow_mut().ok()?;
        let slot = known.get_mut(place)?;
        // The same rate written with other places is another entry: its digits decide.
        if let Some(entry) = slot
            && same(entry.rate, rate)
            && same(entry.periods, periods)
        {
            return Some(*entry);
        }
        let (digits, exponent) = Factor::new(rate, periods)?.value(Digits(70)).first_digits(KEPT)?;
        let entry = Entry { rate, periods, digits, exponent: i32::try_from(exponent).ok()? };
        *slot = Some(entry);
        Some(entry)
    })
}

fn same(a: Number, b: Number) -> bool {
    a.coefficient() == b.coefficient() && a.exponent() == b.exponent()
}

/// Where a rate is kept: a multiplicative hash of its last digits (Fibonacci hashing).
fn place(rate: Number) -> usize {
    let low = u64::try_from(rate.coefficient().unsigned_abs() & u128::from(u64::MAX)).unwrap_or(0);
    let hash = low.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from(hash >> 59).unwrap_or(0)
}
