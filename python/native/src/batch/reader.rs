//! The table of another library, as a stream or as one array. One that breaks its own schema is an error and no more.
#![expect(unsafe_code, reason = "the C data interface is pointers; each block says why it is sound")]

use std::ffi::CStr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchOptions, StructArray};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use pyo3::exceptions::{PyKeyboardInterrupt, PyTypeError, PyValueError};
use pyo3::prelude::*;

use super::fault::{Fault, interrupted, words};
use super::shape::shaped;

/// The batches of a stream.
pub struct Reader {
    stream: FFI_ArrowArrayStream,
    schema: SchemaRef,
    rows: u64,
}

impl Reader {
    /// A reader of a stream that nobody has read.
    pub fn new(mut stream: FFI_ArrowArrayStream) -> PyResult<Self> {
        let (Some(get_schema), Some(_)) = (stream.get_schema(), stream.release()) else {
            return Err(PyValueError::new_err("the table cannot be read: its stream was taken already"));
        };
        let mut schema = FFI_ArrowSchema::empty();
        // SAFETY: the stream is alive and this one's own, the callback is its own, and the schema is there to be written.
        if unsafe { get_schema(&raw mut stream, &raw mut schema) } != 0 {
            // SAFETY: the last call of the stream failed.
            let words = unsafe { last_error(&mut stream) };
            if interrupted(&words) {
                return Err(PyKeyboardInterrupt::new_err(()));
            }
            return Err(PyValueError::new_err(format!("the table cannot be read: {words}")));
        }
        Ok(Self { stream, schema: columns(&schema)?, rows: 0 })
    }

    /// The columns.
    pub const fn schema(&self) -> &SchemaRef {
        &self.schema
    }
}

impl Iterator for Reader {
    type Item = Result<RecordBatch, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let get_next = self.stream.get_next()?;
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: the stream is alive and this one's own, the callback is its own, and the array is there to be written.
        if unsafe { get_next(&raw mut self.stream, &raw mut array) } != 0 {
            // SAFETY: the last call of the stream failed.
            return Some(Err(Fault::Source(self.rows, unsafe { last_error(&mut self.stream) })));
        }
        if array.is_released() {
            return None;
        }
        // SAFETY: an array of a stream follows the C data interface.
        let batch = unsafe { batch(array, &self.schema, self.rows) };
        self.rows += batch.as_ref().map_or(0, |batch| batch.num_rows() as u64);
        Some(batch)
    }
}

/// Why the last call of a stream failed.
///
/// # Safety
///
/// It failed.
unsafe fn last_error(stream: &mut FFI_ArrowArrayStream) -> String {
    let words = stream.get_last_error().and_then(|get_last_error| {
        // SAFETY: the callback is that of the stream, whose last call failed. Its text is copied before the next call.
        unsafe {
            let words = get_last_error(&raw mut *stream);
            (!words.is_null()).then(|| CStr::from_ptr(words).to_string_lossy().into_owned())
        }
    });
    words.unwrap_or_else(|| "it does not say why".to_owned())
}

/// The columns that a schema names.
pub fn columns(schema: &FFI_ArrowSchema) -> PyResult<SchemaRef> {
    let not_read = |words: String| PyValueError::new_err(format!("the table cannot be read: {words}"));
    if schema.release().is_none() {
        return Err(not_read("its schema was taken already".to_owned()));
    }
    let read = catch_unwind(AssertUnwindSafe(|| {
        if schema.format() != "+s" {
            let kind = DataType::try_from(schema)
                .map_or_else(|_| schema.format().to_owned(), |kind| kind.to_string());
            return Err(PyTypeError::new_err(format!(
                "the table must have columns, and is an array of {kind}"
            )));
        }
        let field = |child: &FFI_ArrowSchema| {
            let wrong = |error: ArrowError| {
                not_read(format!(
                    "its column `{}`: {}; cast it to another type",
                    child.name().unwrap_or_default(),
                    words(&error)
                ))
            };
            Field::try_from(child).map_err(wrong)
        };
        let fields = schema.children().map(field).collect::<PyResult<Vec<Field>>>()?;
        let metadata = schema.metadata().map_err(|error| not_read(words(&error)))?;
        Ok(Arc::new(Schema::new_with_metadata(fields, metadata)))
    }));
    read.unwrap_or_else(|_| {
        Err(not_read("its schema does not follow the C data interface of Arrow".to_owned()))
    })
}

/// The rows of an array of structs.
///
/// # Safety
///
/// The array follows the C data interface.
pub unsafe fn batch(array: FFI_ArrowArray, schema: &SchemaRef, before: u64) -> Result<RecordBatch, Fault> {
    let broken =
        |what: String| Fault::Table(format!("the table breaks its own schema after {before} rows: {what}"));
    let kind = DataType::Struct(schema.fields().clone());
    // SAFETY: as for this function.
    let array = unsafe { shaped(array, &kind) }.map_err(broken)?;
    let taken = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: the array is of the shape of this type. A type of which it is not, although its shape is the same, cannot be
        // told from the right one by anybody.
        let data = unsafe { from_ffi_and_data_type(array, kind) }?;
        let rows = data.len();
        let (_, columns, nulls) = StructArray::from(data).into_parts();
        Ok::<_, ArrowError>((rows, columns, nulls))
    }));
    let taken = taken.map_err(|_| broken("arrow cannot take what it gives".to_owned()))?;
    let (rows, columns, nulls) = taken.map_err(|error| broken(words(&error)))?;
    let null = nulls.and_then(|nulls| (0..rows).find(|row| nulls.is_null(*row)));
    if let Some(row) = null {
        return Err(Fault::Table(format!("row {} is null: it has no facts", before + row as u64)));
    }
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    let made = RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options);
    made.map_err(|error| broken(words(&error)))
}
