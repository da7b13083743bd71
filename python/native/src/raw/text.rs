//! Texts, and the names to which they are compared.
//!
//! The usual text is ASCII that lies in its object, right behind the head. Any other goes the long way.
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::slice;
use std::sync::atomic::{AtomicIsize, Ordering};

use engine_core::facts::json::same;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// The bits of a head that say of a text that it lies in its object, and that it is ASCII: the same since Python 3.3.
const WITHIN: u32 = 1 << 5 | 1 << 6;

/// A key, exactly a `str`, that lives at least as long as `'a`.
pub struct Key<'a>(pub(super) NonNull<ffi::PyObject>, pub(super) PhantomData<&'a ()>);

/// A name to which keys are compared.
pub struct Name {
    /// Interned, as attribute names and the keys of literal dicts are.
    name: Py<PyString>,
    hash: isize,
    length: isize,
    /// Of ASCII of 8 to 32 letters, four words that cover them, the last of which may overlap, and where the two in the middle begin.
    words: Option<([u64; 4], [u8; 2])>,
    letters: Box<str>,
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

impl Name {
    /// A name of the bundle.
    pub fn new(py: Python<'_>, text: &str) -> PyResult<Self> {
        let name = PyString::intern(py, text);
        let (hash, length) = (name.hash()?, isize::try_from(name.len()?)?);
        let words = text.is_ascii().then(|| words(text.as_bytes())).flatten();
        Ok(Self { hash, length, words, letters: text.into(), name: name.unbind() })
    }

    /// Its hash.
    pub const fn hash(&self) -> isize {
        self.hash
    }

    /// Whether a key is this name.
    #[inline(always)]
    pub fn is(&self, key: &Key<'_>) -> bool {
        let text = key.0.as_ptr();
        if text == self.name.as_ptr() {
            return true;
        }
        // SAFETY: a `Key` is alive and exactly a `str`.
        let length = unsafe { ffi::PyUnicode_GET_LENGTH(text) };
        if hash(text) != self.hash || length != self.length {
            return false;
        }
        let Some((words, [second, third])) = &self.words else { return self.is_long(key) };
        let Some(letters) = letters(text) else { return self.is_long(key) };
        let last = length.unsigned_abs().wrapping_sub(8);
        let word = |at: usize| {
            // SAFETY: the key has as many letters of one byte each as the name, and the words of the name begin at least
            // eight bytes before its end.
            unsafe { letters.add(at).cast::<u64>().read_unaligned() }
        };
        let [one, two, three, four] = words;
        (word(0) ^ one) | (word(usize::from(*second)) ^ two) | (word(usize::from(*third)) ^ three) | (word(last) ^ four)
            == 0
    }

    fn is_long(&self, key: &Key<'_>) -> bool {
        // SAFETY: a `Key` is alive and exactly a `str`, and it outlives the text, which ends here.
        unsafe { text(key.0.as_ptr()) }
            .is_some_and(|key| key.len() == self.letters.len() && same(key.as_bytes(), self.letters.as_bytes()))
    }
}

fn words(letters: &[u8]) -> Option<([u64; 4], [u8; 2])> {
    let last = u8::try_from(letters.len()).ok()?.checked_sub(8).filter(|last| *last <= 24)?;
    let middle = [last.min(8), last.min(16)];
    let word = |at: u8| letters.get(usize::from(at)..)?.first_chunk().map(|word| u64::from_ne_bytes(*word));
    Some(([word(0)?, word(last.min(8))?, word(last.min(16))?, word(last)?], middle))
}

/// The hash of a `str`.
#[inline(always)]
fn hash(text: *mut ffi::PyObject) -> isize {
    // SAFETY: only called with live objects that are exactly `str`, whose layout this is. Another thread may be working the hash
    // out, so that it is read in one piece.
    unsafe {
        AtomicIsize::from_ptr(&raw mut (*text.cast::<ffi::PyASCIIObject>()).hash).load(Ordering::Relaxed)
    }
}

/// Where the letters of a `str` lie, if they are ASCII within the object.
#[inline(always)]
fn letters(text: *mut ffi::PyObject) -> Option<*const u8> {
    if cfg!(not(known_layout)) {
        return None;
    }
    let text: *const ffi::PyASCIIObject = text.cast();
    // SAFETY: only called with live objects that are exactly `str`, whose layout this is. With a GIL no other thread interns it meanwhile.
    let state = unsafe { (*text).state };
    (state & WITHIN == WITHIN).then(|| text.wrapping_add(1).cast())
}

/// Whether texts of each sort are read right.
pub(super) fn texts_are_known(py: Python<'_>) -> bool {
    ["ab cd", "ab cé", "ab cđ", "ab c🦀"].into_iter().all(|sample| {
        let object = PyString::new(py, sample);
        let (known, object) = (letters(object.as_ptr()), object);
        let told = object.to_str().map(str::as_ptr);
        told.is_ok_and(|told| known.is_none_or(|known| sample.is_ascii() && known == told))
    })
}

/// A text, unless it has half of a surrogate pair.
///
/// # Safety
/// The object is alive, is exactly a `str`, and lives as long as the text is used.
#[inline(always)]
pub unsafe fn text<'a>(object: *mut ffi::PyObject) -> Option<&'a str> {
    // SAFETY: as the caller grants. The letters live as long as the object, and never change; ASCII is UTF-8, and a letter of it a byte.
    unsafe {
        if let Some(letters) = letters(object) {
            let letters = slice::from_raw_parts(letters, ffi::PyUnicode_GET_LENGTH(object).unsigned_abs());
            return Some(str::from_utf8_unchecked(letters));
        }
        long_text(object)
    }
}

/// The same, of any text.
///
/// # Safety
/// As of `text`.
#[inline(never)]
unsafe fn long_text<'a>(object: *mut ffi::PyObject) -> Option<&'a str> {
    // SAFETY: as the caller grants. What Python gives is UTF-8, and lives as long as the object. Its error is taken back.
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
