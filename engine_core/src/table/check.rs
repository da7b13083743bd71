//! Tables checked: columns are bound to names, rows are disjoint and complete, outputs have types.

use super::Written;
use super::column::Column;
use super::doc::{Hit, TableDoc};
use super::partition::{self, Asked, Complete, Labels};
use super::values::{Output, outputs};
use crate::bounds;
use crate::diagnostic::Code;
use crate::document::{Expression, Grid};
use crate::feel::infer::Asked as Ask;
use crate::feel::scope::{NameId, Target};
use crate::feel::typed::Typed;
use crate::feel::types::{Kind, Type};
use crate::flow::Checking;
use crate::source::{Place, Scalar};
use crate::table::CellForm;
use crate::value::{Number, Value};

/// The tests of a table, checked.
#[derive(Clone, Debug)]
pub enum CheckedRows {
    /// A row of tests for each row of outputs.
    Plain {
        /// What is tested.
        columns: Vec<Column>,
        /// The row that takes the rest.
        otherwise: Option<usize>,
    },
    /// Rows and columns of tests; the output stands at their crossing, row by row.
    Cross(Box<Column>, Box<Column>),
}

/// A decision table, checked.
#[derive(Clone, Debug)]
pub struct CheckedTable {
    /// The tests.
    pub rows: CheckedRows,
    /// The hit policy.
    pub hit: Hit,
    /// The output columns by name.
    pub outputs: Vec<(String, Output)>,
    /// What each output is where no row hits.
    pub default: Vec<Value>,
    /// The line of the file of each row.
    pub lines: Vec<Place>,
    /// The results: in cells where one row gives them, in value slots where rows are collected.
    pub results: Vec<Target>,
}

/// Checks the tests and outputs of a table. `gives` names the output columns; where it is empty, the last column is the output.
pub fn check_rows(
    grid: &Grid<'_>,
    gives: &[&Scalar],
    hit: Hit,
    checking: &mut Checking<'_>,
) -> Option<(CheckedRows, Vec<(String, Output)>)> {
    if grid.rows() == 0 || grid.rows() > bounds::ROWS {
        checking.reader.error(
            Code::TableForm,
            grid.place(),
            format!("a table of {} rows", grid.rows()),
            format!("it has between 1 and {} rows", bounds::ROWS),
        );
        return None;
    }
    if grid.header().first().is_some_and(|corner| corner.contains('\\')) {
        return cross(grid, gives, checking);
    }
    let given: Vec<usize> = if gives.is_empty() {
        vec![grid.header().len().saturating_sub(1)]
    } else {
        given(grid, gives, checking)?
    };
    let tested: Vec<usize> = (0..grid.header().len()).filter(|column| !given.contains(column)).collect();
    if tested.is_empty() {
        checking.reader.error(
            Code::TableForm,
            grid.place(),
            "the table tests nothing",
            "give it a column that is a name in scope, or write the value as an expression",
        );
        return None;
    }
    let otherwise = otherwise(grid, &tested, checking);
    let columns: Vec<Option<Column>> =
        tested.iter().map(|&column| column_of(grid, column, otherwise, checking)).collect();
    let values: Vec<Option<(String, Output)>> = given
        .iter()
        .map(|&column| {
            let name = grid.header().get(column)?.clone();
            let cells = Written::Column { grid, column, otherwise: None };
            outputs(&name, cells, &mut checking.reader).map(|output| (name, output))
        })
        .collect();
    let columns: Vec<Column> = columns.into_iter().collect::<Option<_>>()?;
    if columns.iter().all(Column::complete) {
        prove(grid, &columns, otherwise, hit, checking);
    }
    Some((CheckedRows::Plain { columns, otherwise }, values.into_iter().collect::<Option<_>>()?))
}

fn given(grid: &Grid<'_>, gives: &[&Scalar], checking: &mut Checking<'_>) -> Option<Vec<usize>> {
    let found: Vec<Option<usize>> = gives
        .iter()
        .map(|name| {
            let column = grid.column(&name.text);
            if column.is_none() {
                checking.reader.error(
                    Code::TableForm,
                    name.place,
                    format!("the table has no column `{}`", name.text),
                    format!("its columns are {}", grid.header().join(", ")),
                );
            }
            column
        })
        .collect();
    found.into_iter().collect()
}

/// The last row, if its tests are `otherwise`.
fn otherwise(grid: &Grid<'_>, tested: &[usize], checking: &mut Checking<'_>) -> Option<usize> {
    let first = *tested.first()?;
    let mut found = None;
    for row in 0..grid.rows() {
        if grid.text(row, first) != "otherwise" {
            continue;
        }
        let cell = grid.cell(row, first);
        let alone =
            tested.iter().skip(1).all(|&column| ["", "-", "otherwise"].contains(&grid.text(row, column)));
        if row + 1 != grid.rows() || !alone {
            checking.reader.error(
                Code::Unordered,
                cell.place,
                "`otherwise` must be the last row, and its other tests empty",
                "move it to the end, and leave its other tests empty",
            );
        }
        found = Some(row);
    }
    found
}

fn column_of(
    grid: &Grid<'_>,
    column: usize,
    otherwise: Option<usize>,
    checking: &mut Checking<'_>,
) -> Option<Column> {
    let (expression, input) = tested(&grid.title(column), checking)?;
    Column::read(&expression, input, Written::Column { grid, column, otherwise }, &mut checking.checker())
}

/// What a title says is tested: nearly always a name in scope.
pub fn tested(title: &Scalar, checking: &mut Checking<'_>) -> Option<(Expression, Typed)> {
    let expression = Expression::parse(title, &mut checking.reader.findings)?;
    let typed = checking.checker().infer(&expression, Ask::Value)?;
    Some((expression, typed))
}

fn prove(
    grid: &Grid<'_>,
    columns: &[Column],
    otherwise: Option<usize>,
    hit: Hit,
    checking: &mut Checking<'_>,
) {
    let rows: Vec<usize> = (0..grid.rows()).filter(|row| Some(*row) != otherwise).collect();
    let complete = match (hit.single(), otherwise) {
        (false, _) => Complete::No,
        (true, Some(_)) => Complete::Nulls,
        (true, None) => Complete::All,
    };
    let asked = Asked { disjoint: hit == Hit::Unique, complete };
    let labels = Labels {
        what: "row",
        of: String::new(),
        row: &|row| format!("{}", row + 1),
        place_of: &|row| grid.place_of(row, 0),
        place: grid.place(),
        otherwise,
    };
    let causes = checking.schema.causes.clone();
    partition::cover(columns, &rows, asked, &labels, &causes, &mut checking.reader.findings);
}

fn cross(
    grid: &Grid<'_>,
    gives: &[&Scalar],
    checking: &mut Checking<'_>,
) -> Option<(CheckedRows, Vec<(String, Output)>)> {
    let corner = grid.title(0);
    let (down, across) = corner.text.split_once('\\')?;
    let part = |text: &str| {
        let offset = corner
            .text
            .find(text.trim())
            .map_or(0, |at| corner.text.get(..at).map_or(0, |before| before.chars().count()));
        Scalar {
            text: text.trim().to_owned(),
            place: corner.at(offset, text.trim().chars().count()),
            verbatim: Some(0),
        }
    };
    let (down, across) = (part(down), part(across));
    let width = grid.header().len().saturating_sub(1);
    let titles: Vec<Scalar> = (1..=width).map(|column| grid.title(column)).collect();
    let firsts: Vec<Scalar> = (0..grid.rows()).map(|row| grid.cell(row, 0)).collect();
    let rows = cross_side(&down, &firsts, grid.place(), checking);
    let columns = cross_side(&across, &titles, grid.place(), checking);
    let cells: Vec<Scalar> = (0..grid.rows())
        .flat_map(|row| (1..=width).map(move |column| (row, column)))
        .map(|(row, column)| grid.cell(row, column))
        .collect();
    let name = gives.first().map_or_else(String::new, |name| name.text.clone());
    let output = outputs(&name, Written::Cells(&cells), &mut checking.reader);
    if let [_, extra, ..] = gives {
        checking.reader.error(
            Code::BadValue,
            extra.place,
            "a cross table gives one value",
            "make a second table for the other one",
        );
    }
    Some((CheckedRows::Cross(Box::new(rows?), Box::new(columns?)), vec![(name, output?)]))
}

fn cross_side(name: &Scalar, cells: &[Scalar], place: Place, checking: &mut Checking<'_>) -> Option<Column> {
    let (expression, input) = tested(name, checking)?;
    let mut column = Column::read(&expression, input, Written::Cells(cells), &mut checking.checker())?;
    if !column.complete() {
        return None;
    }
    column.fill_otherwise();
    let is_rest =
        |row: &usize| column.tests.get(*row).is_some_and(|test| matches!(test.form, CellForm::Otherwise));
    let rows: Vec<usize> = (0..cells.len()).filter(|row| !is_rest(row)).collect();
    let complete = if rows.len() == cells.len() { Complete::All } else { Complete::Nulls };
    let labels = Labels {
        what: "cell",
        of: format!(" of `{}`", name.text),
        row: &|row| cells.get(row).map_or_else(String::new, |cell| format!("`{}`", cell.text)),
        place_of: &|row| cells.get(row).map_or(place, |cell| cell.place),
        place,
        otherwise: (0..cells.len()).find(is_rest),
    };
    let causes = checking.schema.causes.clone();
    let asked = Asked { disjoint: true, complete };
    partition::cover(
        std::slice::from_ref(&column),
        &rows,
        asked,
        &labels,
        &causes,
        &mut checking.reader.findings,
    );
    Some(column)
}

/// Checks the stage and declares its results.
pub fn check(doc: &TableDoc<'_>, checking: &mut Checking<'_>) -> Option<CheckedTable> {
    let cross = doc.grid.header().first().is_some_and(|corner| corner.contains('\\'));
    if doc.gives.is_empty() && !cross {
        let stage = checking.stage.name.place;
        checking.reader.error(
            Code::MissingKey,
            stage,
            "a table needs the key `gives`",
            "list the columns that are results",
        );
        return None;
    }
    let (rows, outputs) = check_rows(&doc.grid, &doc.gives, doc.hit, checking)?;
    let default = outputs.iter().map(|(name, output)| default(name, output, doc, checking)).collect();
    let lines = (0..doc.grid.rows()).map(|row| doc.grid.place_of(row, 0)).collect();
    let mut results: Vec<Target> = Vec::new();
    for (name, output) in &outputs {
        let ty = result_type(doc.hit, output, doc, checking);
        let single = outputs.len() == 1;
        let lane = doc.hit.single().then(|| output.lane.clone());
        let qualified = (!name.is_empty()).then(|| format!("{}.{name}", checking.stage.name.text));
        let target = checking.result(qualified.as_deref(), single, ty, lane)?;
        if doc.hit.single() {
            checking.only_these(target.id, &output.cells);
        }
        results.push(target);
    }
    let ids: Vec<NameId> = results.iter().map(|target| target.id).collect();
    checking.depends_on_rows(&rows, &ids);
    Some(CheckedTable { rows, hit: doc.hit, outputs, default, lines, results })
}

fn default(name: &str, output: &Output, doc: &TableDoc<'_>, checking: &mut Checking<'_>) -> Value {
    let Some((_, value)) = doc.default.iter().find(|(title, _)| title.text == *name) else {
        return Value::Null;
    };
    let read = outputs(name, Written::Cells(std::slice::from_ref(*value)), &mut checking.reader);
    let value_read = read.map_or(Value::Null, |read| read.lane.value(read.cell(0)));
    if !Type::of_value(&value_read).kind.fits(&output.ty.kind) {
        checking.reader.error(
            Code::TypeMismatch,
            value.place,
            format!("the default of `{name}` is not a {}", output.ty.kind),
            "write a value of the kind that the column gives",
        );
    }
    value_read
}

fn result_type(hit: Hit, output: &Output, doc: &TableDoc<'_>, checking: &mut Checking<'_>) -> Type {
    let has_default = doc.default.len() == doc.gives.len() && !doc.default.is_empty();
    let count = Number::from_i64(i64::try_from(doc.grid.rows()).unwrap_or(i64::MAX));
    match hit {
        Hit::Unique | Hit::First => output.ty.clone(),
        Hit::CollectCount => Type::number(Some((Number::ZERO, count))),
        Hit::CollectList => Type::of(Kind::List(Box::new(output.ty.clone()))),
        Hit::CollectSum | Hit::CollectMin | Hit::CollectMax => {
            if output.ty.kind != Kind::Number {
                let place = doc.grid.place();
                checking.reader.error(
                    Code::TypeMismatch,
                    place,
                    format!("`hit: {}` needs numbers, and the table gives a {}", hit.word(), output.ty.kind),
                    "give a column of numbers, or write `hit: collect list`",
                );
            }
            let bounds = output.ty.bounds.map(|(low, high)| (low.min(Number::ZERO), high.max(Number::ZERO)));
            let bounds =
                bounds.and_then(|(low, high)| Some((low.checked_mul(count)?, high.checked_mul(count)?)));
            Type::number(bounds).or_null(!has_default || output.ty.nullable)
        }
    }
}
