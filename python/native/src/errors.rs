//! The exceptions of the package, raised from Rust.
use engine_core::DecideError;
use engine_core::facts::{Problem, message};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

pyo3::import_exception!(placet.errors, FactsError);

/// One error for everything that is wrong with the facts of a request.
pub fn facts_error(py: Python<'_>, problems: Vec<Problem>) -> PyErr {
    facts_error_saying(py, None, problems)
}

/// The same, with a first line of its own where the problems are not all that is wrong.
pub fn facts_error_saying(py: Python<'_>, headline: Option<String>, problems: Vec<Problem>) -> PyErr {
    let words = match headline {
        Some(headline) => {
            problems.iter().fold(headline, |words, problem| format!("{words}\n- {}", problem.message))
        }
        None => message(&problems),
    };
    match build(py, &problems) {
        Ok(list) => FactsError::new_err((words, list.unbind())),
        Err(error) => error,
    }
}

fn build<'py>(py: Python<'py>, problems: &[Problem]) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for problem in problems {
        let entry = PyDict::new(py);
        entry.set_item("name", &problem.name)?;
        entry.set_item("value", &problem.value)?;
        entry.set_item("expected", &problem.expected)?;
        entry.set_item("message", &problem.message)?;
        list.append(entry)?;
    }
    Ok(list)
}

/// A decision that could not be made although the facts were right.
pub fn decide_error(error: &DecideError) -> PyErr {
    PyValueError::new_err(error.to_string())
}
