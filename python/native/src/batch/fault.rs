//! What ends a batch.
use arrow_schema::ArrowError;
use engine_core::facts::Problem;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;

use crate::errors::facts_error;

/// Why there are no further rows.
pub enum Fault {
    /// Bad rows, with their numbers, where they are to be raised.
    Facts(Vec<(u64, Vec<Problem>)>),
    /// The table gave an error after so many rows.
    Source(u64, ArrowError),
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
            Self::Facts(rows) => facts_error(py, numbered(rows)),
            Self::Source(rows, error) => PyRuntimeError::new_err(format!(
                "the table ended after {rows} rows with an error: {}",
                words(&error)
            )),
            Self::Arrow(error) => PyValueError::new_err(words(&error)),
            Self::Panic(words) => {
                PyRuntimeError::new_err(format!("a fault in the engine itself, please report it: {words}"))
            }
            Self::Interrupted(error) => error,
        }
    }
}

fn words(error: &ArrowError) -> String {
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
