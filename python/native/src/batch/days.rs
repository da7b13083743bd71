//! Decisions for many days: the rows of a job are put in order by day, and their answers back.
use std::collections::HashSet;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, NullArray, RecordBatch, RecordBatchOptions, UInt32Array};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use arrow_select::take::{take, take_record_batch};
use engine_core::facts::Input;
use engine_core::value::Date;

use super::input::{input, midnight, timestamp};
use super::kept::joined;
use super::plan::Plan;

/// The day of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Day {
    /// A day, or none.
    Is(Option<Date>),
    /// A moment that is no day.
    Bad(String),
}

/// The days of a job.
pub struct Days {
    /// Each day, with the first of its rows and their number.
    pub groups: Vec<(Day, usize, usize)>,
    /// Where the answer of each row is, unless they are in order.
    pub back: Option<UInt32Array>,
}

/// The rows in order by day, with the columns that are read.
pub fn by_day(batches: &[RecordBatch], at: usize, plan: &Plan) -> Result<(RecordBatch, Days), ArrowError> {
    let joined = join(batches, plan)?;
    let days = joined.columns().get(at).map_or_else(Vec::new, days);
    let mut order: Vec<u32> = (0..u32::try_from(days.len()).unwrap_or(u32::MAX)).collect();
    let of = |row: u32| days.get(row as usize).unwrap_or(&Day::Is(None));
    order.sort_by_key(|row| match of(*row) {
        Day::Is(day) => (0, day.map_or(i64::MIN, Date::to_days), String::new()),
        Day::Bad(shown) => (1, 0, shown.clone()),
    });
    let mut groups: Vec<(Day, usize, usize)> = Vec::new();
    for (place, row) in order.iter().enumerate() {
        match groups.last_mut() {
            Some((day, _, length)) if day == of(*row) => *length += 1,
            _ => groups.push((of(*row).clone(), place, 1)),
        }
    }
    if order.is_sorted() {
        return Ok((joined, Days { groups, back: None }));
    }
    let mut back = vec![0; order.len()];
    for (place, row) in (0_u32..).zip(&order) {
        if let Some(answer) = back.get_mut(*row as usize) {
            *answer = place;
        }
    }
    let sorted = take_record_batch(&joined, &UInt32Array::from(order))?;
    Ok((sorted, Days { groups, back: Some(UInt32Array::from(back)) }))
}

/// Several batches as one. A column that nothing reads is only a place: there may be nothing that joins it.
fn join(batches: &[RecordBatch], plan: &Plan) -> Result<RecordBatch, ArrowError> {
    let nothing = || ArrowError::ComputeError("there are no rows".to_owned());
    let schema = batches.first().ok_or_else(nothing)?.schema();
    let (read, rows) =
        (plan.read().collect::<HashSet<usize>>(), batches.iter().map(RecordBatch::num_rows).sum());
    let column = |at: usize| -> Result<ArrayRef, ArrowError> {
        if read.contains(&at) { joined(batches, at) } else { Ok(Arc::new(NullArray::new(rows))) }
    };
    let columns = (0..schema.fields().len()).map(column).collect::<Result<Vec<_>, _>>()?;
    let named = schema.fields().iter().enumerate().map(|(at, field)| match read.contains(&at) {
        true => Field::clone(field),
        false => Field::new(field.name(), DataType::Null, true),
    });
    let (schema, options) =
        (Schema::new(named.collect::<Vec<_>>()), RecordBatchOptions::new().with_row_count(Some(rows)));
    RecordBatch::try_new_with_options(Arc::new(schema), columns, &options)
}

fn days(column: &ArrayRef) -> Vec<Day> {
    let day = |row| match input(column.as_ref(), row) {
        Input::Null => Day::Is(None),
        Input::Date(day) => Day::Is(Some(day)),
        Input::DateTime(moment) => {
            match midnight(timestamp(column.as_ref(), row)).and_then(Date::from_days) {
                Some(day) => Day::Is(Some(day)),
                None => Day::Bad(moment.to_string()),
            }
        }
        _ => Day::Bad("of another type".to_owned()),
    };
    (0..column.len()).map(day).collect()
}

/// The answers in the order of the rows.
pub fn in_order(columns: Vec<ArrayRef>, back: Option<&UInt32Array>) -> Result<Vec<ArrayRef>, ArrowError> {
    let Some(back) = back else { return Ok(columns) };
    columns.iter().map(|column| take(column, back, None)).collect()
}
