//! Which Arrow types can hold a fact at all.
use arrow_schema::{DataType, IntervalUnit};
use engine_core::schema::FactType;

/// The type of the values: that of the words, of a dictionary.
pub fn plain(kind: &DataType) -> &DataType {
    if let DataType::Dictionary(_, values) = kind { values } else { kind }
}

/// Whether values of an Arrow type can be right for a fact.
pub fn fits(fact: &FactType, column: &DataType) -> bool {
    let column = plain(column);
    let whole = column.is_integer();
    match (fact, column) {
        (_, DataType::Null) => true,
        (FactType::Integer, column) => whole || decimal_places(column).is_some_and(|places| places <= 0),
        (FactType::Decimal { .. } | FactType::Number | FactType::Float, column) => {
            whole || column.is_floating() || decimal_places(column).is_some()
        }
        (FactType::Boolean, column) => *column == DataType::Boolean,
        (FactType::Text | FactType::Enumeration(_), column) => is_text(column),
        (FactType::Date, DataType::Date32 | DataType::Date64 | DataType::Timestamp(_, None)) => true,
        (FactType::DateTime, DataType::Timestamp(..)) => true,
        (FactType::DaysDuration, DataType::Duration(_)) => true,
        (FactType::MonthsDuration, DataType::Interval(IntervalUnit::YearMonth)) => true,
        (FactType::Date | FactType::DateTime | FactType::DaysDuration | FactType::MonthsDuration, column) => {
            is_text(column)
        }
        (FactType::List(item), column) => item_type(column).is_some_and(|of| fits(item, of)),
    }
}

/// Whether a type is one of texts.
pub const fn is_text(column: &DataType) -> bool {
    matches!(column, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

fn item_type(column: &DataType) -> Option<&DataType> {
    match column {
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) => {
            Some(item.data_type())
        }
        _ => None,
    }
}

fn decimal_places(column: &DataType) -> Option<i8> {
    match column {
        DataType::Decimal32(_, places)
        | DataType::Decimal64(_, places)
        | DataType::Decimal128(_, places)
        | DataType::Decimal256(_, places) => Some(*places),
        _ => None,
    }
}

/// A way out for a column that cannot hold its fact.
pub fn way_out(fact: &FactType, column: &DataType) -> &'static str {
    let column = plain(column);
    match fact {
        FactType::Integer if column.is_floating() => {
            "; a float is no integer: cast the column, in pandas to \"Int64\", which has missing values too"
        }
        FactType::Integer if decimal_places(column).is_some() => "; cast the column to an integer type",
        _ if is_text(column) => "; cast the column, or read the file with the types of the facts",
        _ => "",
    }
}
