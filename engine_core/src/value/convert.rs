//! Into a [`Value`] from what it holds; `None` becomes null.
use std::sync::Arc;

use super::{
    ContextValue, Date, DateTime, DaysDuration, FunctionValue, MonthsDuration, Number, RangeValue, Time,
    Truth, Value,
};

macro_rules! from {
    ($($ty:ty => |$it:ident| $value:expr;)*) => {
        $(impl From<$ty> for Value {
            fn from($it: $ty) -> Self { $value }
        })*
    };
}

from! {
    bool => |it| Self::Boolean(it);
    Number => |it| Self::Number(it);
    i64 => |it| Self::Number(Number::from_i64(it));
    Date => |it| Self::Date(it);
    Time => |it| Self::Time(it);
    DateTime => |it| Self::DateTime(it);
    DaysDuration => |it| Self::DaysDuration(it);
    MonthsDuration => |it| Self::MonthsDuration(it);
    &str => |it| Self::Text(Arc::from(it));
    String => |it| Self::Text(Arc::from(it));
    Vec<Value> => |it| Self::List(Arc::from(it));
    RangeValue => |it| Self::Range(Arc::new(it));
    ContextValue => |it| Self::Context(Arc::new(it));
    FunctionValue => |it| Self::Function(it);
    Truth => |it| it.to_option().map_or(Self::Null, Self::Boolean);
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(it: Option<T>) -> Self {
        it.map_or(Self::Null, Into::into)
    }
}
