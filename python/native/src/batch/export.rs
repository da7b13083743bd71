//! Answers as batches for whoever takes Arrow.
use std::collections::VecDeque;

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::prelude::*;

use super::fault::Fault;
use super::stream::Decisions;

/// Batches that are there already.
pub struct Made {
    /// The columns.
    pub schema: SchemaRef,
    /// The batches.
    pub batches: VecDeque<RecordBatch>,
}

impl Iterator for Made {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.batches.pop_front().map(Ok)
    }
}

impl RecordBatchReader for Made {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }
}

/// Batches that are decided when they are asked for.
pub struct Lazy(pub Decisions);

impl Iterator for Lazy {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.0.next()?.map_err(told))
    }
}

impl RecordBatchReader for Lazy {
    fn schema(&self) -> SchemaRef {
        self.0.schema()
    }
}

/// A stream has texts for errors and nothing else.
fn told(fault: Fault) -> ArrowError {
    let words = Python::try_attach(|py| {
        let error = fault.raised(py);
        let words = match error.value(py).to_string() {
            words if words.is_empty() => error.get_type(py).name().map_or(words, |name| name.to_string()),
            words => words,
        };
        // Last, since whatever Python does next raises it, also what makes a text.
        if error.is_instance_of::<pyo3::exceptions::PyKeyboardInterrupt>(py) {
            interrupt_again();
        }
        words
    });
    ArrowError::CDataInterface(words.unwrap_or_else(|| "Python has ended".to_owned()))
}

/// Whoever asked for batches gets a text; Ctrl-C is told to Python once more, which raises it as soon as it runs.
fn interrupt_again() {
    #[expect(unsafe_code, reason = "pyo3 has no safe name for it")]
    // SAFETY: it may be called at any time, and only sets a flag.
    unsafe {
        pyo3::ffi::PyErr_SetInterrupt();
    }
}
