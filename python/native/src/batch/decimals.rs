//! Decimals of 128 bits as scaled cells.
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Decimal128Type;
use engine_core::domain::Cell;

use super::fill::BAD;

/// Writes the cells of decimals with `places` for a fact with `scale`; whether it can.
pub fn scaled(array: &dyn Array, places: i8, scale: u8, range: (Cell, Cell), out: &mut [Cell]) -> bool {
    let more = i32::from(scale) - i32::from(places);
    let Some(power) = 10_i128.checked_pow(more.unsigned_abs()).filter(|_| more.abs() <= 18) else {
        return false;
    };
    let (low, high) = (i128::from(range.0), i128::from(range.1));
    for (cell, value) in out.iter_mut().zip(array.as_primitive::<Decimal128Type>().values()) {
        let found = match more {
            0 => Some(*value),
            1.. => value.checked_mul(power),
            _ => (value % power == 0).then_some(value / power),
        };
        let found = found.filter(|found| (low..=high).contains(found));
        *cell = found.and_then(|found| Cell::try_from(found).ok()).unwrap_or(BAD);
    }
    true
}
