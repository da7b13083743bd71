//! Where the rows come from: batches of any size, cut or joined to what one job decides.
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use super::dictionaries::Tally;
use super::fault::Fault;

/// Batches of one schema.
pub struct Source {
    batches: Box<dyn Iterator<Item = Result<RecordBatch, Fault>> + Send>,
    schema: SchemaRef,
    /// What is left of the last batch.
    rest: Option<RecordBatch>,
    /// What ended the table; it is told when the rows before it are taken.
    fault: Option<Fault>,
    rows: u64,
    /// The columns with dictionaries that go into one in a job.
    joined: Vec<usize>,
}

/// The rows of one job, in as many parts as they came in.
pub struct Parts {
    /// The number of the first row, from 0.
    pub first: u64,
    /// The batches.
    pub batches: Vec<RecordBatch>,
}

impl Source {
    /// Batches with these columns.
    pub fn new(
        schema: SchemaRef,
        batches: impl Iterator<Item = Result<RecordBatch, Fault>> + Send + 'static,
    ) -> Self {
        Self { batches: Box::new(batches), schema, rest: None, fault: None, rows: 0, joined: Vec::new() }
    }

    /// The names and types of the columns.
    pub const fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// Columns whose parts are joined in a job: it ends where their dictionaries do not go into one.
    pub fn join(&mut self, columns: impl Iterator<Item = usize>) {
        let fields = self.schema.fields();
        let holds = |at: &usize| fields.get(*at).is_some_and(|field| Tally::counts(field.data_type()));
        self.joined = columns.filter(holds).collect();
    }

    /// The next rows, at most so many.
    pub fn take(&mut self, rows: usize) -> Result<Option<Parts>, Fault> {
        let mut parts = Parts { first: self.rows, batches: Vec::new() };
        let (mut wanted, mut tally) = (rows.max(1), Tally::default());
        while wanted > 0 {
            let next = self.rest.take().map(Ok).or_else(|| self.fault.take().map(Err));
            let batch = match next.or_else(|| self.batches.next()) {
                Some(Ok(batch)) => batch,
                Some(Err(fault)) if parts.batches.is_empty() => return Err(fault),
                Some(Err(fault)) => {
                    self.fault = Some(fault);
                    break;
                }
                None => break,
            };
            if batch.num_rows() == 0 {
                continue;
            }
            if !tally.takes(&batch, &self.joined) && !parts.batches.is_empty() {
                self.rest = Some(batch);
                break;
            }
            if batch.num_rows() > wanted {
                self.rest = Some(batch.slice(wanted, batch.num_rows() - wanted));
                parts.batches.push(batch.slice(0, wanted));
                self.rows += wanted as u64;
                break;
            }
            wanted -= batch.num_rows();
            self.rows += batch.num_rows() as u64;
            parts.batches.push(batch);
        }
        Ok((!parts.batches.is_empty()).then_some(parts))
    }
}
