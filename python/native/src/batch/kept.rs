//! Columns of the table that go on to the answers.
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::ArrowError;
use arrow_select::concat::concat;

use super::setting::Setting;

impl Setting {
    /// The columns that are passed through.
    pub fn kept(&self, batches: &[RecordBatch]) -> Result<Vec<ArrayRef>, ArrowError> {
        self.plan.keep.iter().map(|at| joined(batches, *at)).collect()
    }
}

/// A column of several batches as one.
pub fn joined(batches: &[RecordBatch], at: usize) -> Result<ArrayRef, ArrowError> {
    let parts: Option<Vec<&ArrayRef>> = batches.iter().map(|batch| batch.columns().get(at)).collect();
    match parts.as_deref() {
        Some([only]) => Ok(ArrayRef::clone(only)),
        Some(parts) => concat(&parts.iter().map(|part| part.as_ref()).collect::<Vec<&dyn Array>>()),
        None => Err(ArrowError::SchemaError("the columns of a batch are not those of the table".to_owned())),
    }
}
