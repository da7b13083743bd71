//! One row, read as `decide` reads a request: by `facts::Reading`, which knows everything that can be wrong.
use engine_core::facts::{Input, Problem, Reading};
use engine_core::feel::frame::Frame;
use engine_core::flow::Program;

use super::causes::cause;
use super::columns::Columns;
use super::plan::{FactColumn, Plan};

/// The facts of a row, or everything that is wrong with them.
pub fn read(
    program: &Program,
    plan: &Plan,
    columns: &Columns,
    row: usize,
) -> Result<Box<Frame>, Vec<Problem>> {
    let mut reading = Reading::new(program);
    let contradicts = contradicting_groups(program, plan, columns, row, &mut reading);
    for (column, fact) in plan.facts.iter().zip(&columns.facts) {
        if reading.withheld(column.id) {
            continue;
        }
        let value = fact.as_ref().map_or(Input::Null, |fact| value(program, column, fact, row));
        let Some((cause, of_fact)) = cause_of(plan, column, columns, row) else {
            reading.give(column.id, &value);
            continue;
        };
        if is_absent(&value) {
            reading.give(column.id, &Input::Missing(cause));
        } else if of_fact {
            let name = program.checked.schema.get(column.id).map_or("", |fact| &fact.name);
            let message = format!("`{name}` is missing for a cause, and gives a value as well");
            reading.problem(Problem::other(name, message));
        } else if !contradicts {
            reading.give(column.id, &value);
        }
    }
    reading.finish()
}

/// The value of a fact.
pub fn value<'a>(
    program: &Program,
    column: &FactColumn,
    fact: &'a super::columns::Column,
    row: usize,
) -> Input<'a> {
    program.checked.schema.get(column.id).map_or(Input::Null, |of| fact.value(program, of, row))
}

fn is_absent(value: &Input<'_>) -> bool {
    matches!(value, Input::Null) || matches!(value, Input::Float(number) if number.is_nan())
}

/// Why a fact is missing: the widest group comes first. Also whether it was said of the fact itself.
fn cause_of<'a>(
    plan: &Plan,
    column: &FactColumn,
    columns: &'a Columns,
    row: usize,
) -> Option<(std::borrow::Cow<'a, str>, bool)> {
    column.causes.iter().find_map(|&at| {
        let found = cause(columns.causes.get(at)?, row)?;
        Some((found, !plan.causes.get(at)?.group))
    })
}

/// Reports groups that are missing and give facts all the same.
fn contradicting_groups(
    program: &Program,
    plan: &Plan,
    columns: &Columns,
    row: usize,
    reading: &mut Reading<'_>,
) -> bool {
    let mut any = false;
    for (at, (group, causes)) in plan.causes.iter().zip(&columns.causes).enumerate() {
        if !group.group || cause(causes, row).is_none() {
            continue;
        }
        let given = plan.facts.iter().zip(&columns.facts).any(|(column, fact)| {
            let value = || fact.as_ref().map_or(Input::Null, |fact| value(program, column, fact, row));
            column.causes.contains(&at) && !is_absent(&value())
        });
        if given {
            let name = &group.name;
            let message = format!("`{name}` is missing for a cause, and gives facts as well");
            reading.problem(Problem::other(name, message));
            any = true;
        }
    }
    any
}
