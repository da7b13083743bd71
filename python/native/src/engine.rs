//! The engine as a Python object.
use std::sync::Arc;

use engine_core::AsOf;
use engine_core::facts::{Problem, TextFact, cause, read_text, spare};
use engine_core::feel::frame::Frame;
use engine_core::value::Date;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDate, PyDateAccess, PyDateTime, PyDict, PyList, PyString, PyTuple};

use crate::batch;
use crate::decision::{Decision, Shared};
use crate::errors::{decide_error, facts_error};
use crate::explanation::Explanation;
use crate::facts::Keys;
use crate::guard::guarded;
use crate::json;
use crate::missing::Missing;
use crate::schema;
use crate::shards::Shards;
use crate::values;

/// A compiled bundle: immutable, and safe to share between threads.
#[pyclass(frozen, module = "placet._native")]
pub struct Engine {
    shared: Arc<Shared>,
    shards: Shards,
    keys: Keys,
    /// The classes of `facts_model` and `facts_struct`, by module and language.
    models: Py<PyDict>,
}

impl Engine {
    /// A compiled bundle for Python.
    pub fn new(py: Python<'_>, engine: engine_core::Engine) -> PyResult<Self> {
        let keys = Keys::new(py, engine.program())?;
        let digest = engine.program().digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let files = engine.files().to_vec();
        let shared = Arc::new(Shared { engine, files, digest });
        let shards = Shards::new(&shared);
        Ok(Self { shared, shards, keys, models: PyDict::new(py).unbind() })
    }

    /// A class made by a module of `placet.models`, once for each language.
    fn model<'py>(&self, slf: &Bound<'py, Self>, module: &str, lang: &str) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let models = self.models.bind(py);
        if let Some(known) = models.get_item((module, lang))? {
            return Ok(known);
        }
        let made = py.import(format!("placet.models.{module}"))?.call_method1("build", (slf, lang))?;
        // Of two threads that make it at once, both get the first one's.
        models.call_method1("setdefault", ((module, lang), made))
    }
}

#[pymethods]
impl Engine {
    /// The bundle's name.
    #[getter]
    fn name(&self) -> &str {
        &self.shared.program().head().name
    }

    /// The bundle's version.
    #[getter]
    fn version(&self) -> &str {
        &self.shared.program().head().version
    }

    /// SHA-256 over the canonical bundle, in hexadecimal.
    #[getter]
    fn digest(&self) -> &str {
        &self.shared.digest
    }

    /// The version of the rule language.
    #[getter]
    fn language(&self) -> i64 {
        self.shared.program().head().language.parse().unwrap_or(0)
    }

    /// The zone in whose days `as_of` is counted.
    #[getter]
    fn time_zone(&self) -> Option<&str> {
        Some(self.shared.program().head().time_zone.as_str()).filter(|zone| !zone.is_empty())
    }

    /// The names of the outputs, in order.
    #[getter]
    fn output_names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.shared.program().checked.outputs.iter().map(|output| output.name.as_str()))
    }

    /// The names of the facts, in order.
    #[getter]
    fn fact_names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.shared.program().checked.schema.facts.iter().map(|fact| fact.name.as_str()))
    }

    /// The facts as the bundle declares them, in order.
    #[getter]
    fn facts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        schema::facts(py, &self.shared)
    }

    /// A pydantic model of the facts.
    #[pyo3(signature = (*, lang="en"))]
    fn facts_model<'py>(slf: &Bound<'py, Self>, lang: &str) -> PyResult<Bound<'py, PyAny>> {
        slf.get().model(slf, "pydantic_model", lang)
    }

    /// A msgspec Struct of the facts.
    #[pyo3(signature = (*, lang="en"))]
    fn facts_struct<'py>(slf: &Bound<'py, Self>, lang: &str) -> PyResult<Bound<'py, PyAny>> {
        slf.get().model(slf, "msgspec_struct", lang)
    }

    /// Decides about one applicant.
    ///
    /// `facts` maps names to values, groups nested or dotted; `as_of` is the day of the decision; `unknown="ignore"` reads
    /// past keys that are no facts; `allow_expired` decides also where the bundle is not valid; `on_error="refer"` refers
    /// where facts are bad. Raises FactsError, which lists everything that is wrong with the facts, and ValueError where
    /// the day is lacking or not valid.
    #[pyo3(signature = (facts, /, *, as_of=None, unknown="error", allow_expired=false, on_error="raise"))]
    fn decide(
        &self,
        facts: &Bound<'_, PyAny>,
        as_of: Option<&Bound<'_, PyAny>>,
        unknown: &str,
        allow_expired: bool,
        on_error: &str,
    ) -> PyResult<Decision> {
        let as_of = AsOf { day: as_of.map(day).transpose()?, allow_expired };
        let (ignore, refer) = (ignore_unknown(unknown)?, refer_on_error(on_error)?);
        let facts_read = self.keys.read(self.shared.program(), facts, ignore)?;
        self.answer(facts.py(), facts_read, as_of, refer, |made| {
            Decision::of(self.shards.own(), Box::new(made))
        })
    }

    /// Decides about one applicant whose facts are a JSON object; the decision is one too, as bytes in UTF-8.
    #[pyo3(signature = (data, /, *, as_of=None, unknown="error", allow_expired=false, on_error="raise"))]
    fn decide_json<'py>(
        &self,
        data: &Bound<'py, PyAny>,
        as_of: Option<&Bound<'_, PyAny>>,
        unknown: &str,
        allow_expired: bool,
        on_error: &str,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let as_of = AsOf { day: as_of.map(day).transpose()?, allow_expired };
        let (ignore, refer) = (ignore_unknown(unknown)?, refer_on_error(on_error)?);
        let engine = &self.shared.engine;
        let read = guarded(|| json::with_bytes(data, |bytes| engine.read_json(bytes, ignore)))?;
        let answer = self.answer(data.py(), read?, as_of, refer, |made| engine.write_json(&made))?;
        Ok(PyBytes::new(data.py(), &answer))
    }

    /// Decides about all applicants of a table that speaks Arrow; the decisions do too.
    #[pyo3(signature = (
        table, /, *, as_of=None, unknown="error", allow_expired=false, errors="column", points=false, keep=None, prefix="", text=false,
        batch_size=None, threads=None, stream=None
    ))]
    #[expect(clippy::too_many_arguments, reason = "they are keywords to Python")]
    fn decide_batch<'py>(
        &self,
        table: &Bound<'py, PyAny>,
        as_of: Option<&Bound<'py, PyAny>>,
        unknown: &str,
        allow_expired: bool,
        errors: &str,
        points: bool,
        keep: Option<&Bound<'py, PyAny>>,
        prefix: &str,
        text: bool,
        batch_size: Option<&Bound<'py, PyAny>>,
        threads: Option<&Bound<'py, PyAny>>,
        stream: Option<bool>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (ignore_unknown, keep) = (ignore_unknown(unknown)?, batch::kept(keep)?);
        let options = batch::Options {
            as_of,
            ignore_unknown,
            allow_expired,
            errors,
            points,
            keep,
            prefix,
            text,
            batch_size,
            threads,
            stream,
        };
        batch::decide_batch(&self.shared, table, &options)
    }

    /// Decides as `decide` does, and tells every stage, rule, bin and cap, with the values that it saw.
    #[pyo3(signature = (facts, /, *, as_of=None, unknown="error", allow_expired=false))]
    fn explain(
        &self,
        facts: &Bound<'_, PyAny>,
        as_of: Option<&Bound<'_, PyAny>>,
        unknown: &str,
        allow_expired: bool,
    ) -> PyResult<Explanation> {
        let as_of = AsOf { day: as_of.map(day).transpose()?, allow_expired };
        let ignore = ignore_unknown(unknown)?;
        let facts_read = self.keys.read(self.shared.program(), facts, ignore)?;
        let frame = facts_read.map_err(|problems| facts_error(facts.py(), problems))?;
        let explained = guarded(|| self.shared.engine.explain(*frame, as_of))?;
        let inner = explained.map_err(|error| decide_error(&error))?;
        Ok(Explanation::of(self.shards.own(), inner))
    }

    /// Types the text of cells as the bundle declares its facts; raises FactsError for all that are not of their type.
    #[pyo3(signature = (cells, /))]
    fn facts_from_text<'py>(
        &self,
        py: Python<'py>,
        cells: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let schema = &self.shared.program().checked.schema;
        let typed = PyDict::new(py);
        let mut problems = Vec::new();
        for item in cells.call_method0("items")?.try_iter()? {
            let (name, text): (String, String) = item?.extract()?;
            let Some(fact) = schema.find(&name).and_then(|id| schema.get(id)) else {
                // A group may be missing as a whole; any other unknown name is told with its kin by `decide`.
                match cause(&text) {
                    Some(cause) => typed.set_item(name, Missing::of(cause.to_owned()))?,
                    None if text == "null" => typed.set_item(name, py.None())?,
                    None => typed.set_item(name, text)?,
                }
                continue;
            };
            match read_text(fact, &text, schema) {
                Ok(value) => typed.set_item(name, text_fact(py, &value)?)?,
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(typed) } else { Err(facts_error(py, problems)) }
    }

    /// The bundle as the bytes of one file, for `placet.load_packed`: the same for the same files, on every machine.
    fn pack<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let packed = py.detach(|| guarded(|| self.shared.engine.pack()))?;
        Ok(PyBytes::new(py, &packed))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        Ok((py.import("placet.loading")?.getattr("load_packed")?, (self.pack(py)?,)))
    }

    fn __copy__(engine: Py<Self>) -> Py<Self> {
        engine // it cannot be changed, so that it is its own copy
    }

    fn __deepcopy__(engine: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        engine
    }

    fn __repr__(&self) -> String {
        format!("<Engine {} {} {:.12}>", self.name(), self.version(), self.digest())
    }
}

/// What a pickled engine is made again from: its packed bytes.
type Reduced<'py> = (Bound<'py, PyAny>, (Bound<'py, PyBytes>,));

impl Engine {
    /// The answer about facts that were read, or what their problems come to. It is made under the same guard as the decision, which is
    /// large, so that only the answer is moved out.
    #[inline(always)]
    fn answer<T>(
        &self,
        py: Python<'_>,
        facts: Result<Box<Frame>, Vec<Problem>>,
        as_of: AsOf,
        refer: bool,
        answer: impl FnOnce(engine_core::Decision) -> T,
    ) -> PyResult<T> {
        let engine = &self.shared.engine;
        let answered = match facts {
            Ok(mut frame) => {
                let answered = guarded(|| engine.decide(&mut frame, as_of).map(answer))?;
                spare(frame);
                answered
            }
            Err(problems) if refer => guarded(|| engine.refer(&problems, as_of).map(answer))?,
            Err(problems) => return Err(facts_error(py, problems)),
        };
        answered.map_err(|error| decide_error(&error))
    }
}

fn text_fact<'py>(py: Python<'py>, fact: &TextFact) -> PyResult<Bound<'py, PyAny>> {
    Ok(match fact {
        TextFact::Null => py.None().into_bound(py),
        TextFact::Missing(cause) => Missing::of(cause.clone()).into_pyobject(py)?.into_any(),
        TextFact::Boolean(truth) => PyBool::new(py, *truth).to_owned().into_any(),
        TextFact::Number(number) if number.exponent() == 0 => values::number(py, *number, Some(0))?,
        TextFact::Number(number) => values::number(py, *number, None)?,
        TextFact::Text(text) => PyString::new(py, text).into_any(),
        TextFact::Date(day) => values::date(py, *day)?,
        TextFact::List(items) => {
            let items = items.iter().map(|item| text_fact(py, item)).collect::<PyResult<Vec<_>>>()?;
            PyList::new(py, items)?.into_any()
        }
    })
}

/// The day that an argument means.
pub fn day(given: &Bound<'_, PyAny>) -> PyResult<Date> {
    // Python's datetime is a date. Which day it falls on depends on the zone, so it must be said and not cut off.
    let Some(day) = given.cast::<PyDate>().ok().filter(|given| !given.is_instance_of::<PyDateTime>()) else {
        return Err(PyTypeError::new_err(format!(
            "as_of must be a datetime.date, not {}",
            given.get_type().name()?
        )));
    };
    Date::new(day.get_year(), day.get_month(), day.get_day())
        .ok_or_else(|| PyValueError::new_err("as_of is not a date"))
}

#[inline(always)]
fn refer_on_error(given: &str) -> PyResult<bool> {
    match given {
        "raise" => Ok(false),
        "refer" => Ok(true),
        other => {
            Err(PyValueError::new_err(format!("on_error must be \"raise\" or \"refer\", not {other:?}")))
        }
    }
}

#[inline(always)]
fn ignore_unknown(given: &str) -> PyResult<bool> {
    match given {
        "error" => Ok(false),
        "ignore" => Ok(true),
        other => {
            Err(PyValueError::new_err(format!("unknown must be \"error\" or \"ignore\", not {other:?}")))
        }
    }
}
