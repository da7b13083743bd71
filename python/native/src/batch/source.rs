//! Where the rows come from: batches of any size, cut or joined to what one job decides.
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};

/// Batches of one schema.
pub struct Source {
    batches: Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>,
    schema: SchemaRef,
    /// What is left of the last batch.
    rest: Option<RecordBatch>,
    rows: u64,
}

/// The rows of one job, in as many parts as they came in.
pub struct Parts {
    /// The number of the first row, from 0.
    pub first: u64,
    /// The batches.
    pub batches: Vec<RecordBatch>,
}

impl Source {
    /// The batches of a stream.
    pub fn of_stream(reader: impl RecordBatchReader + Send + 'static) -> Self {
        let schema = reader.schema();
        Self { batches: Box::new(reader), schema, rest: None, rows: 0 }
    }

    /// One batch.
    pub fn of_batch(batch: RecordBatch) -> Self {
        let schema = batch.schema();
        Self { batches: Box::new(std::iter::once(Ok(batch))), schema, rest: None, rows: 0 }
    }

    /// The names and types of the columns.
    pub const fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// How many rows were taken so far.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// The next rows, at most so many; fewer only at the end.
    pub fn take(&mut self, rows: usize) -> Result<Option<Parts>, ArrowError> {
        let mut parts = Parts { first: self.rows, batches: Vec::new() };
        let mut wanted = rows.max(1);
        while wanted > 0 {
            let batch = match self.rest.take() {
                Some(rest) => rest,
                None => match self.batches.next() {
                    Some(batch) => batch?,
                    None => break,
                },
            };
            if batch.num_rows() > wanted {
                self.rest = Some(batch.slice(wanted, batch.num_rows() - wanted));
                parts.batches.push(batch.slice(0, wanted));
                self.rows += wanted as u64;
                break;
            }
            wanted -= batch.num_rows();
            self.rows += batch.num_rows() as u64;
            if batch.num_rows() > 0 {
                parts.batches.push(batch);
            }
        }
        Ok((!parts.batches.is_empty()).then_some(parts))
    }
}
