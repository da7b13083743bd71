//! `Engine.decide_batch`, and what it gives.
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use engine_core::AsOf;
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyString, PyTuple};

use super::export::{Lazy, Made};
use super::ffi::{schema_capsule, source, stream_capsule};
use super::plan::{Asked, Plan};
use super::setting::{Setting, Wishes};
use super::stream::Decisions;
use crate::decision::Shared;
use crate::engine::day;
use crate::errors::{decide_error, facts_error};
use crate::guard::guarded;

/// How many rows are one job.
const ROWS: usize = 16_384;
/// More than these would only take memory.
const MOST_ROWS: usize = 1 << 24;
const MOST_THREADS: usize = 1_024;

/// The arguments of `decide_batch`.
pub struct Options<'a, 'py> {
    /// A date, or the name of a column of dates.
    pub as_of: Option<&'a Object<'py>>,
    /// Whether columns that are no facts are read past.
    pub ignore_unknown: bool,
    /// Whether the bundle may decide outside its validity.
    pub allow_expired: bool,
    /// `column` or `raise`.
    pub errors: &'a str,
    /// Whether points are wanted.
    pub points: bool,
    /// The columns that go on.
    pub keep: Vec<String>,
    /// What outputs' names begin with.
    pub prefix: &'a str,
    /// Whether texts are typed by their facts.
    pub text: bool,
    /// Rows at a time.
    pub batch_size: Option<&'a Object<'py>>,
    /// Threads.
    pub threads: Option<&'a Object<'py>>,
    /// Whether the answers come as a stream.
    pub stream: Option<bool>,
}

/// Any object of Python's.
type Object<'py> = Bound<'py, PyAny>;

/// Decides all rows of a table.
pub fn decide_batch<'py>(
    shared: &Arc<Shared>,
    table: &Object<'py>,
    options: &Options<'_, 'py>,
) -> PyResult<Object<'py>> {
    let py = table.py();
    let raise = match options.errors {
        "column" => false,
        "raise" => true,
        other => {
            return Err(PyValueError::new_err(format!(
                "errors must be \"column\" or \"raise\", not {other:?}"
            )));
        }
    };
    let rows = number("batch_size", options.batch_size, ROWS, MOST_ROWS)?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = number("threads", options.threads, cores, MOST_THREADS)?;
    let (day, day_name) = as_of(options.as_of)?;
    let as_of = AsOf { day, allow_expired: options.allow_expired };
    if day_name.is_none() {
        shared.engine.ready(as_of).map_err(|error| decide_error(&error))?;
    }
    let lazy = match options.stream {
        Some(stream) => stream,
        None => !table.hasattr("__len__")? && !table.hasattr("__arrow_c_array__")?,
    };
    let source = source(table)?;
    let asked = Asked {
        keep: &options.keep,
        day: day_name.as_deref(),
        ignore_unknown: options.ignore_unknown,
        text: options.text,
    };
    let plan = Plan::new(shared.program(), source.schema(), &asked);
    let plan = plan.map_err(|problems| facts_error(py, problems))?;
    let wishes = Wishes {
        as_of,
        day_name: day_name.clone(),
        raise,
        points: options.points,
        text: options.text,
        prefix: options.prefix,
    };
    let setting = guarded(|| Setting::new(shared, plan, source.schema(), wishes))?;
    let mut decisions = Decisions::new(source, setting.map_err(PyValueError::new_err)?, rows, threads);
    let schema = decisions.schema();
    if lazy {
        let stream = DecisionStream { columns: Header(schema), decisions: Mutex::new(Some(decisions)) };
        return Ok(stream.into_pyobject(py)?.into_any());
    }
    let mut batches = Vec::new();
    while let Some(batch) = decisions.next() {
        batches.push(batch.map_err(|fault| fault.raised(py))?);
    }
    Ok(BatchDecisions { columns: Header(schema), batches }.into_pyobject(py)?.into_any())
}

fn number(name: &str, given: Option<&Object<'_>>, usual: usize, most: usize) -> PyResult<usize> {
    let Some(given) = given else { return Ok(usual) };
    let wrong = || PyValueError::new_err(format!("{name} must be from 1 to {most}, not {given}"));
    match given.extract::<i64>() {
        Ok(number) => {
            usize::try_from(number).ok().filter(|number| (1..=most).contains(number)).ok_or_else(wrong)
        }
        Err(error) if error.is_instance_of::<PyOverflowError>(given.py()) => Err(wrong()),
        Err(_) => Err(PyTypeError::new_err(format!("{name} must be a whole number, not {}", given.repr()?))),
    }
}

fn as_of(given: Option<&Object<'_>>) -> PyResult<(Option<engine_core::value::Date>, Option<String>)> {
    let Some(given) = given else { return Ok((None, None)) };
    match given.cast::<PyString>() {
        Ok(name) => Ok((None, Some(name.extract()?))),
        Err(_) => Ok((Some(day(given)?), None)),
    }
}

/// The names and types of the columns of answers.
struct Header(SchemaRef);

impl Header {
    fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.fields().iter().map(|field| field.name().as_str())
    }

    fn tuple<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.names())
    }

    fn capsule<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.0)
    }

    fn shown(&self) -> String {
        self.names().collect::<Vec<_>>().join(", ")
    }
}

/// The decisions about a table: columns that any library of data frames takes.
#[pyclass(frozen, module = "placet._native")]
pub struct BatchDecisions {
    columns: Header,
    batches: Vec<RecordBatch>,
}

#[pymethods]
impl BatchDecisions {
    /// How many rows there are.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The names of the columns.
    #[getter]
    fn column_names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.columns.tuple(py)
    }

    /// The columns, as a stream of Arrow.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Object<'py>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _as_they_are = requested_schema;
        let made =
            Made { schema: Arc::clone(&self.columns.0), batches: self.batches.iter().cloned().collect() };
        stream_capsule(py, Box::new(made))
    }

    /// The names and types of the columns.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        self.columns.capsule(py)
    }

    fn __len__(&self) -> usize {
        self.num_rows()
    }

    fn __repr__(&self) -> String {
        format!("<BatchDecisions of {} rows: {}>", self.num_rows(), self.columns.shown())
    }
}

/// The decisions about a stream of rows, made when they are asked for; they can be taken once.
#[pyclass(frozen, module = "placet._native")]
pub struct DecisionStream {
    columns: Header,
    decisions: Mutex<Option<Decisions>>,
}

#[pymethods]
impl DecisionStream {
    /// The names of the columns.
    #[getter]
    fn column_names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.columns.tuple(py)
    }

    /// The columns, as a stream of Arrow.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Object<'py>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _as_they_are = requested_schema;
        let taken = self.decisions.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(decisions) = taken else {
            return Err(PyValueError::new_err(
                "the stream of decisions was taken already; it can be read once",
            ));
        };
        stream_capsule(py, Box::new(Lazy(decisions)))
    }

    /// The names and types of the columns.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        self.columns.capsule(py)
    }

    fn __repr__(&self) -> String {
        format!("<DecisionStream: {}>", self.columns.shown())
    }
}

/// The names of the columns to keep: one, or any number of them.
pub fn kept(given: Option<&Object<'_>>) -> PyResult<Vec<String>> {
    let Some(given) = given else { return Ok(Vec::new()) };
    if let Ok(one) = given.cast::<PyString>() {
        return Ok(vec![one.extract()?]);
    }
    let wrong = |_| PyTypeError::new_err("keep must be the names of columns, such as [\"applicant_id\"]");
    let names = given.try_iter().map_err(wrong)?;
    names.map(|name| name?.extract().map_err(wrong)).collect()
}
