//! Whole numbers.
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyInt;

/// The head of an `int`, as `cpython/longintrepr.h` has it: before Python 3.12 the count of its digits with the sign of the number, from
/// then on a tag, of which the lowest bits say the sign and those from the fourth on the count. Then come digits of 30 bits, at
/// least one.
#[repr(C)]
struct Whole {
    base: ffi::PyObject,
    head: isize,
    digit: u32,
}

/// A whole number of at most 64 bits.
///
/// # Safety
/// The object is alive and exactly an `int`, and this thread is attached to Python.
#[inline(always)]
pub unsafe fn whole(object: *mut ffi::PyObject) -> Option<i64> {
    if cfg!(known_layout) {
        // SAFETY: the layout is known, and an `int` has a digit, even where it is zero. It never changes.
        let (head, digit) = unsafe { ((*object.cast::<Whole>()).head, (*object.cast::<Whole>()).digit) };
        let digit = i64::from(digit);
        if cfg!(Py_3_12) {
            if head.cast_unsigned() < 2 << 3 {
                return Some(if head & 3 == 2 { -digit } else { digit });
            }
        } else if (-1..=1).contains(&head) {
            return Some(if head < 0 { -digit } else { digit });
        }
    }
    // SAFETY: as the caller grants. An integer beyond 64 bits sets no error with `AndOverflow`.
    unsafe {
        let mut beyond = 0;
        let number = ffi::PyLong_AsLongLongAndOverflow(object, &raw mut beyond);
        (beyond == 0).then_some(number)
    }
}

/// Whether whole numbers of each sort are read right.
pub(super) fn wholes_are_known(py: Python<'_>) -> bool {
    [0, 1, -1, 300, -300, 32_768, (1 << 30) - 1, 1 - (1 << 30), 1 << 30, i64::MAX, i64::MIN].into_iter().all(
        |sample| {
            let Ok(object) = sample.into_pyobject(py);
            let object: Bound<'_, PyInt> = object;
            // SAFETY: it is alive and exactly an `int`.
            unsafe { whole(object.as_ptr()) == Some(sample) }
        },
    )
}
