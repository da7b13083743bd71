//! What ends a batch.
use arrow_schema::ArrowError;
use engine_core::facts::Problem;
use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError, PyValueError};
use pyo3::prelude::*;

use super::answers::BadRows;
use crate::errors::facts_error_saying;

/// Why there are no further rows.
pub enum Fault {
    /// Bad rows, where they are to be raised.
    Facts(BadRows),
    /// The table gave an error after so many rows.
    Source(u64, String),
    /// The table is wrong, or asked in a wrong way.
    Table(String),
    /// Anything else about Arrow.
    Arrow(ArrowError),
    /// A bug.
    Panic(String),
    /// The host wants to stop.
    Interrupted(PyErr),
}

impl From<ArrowError> for Fault {
    fn from(error: ArrowError) -> Self {
        Self::Arrow(error)
    }
}

impl Fault {
    /// The exception for Python.
    pub fn raised(self, py: Python<'_>) -> PyErr {
        match self {
            Self::Facts(bad) => {
                let headline = bad.headline();
                facts_error_saying(py, headline, numbered(bad.first))
            }
            Self::Source(_, words) if interrupted(&words) => PyKeyboardInterrupt::new_err(()),
            Self::Source(rows, words) => {
                PyRuntimeError::new_err(format!("the table ended after {rows} rows with an error: {words}"))
            }
            Self::Table(words) => PyValueError::new_err(words),
            Self::Arrow(error) => PyValueError::new_err(words(&error)),
            Self::Panic(words) => {
                PyRuntimeError::new_err(format!("a fault in the engine itself, please report it: {words}"))
            }
            Self::Interrupted(error) => error,
        }
    }
}

/// Whether an error of a stream is Ctrl-C in a table that Python's code makes: pyarrow writes the exception into the text.
pub fn interrupted(words: &str) -> bool {
    let raised = |line: &str| line == "KeyboardInterrupt" || line.starts_with("KeyboardInterrupt:");
    words.split_once("Python exception: ").is_some_and(|(_, trace)| trace.lines().any(raised))
}

/// What an error says.
pub fn words(error: &ArrowError) -> String {
    match error {
        ArrowError::CDataInterface(words) => words.clone(),
        other => other.to_string(),
    }
}

/// The problems, each with the number of its row.
fn numbered(rows: Vec<(u64, Vec<Problem>)>) -> Vec<Problem> {
    let problems = rows.into_iter().flat_map(|(row, problems)| {
        problems.into_iter().map(move |problem| {
            let message = format!("row {row}: {}", problem.message);
            Problem { message, ..problem }
        })
    });
    problems.collect()
}
