//! JSON from the host: whatever holds its bytes, without reading it.
use engine_core::facts::Problem;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};

/// From so many bytes on (some 0.1 ms), others may run Python meanwhile. For less it does not pay: who lets go of the GIL beside a thread
/// that is busy in Python gets it back after 5 ms.
const LONG: usize = 1 << 16;

/// Calls `read` with the bytes of `bytes` or `str` as they lie in memory, or with a copy of what others may change.
pub fn with_bytes<T>(
    data: &Bound<'_, PyAny>,
    read: impl FnOnce(&[u8]) -> Result<T, Vec<Problem>> + Send,
) -> PyResult<Result<T, Vec<Problem>>>
where
    T: Send,
{
    let read = |bytes: &[u8]| {
        if bytes.len() < LONG { read(bytes) } else { data.py().detach(|| read(bytes)) }
    };
    if let Ok(bytes) = data.cast::<PyBytes>() {
        return Ok(read(bytes.as_bytes()));
    }
    if let Ok(text) = data.cast::<PyString>() {
        let Ok(text) = text.to_str() else {
            let message = "the JSON cannot be read: it holds half a surrogate pair, which is no Unicode text";
            return Ok(Err(vec![Problem::other("", message)]));
        };
        return Ok(read(text.as_bytes()));
    }
    if let Ok(bytes) = data.cast::<PyByteArray>() {
        return Ok(read(&bytes.to_vec()));
    }
    if data.is_instance_of::<PyMemoryView>() {
        let bytes = data.call_method0("tobytes")?;
        return Ok(read(bytes.cast::<PyBytes>()?.as_bytes()));
    }
    Err(PyTypeError::new_err(format!(
        "data must be bytes, bytearray, memoryview or str, not {}",
        data.get_type().name()?
    )))
}
