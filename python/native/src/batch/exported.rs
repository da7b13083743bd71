//! A stream of answers in C. Any thread may ask it, one at a time; whatever goes wrong is an error of the stream, since nothing
//! may unwind into C.
#![expect(unsafe_code, reason = "the C stream interface is pointers; each block says why it is sound")]

use std::collections::HashMap;
use std::ffi::{CString, c_char, c_int};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array, RecordBatch, RecordBatchReader, StructArray};
use arrow_schema::SchemaRef;
use pyo3::prelude::*;

use super::fault::words;

/// `EINVAL`, the same on every system.
const WRONG: c_int = 22;

struct Exported {
    schema: SchemaRef,
    answers: Mutex<Box<dyn RecordBatchReader + Send>>,
    /// Who reads at the moment.
    reading: Mutex<Option<ThreadId>>,
    /// What each thread was told last: its text stays where it is until that thread asks again.
    errors: Mutex<HashMap<ThreadId, CString>>,
    process: u32,
}

/// A stream for whoever takes Arrow.
pub fn exported(reader: Box<dyn RecordBatchReader + Send>) -> FFI_ArrowArrayStream {
    let exported = Box::new(Exported {
        schema: reader.schema(),
        answers: Mutex::new(reader),
        reading: Mutex::new(None),
        errors: Mutex::default(),
        process: std::process::id(),
    });
    let exported = Box::into_raw(exported).cast();
    // SAFETY: the callbacks are those below; the box is theirs until `release` drops it.
    unsafe {
        FFI_ArrowArrayStream::new_unchecked(
            Some(get_schema),
            Some(get_next),
            Some(get_last_error),
            Some(release),
            exported,
        )
    }
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Exported {
    /// The next answers. Whoever waits for another thread lets go of the GIL, which that one may need.
    fn next(&self) -> Result<Option<RecordBatch>, String> {
        Python::try_attach(|py| py.detach(|| self.next_alone())).unwrap_or_else(|| self.next_alone())
    }

    fn next_alone(&self) -> Result<Option<RecordBatch>, String> {
        let mut answers = if std::process::id() == self.process {
            if *lock(&self.reading) == Some(thread::current().id()) {
                return Err("the table asks for the decisions about its own rows".to_owned());
            }
            lock(&self.answers)
        } else {
            // A thread that held it when the process was forked is not in the child and never lets go.
            self.answers
                .try_lock()
                .map_err(|_| "the stream was being read when the process was forked".to_owned())?
        };
        *lock(&self.reading) = Some(thread::current().id());
        let next = catch_unwind(AssertUnwindSafe(|| answers.next()));
        *lock(&self.reading) = None;
        drop(answers);
        match next {
            Ok(next) => next.transpose().map_err(|error| words(&error)),
            Err(_) => Err("a fault in the engine itself, please report it".to_owned()),
        }
    }

    /// Does what a callback does, and keeps the error of this thread.
    fn answer(&self, work: impl FnOnce() -> Result<(), String>) -> c_int {
        let done = catch_unwind(AssertUnwindSafe(work));
        let done = done.unwrap_or_else(|_| Err("a fault in the engine itself, please report it".to_owned()));
        let Err(words) = done else { return 0 };
        // A text of C ends at the first zero.
        let words = CString::new(words.replace('\0', "\\0")).unwrap_or_default();
        lock(&self.errors).insert(thread::current().id(), words);
        WRONG
    }
}

/// # Safety
///
/// The stream is one of `exported` that was not released.
unsafe fn of<'a>(stream: *mut FFI_ArrowArrayStream) -> &'a Exported {
    // SAFETY: its private data is the box that was made there, which is only ever shared, and lives until it is released.
    unsafe { &*(*stream).private_data().cast::<Exported>() }
}

unsafe extern "C" fn get_schema(stream: *mut FFI_ArrowArrayStream, out: *mut FFI_ArrowSchema) -> c_int {
    // SAFETY: whoever has the stream calls this before it is released, with a place to write a schema to.
    unsafe {
        let exported = of(stream);
        exported.answer(|| {
            let schema =
                FFI_ArrowSchema::try_from(exported.schema.as_ref()).map_err(|error| words(&error))?;
            ptr::write_unaligned(out, schema);
            Ok(())
        })
    }
}

unsafe extern "C" fn get_next(stream: *mut FFI_ArrowArrayStream, out: *mut FFI_ArrowArray) -> c_int {
    // SAFETY: whoever has the stream calls this before it is released, with a place to write an array to.
    unsafe {
        let exported = of(stream);
        exported.answer(|| {
            let array = match exported.next()? {
                Some(batch) => FFI_ArrowArray::new(&StructArray::from(batch).to_data()),
                None => FFI_ArrowArray::empty(),
            };
            ptr::write_unaligned(out, array);
            Ok(())
        })
    }
}

unsafe extern "C" fn get_last_error(stream: *mut FFI_ArrowArrayStream) -> *const c_char {
    // SAFETY: whoever has the stream calls this before it is released. The text is on the heap, and stays there until this
    // thread's next error takes its place, or the stream is released.
    let exported = unsafe { of(stream) };
    lock(&exported.errors).get(&thread::current().id()).map_or(ptr::null(), |words| words.as_ptr())
}

unsafe extern "C" fn release(stream: *mut FFI_ArrowArrayStream) {
    // SAFETY: whoever has the stream calls this once, when nobody reads it any more, and looks at it no longer.
    unsafe {
        let exported = Box::from_raw((*stream).private_data().cast::<Exported>());
        (*stream).set_release(None);
        let _dropped = catch_unwind(AssertUnwindSafe(|| drop(exported)));
    }
}
