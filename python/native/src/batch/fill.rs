//! Columns of facts, read in tight loops: what is certainly right becomes a cell, and everything else [`BAD`].
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ByteArrayType, Date32Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, UInt8Type, UInt16Type, UInt32Type,
};
use arrow_array::{Array, ArrowPrimitiveType, GenericByteArray};
use arrow_buffer::{ArrowNativeType, BooleanBuffer};
use arrow_schema::DataType;
use engine_core::bounds;
use engine_core::columns::wide;
use engine_core::domain::{Cell, FIRST, float_cell, missing};
use engine_core::facts::{Input, Plain, Reader};
use engine_core::flow::FactSlot;
use engine_core::schema::{Fact, FactType, NOT_GIVEN};

use super::decimals;
use super::input::{input, midnight, timestamp};
use super::words::Lookup;

/// Not a cell of any fact, and not a missing one: the row is to be read again, one value after the other.
pub const BAD: Cell = FIRST;

/// A fact and what its column needs to know of it.
pub struct Rule {
    /// The fact.
    pub fact: Fact,
    /// What reads a value by itself.
    reader: Reader,
    /// What null is: missing, or bad.
    pub null: Cell,
    /// The least and the greatest cell.
    pub low: Cell,
    /// The greatest.
    pub high: Cell,
    /// Its words.
    pub words: Option<Lookup>,
    /// Whether it is a text that nothing reads.
    pub unread_text: bool,
    /// Whether it lives in cells, or nothing but a cell is kept of it.
    pub in_cells: bool,
    /// Whether its values are kept.
    pub has_slot: bool,
}

impl Rule {
    /// The rule of a fact.
    pub fn new(slot: &FactSlot) -> Self {
        let fact = &slot.fact;
        let null = if fact.causes.contains(&NOT_GIVEN) { missing(NOT_GIVEN) } else { BAD };
        let (low, high) = match fact.allowed.intervals() {
            [(low, high)] => (*low, *high),
            _ => (Cell::MAX, Cell::MIN), // a loop accepts nothing
        };
        let words =
            if let FactType::Enumeration(words) = &fact.kind { Some(Lookup::new(words)) } else { None };
        let unread_text = fact.kind == FactType::Text && !slot.read;
        Self {
            fact: fact.clone(),
            reader: Reader::new(fact, slot.read),
            null,
            low,
            high,
            words,
            unread_text,
            in_cells: unread_text || fact.kind.lane().is_some(),
            has_slot: slot.value.is_some(),
        }
    }

    /// Writes the cells of a column; tells whether any of them is [`BAD`].
    pub fn fill(&self, array: &dyn Array, out: &mut [Cell]) -> bool {
        let looped = if self.unread_text {
            lengths(array, out)
        } else if self.low <= self.high {
            self.by_type(array, out)
        } else {
            None
        };
        let Some(any) = looped else {
            for (row, cell) in out.iter_mut().enumerate() {
                *cell = self.one(&input(array, row));
            }
            return any_bad(out);
        };
        // Below a null lies anything, and null itself may be bad.
        let nulls = self.nulls(array, out);
        if nulls { any_bad(out) } else { any }
    }

    /// A value by itself.
    pub fn one(&self, input: &Input<'_>) -> Cell {
        match input {
            Input::Null => self.null,
            Input::Float(number) if number.is_nan() => self.null,
            input => Plain::of(input).and_then(|plain| self.reader.read(&plain)).unwrap_or(BAD),
        }
    }

    /// Whether any cell is [`BAD`], where there is a loop for the types; the cells of nulls are anything yet.
    fn by_type(&self, array: &dyn Array, out: &mut [Cell]) -> Option<bool> {
        match (&self.fact.kind, array.data_type()) {
            (FactType::Boolean, DataType::Boolean) => {
                bits(array.as_boolean().values(), out);
                Some(false)
            }
            (FactType::Integer, _) => self.whole_numbers(array, 1, out),
            (FactType::Decimal { scale, .. }, kind) => {
                let power = 10_i64.checked_pow(u32::from(*scale))?;
                match kind {
                    DataType::Float64 => Some(self.decimals::<Float64Type>(array, power, out)),
                    DataType::Float32 => Some(self.decimals::<Float32Type>(array, power, out)),
                    DataType::Decimal128(_, places) => {
                        decimals::scaled(array, *places, *scale, (self.low, self.high), out)
                            .then(|| any_bad(out))
                    }
                    _ => self.whole_numbers(array, power, out),
                }
            }
            (FactType::Float, kind) => match kind {
                DataType::Float64 => Some(self.floats::<Float64Type>(array, out)),
                DataType::Float32 => Some(self.floats::<Float32Type>(array, out)),
                DataType::Float16 => Some(self.floats::<Float16Type>(array, out)),
                _ => None,
            },
            (FactType::Date, DataType::Date32) => Some(self.days(array, out)),
            (FactType::Date, DataType::Timestamp(_, None)) => Some(self.midnights(array, out)),
            (FactType::Enumeration(_), kind) => match kind {
                DataType::Utf8 => self.texts(array.as_string::<i32>(), out),
                DataType::LargeUtf8 => self.texts(array.as_string::<i64>(), out),
                DataType::Utf8View => {
                    let views = array.as_string_view();
                    out.iter_mut()
                        .enumerate()
                        .for_each(|(row, cell)| *cell = self.word(views.value(row).as_bytes()));
                    Some(any_bad(out))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Makes nulls what they are; whether there are any.
    pub fn nulls(&self, array: &dyn Array, out: &mut [Cell]) -> bool {
        let Some(nulls) = array.nulls().filter(|nulls| nulls.null_count() > 0) else { return false };
        let null = self.null;
        each_bit(nulls.inner(), out, move |cell, valid| if valid { cell } else { null });
        true
    }

    #[inline]
    fn inside(&self, cell: Cell) -> bool {
        (self.low <= cell) & (cell <= self.high)
    }

    fn whole_numbers(&self, array: &dyn Array, power: i64, out: &mut [Cell]) -> Option<bool> {
        match array.data_type() {
            DataType::Int8 => Some(self.whole::<Int8Type>(array, power, out)),
            DataType::Int16 => Some(self.whole::<Int16Type>(array, power, out)),
            DataType::Int32 => Some(self.whole::<Int32Type>(array, power, out)),
            DataType::Int64 => Some(self.whole::<Int64Type>(array, power, out)),
            DataType::UInt8 => Some(self.whole::<UInt8Type>(array, power, out)),
            DataType::UInt16 => Some(self.whole::<UInt16Type>(array, power, out)),
            DataType::UInt32 => Some(self.whole::<UInt32Type>(array, power, out)),
            _ => None,
        }
    }

    fn whole<T: ArrowPrimitiveType>(&self, array: &dyn Array, power: i64, out: &mut [Cell]) -> bool
    where
        T::Native: Into<i64>,
    {
        // What lies between these stays within 64 bits when it is scaled.
        let (low, high) = (
            self.low.div_euclid(power) + i64::from(self.low.rem_euclid(power) > 0),
            self.high.div_euclid(power),
        );
        let values = array.as_primitive::<T>().values();
        if power == 1 {
            return each(values, out, move |value| {
                let value: i64 = value.into();
                if (low <= value) & (value <= high) { value } else { BAD }
            });
        }
        each(values, out, move |value| {
            let value: i64 = value.into();
            let scaled = value.wrapping_mul(power);
            if (low <= value) & (value <= high) { scaled } else { BAD }
        })
    }

    /// The shortest decimal of a double, scaled: as the core has it, except that the nearest whole number is found by adding
    /// a number so large that the sum has no places. Any whole number that gives the double back is the right one.
    #[expect(
        clippy::float_arithmetic,
        clippy::float_cmp,
        clippy::cast_precision_loss,
        reason = "the comparison is exact: both sides are the nearest double of the same decimal"
    )]
    fn decimals<T: ArrowPrimitiveType>(&self, array: &dyn Array, power: i64, out: &mut [Cell]) -> bool
    where
        T::Native: Into<f64>,
    {
        const WHOLE: f64 = 6_755_399_441_055_744.0; // 1.5 times 2 to the 52nd
        const DIGITS: f64 = 1e15;
        let factor = power as f64;
        let values = array.as_primitive::<T>().values();
        let (low, high, null) = (self.low, self.high, self.null);
        each(values, out, move |value| {
            let value: f64 = value.into();
            let shifted = value * factor + WHOLE;
            let scaled = shifted - WHOLE;
            let found = shifted.to_bits().cast_signed().wrapping_sub(WHOLE.to_bits().cast_signed());
            let right =
                (scaled / factor == value) & (scaled.abs() < DIGITS) & (low <= found) & (found <= high);
            let otherwise = if value.is_nan() { null } else { BAD };
            if right { found } else { otherwise }
        })
    }

    fn floats<T: ArrowPrimitiveType>(&self, array: &dyn Array, out: &mut [Cell]) -> bool
    where
        T::Native: Into<f64>,
    {
        let values = array.as_primitive::<T>().values();
        let (low, high, null) = (self.low, self.high, self.null);
        each(values, out, move |value| {
            let value: f64 = value.into();
            let found = float_cell(value);
            let otherwise = if value.is_nan() { null } else { BAD };
            let right = value.is_finite() & (low <= found) & (found <= high);
            if right { found } else { otherwise }
        })
    }

    fn days(&self, array: &dyn Array, out: &mut [Cell]) -> bool {
        let (low, high) = (self.low, self.high);
        each(array.as_primitive::<Date32Type>().values(), out, move |value| {
            let value = Cell::from(value);
            if (low <= value) & (value <= high) { value } else { BAD }
        })
    }

    fn midnights(&self, array: &dyn Array, out: &mut [Cell]) -> bool {
        for (row, cell) in out.iter_mut().enumerate() {
            *cell = midnight(timestamp(array, row)).filter(|day| self.inside(*day)).unwrap_or(BAD);
        }
        any_bad(out)
    }

    fn texts<T: ByteArrayType>(&self, array: &GenericByteArray<T>, out: &mut [Cell]) -> Option<bool> {
        let words = self.words.as_ref()?;
        words.find_all(array.value_data(), array.value_offsets(), BAD, out);
        Some(any_bad(out))
    }

    #[inline]
    fn word(&self, text: &[u8]) -> Cell {
        self.words.as_ref().and_then(|words| words.find(text)).unwrap_or(BAD)
    }
}

/// Whether any cell is [`BAD`].
pub fn any_bad(cells: &[Cell]) -> bool {
    wide(|| cells.iter().fold(false, |any, cell| any | (*cell == BAD)))
}

/// Makes cells of values; whether any is [`BAD`].
fn each<T: Copy>(values: &[T], out: &mut [Cell], of: impl Fn(T) -> Cell + Copy) -> bool {
    wide(
        #[inline(always)]
        move || {
            let mut any = false;
            for (cell, value) in out.iter_mut().zip(values) {
                *cell = of(*value);
                any |= *cell == BAD;
            }
            any
        },
    )
}

/// Truth values.
fn bits(values: &BooleanBuffer, out: &mut [Cell]) {
    each_bit(values, out, |_, truth| Cell::from(truth));
}

/// Makes cells of bits and what was there, 64 at a time.
fn each_bit(bits: &BooleanBuffer, out: &mut [Cell], of: impl Fn(Cell, bool) -> Cell + Copy) {
    let chunks = bits.bit_chunks();
    let last = chunks.remainder_bits();
    let (blocks, rest) = out.as_chunks_mut::<64>();
    wide(
        #[inline(always)]
        move || {
            for (cells, bits) in blocks.iter_mut().zip(chunks.iter()) {
                for (at, cell) in cells.iter_mut().enumerate() {
                    *cell = of(*cell, bits >> at & 1 == 1);
                }
            }
        },
    );
    for (at, cell) in rest.iter_mut().enumerate() {
        *cell = of(*cell, last >> (at & 63) & 1 == 1);
    }
}

/// Texts that nothing reads: only how long they are counts.
fn lengths(array: &dyn Array, out: &mut [Cell]) -> Option<bool> {
    fn of<T: ByteArrayType>(array: &GenericByteArray<T>, out: &mut [Cell]) -> bool {
        let ends = array.value_offsets().iter().skip(1);
        for ((cell, from), to) in out.iter_mut().zip(array.value_offsets()).zip(ends) {
            *cell = if to.as_usize() - from.as_usize() <= bounds::TEXT { 0 } else { BAD };
        }
        any_bad(out)
    }
    match array.data_type() {
        DataType::Utf8 => Some(of(array.as_string::<i32>(), out)),
        DataType::LargeUtf8 => Some(of(array.as_string::<i64>(), out)),
        DataType::Utf8View => {
            let views = array.as_string_view();
            for (row, cell) in out.iter_mut().enumerate() {
                *cell = if views.value(row).len() <= bounds::TEXT { 0 } else { BAD };
            }
            Some(any_bad(out))
        }
        _ => None,
    }
}
