//! The columns of answers: their types, which do not depend on the rows, and what is written into them.
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array, StringArray,
};
use arrow_buffer::{BooleanBuffer, BooleanBufferBuilder, NullBuffer, NullBufferBuilder};
use arrow_schema::{ArrowError, DataType};
use engine_core::columns::{OutputColumn, wide};
use engine_core::domain::{Cell, Lane, float_of, is_missing};
use engine_core::feel::types::Kind;
use engine_core::value::{Number, Value, ops};

use super::indices::dictionary;

/// The type of a column of answers.
#[derive(Clone)]
pub enum Answer {
    /// `int64`
    Integer,
    /// `decimal128`
    Decimal(u8, i8),
    /// `float64`
    Float,
    /// `bool`
    Boolean,
    /// A dictionary of these words.
    Words(ArrayRef),
    /// `date32`
    Day,
    /// `utf8`
    Text,
}

/// Most digits of a cell, and of a number.
const DIGITS: (u8, u8) = (19, 38);

impl Answer {
    /// The type of what the engine gives; `scale` and `kind` are those of an output.
    pub fn of(column: &OutputColumn, scale: Option<u8>, kind: Option<&Kind>) -> Self {
        match column {
            OutputColumn::Cells { lane, .. } => match lane {
                Lane::Scaled(0) => Self::Integer,
                Lane::Scaled(places) => Self::Decimal(DIGITS.0, i8::try_from(*places).unwrap_or(0)),
                Lane::Float => Self::Float,
                Lane::Boolean => Self::Boolean,
                Lane::Symbol { words, .. } => {
                    Self::Words(Arc::new(StringArray::from_iter_values(words.list().iter())))
                }
                Lane::Day => Self::Day,
                Lane::Cuts(_) => Self::Text,
            },
            OutputColumn::Values(_) => match (scale, kind) {
                (Some(places), _) => Self::Decimal(DIGITS.1, i8::try_from(places).unwrap_or(0)),
                (None, Some(Kind::Boolean)) => Self::Boolean,
                (None, Some(Kind::Date)) => Self::Day,
                (None, _) => Self::Text,
            },
        }
    }

    /// The type in Arrow's words.
    pub fn data_type(&self) -> DataType {
        match self {
            Self::Integer => DataType::Int64,
            Self::Decimal(digits, places) => DataType::Decimal128(*digits, *places),
            Self::Float => DataType::Float64,
            Self::Boolean => DataType::Boolean,
            Self::Words(_) => words_type(),
            Self::Day => DataType::Date32,
            Self::Text => DataType::Utf8,
        }
    }

    /// A column to write into.
    pub fn writer(&self, rows: usize) -> Writer {
        let data = match self {
            Self::Integer => Data::Integers(Vec::with_capacity(rows)),
            Self::Decimal(..) => Data::Decimals(Vec::with_capacity(rows)),
            Self::Float => Data::Floats(Vec::with_capacity(rows)),
            Self::Boolean => Data::Booleans(BooleanBufferBuilder::new(rows)),
            Self::Words(_) | Self::Day => Data::Small(Vec::with_capacity(rows)),
            Self::Text => Data::Texts(StringBuilder::with_capacity(rows, rows * 8)),
        };
        Writer { answer: self.clone(), data, nulls: NullBufferBuilder::new(rows) }
    }
}

/// A dictionary of texts.
pub fn words_type() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// A column while it is written.
pub struct Writer {
    answer: Answer,
    data: Data,
    nulls: NullBufferBuilder,
}

enum Data {
    Integers(Vec<i64>),
    Decimals(Vec<i128>),
    Floats(Vec<f64>),
    Booleans(BooleanBufferBuilder),
    /// Days, or indices of words.
    Small(Vec<i32>),
    Texts(StringBuilder),
}

impl Writer {
    /// Adds rows of null.
    pub fn nulls(&mut self, rows: usize) {
        for _ in 0..rows {
            self.value(&Value::Null);
        }
    }

    /// Adds what the engine gave.
    pub fn add(&mut self, column: &OutputColumn) {
        match column {
            OutputColumn::Cells { lane, cells } => self.cells(lane, cells),
            OutputColumn::Values(values) => values.iter().for_each(|value| self.value(value)),
        }
    }

    fn cells(&mut self, lane: &Lane, cells: &[Cell]) {
        let present = |cell: Cell| if is_missing(cell) { 0 } else { cell };
        match (&mut self.data, lane) {
            (Data::Integers(out), Lane::Scaled(0)) => {
                wide(|| out.extend(cells.iter().map(|cell| present(*cell))));
            }
            (Data::Decimals(out), Lane::Scaled(_)) => {
                wide(|| out.extend(cells.iter().map(|cell| i128::from(present(*cell)))));
            }
            (Data::Floats(out), Lane::Float) => {
                wide(|| out.extend(cells.iter().map(|cell| float_of(present(*cell)))));
            }
            (Data::Booleans(out), Lane::Boolean) => out.append_buffer(&bits(cells, |cell| cell == 1)),
            (Data::Small(out), Lane::Day) => {
                out.extend(cells.iter().map(|cell| i32::try_from(present(*cell)).unwrap_or(0)));
            }
            (Data::Small(out), Lane::Symbol { words, .. }) => {
                let count = words.count();
                let known = |cell: Cell| (0 <= cell) & (cell < count);
                // There are fewer words than 2 to the 31st.
                wide(|| out.extend(cells.iter().map(|cell| if known(*cell) { *cell as i32 } else { 0 })));
                mark(&mut self.nulls, cells, known);
                return;
            }
            _ => {
                cells.iter().for_each(|cell| self.value(&lane.value(*cell)));
                return;
            }
        }
        mark(&mut self.nulls, cells, |cell| !is_missing(cell));
    }

    fn value(&mut self, value: &Value) {
        let mut valid = !value.is_null();
        match (&mut self.data, &self.answer) {
            (Data::Integers(out), _) => out.push(number(value).and_then(Number::to_i64).unwrap_or(0)),
            (Data::Decimals(out), Answer::Decimal(_, places)) => {
                out.push(number(value).and_then(|number| scaled(number, *places)).unwrap_or(0));
            }
            (Data::Decimals(out), _) => out.push(0),
            (Data::Floats(out), _) => out.push(number(value).map_or(0.0, Number::to_f64)),
            (Data::Booleans(out), _) => out.append(matches!(value, Value::Boolean(true))),
            (Data::Small(out), Answer::Words(words)) => {
                let index = word(words, value);
                valid = index.is_some();
                out.push(index.unwrap_or(0));
            }
            (Data::Small(out), _) => {
                let day = if let Value::Date(day) = value { i32::try_from(day.to_days()).ok() } else { None };
                valid = day.is_some();
                out.push(day.unwrap_or(0));
            }
            (Data::Texts(out), _) => match value {
                Value::Null => out.append_null(),
                Value::Number(number) => out.append_value(number.to_string()),
                other => match ops::string(other) {
                    Value::Text(text) => out.append_value(text),
                    _ => out.append_null(),
                },
            },
        }
        if !matches!(self.data, Data::Texts(_)) {
            self.nulls.append(valid);
        }
    }

    /// The column.
    pub fn finish(mut self) -> Result<ArrayRef, ArrowError> {
        let nulls = self.nulls.finish();
        Ok(match (self.data, self.answer) {
            (Data::Integers(data), _) => Arc::new(Int64Array::new(data.into(), nulls)),
            (Data::Decimals(data), answer) => {
                let (digits, places) = if let Answer::Decimal(digits, places) = answer {
                    (digits, places)
                } else {
                    DIGITS_OF_NONE
                };
                Arc::new(Decimal128Array::new(data.into(), nulls).with_precision_and_scale(digits, places)?)
            }
            (Data::Floats(data), _) => Arc::new(Float64Array::new(data.into(), nulls)),
            (Data::Booleans(mut data), _) => Arc::new(BooleanArray::new(data.finish(), nulls)),
            (Data::Small(data), Answer::Words(words)) => {
                Arc::new(dictionary::<Int32Type>(Int32Array::new(data.into(), nulls), &words)?)
            }
            (Data::Small(data), _) => Arc::new(Date32Array::new(data.into(), nulls)),
            (Data::Texts(mut data), _) => Arc::new(data.finish()),
        })
    }
}

/// Adds whether each cell is valid; many at a time, since a bit by itself costs as much as a value.
fn mark(nulls: &mut NullBufferBuilder, cells: &[Cell], valid: impl Fn(Cell) -> bool) {
    if wide(|| cells.iter().fold(true, |all, cell| all & valid(*cell))) {
        nulls.append_n_non_nulls(cells.len());
    } else {
        nulls.append_buffer(&NullBuffer::new(bits(cells, valid)));
    }
}

fn bits(cells: &[Cell], of: impl Fn(Cell) -> bool) -> BooleanBuffer {
    let (words, rest) = cells.as_chunks::<64>();
    let word = |cells: &[Cell]| {
        let truths = cells.iter().zip(0_u64..64).map(|(cell, bit)| u64::from(of(*cell)) << (bit & 63));
        truths.fold(0, std::ops::BitOr::bitor)
    };
    let mut bits: Vec<u64> = Vec::with_capacity(words.len() + 1);
    wide(|| bits.extend(words.iter().map(|cells| word(cells))));
    bits.push(word(rest));
    BooleanBuffer::new(bits.into(), 0, cells.len())
}

const DIGITS_OF_NONE: (u8, i8) = (DIGITS.1, 0);

const fn number(value: &Value) -> Option<Number> {
    if let Value::Number(number) = value { Some(*number) } else { None }
}

/// The coefficient of a number at that many places; it has no more of them.
fn scaled(number: Number, places: i8) -> Option<i128> {
    let more = number.exponent() + i32::from(places);
    let power = 10_i128.checked_pow(more.unsigned_abs())?;
    if more >= 0 { number.coefficient().checked_mul(power) } else { Some(number.coefficient() / power) }
}

fn word(words: &ArrayRef, value: &Value) -> Option<i32> {
    use arrow_array::cast::AsArray;
    let Value::Text(text) = value else { return None };
    let index = words.as_string::<i32>().iter().position(|word| word == Some(&**text))?;
    i32::try_from(index).ok()
}
