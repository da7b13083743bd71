//! One value of a column as the engine's input: what `decide` is given where the row is a dict of Python's objects.
use std::borrow::Cow;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type,
    Decimal256Type, DecimalType, DurationMicrosecondType, DurationMillisecondType, DurationNanosecondType,
    DurationSecondType, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    IntervalYearMonthType, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType, downcast_dictionary_array};
use arrow_buffer::ArrowNativeType;
use arrow_schema::{DataType, IntervalUnit, TimeUnit};
use engine_core::facts::Input;
use engine_core::value::{Date, DateTime, DaysDuration, MonthsDuration, Number};

const DAY_NANOS: i128 = 86_400_000_000_000;

/// The value of a row; null where there is none.
pub fn input(array: &dyn Array, row: usize) -> Input<'_> {
    if row >= array.len() || array.is_null(row) {
        return Input::Null;
    }
    match array.data_type() {
        // All of its values are null, although it has no mask that says so.
        DataType::Null => Input::Null,
        DataType::Boolean => Input::Boolean(array.as_boolean().value(row)),
        DataType::Int8 => Input::Integer(native::<Int8Type>(array, row).into()),
        DataType::Int16 => Input::Integer(native::<Int16Type>(array, row).into()),
        DataType::Int32 => Input::Integer(native::<Int32Type>(array, row).into()),
        DataType::Int64 => Input::Integer(native::<Int64Type>(array, row)),
        DataType::UInt8 => Input::Integer(native::<UInt8Type>(array, row).into()),
        DataType::UInt16 => Input::Integer(native::<UInt16Type>(array, row).into()),
        DataType::UInt32 => Input::Integer(native::<UInt32Type>(array, row).into()),
        DataType::UInt64 => unsigned(native::<UInt64Type>(array, row)),
        DataType::Float16 => Input::Float(native::<Float16Type>(array, row).to_f64()),
        DataType::Float32 => Input::Float(native::<Float32Type>(array, row).into()),
        DataType::Float64 => Input::Float(native::<Float64Type>(array, row)),
        DataType::Decimal32(..) => decimal::<Decimal32Type>(array, row),
        DataType::Decimal64(..) => decimal::<Decimal64Type>(array, row),
        DataType::Decimal128(..) => decimal::<Decimal128Type>(array, row),
        DataType::Decimal256(..) => decimal::<Decimal256Type>(array, row),
        DataType::Utf8 => Input::Text(Cow::Borrowed(array.as_string::<i32>().value(row))),
        DataType::LargeUtf8 => Input::Text(Cow::Borrowed(array.as_string::<i64>().value(row))),
        DataType::Utf8View => Input::Text(Cow::Borrowed(array.as_string_view().value(row))),
        DataType::Date32 => day(native::<Date32Type>(array, row).into()),
        DataType::Date64 => day(native::<Date64Type>(array, row).div_euclid(86_400_000)),
        DataType::Timestamp(_, zone) => moment(timestamp(array, row), zone.as_deref()),
        DataType::Duration(unit) => {
            DaysDuration::from_nanos(i128::from(duration(array, row, *unit)) * nanos(*unit))
                .map_or_else(|| Input::Other("a duration".to_owned()), Input::DaysDuration)
        }
        DataType::Interval(IntervalUnit::YearMonth) => {
            Input::MonthsDuration(MonthsDuration::new(native::<IntervalYearMonthType>(array, row).into()))
        }
        DataType::Dictionary(..) => downcast_dictionary_array!(
            array => of_dictionary(array, row),
            _ => other(array)
        ),
        DataType::List(_) => Input::List(list(array.as_list::<i32>().value(row).as_ref())),
        DataType::LargeList(_) => Input::List(list(array.as_list::<i64>().value(row).as_ref())),
        DataType::FixedSizeList(..) => Input::List(list(array.as_fixed_size_list().value(row).as_ref())),
        _ => other(array),
    }
}

fn of_dictionary<K: ArrowDictionaryKeyType>(
    array: &arrow_array::DictionaryArray<K>,
    row: usize,
) -> Input<'_> {
    let key = array.keys().values().get(row).map_or(usize::MAX, |key| key.as_usize());
    input(array.values().as_ref(), key)
}

fn other(array: &dyn Array) -> Input<'static> {
    Input::Other(format!("of the type {}", array.data_type()))
}

fn native<T: ArrowPrimitiveType>(array: &dyn Array, row: usize) -> T::Native {
    array.as_primitive::<T>().values().get(row).copied().unwrap_or_default()
}

fn unsigned(number: u64) -> Input<'static> {
    i64::try_from(number).map_or_else(
        |_| Number::from_parts(number.into(), 0).map_or(Input::Null, Input::Number),
        Input::Integer,
    )
}

fn decimal<T: DecimalType>(array: &dyn Array, row: usize) -> Input<'static> {
    let text = array.as_primitive::<T>().value_as_string(row);
    Number::parse_exact(&text).map_or_else(|| Input::Other(format!("the Decimal {text:.60}")), Input::Number)
}

fn day(days: i64) -> Input<'static> {
    Date::from_days(days).map_or_else(|| Input::Other("a date".to_owned()), Input::Date)
}

const fn nanos(unit: TimeUnit) -> i128 {
    match unit {
        TimeUnit::Second => 1_000_000_000,
        TimeUnit::Millisecond => 1_000_000,
        TimeUnit::Microsecond => 1_000,
        TimeUnit::Nanosecond => 1,
    }
}

/// Nanoseconds since 1970-01-01T00:00:00, in UTC where there is a zone.
pub fn timestamp(array: &dyn Array, row: usize) -> i128 {
    let DataType::Timestamp(unit, _) = array.data_type() else { return 0 };
    let count = match unit {
        TimeUnit::Second => native::<TimestampSecondType>(array, row),
        TimeUnit::Millisecond => native::<TimestampMillisecondType>(array, row),
        TimeUnit::Microsecond => native::<TimestampMicrosecondType>(array, row),
        TimeUnit::Nanosecond => native::<TimestampNanosecondType>(array, row),
    };
    i128::from(count) * nanos(*unit)
}

fn duration(array: &dyn Array, row: usize, unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => native::<DurationSecondType>(array, row),
        TimeUnit::Millisecond => native::<DurationMillisecondType>(array, row),
        TimeUnit::Microsecond => native::<DurationMicrosecondType>(array, row),
        TimeUnit::Nanosecond => native::<DurationNanosecondType>(array, row),
    }
}

/// The day of a moment without a zone at midnight, which is how data frames write dates.
pub fn midnight(nanos: i128) -> Option<i64> {
    (nanos.rem_euclid(DAY_NANOS) == 0).then(|| i64::try_from(nanos / DAY_NANOS).ok()).flatten()
}

/// A moment as Python's `isoformat` writes it: its offset from UTC in place of its zone.
fn moment(nanos: i128, zone: Option<&str>) -> Input<'static> {
    let zulu = if zone.is_some() { "Z" } else { "" };
    let epoch = DateTime::parse(&format!("1970-01-01T00:00:00{zulu}"));
    let moment =
        epoch.zip(DaysDuration::from_nanos(nanos)).and_then(|(epoch, since)| epoch.add_duration(since));
    let moment = match zone {
        Some(zone) => moment.and_then(|moment| in_zone(moment, zone)),
        None => moment,
    };
    moment.map_or_else(|| Input::Other("a moment".to_owned()), Input::DateTime)
}

fn in_zone(moment: DateTime, zone: &str) -> Option<DateTime> {
    let offset = if zone.starts_with(['+', '-']) { zone.to_owned() } else { format!("@{zone}") };
    let known = DateTime::parse(&format!("2000-01-01T00:00:00{offset}"))?;
    let local = known.add_duration(moment.since(known)?)?;
    let (text, seconds) = (local.to_string(), local.offset()?);
    let (clock, _) = text.split_once('@').unwrap_or((&text, ""));
    if clock.len() < text.len() {
        let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
        return DateTime::parse(&format!("{clock}{sign}{:02}:{:02}", minutes / 60, minutes % 60));
    }
    Some(local)
}

/// The items of a list, which do not outlive it.
fn list(items: &dyn Array) -> Vec<Input<'static>> {
    (0..items.len()).map(|row| owned(input(items, row))).collect()
}

fn owned(input: Input<'_>) -> Input<'static> {
    match input {
        Input::Null => Input::Null,
        Input::Missing(cause) => Input::Missing(Cow::Owned(cause.into_owned())),
        Input::Boolean(truth) => Input::Boolean(truth),
        Input::Integer(number) => Input::Integer(number),
        Input::Number(number) => Input::Number(number),
        Input::Float(number) => Input::Float(number),
        Input::Text(text) => Input::Text(Cow::Owned(text.into_owned())),
        Input::Date(date) => Input::Date(date),
        Input::DateTime(moment) => Input::DateTime(moment),
        Input::DaysDuration(duration) => Input::DaysDuration(duration),
        Input::MonthsDuration(duration) => Input::MonthsDuration(duration),
        Input::List(items) => Input::List(items.into_iter().map(owned).collect()),
        Input::Other(what) => Input::Other(what),
    }
}
