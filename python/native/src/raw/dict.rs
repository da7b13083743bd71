//! A dict in its order.
//!
//! `PyDict_Next` takes fifty instructions for an item, as much as all else that is done with it. So where Python's layout is known,
//! the usual dict, with a table of its own and texts alone for keys, is read where it lies. The place is counted as
//! `PyDict_Next` counts it, so that it can go on where the dict becomes another.
use std::marker::PhantomData;
use std::ptr::{self, NonNull};
use std::slice;

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::critical_section::with_critical_section;
use pyo3::types::PyDict;

use super::{Item, Key};

/// The first fields of a dict, as `cpython/dictobject.h` has it.
#[repr(C)]
struct Dict {
    base: ffi::PyObject,
    used: isize,
    version: u64,
    table: *const Table,
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

/// The kind of a table whose keys are all exactly `str`, with their hashes worked out, and that no other dict shares.
const TEXTS: u8 = 1;

/// An entry of such a table. One that was removed has no value.
#[derive(Clone, Copy)]
#[repr(C)]
struct Entry {
    key: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
}

/// What comes of an item.
pub enum Step {
    /// The next one may come; no code of a host ran.
    On,
    /// The same, but code of a host may have run, and changed the dict.
    Ran,
    /// It goes no further.
    Off,
}

/// The entries of a dict whose table is its own and has texts alone for keys.
///
/// # Safety
/// `dict` is a dict and alive, and this thread is attached to Python. The entries are there until code of a host runs.
#[inline(always)]
unsafe fn entries<'a>(dict: *mut ffi::PyObject) -> Option<&'a [Entry]> {
    if cfg!(not(known_layout)) {
        return None;
    }
    // SAFETY: the layout is known, so these are the fields of a dict and of its table, which is never null. A table of this kind is
    // the dict's own, and has `entries` entries behind its indices. With a GIL this thread alone runs, so nothing changes them meanwhile.
    unsafe {
        let table = (*dict.cast::<Dict>()).table;
        let indices = table.add(1).cast::<u8>();
        let first = indices.add(1_usize.wrapping_shl((*table).log_index_bytes.into())).cast::<Entry>();
        ((*table).kind == TEXTS).then(|| slice::from_raw_parts(first, (*table).entries.cast_unsigned()))
    }
}

/// The next item from a place on, whatever the dict; the place is then behind it.
///
/// # Safety
/// As of `entries`; without a GIL this thread holds the lock of the dict.
unsafe fn next(
    dict: *mut ffi::PyObject,
    place: &mut usize,
) -> Option<(*mut ffi::PyObject, *mut ffi::PyObject)> {
    let (mut at, mut key, mut value) = (place.cast_signed(), ptr::null_mut(), ptr::null_mut());
    // SAFETY: as the caller grants. `PyDict_Next` takes any place, of a dict that was changed too.
    let more = unsafe { ffi::PyDict_Next(dict, &raw mut at, &raw mut key, &raw mut value) != 0 };
    *place = at.cast_unsigned();
    more.then_some((key, value))
}

/// Whether a dict, from which a key was taken, is gone through right.
pub(super) fn dicts_are_known(py: Python<'_>) -> PyResult<bool> {
    let (dict, sample) = (PyDict::new(py), ["one", "two", "three", "four", "five", "six", "seven"]);
    for (key, value) in sample.into_iter().zip(0..) {
        dict.set_item(key, value)?;
    }
    dict.del_item("two")?;
    // SAFETY: `dict` is a dict and alive, and nothing else knows it. It holds the objects, and a reference is taken to each.
    let seen = unsafe {
        let Some(entries) = entries(dict.as_ptr()) else { return Ok(cfg!(not(known_layout))) };
        let items = entries.iter().filter(|entry| !entry.value.is_null());
        let item = |entry: &Entry| {
            (Bound::from_borrowed_ptr(py, entry.key), Bound::from_borrowed_ptr(py, entry.value))
        };
        items.map(item).collect::<Vec<_>>()
    };
    let told = dict.iter().collect::<Vec<_>>();
    Ok(seen.len() == told.len()
        && seen.iter().zip(&told).all(|(one, other)| one.0.is(&other.0) && one.1.is(&other.1)))
}

/// Goes through a dict in its order, as far as every key is exactly a `str` that `find` knows and `take` goes on; whether it came to the end.
/// With `skip`, keys that are exactly a `str` and unknown are passed by.
///
/// # Safety
/// `take` runs code of a host only after it has looked at the item for the last time, but for what `own` gave it, and says so.
#[inline(always)]
pub unsafe fn walk<T: Copy>(
    dict: &Bound<'_, PyDict>,
    skip: bool,
    mut find: impl FnMut(&Key<'_>) -> Option<T>,
    mut take: impl FnMut(T, Item<'_>) -> Step,
) -> bool {
    // Without a GIL the lock of the dict keeps it as it is. Should `take` let go of it, by running code, it is held again before the next step.
    with_critical_section(dict, || {
        let mut place = 0;
        // SAFETY: `dict` is a dict and alive, and its lock is held. The entries are looked at only until code of a host may have run. It
        // lends objects that it holds: the key until `take` could run code, and by then it is no longer used; the value until `take`
        // itself runs code, before which it takes a reference or no longer looks at it, as the caller grants.
        unsafe {
            let mut table = entries(dict.as_ptr());
            let mut rest = table.unwrap_or_default().iter();
            loop {
                let (key, value) = if let Some(entry) = rest.next() {
                    if entry.value.is_null() {
                        continue;
                    }
                    (entry.key, entry.value)
                } else {
                    if table.is_some() {
                        return true;
                    }
                    let Some((key, value)) = next(dict.as_ptr(), &mut place) else { return true };
                    if ffi::Py_TYPE(key) != &raw mut ffi::PyUnicode_Type {
                        return false;
                    }
                    (key, value)
                };
                let step = match find(&Key(NonNull::new_unchecked(key), PhantomData)) {
                    Some(found) => take(found, Item(NonNull::new_unchecked(value), PhantomData)),
                    None if skip => Step::On,
                    None => Step::Off,
                };
                match step {
                    Step::On => {}
                    Step::Ran => {
                        if let Some(entries) = table {
                            place = entries.len().wrapping_sub(rest.len());
                        }
                        table = entries(dict.as_ptr());
                        rest = table.and_then(|entries| entries.get(place..)).unwrap_or_default().iter();
                    }
                    Step::Off => return false,
                }
            }
        }
    })
}
