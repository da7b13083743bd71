//! The objects of Python as they lie in memory: a dict in order, a key by its hash, a value of a plain exact type.
//!
//! The one module of unsafe code but for `decimal`. None of what it does runs code of a host: it looks only at objects of exactly the built-in types.
#![expect(unsafe_code, reason = "each block says why it is sound")]
mod dict;
mod text;
mod whole;

use std::marker::PhantomData;
use std::ptr::NonNull;

use engine_core::domain::Cell;
use engine_core::facts::Reader;
use pyo3::ffi;
use pyo3::prelude::*;

pub use self::dict::{Step, walk};
use self::text::text;
pub use self::text::{Key, Name};
use self::whole::whole;

/// Whether objects of every sort are read right. A layout that is known by the version of Python is believed only then.
pub fn layout_is_known(py: Python<'_>) -> PyResult<bool> {
    Ok(text::texts_are_known(py) && whole::wholes_are_known(py) && dict::dicts_are_known(py)?)
}

/// A value that lives at least as long as `'a`.
pub struct Item<'a>(NonNull<ffi::PyObject>, PhantomData<&'a ()>);

impl<'a> Item<'a> {
    /// A value that is held elsewhere.
    pub fn of(object: &'a Bound<'_, PyAny>) -> Self {
        // SAFETY: the pointer of a `Bound` is never null, and its object lives as long as the borrow.
        Self(unsafe { NonNull::new_unchecked(object.as_ptr()) }, PhantomData)
    }

    /// The cell of a value that is exactly of a plain type, if the fact takes it.
    #[inline(always)]
    pub fn cell(&self, reader: &Reader) -> Option<Cell> {
        let object = self.0.as_ptr();
        // SAFETY: the object is alive by the invariant of `Item`, and this thread is attached to Python, without which there is
        // neither a `Bound` nor a walk. Each reading is of an object of exactly the type that it asks for, and runs no code of a
        // host.
        unsafe {
            let class = ffi::Py_TYPE(object);
            if class == &raw mut ffi::PyLong_Type {
                return reader.integer(whole(object)?);
            }
            if class == &raw mut ffi::PyUnicode_Type {
                return reader.text(text(object)?);
            }
            if class == &raw mut ffi::PyFloat_Type {
                return reader.float(ffi::PyFloat_AS_DOUBLE(object));
            }
            if class == &raw mut ffi::PyBool_Type {
                return reader.boolean(object == ffi::Py_True());
            }
            if object == ffi::Py_None() { reader.null() } else { None }
        }
    }

    /// Whether it is this very object.
    pub fn is(&self, object: &Py<PyAny>) -> bool {
        self.0.as_ptr() == object.as_ptr()
    }

    /// Its address, and that of its class.
    pub(super) fn addresses(&self) -> (*mut ffi::PyObject, *mut ffi::PyTypeObject) {
        // SAFETY: the object is alive.
        (self.0.as_ptr(), unsafe { ffi::Py_TYPE(self.0.as_ptr()) })
    }

    /// The value, held.
    pub fn own<'py>(self, py: Python<'py>) -> Bound<'py, PyAny> {
        // SAFETY: the object is alive, and gets a reference of its own.
        unsafe { Bound::from_borrowed_ptr(py, self.0.as_ptr()) }
    }
}
