//! What led to the values of a model's decisions, as Python objects.
use engine_core::dmn::{Given, Role, Seen};
use engine_core::value::Value;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyTuple, PyType};

use super::decisions::Decisions;
use super::model::Model;
use crate::feel::to_python;

static STEP: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static HIT: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static NOTE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static EXPLAINED: PyOnceLock<Py<PyType>> = PyOnceLock::new();

const MODULE: &str = "placet.dmn.explained";

/// The decisions, and every step that led to them.
pub fn explained<'py>(
    model: &Model,
    decisions: Bound<'py, Decisions>,
    given: &Given,
    seen: &Seen,
) -> PyResult<Bound<'py, PyAny>> {
    let py = decisions.py();
    let class = STEP.import(py, MODULE, "Step")?;
    let program = model.inner.program();
    let mut steps = Vec::new();
    for (number, node) in (0..).zip(&program.nodes) {
        let kind = match node.role() {
            Role::Input => "input",
            Role::Decision => "decision",
            Role::Knowledge => "function",
            Role::Service => "service",
        };
        let hits = hits(py, model, number, seen)?;
        let notes = notes(py, model, number, seen)?;
        let value = given.get(number);
        let called = matches!(node.role(), Role::Knowledge | Role::Service);
        if (called && hits.is_empty() && notes.is_empty()) || (!node.own && !called && value.is_none()) {
            continue;
        }
        let value = to_python::value(py, value.unwrap_or(&Value::Null))?;
        steps.push(class.call1((&*node.name, kind, value, hits, notes))?);
    }
    EXPLAINED.import(py, MODULE, "Explained")?.call1((decisions, PyTuple::new(py, steps)?))
}

fn hits<'py>(py: Python<'py>, model: &Model, node: u32, seen: &Seen) -> PyResult<Bound<'py, PyTuple>> {
    let class = HIT.import(py, MODULE, "Hit")?;
    let mut hits = Vec::new();
    for (origin, rule) in &seen.hits {
        let Some(origin) = model.inner.program().origins.get(*origin as usize) else { continue };
        if origin.node == node {
            hits.push(class.call1((&*origin.text, rule + 1, origin.place.line))?);
        }
    }
    PyTuple::new(py, hits)
}

fn notes<'py>(py: Python<'py>, model: &Model, node: u32, seen: &Seen) -> PyResult<Bound<'py, PyTuple>> {
    let class = NOTE.import(py, MODULE, "Note")?;
    let mut notes = Vec::new();
    for note in &seen.notes {
        let Some(origin) = model.inner.program().origins.get(note.origin as usize) else { continue };
        if origin.node != node {
            continue;
        }
        let (start, end) = (note.span.start as usize, note.span.end as usize);
        let part: String = if end > start {
            origin.text.chars().skip(start).take(end - start).collect()
        } else {
            origin.text.to_string()
        };
        let file = model.files.get(usize::from(origin.place.file.0)).map_or("", String::as_str);
        notes.push(class.call1((&note.message, part, file, origin.place.line))?);
    }
    PyTuple::new(py, notes)
}
