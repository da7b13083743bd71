//! The columns of one batch, found by the plan.
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, downcast_dictionary_array, make_array};
use arrow_buffer::{ArrowNativeType, NullBuffer};
use arrow_schema::{ArrowError, DataType};
use arrow_select::take::take;
use engine_core::domain::Cell;
use engine_core::facts::Input;
use engine_core::flow::Program;
use engine_core::schema::{Fact, FactType};
use engine_core::value::Date;

use super::fill::{BAD, Rule, any_bad};
use super::fits::{is_text, plain};
use super::input::{input, midnight, timestamp};
use super::plan::Plan;
use super::text::typed;

/// The columns of a batch, in the order of the plan.
pub struct Columns {
    /// One for each fact, none where no column gives it.
    pub facts: Vec<Option<Column>>,
    /// The causes.
    pub causes: Vec<ArrayRef>,
}

/// The column of a fact.
pub struct Column {
    /// The values, of no dictionary unless it is one of texts.
    pub array: ArrayRef,
    /// The cells of a dictionary's words, with that of a key that has none at the end.
    words: Option<Vec<Cell>>,
    /// Whether its texts are typed by the fact.
    text: bool,
}

impl Columns {
    /// Finds the columns.
    pub fn new(plan: &Plan, rules: &[Rule], text: bool, batch: &RecordBatch) -> Result<Self, ArrowError> {
        let fact = |(column, rule): (&super::plan::FactColumn, &Rule)| match &column.path {
            Some(path) => Column::new(rule, text, find(batch, path)?).map(Some),
            None => Ok(None),
        };
        let facts = plan.facts.iter().zip(rules).map(fact).collect::<Result<_, _>>()?;
        let causes = plan.causes.iter().map(|cause| find(batch, &cause.path)).collect::<Result<_, _>>()?;
        Ok(Self { facts, causes })
    }
}

impl Column {
    fn new(rule: &Rule, text: bool, array: ArrayRef) -> Result<Self, ArrowError> {
        let text = text && is_text(plain(array.data_type()));
        let DataType::Dictionary(_, kind) = array.data_type() else {
            return Ok(Self { array, words: None, text });
        };
        if matches!(rule.fact.kind, FactType::Enumeration(_)) && is_text(kind) && !text {
            let words = array.as_any_dictionary().values();
            let mut cells: Vec<Cell> = (0..words.len()).map(|row| rule.one(&input(words, row))).collect();
            cells.push(BAD);
            return Ok(Self { array, words: Some(cells), text });
        }
        if is_text(kind) {
            return Ok(Self { array, words: None, text });
        }
        let dictionary = array.as_any_dictionary();
        Ok(Self { array: take(dictionary.values(), dictionary.keys(), None)?, words: None, text })
    }

    /// The value of a row; a date may come as a moment at midnight.
    pub fn value(&self, program: &Program, fact: &Fact, row: usize) -> Input<'_> {
        let value = input(self.array.as_ref(), row);
        match value {
            Input::Text(_) if self.text => typed(fact, &program.checked.schema, value),
            Input::DateTime(_) if fact.kind == FactType::Date => {
                let day = midnight(timestamp(self.array.as_ref(), row)).and_then(Date::from_days);
                day.map_or(value, Input::Date)
            }
            value => value,
        }
    }

    /// Writes the cells of some rows; tells whether any is bad.
    pub fn fill(&self, program: &Program, rule: &Rule, from: usize, out: &mut [Cell]) -> bool {
        if self.text {
            for (row, cell) in (from..).zip(&mut *out) {
                *cell = rule.one(&self.value(program, &rule.fact, row));
            }
            return any_bad(out);
        }
        let slice = self.array.slice(from, out.len());
        let Some(words) = &self.words else { return rule.fill(&slice, out) };
        let array: &dyn Array = &slice;
        downcast_dictionary_array!(
            array => {
                for (cell, key) in out.iter_mut().zip(array.keys().values()) {
                    *cell = words.get(key.as_usize()).copied().unwrap_or(BAD);
                }
            },
            _ => out.fill(BAD)
        );
        rule.nulls(array, out);
        any_bad(out)
    }
}

/// A column within structs: where a struct is null, so is what it holds.
pub fn find(batch: &RecordBatch, path: &[usize]) -> Result<ArrayRef, ArrowError> {
    let mut steps = path.iter();
    let lost = || ArrowError::SchemaError("the columns of a batch are not those of the table".to_owned());
    let mut array = steps.next().and_then(|at| batch.columns().get(*at)).cloned().ok_or_else(lost)?;
    let mut nulls: Option<NullBuffer> = None;
    for at in steps {
        let holder = array.as_struct_opt().ok_or_else(lost)?;
        nulls = NullBuffer::union(nulls.as_ref(), holder.nulls());
        array = holder.columns().get(*at).cloned().ok_or_else(lost)?;
    }
    if nulls.is_none() || *array.data_type() == DataType::Null {
        return Ok(array);
    }
    let nulls = NullBuffer::union(nulls.as_ref(), array.nulls());
    Ok(make_array(array.to_data().into_builder().nulls(nulls).build()?))
}
