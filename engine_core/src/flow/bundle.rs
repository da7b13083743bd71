//! A whole bundle checked: head, facts, parameters, reasons, stages in order, outputs.

use std::sync::Arc;

use super::checking::{Checking, StageName};
use super::outputs::{CheckedOutput, OutputDoc};
use super::program::Cause;
use super::stage::{CheckedStage, StageDoc};
use crate::bounds;
use crate::decision::Outcome;
use crate::diagnostic::{Code, Findings};
use crate::document::{Expression, Fields, Grid, Head, Reader};
use crate::domain::Lane;
use crate::feel::ast::{Expr, ExprKind};
use crate::feel::infer::{Asked, TODAY};
use crate::feel::print_expression;
use crate::feel::scope::{ALIVE, Entry, Home, Origin, Scope};
use crate::feel::typed::Typed;
use crate::feel::types::{Kind, Type};
use crate::schema::{
    Fact, FactType, Parameter, Reasons, Schema, Use, read_facts, read_parameters, read_reasons,
};
use crate::source::{Content, FileId, Place, Scalar, Sources};
use crate::value::{Number, Value};

/// A bundle with its meaning.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What it says of itself.
    pub head: Head,
    /// The facts.
    pub schema: Schema,
    /// The parameters; a dated one has a value slot.
    pub parameters: Vec<(Parameter, Option<u16>)>,
    /// The reason codes.
    pub reasons: Reasons,
    /// The names.
    pub scope: Scope,
    /// What can ask for an outcome.
    pub causes: Vec<Cause>,
    /// The stages, in order.
    pub stages: Vec<CheckedStage>,
    /// The outputs, in order.
    pub outputs: Vec<CheckedOutput>,
    /// The cell of the outcome.
    pub outcome: u16,
    /// The value slot of the day.
    pub today: u16,
}

impl Checked {
    /// The reason code of a cause.
    #[must_use]
    pub fn reason_of(&self, cause: u16) -> &str {
        let reason = self.causes.get(usize::from(cause)).map(|cause| usize::from(cause.reason));
        reason.and_then(|reason| self.reasons.codes.get(reason)).map_or("", |reason| reason.code.as_str())
    }
}

/// Checks a bundle. Its findings are complete whether or not it can run.
#[must_use]
pub fn check(sources: &Sources, findings: Findings) -> (Option<Checked>, Findings) {
    let mut reader = Reader::new(sources, findings);
    let Some((_, file)) = sources.find("bundle.yaml") else {
        // A reader that has said so is not repeated.
        if !reader.findings.any_error() {
            push_whole(
                &mut reader.findings,
                Code::FileUnreadable,
                "there is no file `bundle.yaml`",
                "a bundle is a folder with a bundle.yaml",
            );
        }
        return (None, reader.findings);
    };
    reader.used.push("bundle.yaml".to_owned());
    let Content::Tree(tree) = &file.content else { return (None, reader.findings) };
    let Some(mut fields) = reader.fields(tree, "bundle.yaml") else { return (None, reader.findings) };
    let head = Head::read(&mut fields, &mut reader);
    let (flow, outputs) = (read_flow(&mut fields, &mut reader), read_outputs(&mut fields, &mut reader));
    fields.finish("a bundle", &crate::document::HEAD_KEYS, &mut reader);
    let schema = table("facts.csv", &mut reader).map(|grid| read_facts(&grid, head.minor_unit, &mut reader));
    if schema.is_none() && !sources.files.iter().any(|file| file.name == "facts.csv") {
        push_whole(
            &mut reader.findings,
            Code::FileUnreadable,
            "there is no file `facts.csv`",
            "it declares the facts, one a line",
        );
    }
    let Some(schema) = schema else { return (None, reader.findings) };
    let parameters = table("parameters.csv", &mut reader)
        .map(|grid| read_parameters(&grid, head.valid, &mut reader))
        .unwrap_or_default();
    let reasons =
        table("reasons.csv", &mut reader).map(|grid| read_reasons(&grid, &mut reader)).unwrap_or_default();
    let stage =
        StageName { name: Scalar { text: String::new(), place: tree.place(), verbatim: None }, index: 0 };
    let minor_unit = head.minor_unit;
    let mut checking = Checking {
        reader,
        scope: Scope::default(),
        schema,
        reasons,
        causes: Vec::new(),
        stage,
        minor_unit,
        cards: 0,
        flags: Vec::new(),
    };
    let checked = body(head, parameters, flow, outputs, &mut checking);
    unused(&checked, &mut checking);
    let findings = checking.reader.findings;
    ((!findings.any_error()).then_some(checked), findings)
}

fn push_whole(findings: &mut Findings, code: Code, message: &str, help: &str) {
    findings.push(crate::diagnostic::Diagnostic {
        code,
        place: None,
        message: message.to_owned(),
        help: Some(help.to_owned()),
    });
}

fn table<'a>(name: &str, reader: &mut Reader<'a>) -> Option<Grid<'a>> {
    let sources: &'a Sources = reader.sources;
    let (id, file): (FileId, &'a crate::source::File) = sources.find(name)?;
    reader.used.push(name.to_owned());
    match &file.content {
        Content::Sheet(sheet) => Some(Grid::new(id, sheet, &file.text)),
        Content::Tree(_) | Content::Unread => None,
    }
}

fn read_flow<'a>(fields: &mut Fields<'a>, reader: &mut Reader<'a>) -> Vec<StageDoc<'a>> {
    let Some((key, tree)) = fields.take("flow") else {
        reader.error(
            Code::NoFlow,
            fields.place,
            "the bundle has no `flow`",
            "write the stages below `flow:`",
        );
        return Vec::new();
    };
    let Some(mut entries) = reader.fields(tree, "`flow`") else { return Vec::new() };
    let entries = entries.all();
    if entries.is_empty() || entries.len() > bounds::STAGES {
        reader.error(
            Code::NoFlow,
            key.place,
            format!("a flow of {} stages", entries.len()),
            format!("it has between 1 and {}", bounds::STAGES),
        );
    }
    entries.iter().take(bounds::STAGES).map(|(name, tree)| StageDoc::read(name, tree, reader)).collect()
}

fn read_outputs<'a>(fields: &mut Fields<'a>, reader: &mut Reader<'a>) -> Vec<OutputDoc<'a>> {
    let Some((_, tree)) = fields.take("outputs") else {
        reader.error(
            Code::NoFlow,
            fields.place,
            "the bundle has no `outputs`",
            "write `name: expression` lines below `outputs:`",
        );
        return Vec::new();
    };
    let Some(mut entries) = reader.fields(tree, "`outputs`") else { return Vec::new() };
    entries.all().iter().map(|(name, tree)| OutputDoc::read(name, tree, reader)).collect()
}

fn body(
    head: Head,
    parameters: Vec<Parameter>,
    flow: Vec<StageDoc<'_>>,
    outputs: Vec<OutputDoc<'_>>,
    checking: &mut Checking<'_>,
) -> Checked {
    declare_facts(checking);
    let (outcome, today) = declare_engine(checking);
    let parameters = parameters.into_iter().map(|parameter| declare_parameter(parameter, checking)).collect();
    for stage in &flow {
        for name in stage.names() {
            checking.scope.later.entry(name).or_insert_with(|| stage.name.text.clone());
        }
    }
    let mut stages = Vec::new();
    for (stage, index) in flow.iter().zip(0_u16..) {
        checking.stage = StageName { name: stage.name.clone(), index };
        stages.extend(check_stage(stage, checking));
        refresh_flags(checking);
    }
    checking.scope.guards.clear();
    let outputs = outputs.iter().filter_map(|output| output.check(checking)).collect();
    if usize::from(checking.scope.cells) + usize::from(checking.scope.values) > bounds::NAMES {
        checking.reader.error(Code::TooLarge, checking.stage.name.place, "the bundle has too many names", "");
    }
    Checked {
        head,
        schema: checking.schema.clone(),
        parameters,
        reasons: checking.reasons.clone(),
        scope: checking.scope.clone(),
        causes: checking.causes.clone(),
        stages,
        outputs,
        outcome,
        today,
    }
}

/// Every fact has the cell of its index; one that does not live in a cell has a value slot too, and the cell tells whether it is there.
fn declare_facts(checking: &mut Checking<'_>) {
    let facts = checking.schema.facts.clone();
    for (fact, index) in facts.iter().zip(0_u16..) {
        let cell = checking.scope.cell();
        let home = match fact.kind.lane() {
            Some(lane) => Home::Cell(cell, lane),
            None => Home::Value(checking.scope.value()),
        };
        let ty = Type { nullable: fact.optional(), ..fact_type(fact, &fact.kind) };
        declare(&fact.name, fact.place, ty, home, Origin::Fact(crate::schema::FactId(index)), checking);
    }
}

fn fact_type(fact: &Fact, kind: &FactType) -> Type {
    let ends = |lane: &Lane| {
        let end = |cell: Option<i64>| cell.map(|cell| lane.value(cell));
        match (end(fact.allowed.first()), end(fact.allowed.last())) {
            (Some(Value::Number(low)), Some(Value::Number(high))) => Some((low, high)),
            _ => None,
        }
    };
    Type::of(match kind {
        FactType::Integer | FactType::Decimal { .. } | FactType::Float => {
            return Type::number(kind.lane().as_ref().and_then(ends));
        }
        FactType::Number => return Type::number(Some(number_range(fact))),
        FactType::Boolean => Kind::Boolean,
        FactType::Text => Kind::Text(None),
        FactType::Enumeration(words) => Kind::Text(Some(Arc::clone(words))),
        FactType::Date => Kind::Date,
        FactType::DateTime => Kind::DateTime,
        FactType::DaysDuration => Kind::DaysDuration,
        FactType::MonthsDuration => Kind::MonthsDuration,
        FactType::List(item) => Kind::List(Box::new(fact_type(fact, item))),
    })
}

/// The range of a fact of type `number`: what is declared, within ±10^40.
fn number_range(fact: &Fact) -> (Number, Number) {
    let widest = crate::facts::widest_number();
    let range = fact.range.as_ref();
    let low = range.and_then(|range| range.low).map_or(widest.neg(), |(low, _)| low.max(widest.neg()));
    let high = range.and_then(|range| range.high).map_or(widest, |(high, _)| high.min(widest));
    (low, high)
}

fn declare_engine(checking: &mut Checking<'_>) -> (u16, u16) {
    let words: Arc<[Arc<str>]> = Outcome::WORDS.iter().map(|word| Arc::from(*word)).collect();
    let (outcome, today) = (checking.scope.cell(), checking.scope.value());
    let lane = Lane::Symbol { words: Arc::clone(&words), open: false };
    let mut engine = |name: &str, ty: Type, home: Home| {
        let entry = Entry {
            name: name.to_owned(),
            place: None,
            ty,
            home,
            strict: None,
            origin: Origin::Engine,
            guards: Vec::new(),
            declining: Vec::new(),
            cards: 0,
            read: true,
        };
        if let Err(Some(place)) = checking.scope.declare(entry) {
            checking.reader.error(
                Code::NameClash,
                place,
                format!("the name `{name}` is taken by the engine itself"),
                "choose another name",
            );
        }
    };
    engine("outcome", Type::of(Kind::Text(Some(words))), Home::Cell(outcome, lane));
    engine("flags", Type::of(Kind::List(Box::new(Type::of(Kind::Text(None))))), Home::Flags(Vec::new()));
    engine(TODAY, Type::of(Kind::Date), Home::Value(today));
    (outcome, today)
}

fn refresh_flags(checking: &mut Checking<'_>) {
    if let Some(id) = checking.scope.find("flags")
        && let Some(entry) = checking.scope.get_mut(id)
        && entry.origin == Origin::Engine
    {
        entry.home = Home::Flags(checking.flags.clone());
    }
}

fn declare_parameter(parameter: Parameter, checking: &mut Checking<'_>) -> (Parameter, Option<u16>) {
    let types = parameter.periods.iter().map(|period| Type::of_value(&period.value));
    let ty = types.map(Some).reduce(|a, b| a?.join(&b?)).flatten();
    if ty.is_none() {
        checking.reader.error(
            Code::TypeMismatch,
            parameter.place,
            format!("the values of `{}` are of different kinds", parameter.name),
            "",
        );
    }
    let slot = parameter.dated().then(|| checking.scope.value());
    let home = match (slot, parameter.periods.first()) {
        (None, Some(period)) => Home::Constant(period.value.clone()),
        (slot, _) => Home::Value(slot.unwrap_or(0)),
    };
    declare(
        &parameter.name,
        parameter.place,
        ty.unwrap_or(Type::of(Kind::Any)),
        home,
        Origin::Parameter,
        checking,
    );
    (parameter, slot)
}

fn declare(name: &str, place: Place, ty: Type, home: Home, origin: Origin, checking: &mut Checking<'_>) {
    if crate::feel::builtins::find(name).next().is_some() {
        checking.reader.error(
            Code::NameClash,
            place,
            format!("`{name}` is the name of a built-in function"),
            "choose another name",
        );
        return;
    }
    let entry = Entry {
        name: name.to_owned(),
        place: Some(place),
        ty,
        home,
        strict: None,
        origin,
        guards: Vec::new(),
        declining: Vec::new(),
        cards: 0,
        read: false,
    };
    if checking.scope.declare(entry).is_err() {
        checking.reader.error(
            Code::NameClash,
            place,
            format!("the name `{name}` is taken"),
            "facts, parameters and results share one space of names",
        );
    }
}

fn check_stage(doc: &StageDoc<'_>, checking: &mut Checking<'_>) -> Option<CheckedStage> {
    if !crate::schema::is_name(&doc.name.text) || doc.name.text.contains('.') {
        checking.reader.error(
            Code::BadName,
            doc.name.place,
            format!("`{}` cannot be the name of a stage", doc.name.text),
            "names begin with a letter and hold letters, digits and `_`",
        );
    }
    checking.scope.guards.clear();
    let when = doc.when.as_ref().map(|expression| (condition(expression, checking), expression));
    checking.scope.guards = doc.when.as_ref().map(|expression| guards(&expression.tree)).unwrap_or_default();
    let kind = doc.kind.as_ref().and_then(|kind| kind.check(checking));
    // What a faulty stage would have declared is known by name, so that its readers are not reported as well.
    for name in doc.names() {
        if checking.scope.find(&name).is_none() {
            let entry = Entry {
                name: name.clone(),
                place: Some(doc.name.place),
                ty: Type::of(Kind::Any),
                home: Home::Value(0),
                strict: None,
                origin: Origin::Stage(checking.stage.index),
                guards: Vec::new(),
                declining: Vec::new(),
                cards: 0,
                read: true,
            };
            checking.scope.later.remove(&name);
            if kind.is_none() {
                // The name is free: it was looked up above.
                let _ = checking.scope.declare(entry);
            }
        }
    }
    let when = match when {
        Some((None, _)) => return None,
        Some((Some(typed), expression)) => Some((typed, expression.clone())),
        None if doc.conditional => return None,
        None => None,
    };
    Some(CheckedStage { name: doc.name.text.clone(), place: doc.name.place, when, kind: kind? })
}

fn condition(expression: &Expression, checking: &mut Checking<'_>) -> Option<Typed> {
    let typed = checking.checker().condition(expression, Asked::SpokenFor)?;
    if let Some(culprit) = typed.unknown {
        checking.reader.error(
            Code::NullUndecided,
            expression.place(culprit),
            "this can be null, and then the stage would silently be skipped",
            "test it first: `x != null and …`, or `x = null or …`",
        );
    }
    Some(typed)
}

/// The conditions that hold where a stage runs, each in its canonical form. One about the outcome says something of earlier
/// stages only if it held then too, which the outcome's getting worse decides.
fn guards(when: &Expr) -> Vec<String> {
    let parts: Vec<&Expr> = match &when.kind {
        ExprKind::And(parts) => parts.iter().collect(),
        _ => vec![when],
    };
    let mut guards: Vec<String> = parts.into_iter().map(print_expression).collect();
    if guards.iter().any(|guard| guard == "outcome = \"approve\"") {
        guards.push(ALIVE.to_owned());
    }
    guards.retain(|guard| !guard.contains("outcome") || guard == ALIVE || guard == "outcome = \"approve\"");
    guards
}

fn unused(checked: &Checked, checking: &mut Checking<'_>) {
    let consents: Vec<_> = checking.schema.facts.iter().filter_map(|fact| fact.consent).collect();
    let mut findings = Vec::new();
    for entry in checked.scope.entries().iter().filter(|entry| !entry.read) {
        let Some(place) = entry.place else { continue };
        match entry.origin {
            Origin::Fact(id) => {
                let decides = checking.schema.get(id).is_some_and(|fact| fact.usage == Use::Decide);
                if decides && !consents.contains(&id) {
                    findings.push((
                        Code::UnusedFact,
                        place,
                        format!("nothing reads the fact `{}`", entry.name),
                        "remove it, or set its `use` to `monitor` or `retain`",
                    ));
                }
            }
            Origin::Parameter => findings.push((
                Code::UnusedParameter,
                place,
                format!("nothing reads the parameter `{}`", entry.name),
                "",
            )),
            Origin::Stage(_) | Origin::Engine => {}
        }
    }
    for reason in checking.reasons.codes.iter().filter(|reason| !reason.given) {
        findings.push((
            Code::UnusedReason,
            reason.place,
            format!("nothing gives the reason `{}`", reason.code),
            "",
        ));
    }
    let known = ["typical.yaml", "tests.csv"];
    for (file, id) in checking.reader.sources.files.iter().zip(0_u16..) {
        if !checking.reader.used.contains(&file.name) && !known.contains(&file.name.as_str()) {
            findings.push((
                Code::UnusedFile,
                Sources::top_of(FileId(id)),
                format!("nothing names the file `{}`", file.name),
                "",
            ));
        }
    }
    for (code, place, message, help) in findings {
        checking.reader.error(code, place, message, help);
    }
}
