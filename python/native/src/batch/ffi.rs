//! The Arrow `PyCapsule` interface: streams and arrays out of capsules, and into them.
#![expect(unsafe_code, reason = "the C data interface is pointers; each block says why it is sound")]

use std::ffi::CStr;
use std::ptr::NonNull;

use arrow_array::RecordBatchReader;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_schema::Schema;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyCapsuleMethods, PyTuple};

use super::exported::exported;
use super::reader::{Reader, batch, columns};
use super::source::Source;

const STREAM: &CStr = c"arrow_array_stream";
const ARRAY: &CStr = c"arrow_array";
const SCHEMA: &CStr = c"arrow_schema";

/// The columns that an object offers.
pub fn source(given: &Bound<'_, PyAny>) -> PyResult<Source> {
    if let Some(offer) = given.getattr_opt("__arrow_c_stream__")? {
        let capsule = offer.call0()?;
        let pointer = pointer(&capsule, STREAM, "__arrow_c_stream__ must give a capsule with a stream")?;
        // SAFETY: a capsule of this name holds a stream, which is moved out: what is left in it counts as released, and
        // the capsule's destructor does nothing. It cannot be used by another thread, since nobody else has the capsule.
        let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.cast().as_ptr()) };
        let reader = Reader::new(stream)?;
        return Ok(Source::new(reader.schema().clone(), reader));
    }
    if let Some(offer) = given.getattr_opt("__arrow_c_array__")? {
        return array(&offer.call0()?);
    }
    let class = given.get_type();
    Err(PyTypeError::new_err(format!(
        "the table must speak Arrow (`__arrow_c_stream__` or `__arrow_c_array__`): a table of pyarrow, a DataFrame of polars \
         or pandas, a relation of duckdb, not {}.{}; one applicant is decided by `decide`",
        class.module()?,
        class.name()?
    )))
}

fn array(given: &Bound<'_, PyAny>) -> PyResult<Source> {
    let wrong = "__arrow_c_array__ must give a pair of capsules, one with a schema and one with an array";
    let pair = given.cast::<PyTuple>().ok().filter(|pair| pair.len() == 2);
    let pair = pair.ok_or_else(|| PyTypeError::new_err(wrong))?;
    let (schema, array) = (pair.get_item(0)?, pair.get_item(1)?);
    let (schema, array) = (pointer(&schema, SCHEMA, wrong)?, pointer(&array, ARRAY, wrong)?);
    // SAFETY: a capsule of this name holds a schema, which is only read while `pair` keeps it.
    let schema = columns(unsafe { schema.cast::<FFI_ArrowSchema>().as_ref() })?;
    // SAFETY: a capsule of this name holds an array, which is moved out: what is left in it counts as released.
    let array = unsafe { FFI_ArrowArray::from_raw(array.cast().as_ptr()) };
    if array.is_released() {
        return Err(PyValueError::new_err("the table cannot be read: its array was taken already"));
    }
    // SAFETY: what was in a capsule of this name follows the C data interface.
    let batch = unsafe { batch(array, &schema, 0) }.map_err(|fault| fault.raised(given.py()))?;
    Ok(Source::new(schema, std::iter::once(Ok(batch))))
}

fn pointer(
    capsule: &Bound<'_, PyAny>,
    name: &CStr,
    wrong: &'static str,
) -> PyResult<NonNull<std::ffi::c_void>> {
    let capsule = capsule.cast::<PyCapsule>().map_err(|_| PyTypeError::new_err(wrong))?;
    capsule.pointer_checked(Some(name)).map_err(|_| PyTypeError::new_err(wrong))
}

/// A stream in a capsule, for whoever takes Arrow.
pub fn stream_capsule(
    py: Python<'_>,
    reader: Box<dyn RecordBatchReader + Send>,
) -> PyResult<Bound<'_, PyCapsule>> {
    PyCapsule::new_with_value(py, exported(reader), STREAM)
}

/// A schema in a capsule.
pub fn schema_capsule<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let schema =
        FFI_ArrowSchema::try_from(schema).map_err(|error| PyValueError::new_err(error.to_string()))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}
