//! Decision tables: what is tested, which rules hit, what they give.
use std::sync::Arc;

use super::boxed::set;
use super::policy::{self, Ranked};
use super::{Machine, Outcome};
use crate::dmn::table::{Cell, Column, Output, Policy, Rule, Table};
use crate::feel::general::{Exhausted, short};
use crate::value::{ContextValue, Truth, Value, ops};

impl Machine<'_, '_> {
    pub(super) fn table(&mut self, table: &Table, origin: u32, frame: &mut Vec<Value>) -> Outcome {
        for column in &table.columns {
            let value = self.eval(&column.value, frame)?;
            set(frame, column.slot, value);
            if let Some(refused) = self.refused(column, frame)? {
                return Ok(self.null(|| refused));
            }
        }
        let hits = self.hits(table, frame)?;
        for &rule in &hits {
            self.session.hit(origin, u32::try_from(rule).unwrap_or(u32::MAX));
        }
        if hits.is_empty() {
            return self.unhit(table, frame);
        }
        self.result(table, &hits, frame)
    }

    /// Why the value of a column is not allowed there.
    fn refused(&mut self, column: &Column, frame: &[Value]) -> Result<Option<String>, Exhausted> {
        let Some(allowed) = &column.allowed else { return Ok(None) };
        let Some(value) = frame.get(column.slot as usize).filter(|value| !value.is_null()) else {
            return Ok(None);
        };
        Ok(match self.cell(allowed, value, frame)? {
            Truth::True => None,
            Truth::False | Truth::Unknown => {
                Some(format!("{} is not among the values of a column", short(value)))
            }
        })
    }

    fn cell(&mut self, cell: &Cell, value: &Value, frame: &[Value]) -> Result<Truth, Exhausted> {
        match cell {
            Cell::Any => Ok(Truth::True),
            Cell::Constants(constants) => Ok(constants.truth(value)),
            Cell::Tests(tests) => tests.holds(frame, self.session),
        }
    }

    /// The numbers of the rules that hit, in their order; of a table that takes the first only that.
    fn hits(&mut self, table: &Table, frame: &[Value]) -> Result<Vec<usize>, Exhausted> {
        let values = || table.columns.iter().map(|column| frame.get(column.slot as usize));
        let indexed = table.index.as_ref().and_then(|index| Some((index, index.cells(values())?)));
        let Some((index, cells)) = indexed else {
            return self.among(table, 0..table.rules.len(), frame);
        };
        if table.policy == Policy::First {
            let hits = self.among(table, index.first(&cells).into_iter(), frame)?;
            if !hits.is_empty() {
                return Ok(hits);
            }
        }
        self.among(table, index.every(&cells).into_iter(), frame)
    }

    /// Those of some rules that hit.
    fn among(
        &mut self,
        table: &Table,
        rules: impl Iterator<Item = usize>,
        frame: &[Value],
    ) -> Result<Vec<usize>, Exhausted> {
        let mut hits = Vec::new();
        for number in rules {
            self.session.take(1)?;
            let Some(rule) = table.rules.get(number) else { continue };
            if self.rule(table, rule, frame)? {
                hits.push(number);
                if table.policy == Policy::First {
                    break;
                }
            }
        }
        Ok(hits)
    }

    fn rule(&mut self, table: &Table, rule: &Rule, frame: &[Value]) -> Result<bool, Exhausted> {
        for (cell, column) in rule.cells.iter().zip(&table.columns) {
            let Some(value) = frame.get(column.slot as usize) else { return Ok(false) };
            if self.cell(cell, value, frame)? != Truth::True {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What a table gives where no rule hits: its defaults; an empty list or a count of 0; null otherwise.
    fn unhit(&mut self, table: &Table, frame: &mut Vec<Value>) -> Outcome {
        if table.outputs.iter().any(|output| output.default.is_some()) {
            let mut values = Vec::with_capacity(table.outputs.len());
            for output in &table.outputs {
                values.push(match &output.default {
                    Some(default) => self.eval(default, frame)?,
                    None => Value::Null,
                });
            }
            let value = together(&table.outputs, values);
            return Ok(if table.policy.lists() { vec![value].into() } else { value });
        }
        match policy::of_nothing(table.policy) {
            Value::Null => Ok(self.null(|| "no rule of the table hits".to_owned())),
            value => Ok(value),
        }
    }

    fn result(&mut self, table: &Table, hits: &[usize], frame: &mut Vec<Value>) -> Outcome {
        if table.policy == Policy::Unique && hits.len() > 1 {
            return Ok(self.null(|| format!("rules {} hit together, and only one may", numbers(hits))));
        }
        let mut rows: Vec<Vec<Value>> = Vec::with_capacity(hits.len());
        for &hit in hits {
            let Some(rule) = table.rules.get(hit) else { continue };
            let values: Result<Vec<Value>, Exhausted> =
                rule.outputs.iter().map(|output| self.eval(output, frame)).collect();
            rows.push(values?);
        }
        Ok(match table.policy {
            Policy::Unique | Policy::First => match rows.pop() {
                Some(values) => together(&table.outputs, values),
                None => Value::Null,
            },
            Policy::Any => {
                let mut rows = rows.into_iter().map(|values| together(&table.outputs, values));
                let first = rows.next().unwrap_or_default();
                if rows.all(|other| same(&first, &other)) {
                    first
                } else {
                    self.null(|| format!("rules {} hit together and give different values", numbers(hits)))
                }
            }
            Policy::Priority => {
                let best = policy::ranked(&table.outputs, rows).into_iter().next();
                best.map_or(Value::Null, |Ranked { values, .. }| together(&table.outputs, values))
            }
            Policy::OutputOrder => {
                let ranked = policy::ranked(&table.outputs, rows).into_iter();
                ranked.map(|it| together(&table.outputs, it.values)).collect::<Vec<_>>().into()
            }
            Policy::RuleOrder => {
                rows.into_iter().map(|values| together(&table.outputs, values)).collect::<Vec<_>>().into()
            }
            Policy::Collect(aggregation) => {
                let values: Vec<Value> =
                    rows.into_iter().map(|values| together(&table.outputs, values)).collect();
                match policy::collected(aggregation, values) {
                    Ok(value) => value,
                    Err(why) => self.null(|| why),
                }
            }
        })
    }
}

/// One output is the value, several are a context.
fn together(outputs: &[Output], mut values: Vec<Value>) -> Value {
    match outputs {
        [_] => values.pop().unwrap_or_default(),
        several => {
            let entries = several.iter().map(|output| Arc::clone(&output.name)).zip(values);
            ContextValue::new(entries.collect()).into()
        }
    }
}

/// Whether two results are the same; nulls are.
fn same(one: &Value, other: &Value) -> bool {
    one == other || ops::equal(one, other) == Truth::True
}

/// The numbers of rules as a reader counts them.
fn numbers(hits: &[usize]) -> String {
    hits.iter().map(|hit| (hit + 1).to_string()).collect::<Vec<_>>().join(", ")
}
