//! A comparison with a constant as an interval of cells.

use super::{Cell, FIRST, Lane, float_cell, float_of};
use crate::feel::ast::CompareOp;
use crate::value::{Number, Round, Value};

/// One end of an interval: the constant, and whether it is included; `None` is open to infinity.
pub type Bound<'a> = Option<(&'a Value, bool)>;

/// The cells between two ends; `None` where the lane cannot order such a constant. Missing cells are never among them.
#[must_use]
pub fn interval(lane: &Lane, low: Bound<'_>, high: Bound<'_>) -> Option<(Cell, Cell)> {
    let low = match low {
        None => FIRST,
        Some((value, included)) => least(lane, value, included)?,
    };
    let high = match high {
        None => Cell::MAX,
        // The greatest cell below an end is one before the least cell that is not below it.
        Some((value, included)) => least(lane, value, !included)?.checked_sub(1)?,
    };
    Some((low, high))
}

/// The cells for which a comparison with a constant holds; `None` for `!=`, which is no interval, and where the lane has no order for it.
#[must_use]
pub fn interval_of(lane: &Lane, op: CompareOp, value: &Value) -> Option<(Cell, Cell)> {
    match op {
        CompareOp::Equal => interval(lane, Some((value, true)), Some((value, true))),
        CompareOp::Less => interval(lane, None, Some((value, false))),
        CompareOp::LessOrEqual => interval(lane, None, Some((value, true))),
        CompareOp::Greater => interval(lane, Some((value, false)), None),
        CompareOp::GreaterOrEqual => interval(lane, Some((value, true)), None),
        CompareOp::NotEqual => None,
    }
}

/// The least cell whose value is at least (`included`) or greater than the constant.
fn least(lane: &Lane, value: &Value, included: bool) -> Option<Cell> {
    match (lane, value) {
        (Lane::Scaled(scale), Value::Number(number)) => Some(least_scaled(*scale, *number, included)),
        (Lane::Float, Value::Number(number)) => Some(least_float(*number, included)),
        (Lane::Boolean, Value::Boolean(truth)) => Some(Cell::from(*truth) + Cell::from(!included)),
        (Lane::Day, Value::Date(date)) => date.to_days().checked_add(Cell::from(!included)),
        (Lane::Symbol { .. }, Value::Text(text)) => Some(lane.symbol(text)? + Cell::from(!included)),
        (Lane::Cuts(cuts), Value::Number(number)) => {
            let below = cuts.partition_point(|cut| cut < number);
            let exact = cuts.get(below).is_some_and(|cut| cut == number);
            let cell = Cell::try_from(2 * below).ok()?;
            Some(if exact { cell + 1 + Cell::from(!included) } else { cell })
        }
        _ => None,
    }
}

fn least_scaled(scale: u8, number: Number, included: bool) -> Cell {
    let Some(floor) = number.round_to_scaled(scale, Round::Floor) else {
        return if number.is_negative() { FIRST } else { Cell::MAX };
    };
    let exact = Number::scaled(floor, scale) == number;
    if exact && included { floor } else { floor.saturating_add(1) }
}

/// A double counts as the shortest decimal that prints as it, and these decimals are ordered as the doubles are; so one
/// threshold gives the same answer for every double. It lies within a few steps of the nearest double of the constant.
fn least_float(number: Number, included: bool) -> Cell {
    let belongs = |cell: Cell| match Number::from_f64(float_of(cell)) {
        Some(decimal) => decimal > number || (included && decimal == number),
        None => float_of(cell) > 0.0,
    };
    let mut cell = float_cell(number.to_f64());
    while belongs(cell) && cell > float_cell(f64::NEG_INFINITY) {
        cell -= 1;
    }
    while !belongs(cell) {
        cell += 1;
    }
    cell
}
