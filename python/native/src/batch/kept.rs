//! Columns of the table that go on to the answers.
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::ArrowError;
use arrow_select::concat::concat;

use super::job::Bound;

impl Bound {
    /// The columns that are passed through.
    pub fn kept(&self, batches: &[RecordBatch]) -> Result<Vec<ArrayRef>, ArrowError> {
        let column = |at: &usize| {
            let parts: Vec<&dyn Array> =
                batches.iter().filter_map(|batch| batch.columns().get(*at)).map(AsRef::as_ref).collect();
            match (parts.as_slice(), batches) {
                ([_], [only]) => only.columns().get(*at).cloned().ok_or_else(lost),
                (parts, _) => concat(parts),
            }
        };
        self.plan.keep.iter().map(column).collect()
    }
}

fn lost() -> ArrowError {
    ArrowError::SchemaError("the columns of a batch are not those of the table".to_owned())
}
