//! The Arrow `PyCapsule` interface: streams and arrays out of capsules, and into them.
#![expect(unsafe_code, reason = "the C data interface is pointers; each block says why it is sound")]

use std::ffi::CStr;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{RecordBatch, RecordBatchReader, StructArray};
use arrow_schema::{ArrowError, Schema};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyCapsuleMethods, PyTuple};

use super::source::Source;

const STREAM: &CStr = c"arrow_array_stream";
const ARRAY: &CStr = c"arrow_array";
const SCHEMA: &CStr = c"arrow_schema";

/// The columns that an object offers.
pub fn source(given: &Bound<'_, PyAny>) -> PyResult<Source> {
    if let Some(offer) = given.getattr_opt("__arrow_c_stream__")? {
        let capsule = offer.call0()?;
        let pointer = capsule.cast::<PyCapsule>()?.pointer_checked(Some(STREAM))?.cast();
        // SAFETY: a capsule of this name holds a stream, which is moved out: what is left in it counts as released, and
        // the capsule's destructor does nothing. It cannot be used by another thread, since nobody else has the capsule.
        let reader = unsafe { RecordBatchStreamReader::from_raw(pointer.as_ptr()) };
        return Ok(Source::of_stream(reader.map_err(|error| not_read(&error))?));
    }
    if let Some(offer) = given.getattr_opt("__arrow_c_array__")? {
        let pair = offer.call0()?.cast_into::<PyTuple>()?;
        return Ok(Source::of_batch(array(&pair).map_err(|error| not_read(&error))??));
    }
    let class = given.get_type();
    Err(PyTypeError::new_err(format!(
        "the table must speak Arrow (`__arrow_c_stream__` or `__arrow_c_array__`): a table of pyarrow, a DataFrame of polars \
         or pandas, a relation of duckdb, not {}.{}; one applicant is decided by `decide`",
        class.module()?,
        class.name()?
    )))
}

fn array(pair: &Bound<'_, PyTuple>) -> Result<PyResult<RecordBatch>, ArrowError> {
    let pointers = || {
        let (schema, array) = (pair.get_item(0)?, pair.get_item(1)?);
        let schema = schema.cast::<PyCapsule>()?.pointer_checked(Some(SCHEMA))?;
        let array = array.cast::<PyCapsule>()?.pointer_checked(Some(ARRAY))?;
        Ok::<_, PyErr>((schema.cast::<FFI_ArrowSchema>(), array.cast::<FFI_ArrowArray>()))
    };
    let (schema, array) = match pointers() {
        Ok(pointers) => pointers,
        Err(error) => return Ok(Err(error)),
    };
    // SAFETY: capsules of these names hold a schema, which is only read while `pair` keeps it, and an array, which is moved
    // out: `from_raw` leaves one behind that counts as released.
    let data = unsafe {
        let array = FFI_ArrowArray::from_raw(array.as_ptr());
        from_ffi(array, schema.as_ref())?
    };
    if !matches!(data.data_type(), arrow_schema::DataType::Struct(_)) {
        let kind = data.data_type().to_string();
        return Ok(Err(PyTypeError::new_err(format!(
            "the table must have columns, and is an array of {kind}"
        ))));
    }
    Ok(Ok(RecordBatch::from(StructArray::from(data))))
}

fn not_read(error: &ArrowError) -> PyErr {
    PyValueError::new_err(format!("the table cannot be read: {error}"))
}

/// A stream in a capsule, for whoever takes Arrow.
pub fn stream_capsule(
    py: Python<'_>,
    reader: Box<dyn RecordBatchReader + Send>,
) -> PyResult<Bound<'_, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), STREAM)
}

/// A schema in a capsule.
pub fn schema_capsule<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let schema =
        FFI_ArrowSchema::try_from(schema).map_err(|error| PyValueError::new_err(error.to_string()))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}
