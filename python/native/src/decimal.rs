//! `decimal.Decimal` read where it lies, since printing one costs as much as all the rest of a request's fact.
//!
//! Python has no interface in C to its decimals. Their layout has been the same since Python 3.3; here it is believed only after
//! decimals of every sort have been read right, and otherwise, as by Python's decimals without C, each is printed and parsed.
//! What is read lies within the object and no pointer of it is followed, so that a wrong layout could not harm.
#![expect(unsafe_code, reason = "the block says why it is sound")]
use engine_core::value::Number;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::raw::Item;
use crate::values::decimal_class;

/// The exact class `Decimal`, whose objects lie as `Layout` says.
pub struct Decimals(Py<PyType>);

/// libmpdec's number, and the words of a short coefficient, within the object.
#[repr(C)]
struct Layout {
    base: ffi::PyObject,
    hash: ffi::Py_hash_t,
    flags: u8,
    exponent: isize,
    digits: isize,
    length: isize,
    room: isize,
    words: *const u64,
    own_words: [u64; 4],
}

/// The sign, and the marks of infinities and what is no number.
const NEGATIVE: u8 = 1;
const SPECIAL: u8 = 2 | 4 | 8;

impl Decimals {
    /// The class, if its objects can be read.
    pub fn new(py: Python<'_>) -> PyResult<Option<Self>> {
        const SAMPLES: [(&str, Option<(i64, u8)>); 14] = [
            ("0", Some((0, 0))),
            ("1", Some((1, 0))),
            ("-1", Some((-1, 0))),
            ("-0.00", Some((0, 2))),
            ("12345.67", Some((1_234_567, 2))),
            ("-0.000000000000001", Some((-1, 15))),
            ("999999999999999999", Some((999_999_999_999_999_999, 0))),
            ("9999999999999999999", None),
            ("123456789012345678901234567890", None),
            ("1E+3", None),
            ("NaN", None),
            ("sNaN12", None),
            ("Infinity", None),
            ("-Infinity", None),
        ];
        let class = decimal_class(py)?;
        let size: usize = class.getattr("__basicsize__")?.extract()?;
        if cfg!(not(target_pointer_width = "64")) || size != size_of::<Layout>() {
            return Ok(None);
        }
        let decimals = Self(class.clone().unbind());
        for (text, parts) in SAMPLES {
            let sample = class.call1((text,))?;
            let wanted = parts.map(|(coefficient, places)| Number::scaled(coefficient, places));
            let read = decimals.read(&Item::of(&sample));
            if read.map(parted) != wanted.map(parted) {
                return Ok(None);
            }
        }
        Ok(Some(decimals))
    }

    /// The number, of exactly this class, with a coefficient of one word and at most 15 places.
    #[inline]
    pub fn read(&self, item: &Item<'_>) -> Option<Number> {
        let (object, class) = item.addresses();
        if class != self.0.as_ptr().cast() {
            return None;
        }
        let object: *const Layout = object.cast();
        // SAFETY: the object is alive, and of exactly a class whose objects are as large as `Layout`, so that every field lies
        // within it; each is a plain integer or a pointer that is only compared, for which any bits are valid. A decimal never changes, but
        // for its hash, which is not read.
        let (flags, exponent, length, inside, word) = unsafe {
            let inside = (*object).words == (&raw const (*object).own_words).cast();
            ((*object).flags, (*object).exponent, (*object).length, inside, (*object).own_words[0])
        };
        if flags & SPECIAL != 0 || length != 1 || !inside || !(-15..=0).contains(&exponent) {
            return None;
        }
        let coefficient = i64::try_from(word).ok()?;
        let places = u8::try_from(exponent.unsigned_abs()).ok()?;
        Some(Number::scaled(if flags & NEGATIVE == 0 { coefficient } else { -coefficient }, places))
    }
}

/// A number with its places, which `==` passes over.
fn parted(number: Number) -> (i128, i32) {
    (number.coefficient(), number.exponent())
}
