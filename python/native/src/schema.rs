//! What a bundle says of its facts, as Python objects: for the models made of them, and for hosts that draw forms.
use std::sync::Arc;

use engine_core::facts::{Input, Reading, widest_number};
use engine_core::schema::{Fact as Declared, FactId, FactType, NOT_GIVEN, WITHHELD};
use engine_core::value::{Date, Number, Value};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFloat, PyList, PyString, PyTuple};

use crate::decision::Shared;
use crate::errors::facts_error;
use crate::input::input;
use crate::missing::Missing;
use crate::values;

/// A fact as `facts.csv` declares it.
#[pyclass(frozen, module = "placet._native")]
pub struct Fact {
    shared: Arc<Shared>,
    id: FactId,
    declared: Declared,
}

/// The facts of a bundle, in its order.
pub fn facts<'py>(py: Python<'py>, shared: &Arc<Shared>) -> PyResult<Bound<'py, PyTuple>> {
    let schema = &shared.program().checked.schema;
    let all = schema.facts.iter().filter_map(|declared| {
        let id = schema.find(&declared.name)?;
        Some(Fact { shared: Arc::clone(shared), id, declared: declared.clone() })
    });
    PyTuple::new(py, all.collect::<Vec<_>>())
}

type End = Option<(Value, bool)>;

impl Fact {
    fn note(&self, title: &str) -> Option<&str> {
        let found = self.declared.notes.iter().find(|(known, _)| known == title);
        found.map(|(_, text)| text.as_str())
    }

    /// The least and the greatest value, and whether each is included: as declared, or as far as the type goes.
    fn ends(&self) -> (End, End) {
        let kind = self.declared.kind.item();
        let number =
            |end: Option<(Number, bool)>| end.map(|(number, included)| (Value::Number(number), included));
        let (low, high) = self.declared.range.as_ref().map_or((None, None), |range| (range.low, range.high));
        let (low, high) = (number(low), number(high));
        let (least, greatest) = match kind {
            FactType::Integer | FactType::Decimal { .. } | FactType::Date => {
                let allowed = &self.declared.allowed;
                let value = |cell: Option<i64>| Some((kind.lane()?.value(cell?), true));
                (value(allowed.first()), value(allowed.last()))
            }
            FactType::Number => {
                (Some((Value::Number(-widest_number()), true)), Some((Value::Number(widest_number()), true)))
            }
            FactType::Float
            | FactType::Boolean
            | FactType::Text
            | FactType::Enumeration(_)
            | FactType::DateTime
            | FactType::DaysDuration
            | FactType::MonthsDuration
            | FactType::List(_) => (None, None),
        };
        (low.or(least), high.or(greatest))
    }

    fn end<'py>(&self, py: Python<'py>, end: End) -> PyResult<Option<Bound<'py, PyAny>>> {
        match end {
            Some((Value::Number(number), _)) if *self.declared.kind.item() == FactType::Float => {
                Ok(Some(PyFloat::new(py, number.to_f64()).into_any()))
            }
            Some((Value::Number(number), _)) => values::number(py, number, Some(self.places())).map(Some),
            // Python's years are fewer.
            Some((Value::Date(day), _)) if !(1..=9999).contains(&day.year()) => Ok(None),
            Some((Value::Date(day), _)) => values::date(py, day).map(Some),
            _ => Ok(None),
        }
    }

    /// The places of a number: none of an integer.
    fn places(&self) -> u8 {
        match self.declared.kind.item() {
            FactType::Integer => 0,
            FactType::Decimal { scale, .. } => (*scale).max(1),
            _ => 1,
        }
    }

    /// A value that the engine takes, as Python holds it exactly.
    fn exact<'py>(
        &self,
        object: &Bound<'py, PyAny>,
        given: &Input<'_>,
        kind: &FactType,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = object.py();
        let whole = *kind == FactType::Integer;
        Ok(match (kind, given) {
            (_, Input::Null) => py.None().into_bound(py),
            (_, Input::Missing(cause)) => Missing::of(cause.to_string()).into_pyobject(py)?.into_any(),
            (_, Input::Boolean(_)) => object.clone(),
            (FactType::Float, Input::Integer(number)) => {
                PyFloat::new(py, Number::from_i64(*number).to_f64()).into_any()
            }
            (FactType::Float, Input::Number(number)) => PyFloat::new(py, number.to_f64()).into_any(),
            (FactType::Float, Input::Float(number)) => PyFloat::new(py, *number).into_any(),
            (_, Input::Integer(number)) if whole => number.into_pyobject(py)?.into_any(),
            (_, Input::Integer(number)) => values::number(py, Number::from_i64(*number), None)?,
            (_, Input::Number(number)) => values::number(py, *number, whole.then_some(0))?,
            (_, Input::Float(number)) if number.is_nan() => py.None().into_bound(py),
            (_, Input::Float(number)) => {
                let number = Number::from_f64(*number);
                number.map_or_else(|| Ok(object.clone()), |number| values::number(py, number, None))?
            }
            (FactType::Date, Input::Text(text)) => {
                Date::parse(text).map_or_else(|| Ok(object.clone()), |day| values::date(py, day))?
            }
            (_, Input::Text(text)) => PyString::new(py, text).into_any(),
            (_, Input::Date(day)) => values::date(py, *day)?,
            (FactType::List(item), Input::List(items)) => {
                let exact =
                    object.try_iter()?.zip(items).map(|(object, given)| self.exact(&object?, given, item));
                PyList::new(py, exact.collect::<PyResult<Vec<_>>>()?)?.into_any()
            }
            // Python has no exact type for these in every case, so they stay as they were given.
            (
                _,
                Input::DateTime(_)
                | Input::DaysDuration(_)
                | Input::MonthsDuration(_)
                | Input::List(_)
                | Input::Other(_),
            ) => object.clone(),
        })
    }
}

#[pymethods]
impl Fact {
    /// The name; a dot groups.
    #[getter]
    fn name(&self) -> &str {
        &self.declared.name
    }

    /// The type, as facts.csv writes it.
    #[getter]
    fn r#type(&self) -> String {
        type_text(&self.declared.kind)
    }

    /// The unit.
    #[getter]
    fn unit(&self) -> Option<&str> {
        self.note("unit")
    }

    /// Where it comes from.
    #[getter]
    fn source(&self) -> Option<&str> {
        self.note("source")
    }

    /// The places of a decimal.
    #[getter]
    fn scale(&self) -> Option<u8> {
        match self.declared.kind.item() {
            FactType::Decimal { scale, .. } => Some(*scale),
            _ => None,
        }
    }

    /// The least value.
    #[getter]
    fn low<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.end(py, self.ends().0)
    }

    /// Whether the least value is allowed itself.
    #[getter]
    fn low_included(&self) -> bool {
        self.ends().0.is_none_or(|(_, included)| included)
    }

    /// The greatest value.
    #[getter]
    fn high<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.end(py, self.ends().1)
    }

    /// Whether the greatest value is allowed itself.
    #[getter]
    fn high_included(&self) -> bool {
        self.ends().1.is_none_or(|(_, included)| included)
    }

    /// The words of an enumeration.
    #[getter]
    fn words<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        match self.declared.kind.item() {
            FactType::Enumeration(words) => PyTuple::new(py, words.list().iter().map(|word| &**word)),
            _ => Ok(PyTuple::empty(py)),
        }
    }

    /// Whether it may be missing.
    #[getter]
    fn optional(&self) -> bool {
        self.declared.optional()
    }

    /// The causes of absence that its line declares.
    #[getter]
    fn causes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let names = &self.shared.program().checked.schema.causes;
        let declared = self.declared.causes.iter().filter(|&&cause| cause != NOT_GIVEN && cause != WITHHELD);
        PyTuple::new(py, declared.filter_map(|&cause| names.get(usize::from(cause))).collect::<Vec<_>>())
    }

    /// The fact that must be true for this one to be read.
    #[getter]
    fn consent(&self) -> Option<&str> {
        let consent = self.declared.consent?;
        self.shared.program().checked.schema.get(consent).map(|fact| fact.name.as_str())
    }

    /// Whether errors may repeat its value.
    #[getter]
    const fn echo(&self) -> bool {
        self.declared.echo
    }

    /// Who may read it.
    #[getter]
    const fn r#use(&self) -> &'static str {
        self.declared.usage.word()
    }

    /// What it is, by language.
    #[getter]
    fn texts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let texts = PyDict::new(py);
        for (title, text) in &self.declared.notes {
            if title != "unit" && title != "source" {
                texts.set_item(title, text)?;
            }
        }
        Ok(texts)
    }

    /// What it is in a language; where there is no such text, in the first language that has one.
    #[pyo3(signature = (lang="en"))]
    fn text(&self, lang: &str) -> &str {
        let texts = || self.declared.notes.iter().filter(|(title, _)| title != "unit" && title != "source");
        let wanted = texts().find(|(title, _)| title == lang).or_else(|| texts().next());
        wanted.map_or("", |(_, text)| text.as_str())
    }

    /// The value as the engine reads it, or `FactsError` where it refuses it.
    #[pyo3(signature = (value, /))]
    fn accept<'py>(&self, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let given = input(value)?;
        let mut reading = Reading::new(self.shared.program());
        reading.give(self.id, &given);
        if let Err(problems) = reading.finish() {
            return Err(facts_error(value.py(), problems));
        }
        self.exact(value, &given, &self.declared.kind)
    }

    fn __repr__(&self) -> String {
        format!("<Fact {} {}>", self.declared.name, type_text(&self.declared.kind))
    }
}

fn type_text(kind: &FactType) -> String {
    let word = match kind {
        FactType::Integer => "integer",
        FactType::Decimal { money: true, .. } => "money",
        FactType::Decimal { scale, .. } => return format!("decimal({scale})"),
        FactType::Number => "number",
        FactType::Float => "float",
        FactType::Boolean => "boolean",
        FactType::Text => "text",
        FactType::Enumeration(_) => "enumeration",
        FactType::Date => "date",
        FactType::DateTime => "date and time",
        FactType::DaysDuration => "days and time duration",
        FactType::MonthsDuration => "years and months duration",
        FactType::List(item) => return format!("list of {}", type_text(item)),
    };
    word.to_owned()
}
