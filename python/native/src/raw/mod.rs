//! The objects of Python as they lie in memory: a dict in order, a key by its hash, a value of a plain exact type.
//!
//! Nearly all unsafe code but for `decimal` and the border to Arrow is here. What a decision calls runs no code of a host: it looks only at objects of
//! exactly the built-in types, and at places in others that were found before.
#![expect(unsafe_code, reason = "each block says why it is sound")]
mod dict;
mod home;
mod text;
mod whole;

use std::marker::PhantomData;
use std::ptr::NonNull;

use engine_core::facts::Given;
use engine_core::value::{Date, Number};
use pyo3::ffi;
use pyo3::prelude::*;

pub use self::dict::{Step, walk};
pub use self::home::{Home, State, own_dict};
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

    /// Whether it is this very object.
    pub fn is(&self, object: &Py<PyAny>) -> bool {
        self.0.as_ptr() == object.as_ptr()
    }

    #[inline(always)]
    fn is_a(&self, class: *mut ffi::PyTypeObject) -> bool {
        self.addresses().1 == class
    }

    /// Its address, and that of its class.
    #[inline(always)]
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

// Each is of a value that is exactly of the type that is asked for, and runs no code of a host.
impl Given for Item<'_> {
    #[inline(always)]
    fn integer(&self) -> Option<i64> {
        // SAFETY: the object is alive and exactly an `int`, and this thread is attached to Python, without which there is neither a
        // `Bound` nor a walk.
        if self.is_a(&raw mut ffi::PyLong_Type) { unsafe { whole(self.0.as_ptr()) } } else { None }
    }

    #[inline(always)]
    fn float(&self) -> Option<f64> {
        // SAFETY: the object is alive and exactly a `float`.
        let float = || unsafe { ffi::PyFloat_AS_DOUBLE(self.0.as_ptr()) };
        self.is_a(&raw mut ffi::PyFloat_Type).then(float)
    }

    #[inline(always)]
    fn number(&self) -> Option<Number> {
        None // `decimal` reads them
    }

    #[inline(always)]
    fn boolean(&self) -> Option<bool> {
        // SAFETY: this thread is attached to Python, as for `integer`.
        let truth = || unsafe { self.0.as_ptr() == ffi::Py_True() };
        self.is_a(&raw mut ffi::PyBool_Type).then(truth)
    }

    #[inline(always)]
    fn text(&self) -> Option<&str> {
        // SAFETY: the object is alive and exactly a `str`, and outlives the borrow.
        if self.is_a(&raw mut ffi::PyUnicode_Type) { unsafe { text(self.0.as_ptr()) } } else { None }
    }

    #[inline(always)]
    fn date(&self) -> Option<Date> {
        None // `input` reads them
    }

    #[inline(always)]
    fn is_null(&self) -> bool {
        // SAFETY: this thread is attached to Python, as for `integer`.
        self.0.as_ptr() == unsafe { ffi::Py_None() }
    }
}
