//! A dict in its order.
//!
//! `PyDict_Next` takes fifty instructions for an item, as much as all else that is done with it. So where Python's layout is known,
//! the usual dict, with a table of its own and texts alone for keys, is read where it lies. The place is counted as
//! `PyDict_Next` counts it, so that each step can go the one way or the other.
use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr::{self, NonNull};

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::critical_section::with_critical_section;
use pyo3::types::PyDict;

use super::{Item, Key};

/// A dict, as `cpython/dictobject.h` has it.
#[repr(C)]
struct Dict {
    base: ffi::PyObject,
    used: isize,
    version: u64,
    table: *const Table,
    /// Of a table that is shared by the objects of a class; null of any other.
    values: *const c_void,
}

/// The head of a table, as `internal/pycore_dict.h` has it. The indices follow, and then the entries in the order of the dict.
#[repr(C)]
struct Table {
    count: isize,
    log_size: u8,
    /// The bytes of all indices, as a power of two.
    log_index_bytes: u8,
    kind: u8,
    version: u32,
    usable: isize,
    entries: isize,
}

/// The kind of a table whose keys are all exactly `str`, with their hashes worked out.
const TEXTS: u8 = 1;

/// An entry of such a table. One that was removed has no value.
#[derive(Clone, Copy)]
#[repr(C)]
struct Entry {
    key: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
}

/// An item.
struct Next {
    key: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
    /// Whether the key is exactly a `str`.
    text: bool,
}

/// The next item from a place on; the place is then behind it.
///
/// # Safety
/// `dict` is a dict and alive, and this thread is attached to Python; without a GIL it holds the lock of the dict.
#[inline(always)]
unsafe fn next(dict: *mut ffi::PyObject, place: &mut isize) -> Option<Next> {
    if cfg!(known_layout) {
        // SAFETY: the layout is known, so these are the fields of a dict and of its table, which is never null. A table of this
        // kind has `entries` entries behind its indices, of which those from `place` on are looked at; nothing changes the dict meanwhile,
        // as with a GIL this thread alone runs, and here it runs no code of a host.
        unsafe {
            let dict: *const Dict = dict.cast();
            let table = (*dict).table;
            if (*table).kind == TEXTS && (*dict).values.is_null() && *place >= 0 {
                let indices = table.add(1).cast::<u8>();
                let entries = indices.add(1_usize.wrapping_shl((*table).log_index_bytes.into())).cast::<Entry>();
                while *place < (*table).entries {
                    let Entry { key, value } = *entries.offset(*place);
                    *place = place.wrapping_add(1);
                    if !value.is_null() {
                        return Some(Next { key, value, text: true });
                    }
                }
                return None;
            }
        }
    }
    let (mut key, mut value) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: as the caller grants. `PyDict_Next` takes any place, of a dict that was changed too.
    if unsafe { ffi::PyDict_Next(dict, place, &raw mut key, &raw mut value) } == 0 {
        return None;
    }
    // SAFETY: the keys of a dict are alive.
    let text = unsafe { ffi::Py_TYPE(key) == &raw mut ffi::PyUnicode_Type };
    Some(Next { key, value, text })
}

/// Whether a dict, from which a key was taken, is gone through right.
pub(super) fn dicts_are_known(py: Python<'_>) -> PyResult<bool> {
    let (dict, sample) = (PyDict::new(py), ["one", "two", "three", "four", "five", "six", "seven"]);
    for (key, value) in sample.into_iter().zip(0..) {
        dict.set_item(key, value)?;
    }
    dict.del_item("two")?;
    let (mut place, mut seen) = (0, Vec::new());
    // SAFETY: `dict` is a dict and alive, and nothing else knows it. It holds the objects, and a reference is taken to each.
    unsafe {
        while let Some(Next { key, value, .. }) = next(dict.as_ptr(), &mut place) {
            seen.push((Bound::from_borrowed_ptr(py, key), Bound::from_borrowed_ptr(py, value)));
        }
    }
    let told = dict.iter().collect::<Vec<_>>();
    Ok(seen.len() == told.len() && seen.iter().zip(&told).all(|(one, other)| one.0.is(&other.0) && one.1.is(&other.1)))
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
        let mut place = 0;
        // SAFETY: `dict` is a dict and alive, and its lock is held. It lends objects that it holds: the key until `take` could run code, and
        // by then it is no longer used; the value until `take` itself runs code, before which it takes a reference or no longer looks
        // at it, as the caller grants.
        unsafe {
            while let Some(Next { key, value, text }) = next(dict.as_ptr(), &mut place) {
                if !text {
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
