//! Which column gives which fact. All that is wrong with the columns is told at once.
use std::collections::{HashMap, HashSet};

use arrow_schema::{DataType, Fields, SchemaRef};
use engine_core::diagnostic::did_you_mean;
use engine_core::facts::{Problem, expected};
use engine_core::flow::Program;
use engine_core::schema::{Fact, FactId};
use engine_core::value::Date;

use super::fits::{fits, is_text, plain, way_out};

/// The way to a column: indices from the table down through its structs.
pub type Path = Vec<usize>;

/// Where everything is read.
pub struct Plan {
    /// The facts, in the order of reading.
    pub facts: Vec<FactColumn>,
    /// The columns that say why something is missing, groups before what they hold.
    pub causes: Vec<CauseColumn>,
    /// The columns that are passed through.
    pub keep: Vec<usize>,
    /// The column with the day of each decision.
    pub day: Option<usize>,
}

/// The columns of a fact.
pub struct FactColumn {
    /// The fact.
    pub id: FactId,
    /// Its values.
    pub path: Option<Path>,
    /// Which of the columns with causes speak of it.
    pub causes: Vec<usize>,
}

/// A column of causes.
pub struct CauseColumn {
    /// The fact, or the group.
    pub name: String,
    /// Whether it is a group.
    pub group: bool,
    /// Where it is.
    pub path: Path,
}

/// What the host asks for, by names of columns.
pub struct Asked<'a> {
    /// What is passed through.
    pub keep: &'a [String],
    /// The column with the day.
    pub day: Option<&'a str>,
    /// Whether columns that are no facts are read past.
    pub ignore_unknown: bool,
    /// Whether texts are typed by their facts.
    pub text: bool,
}

struct Named<'a> {
    path: Path,
    kind: &'a DataType,
}

/// The columns by their whole names, and those that are there twice.
#[derive(Default)]
struct Columns<'a> {
    order: Vec<String>,
    named: HashMap<String, Named<'a>>,
    problems: Vec<Problem>,
}

impl<'a> Columns<'a> {
    fn add(&mut self, prefix: &str, at: &[usize], fields: &'a Fields, groups: &HashSet<&str>) {
        for (index, field) in fields.iter().enumerate() {
            let name =
                if prefix.is_empty() { field.name().clone() } else { format!("{prefix}.{}", field.name()) };
            let path: Path = at.iter().copied().chain([index]).collect();
            if let DataType::Struct(members) = field.data_type()
                && groups.contains(name.as_str())
            {
                self.add(&name, &path, members, groups);
                continue;
            }
            if self.named.contains_key(&name) {
                let message = format!("`{name}` is given twice, by two columns");
                self.problems.push(Problem::other(&name, message));
                continue;
            }
            self.order.push(name.clone());
            self.named.insert(name, Named { path, kind: field.data_type() });
        }
    }

    /// Whether there is a column of nothing but null.
    fn is_null(&self, name: &str) -> bool {
        self.named.get(name).is_some_and(|column| *plain(column.kind) == DataType::Null)
    }
}

impl Plan {
    /// Finds the columns of all facts.
    pub fn new(program: &Program, schema: &SchemaRef, asked: &Asked<'_>) -> Result<Self, Vec<Problem>> {
        let facts = &program.checked.schema;
        let groups: HashSet<&str> = facts.facts.iter().flat_map(|fact| groups_of(&fact.name)).collect();
        let mut columns = Columns::default();
        columns.add("", &[], schema.fields(), &groups);
        let mut problems = std::mem::take(&mut columns.problems);
        let place = |name: &str, problems: &mut Vec<Problem>| {
            let found = schema.index_of(name).ok();
            if found.is_none() {
                problems.push(no_column(name, schema, asked.day == Some(name)));
            }
            found
        };
        let keep: Vec<usize> = asked.keep.iter().filter_map(|name| place(name, &mut problems)).collect();
        let day = asked.day.and_then(|name| place(name, &mut problems));
        problems.extend(day.and_then(|at| not_days(schema, at)));
        let named_otherwise =
            |name: &str| asked.keep.iter().any(|kept| kept == name) || asked.day == Some(name);
        let causes = causes(program, &columns, &groups, asked.text, &mut problems);
        let mut plan = Self { facts: Vec::new(), causes, keep, day };
        let unknown: Vec<&str> = columns
            .order
            .iter()
            .map(String::as_str)
            .filter(|name| {
                let cause = name.strip_suffix(".missing");
                let cause = cause.is_some_and(|of| groups.contains(of) || facts.find(of).is_some());
                let group = groups.contains(name) && (asked.text || columns.is_null(name));
                let index = is_index(name);
                facts.find(name).is_none() && !cause && !group && !index && !named_otherwise(name)
            })
            .collect();
        for &id in &program.order {
            let Some(fact) = facts.get(id) else { continue };
            // Nothing is given of a group whose column is null as a whole, as that column shows.
            let null_group = || groups_of(&fact.name).find(|group| columns.is_null(group));
            let column = columns.named.get(&fact.name);
            let column = column.or_else(|| columns.named.get(null_group()?));
            problems.extend(fact_problem(fact, column, &unknown, asked.text));
            let causes = plan.causes.iter().enumerate().filter(|(_, cause)| cause.speaks_of(&fact.name));
            plan.facts.push(FactColumn {
                id,
                path: column.map(|column| column.path.clone()),
                causes: causes.map(|(index, _)| index).collect(),
            });
        }
        if !asked.ignore_unknown {
            let names = || facts.facts.iter().map(|fact| fact.name.as_str());
            problems.extend(unknown.iter().map(|name| Problem::unknown(name, did_you_mean(name, names()))));
        }
        if problems.is_empty() { Ok(plan) } else { Err(problems) }
    }
}

impl Plan {
    /// The columns of the table that decide.
    pub fn read(&self) -> impl Iterator<Item = usize> {
        let facts = self.facts.iter().filter_map(|fact| fact.path.as_ref());
        let paths = facts.chain(self.causes.iter().map(|cause| &cause.path));
        paths.filter_map(|path| path.first().copied()).chain(self.day)
    }

    /// The columns whose parts are joined in a job.
    pub fn joined(&self) -> impl Iterator<Item = usize> {
        let by_day = self.day.is_some();
        self.keep.iter().copied().chain(self.read().filter(move |_| by_day))
    }
}

impl CauseColumn {
    fn speaks_of(&self, fact: &str) -> bool {
        let rest = fact.strip_prefix(self.name.as_str());
        rest.is_some_and(|rest| if self.group { rest.starts_with('.') } else { rest.is_empty() })
    }
}

/// The groups that a fact is in: `a` and `a.b` for `a.b.c`.
fn groups_of(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('.').filter_map(|(end, _)| name.get(..end))
}

fn causes(
    program: &Program,
    columns: &Columns<'_>,
    groups: &HashSet<&str>,
    text: bool,
    problems: &mut Vec<Problem>,
) -> Vec<CauseColumn> {
    let facts = &program.checked.schema;
    let mut causes = Vec::new();
    for name in &columns.order {
        // In a file of texts, a group is missing as a whole where its own column says `missing(cause)`.
        if text
            && groups.contains(name.as_str())
            && let Some(column) = columns.named.get(name)
        {
            causes.push(CauseColumn { name: name.clone(), group: true, path: column.path.clone() });
            continue;
        }
        let Some(of) = name.strip_suffix(".missing").filter(|_| facts.find(name).is_none()) else { continue };
        let group = groups.contains(of);
        let Some(column) = columns.named.get(name).filter(|_| group || facts.find(of).is_some()) else {
            continue;
        };
        if !is_text(plain(column.kind)) && *plain(column.kind) != DataType::Null {
            let message = format!(
                "`{name}` must hold texts, the causes for which `{of}` is missing, and holds {}",
                column.kind
            );
            problems.push(Problem::other(name, message));
            continue;
        }
        causes.push(CauseColumn { name: of.to_owned(), group, path: column.path.clone() });
    }
    causes.sort_by_key(|cause| (!cause.group, cause.name.len()));
    causes
}

fn fact_problem(fact: &Fact, column: Option<&Named<'_>>, unknown: &[&str], text: bool) -> Option<Problem> {
    let name = &fact.name;
    let Some(column) = column else {
        if fact.optional() {
            return None;
        }
        let near = did_you_mean(name, unknown.iter().copied());
        let near = near.map_or_else(String::new, |near| format!("; there is a column `{near}`"));
        let expected = expected(fact);
        let message = format!("there is no column `{name}`, which must be given: {expected}{near}");
        return Some(Problem { name: name.clone(), value: None, expected, message });
    };
    if fits(&fact.kind, column.kind) || (text && is_text(plain(column.kind))) {
        return None;
    }
    let (expected, way_out) = (expected(fact), way_out(&fact.kind, column.kind));
    let message = format!("`{name}` must be {expected}, and its column holds {}{way_out}", column.kind);
    Some(Problem { name: name.clone(), value: None, expected, message })
}

/// Whether a column is the index that pandas gives its frames: it is not of the user's making.
fn is_index(name: &str) -> bool {
    let number = name.strip_prefix("__index_level_").and_then(|name| name.strip_suffix("__"));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
}

fn no_column(name: &str, schema: &SchemaRef, day: bool) -> Problem {
    if day && Date::parse(name).is_some() {
        let message = format!(
            "there is no column `{name}`: as_of is a datetime.date for all rows, or the name of a column of dates"
        );
        return Problem::other(name, message);
    }
    let near = did_you_mean(name, schema.fields().iter().map(|field| field.name().as_str()));
    let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Problem::other(name, format!("there is no column `{name}`{near}"))
}

fn not_days(schema: &SchemaRef, at: usize) -> Option<Problem> {
    let field = schema.fields().get(at)?;
    let days = matches!(
        field.data_type(),
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(_, None) | DataType::Null
    );
    let message = || {
        format!(
            "`{}` must hold dates, the days of the decisions, and holds {}",
            field.name(),
            field.data_type()
        )
    };
    (!days).then(|| Problem::other(field.name(), message()))
}
