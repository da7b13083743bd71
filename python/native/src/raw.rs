//! The objects of Python as they lie in memory: a dict in order, a key by its hash, a value of a plain exact type.
//!
//! The one module of unsafe code. None of what it does runs code of a host: it looks only at objects of exactly the built-in types.
#![expect(unsafe_code, reason = "each block says why it is sound")]
use std::marker::PhantomData;
use std::ptr::{self, NonNull};
use std::slice;
use std::sync::atomic::{AtomicIsize, Ordering};

use engine_core::domain::Cell;
use engine_core::facts::Reader;
use engine_core::facts::json::same;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::critical_section::with_critical_section;
use pyo3::types::{PyDict, PyString};

/// A value that lives at least as long as `'a`.
pub struct Item<'a>(NonNull<ffi::PyObject>, PhantomData<&'a ()>);

/// A key, exactly a `str`, that lives at least as long as `'a`.
pub struct Key<'a>(NonNull<ffi::PyObject>, PhantomData<&'a ()>);

/// A name to which keys are compared.
pub struct Name {
    /// Interned, as attribute names and the keys of literal dicts are.
    name: Py<PyString>,
    hash: isize,
    length: isize,
    kind: u32,
    letters: Box<[u8]>,
}

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
        // host. An integer beyond 64 bits sets no error with `AndOverflow`.
        unsafe {
            let class = ffi::Py_TYPE(object);
            if class == &raw mut ffi::PyLong_Type {
                let mut beyond = 0;
                let number = ffi::PyLong_AsLongLongAndOverflow(object, &raw mut beyond);
                return if beyond == 0 { reader.integer(number) } else { None };
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

impl Key<'_> {
    /// The hash, which a `str` that is a key of a dict has worked out already.
    #[inline]
    pub fn hash(&self) -> isize {
        match hash(self.0.as_ptr()) {
            // SAFETY: a `Key` is alive and exactly a `str`, whose hash runs no code of a host and cannot fail.
            -1 => unsafe { ffi::PyObject_Hash(self.0.as_ptr()) },
            hash => hash,
        }
    }
}

/// The hash of a `str`.
#[inline]
fn hash(text: *mut ffi::PyObject) -> isize {
    // SAFETY: only called with live objects that are exactly `str`, whose layout this is. Another thread may be working the hash
    // out, so that it is read in one piece.
    unsafe {
        AtomicIsize::from_ptr(&raw mut (*text.cast::<ffi::PyASCIIObject>()).hash).load(Ordering::Relaxed)
    }
}

/// A text, unless it has half of a surrogate pair.
///
/// # Safety
/// The object is alive, is exactly a `str`, and lives as long as the text is used.
#[inline]
unsafe fn text<'a>(object: *mut ffi::PyObject) -> Option<&'a str> {
    // SAFETY: as the caller grants. The letters live as long as the object, and never change; what Python gives is UTF-8. Its error is taken back.
    unsafe {
        let mut length = 0;
        let letters = ffi::PyUnicode_AsUTF8AndSize(object, &raw mut length);
        if letters.is_null() {
            ffi::PyErr_Clear();
            return None;
        }
        Some(str::from_utf8_unchecked(slice::from_raw_parts(letters.cast::<u8>(), length.unsigned_abs())))
    }
}

/// The length in letters, the bytes of a letter, and the letters as they lie in memory.
///
/// # Safety
/// The object is alive, is exactly a `str`, and lives as long as the slice is used.
#[inline]
unsafe fn letters<'a>(text: *mut ffi::PyObject) -> (u32, &'a [u8]) {
    // SAFETY: as the caller grants. A `str` holds `length` letters of `kind` bytes, and never changes.
    unsafe {
        let (kind, length) = (ffi::PyUnicode_KIND(text), ffi::PyUnicode_GET_LENGTH(text));
        let data = ffi::PyUnicode_DATA(text).cast::<u8>();
        (kind, slice::from_raw_parts(data, length.unsigned_abs() * kind as usize))
    }
}

impl Name {
    /// A name of the bundle.
    pub fn new(py: Python<'_>, text: &str) -> PyResult<Self> {
        let name = PyString::intern(py, text);
        let hash = name.hash()?;
        // SAFETY: `name` is exactly a `str`, and outlives the slice, which is copied.
        let (kind, letters) = unsafe { letters(name.as_ptr()) };
        let length = isize::try_from(letters.len() / kind as usize).unwrap_or(isize::MAX);
        Ok(Self { hash, length, kind, letters: letters.into(), name: name.unbind() })
    }

    /// Its hash.
    pub const fn hash(&self) -> isize {
        self.hash
    }

    /// Whether a key is this name.
    #[inline(always)]
    pub fn is(&self, key: &Key<'_>) -> bool {
        let key = key.0.as_ptr();
        if key == self.name.as_ptr() {
            return true;
        }
        // SAFETY: a `Key` is alive and exactly a `str`. Of two texts that are equal, Python's letters are as wide, since it
        // holds each text in the narrowest.
        unsafe {
            hash(key) == self.hash
                && ffi::PyUnicode_GET_LENGTH(key) == self.length
                && ffi::PyUnicode_KIND(key) == self.kind
                // As many letters of the same width: as many bytes.
                && same(slice::from_raw_parts(ffi::PyUnicode_DATA(key).cast::<u8>(), self.letters.len()), &self.letters)
        }
    }
}

/// Goes through a dict in its order, as far as every key is exactly a `str` that `find` knows and `take` goes on; whether it came to the end.
/// With `skip`, keys that are exactly a `str` and unknown are passed by.
///
/// # Safety
/// `take` runs code of a host only after it has looked at the item for the last time, but for what `own` gave it.
#[inline]
pub unsafe fn walk<T: Copy>(
    dict: &Bound<'_, PyDict>,
    skip: bool,
    mut find: impl FnMut(&Key<'_>) -> Option<T>,
    mut take: impl FnMut(T, Item<'_>) -> bool,
) -> bool {
    // Without a GIL the lock of the dict keeps it as it is. Should `take` let go of it, by running code, it is held again before the next step.
    with_critical_section(dict, || {
        let (mut place, mut key, mut value) = (0, ptr::null_mut(), ptr::null_mut());
        // SAFETY: `dict` is a dict and alive. `PyDict_Next` takes any place, of a dict that was changed too, and lends objects that
        // the dict holds: the key until `take` could run code, and by then it is no longer used; the value until `take` itself runs
        // code, before which it takes a reference or no longer looks at it, as the caller grants.
        unsafe {
            while ffi::PyDict_Next(dict.as_ptr(), &raw mut place, &raw mut key, &raw mut value) != 0 {
                if ffi::Py_TYPE(key) != &raw mut ffi::PyUnicode_Type {
                    return false;
                }
                match find(&Key(NonNull::new_unchecked(key), PhantomData)) {
                    Some(found) if take(found, Item(NonNull::new_unchecked(value), PhantomData)) => {}
                    None if skip => {}
                    _ => return false,
                }
            }
        }
        true
    })
}
