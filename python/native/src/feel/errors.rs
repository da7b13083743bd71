//! The exceptions of `placet.feel`, raised from Rust.
use engine_core::feel::SyntaxError;
use engine_core::feel::general::Exhausted;
use pyo3::prelude::*;

pyo3::import_exception!(placet.errors, ExpressionError);
pyo3::import_exception!(placet.errors, ExhaustedError);

/// A fault of form, with its place.
pub fn syntax_error(text: &str, error: &SyntaxError) -> PyErr {
    let (start, end) = (error.span.start, error.span.end);
    ExpressionError::new_err((
        text.to_owned(),
        error.message.clone(),
        start,
        end.saturating_sub(start),
        error.help.clone(),
    ))
}

/// A run that used up what it may use.
pub fn exhausted(error: Exhausted) -> PyErr {
    ExhaustedError::new_err(error.to_string())
}
