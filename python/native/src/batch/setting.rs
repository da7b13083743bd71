//! What all jobs of a batch have in common: where facts are read, what is asked, and the columns of the answers.
use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, StringArray};
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use engine_core::columns::{Batch, Decided, OutputColumn, Want};
use engine_core::flow::{CheckedKind, Program};
use engine_core::{AsOf, Outcome};

use super::fill::Rule;
use super::plan::Plan;
use super::types::{Answer, words_type};
use crate::decision::Shared;

/// What all jobs of a batch share.
pub struct Setting {
    /// The engine.
    pub shared: Arc<Shared>,
    /// Where everything is read.
    pub plan: Plan,
    /// How each fact is read, in the order of the plan.
    pub rules: Vec<Rule>,
    /// Whether a fact that is given does not live in cells.
    pub any_values: bool,
    /// The day for all rows, or what it is beside a column of days.
    pub as_of: AsOf,
    /// The name of the column of days.
    pub day_name: Option<String>,
    /// Whether bad rows are raised.
    pub raise: bool,
    /// Whether texts are typed by their facts.
    pub text: bool,
    /// What is asked of the engine.
    pub want: Want,
    /// The columns of answers.
    pub schema: SchemaRef,
    /// The types of the outputs.
    pub outputs: Vec<Answer>,
    /// The points of each scorecard.
    pub points: Vec<(Fields, Vec<Answer>)>,
    /// The reason codes.
    pub codes: ArrayRef,
    /// The words of the outcomes.
    pub words: ArrayRef,
}

/// What the host asks for.
pub struct Wishes<'a> {
    /// The day of all rows.
    pub as_of: AsOf,
    /// The column of days.
    pub day_name: Option<String>,
    /// Whether bad rows are raised.
    pub raise: bool,
    /// Whether points are wanted.
    pub points: bool,
    /// Whether texts are typed by their facts.
    pub text: bool,
    /// What outputs' names begin with.
    pub prefix: &'a str,
}

impl Setting {
    /// Binds an engine to the columns of a table; an error where two columns would have one name.
    pub fn new(
        shared: &Arc<Shared>,
        plan: Plan,
        table: &SchemaRef,
        wishes: Wishes<'_>,
    ) -> Result<Self, String> {
        let program = shared.program();
        let rules: Vec<Rule> = plan
            .facts
            .iter()
            .filter_map(|column| program.facts.get(column.id.index()))
            .map(Rule::new)
            .collect();
        let want = Want { reasons: true, hits: true, points: wishes.points };
        let sample = program.run_columns(&mut Batch::new(program, 0), wishes.as_of.day, want);
        let kinds = (0..).map(|at| program.most_places(at)).zip(&program.checked.outputs);
        let outputs: Vec<Answer> = sample
            .outputs
            .iter()
            .zip(kinds)
            .map(|(column, (places, output))| Answer::of(column, places, Some(&output.ty.kind)))
            .collect();
        let points = points(program, &sample);
        let codes = program.checked.reasons.codes.iter().map(|code| code.code.as_str());
        let schema = schema(shared, &plan, table, &outputs, &points, &wishes)?;
        Ok(Self {
            any_values: rules.iter().any(|rule| !rule.in_cells),
            rules,
            plan,
            as_of: wishes.as_of,
            day_name: wishes.day_name,
            raise: wishes.raise,
            text: wishes.text,
            want,
            schema: Arc::new(schema),
            outputs,
            points: points.into_iter().map(|(_, fields, answers)| (fields, answers)).collect(),
            codes: Arc::new(StringArray::from_iter_values(codes)),
            words: Arc::new(StringArray::from_iter_values(Outcome::WORDS)),
            shared: Arc::clone(shared),
        })
    }

    /// The program.
    pub fn program(&self) -> &Program {
        self.shared.program()
    }
}

/// The name, the fields and the types of the points of each scorecard.
fn points(program: &Program, sample: &Decided) -> Vec<(String, Fields, Vec<Answer>)> {
    let cards = program.checked.stages.iter().filter_map(|stage| match &stage.kind {
        CheckedKind::Scorecard(card) => Some((&stage.name, card)),
        _ => None,
    });
    let card =
        |((name, card), columns): ((&String, &engine_core::scorecard::CheckedCard), &Vec<OutputColumn>)| {
            let answers: Vec<Answer> = columns.iter().map(|column| Answer::of(column, None, None)).collect();
            let fields = card.characteristics.iter().zip(&answers);
            let fields =
                fields.map(|(part, answer)| Field::new(&part.name.text, answer.data_type(), true)).collect();
            (format!("{name}.points"), fields, answers)
        };
    cards.zip(&sample.points).map(card).collect()
}

fn schema(
    shared: &Shared,
    plan: &Plan,
    table: &SchemaRef,
    outputs: &[Answer],
    points: &[(String, Fields, Vec<Answer>)],
    wishes: &Wishes<'_>,
) -> Result<Schema, String> {
    let program = shared.program();
    let prefix = wishes.prefix;
    let mut fields: Vec<Field> =
        plan.keep.iter().filter_map(|at| table.fields().get(*at)).map(|field| Field::clone(field)).collect();
    let outcome = DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8));
    fields.push(Field::new("outcome", outcome, true));
    for (output, answer) in program.checked.outputs.iter().zip(outputs) {
        fields.push(Field::new(format!("{prefix}{}", output.name), answer.data_type(), true));
    }
    for (name, members, _) in points {
        fields.push(Field::new(format!("{prefix}{name}"), DataType::Struct(members.clone()), true));
    }
    for name in ["reasons", "hits"] {
        fields.push(Field::new(name, DataType::List(item(words_type())), true));
    }
    if !wishes.raise {
        fields.push(Field::new("errors", DataType::List(item(DataType::Utf8)), true));
    }
    let mut seen = std::collections::HashSet::new();
    if let Some(twice) = fields.iter().find(|field| !seen.insert(field.name().as_str())) {
        return Err(clash(twice.name(), plan, table, prefix));
    }
    let head = program.head();
    let metadata = HashMap::from([
        ("placet.bundle".to_owned(), head.name.clone()),
        ("placet.version".to_owned(), head.version.clone()),
        ("placet.digest".to_owned(), shared.digest.clone()),
    ]);
    Ok(Schema::new_with_metadata(fields, metadata))
}

/// What to do about two columns of one name.
fn clash(name: &str, plan: &Plan, table: &SchemaRef, prefix: &str) -> String {
    let kept =
        plan.keep.iter().filter(|at| table.fields().get(**at).is_some_and(|field| field.name() == name));
    let way_out = match kept.count() {
        2.. => "name it once in keep".to_owned(),
        1 if ["outcome", "reasons", "hits", "errors"].contains(&name) => {
            "rename the column that is kept; this one has no prefix".to_owned()
        }
        1 if prefix.is_empty() => {
            "give prefix=\"…\" for the outputs' names, or rename the column that is kept".to_owned()
        }
        1 => "give another prefix, or rename the column that is kept".to_owned(),
        _ => "give another prefix".to_owned(),
    };
    format!("two columns of the answer would be called `{name}`: {way_out}")
}

/// The items of a list.
pub fn item(kind: DataType) -> Arc<Field> {
    Arc::new(Field::new_list_field(kind, true))
}
