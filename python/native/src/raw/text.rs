//! Texts, and the names to which they are compared.
//!
//! The usual text is ASCII that lies in its object, right behind the head. Any other goes the long way.
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::slice;
use std::sync::atomic::{AtomicIsize, Ordering};

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
    words: Words,
    letters: Box<str>,
}

/// ASCII of 1 to 32 letters, in words of eight.
struct Words {
    /// How many; of a name that does not fit here, as many as no text has.
    length: usize,
    /// The last eight letters, and the bits that count: where there are fewer, the bytes before them are of the head of the text.
    last: u64,
    bits: u64,
    /// The first eight, and those from the ninth on, which may overlap the last.
    first: u64,
    second: u64,
    third: u64,
    third_at: u8,
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
        Ok(Self { hash: name.hash()?, words: Words::new(text), letters: text.into(), name: name.unbind() })
    }

    /// Its hash.
    pub const fn hash(&self) -> isize {
        self.hash
    }

    /// Whether a key is this name, if that shows quickly.
    #[inline(always)]
    pub fn is_surely(&self, key: &Key<'_>) -> bool {
        let (text, words) = (key.0.as_ptr(), &self.words);
        if text == self.name.as_ptr() {
            return true;
        }
        if length(text) != words.length {
            return false;
        }
        let Some(letters) = letters(text) else { return false };
        // SAFETY: the key is of ASCII, and has as many letters as the name, of one byte each, behind a head that is longer than
        // eight bytes and belongs to the same object. Each word begins within the letters or up to seven bytes before, and ends within them.
        let word = |at: usize| unsafe { letters.wrapping_add(at).cast::<u64>().read_unaligned() };
        if (word(words.length.wrapping_sub(8)) ^ words.last) & words.bits != 0 {
            return false;
        }
        if words.length <= 8 {
            return true;
        }
        if word(0) != words.first {
            return false;
        }
        words.length <= 16 || word(8) == words.second && word(words.third_at.into()) == words.third
    }

    /// Whether a key is this name.
    pub fn is(&self, key: &Key<'_>) -> bool {
        if self.is_surely(key) {
            return true;
        }
        // SAFETY: a `Key` is alive and exactly a `str`, and it outlives the text, which ends here.
        hash(key.0.as_ptr()) == self.hash && unsafe { text(key.0.as_ptr()) } == Some(&self.letters)
    }
}

impl Words {
    fn new(text: &str) -> Self {
        let length = text.len();
        let fits = cfg!(target_endian = "little") && text.is_ascii() && (1..=32).contains(&length);
        let word = |from: usize| {
            let mut word = [0; 8];
            for (byte, letter) in word.iter_mut().zip(text.bytes().skip(from)) {
                *byte = letter;
            }
            u64::from_le_bytes(word)
        };
        let lacking = u32::try_from(8_usize.saturating_sub(length) * 8).unwrap_or(0);
        let third_at = u8::try_from(length.saturating_sub(8).min(16)).unwrap_or(0);
        Self {
            length: if fits { length } else { usize::MAX },
            last: word(length.saturating_sub(8)).checked_shl(lacking).unwrap_or(0),
            bits: u64::MAX.checked_shl(lacking).unwrap_or(0),
            first: word(0),
            second: word(8),
            third: word(third_at.into()),
            third_at,
        }
    }
}

/// The length of a `str` in letters.
#[inline(always)]
fn length(text: *mut ffi::PyObject) -> usize {
    // SAFETY: only called with live objects that are exactly `str`.
    unsafe { ffi::PyUnicode_GET_LENGTH(text) }.cast_unsigned()
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
            let letters = slice::from_raw_parts(letters, length(object));
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
