//! Table cells tried on values.

use super::Judge;
use crate::feel::ast::CompareOp;
use crate::feel::operation::{Nulls, compare, within};
use crate::feel::scope::Origin;
use crate::feel::typed::{Typed, TypedKind};
use crate::schema::NOT_GIVEN;
use crate::table::{CellForm, CellTest, CheckedRows, Column, ConstantTest};
use crate::value::Value;

impl Judge<'_> {
    /// The bin, band or side of a cross table: the first that holds the input, else `otherwise`, which null never falls into.
    pub(super) fn find(&self, column: &Column) -> Option<usize> {
        let rows = 0..column.tests.len();
        let hit = rows.clone().find(|&row| self.passes(column, row));
        let rest = |row: &usize| form(column, *row).is_some_and(|form| matches!(form, CellForm::Otherwise));
        hit.or_else(|| if self.value(&column.input) == Value::Null { None } else { rows.clone().find(rest) })
    }

    /// Every row that hits, in order; the row `otherwise` where there is none and no input is null. Of a cross table, the crossing, counted row by row.
    pub(super) fn rows(&self, rows: &CheckedRows, count: usize) -> Vec<usize> {
        match rows {
            CheckedRows::Cross(down, across) => {
                let crossing = self.find(down).zip(self.find(across));
                crossing.map(|(row, column)| row * across.tests.len() + column).into_iter().collect()
            }
            CheckedRows::Plain { columns, otherwise } => {
                let tested = (0..count).filter(|row| Some(*row) != *otherwise);
                let mut hits: Vec<usize> =
                    tested.filter(|&row| columns.iter().all(|column| self.passes(column, row))).collect();
                if hits.is_empty() && columns.iter().all(|column| self.value(&column.input) != Value::Null) {
                    hits.extend(*otherwise);
                }
                hits
            }
        }
    }

    fn passes(&self, column: &Column, row: usize) -> bool {
        let Some(form) = form(column, row) else { return false };
        let (value, named) = (self.value(&column.input), named(column));
        let missing = value == Value::Null;
        let unnamed = missing && !named.contains(&self.cause(&column.input));
        match form {
            CellForm::Any => true,
            CellForm::Otherwise => false,
            CellForm::Missing(Some(cause)) => missing && self.cause(&column.input) == *cause,
            CellForm::Missing(None) => unnamed,
            CellForm::Tests(tests, false) => tests.iter().any(|test| passes(test, &value, unnamed)),
            CellForm::Tests(tests, true) => {
                !missing && !tests.iter().any(|test| passes(test, &value, unnamed))
            }
        }
    }

    /// Why an input is missing: only a fact has another cause than that it was not given.
    fn cause(&self, input: &Typed) -> u8 {
        let TypedKind::Read(id) = &input.kind else { return NOT_GIVEN };
        let fact = self.checked.scope.get(*id).is_some_and(|entry| matches!(entry.origin, Origin::Fact(_)));
        self.causes.get(id).copied().filter(|_| fact).unwrap_or(NOT_GIVEN)
    }
}

fn form(column: &Column, row: usize) -> Option<&CellForm> {
    column.tests.get(row).map(|test: &CellTest| &test.form)
}

/// The causes that cells of the column name; `null` holds every other.
fn named(column: &Column) -> Vec<u8> {
    let forms = (0..column.tests.len()).filter_map(|row| form(column, row));
    forms.filter_map(|form| if let CellForm::Missing(cause) = form { *cause } else { None }).collect()
}

/// Whether a value passes one of the tests of a cell. A missing one passes only where the cell says `null`.
fn passes(test: &ConstantTest, value: &Value, unnamed: bool) -> bool {
    let against = |op, constant: &Value| compare(op, value, constant, Nulls::Feel).is_hit();
    let missing = *value == Value::Null;
    match test {
        ConstantTest::Compare(CompareOp::Equal, constant) | ConstantTest::Equal(constant) if missing => {
            let says_null = match constant {
                Value::List(items) => items.contains(&Value::Null),
                constant => *constant == Value::Null,
            };
            says_null && unnamed
        }
        ConstantTest::Compare(..) | ConstantTest::Range(..) if missing => false,
        ConstantTest::Compare(op, constant) => against(*op, constant),
        ConstantTest::Equal(constant) => within(value, constant, |_| Nulls::Feel).is_hit(),
        ConstantTest::Range(ends) => {
            let [low, high] = &**ends;
            let holds = |end: &Option<(Value, bool)>, open, closed| {
                end.as_ref().is_none_or(|(end, included)| against(if *included { closed } else { open }, end))
            };
            holds(low, CompareOp::Greater, CompareOp::GreaterOrEqual)
                && holds(high, CompareOp::Less, CompareOp::LessOrEqual)
        }
    }
}
