//! An expression, compiled once.
use engine_core::feel::general::{self, FeelType, Note, Session};
use engine_core::value::{DateTime, Value};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};

use super::errors::{exhausted, syntax_error};
use super::from_python::{self, clock};
use super::{scope, to_python};
use crate::guard::guarded;

/// A FEEL expression.
#[pyclass(frozen, module = "placet.feel")]
pub struct Expression {
    text: String,
    names: Vec<Py<PyString>>,
    inner: general::Expression,
    result: Option<FeelType>,
}

#[pymethods]
impl Expression {
    #[new]
    #[pyo3(signature = (text, names=Vec::new(), *, members=Vec::new(), types=None, result=None))]
    fn new(
        py: Python<'_>,
        text: &str,
        names: Vec<String>,
        members: Vec<String>,
        types: Option<&Bound<'_, PyDict>>,
        result: Option<&str>,
    ) -> PyResult<Self> {
        let mut scope = scope::typed(types)?;
        members.iter().for_each(|member| scope.add_member(member));
        let mut known = Vec::with_capacity(names.len());
        for name in &names {
            if scope.index(name).is_none() {
                scope.add(name);
                known.push(PyString::intern(py, name).unbind());
            }
        }
        let result = result.map(|result| scope::named(result, &scope)).transpose()?;
        let inner = guarded(|| general::Expression::new(text, &scope))?
            .map_err(|error| syntax_error(text, &error))?;
        Ok(Self { text: text.to_owned(), names: known, inner, result })
    }

    #[pyo3(signature = (context=None, *, now=None))]
    fn __call__<'py>(
        &self,
        py: Python<'py>,
        context: Option<&Bound<'py, PyAny>>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let inputs = self.inputs(py, context)?;
        to_python::value(py, &self.run(&inputs, clock(now)?, None)?)
    }

    /// The value, and why what is null is null.
    #[pyo3(signature = (context=None, *, now=None))]
    fn explain<'py>(
        &self,
        py: Python<'py>,
        context: Option<&Bound<'py, PyAny>>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let inputs = self.inputs(py, context)?;
        let mut notes = Vec::new();
        let value = self.run(&inputs, clock(now)?, Some(&mut notes))?;
        to_python::explained(py, &value, &self.text, &notes)
    }

    /// The expression as it was given.
    #[getter]
    fn text(&self) -> &str {
        &self.text
    }

    /// The names that it was compiled with.
    #[getter]
    fn names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.names)
    }

    fn __repr__(&self) -> String {
        format!("<Expression {:?}>", self.text)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        Err(PyTypeError::new_err(format!(
            "an expression cannot be pickled: compile {:?} again",
            slf.get().text
        )))
    }
}

impl Expression {
    fn inputs(&self, py: Python<'_>, context: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<Value>> {
        let Some(context) = context.filter(|context| !context.is_none()) else {
            return Ok(vec![Value::Null; self.names.len()]);
        };
        let mut inputs = Vec::with_capacity(self.names.len());
        if let Ok(context) = context.cast::<PyDict>() {
            for name in &self.names {
                let given = context.get_item(name.bind(py))?;
                inputs.push(given.map_or(Ok(Value::Null), |given| from_python::value(&given))?);
            }
            return Ok(inputs);
        }
        for name in &self.names {
            let given = context.call_method1("get", (name.bind(py),))?;
            inputs.push(from_python::value(&given)?);
        }
        Ok(inputs)
    }

    fn run(&self, inputs: &[Value], now: Option<DateTime>, notes: Option<&mut Vec<Note>>) -> PyResult<Value> {
        guarded(|| {
            let session = Session::new().at(now);
            let mut session = match notes {
                Some(notes) => session.noting(notes),
                None => session,
            };
            let value = self.inner.run(inputs, &mut session)?;
            let Some(result) = &self.result else { return Ok(value) };
            result.border(&value, &mut session)
        })?
        .map_err(exhausted)
    }
}

/// A FEEL function, for other expressions to call.
#[pyclass(frozen, module = "placet.feel")]
pub struct Function {
    pub value: Value,
}

#[pymethods]
impl Function {
    fn __repr__(&self) -> String {
        format!("<{}>", engine_core::value::ops::to_feel_text(&self.value))
    }
}
