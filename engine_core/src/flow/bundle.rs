//! A whole bundle checked: head, facts, parameters, reasons, stages in order, outputs.

use super::checking::{Checking, StageName};
use super::declare;
use super::outputs::{CheckedOutput, OutputDoc};
use super::program::Cause;
use super::stage::{CheckedStage, KindDoc, StageDoc};
use crate::bounds;
use crate::diagnostic::{Code, Findings};
use crate::document::{Fields, Grid, Head, Reader};
use crate::feel::scope::{Entry, Home, Origin, Scope};
use crate::schema::{Parameter, Reasons, Schema, Use, read_facts, read_parameters, read_reasons};
use crate::source::{Content, FileId, Scalar, Sources};

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
        when_cards: 0,
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
    declare::facts(checking);
    let (outcome, today) = declare::engine(checking);
    let parameters =
        parameters.into_iter().map(|parameter| declare::parameter(parameter, checking)).collect();
    for stage in &flow {
        for name in stage.names() {
            checking.scope.later.entry(name).or_insert_with(|| stage.name.text.clone());
        }
    }
    let mut stages = Vec::new();
    for (stage, index) in flow.iter().zip(0_u16..) {
        checking.stage = StageName { name: stage.name.clone(), index };
        let checked = stage.check(checking);
        let kept = checked.as_ref().map(|checked| checked.kind.items());
        all_kept(stage.kind.as_ref().map(KindDoc::items) == kept, stage.name, checking);
        stages.extend(checked);
        extend_flags(checking);
        extend_outcome(index, checking);
    }
    checking.scope.leave();
    let mut kept = Vec::new();
    for output in &outputs {
        let checked = output.check(checking);
        all_kept(checked.is_some(), output.name, checking);
        kept.extend(checked);
    }
    bound_counts(checking);
    Checked {
        head,
        schema: checking.schema.clone(),
        parameters,
        reasons: checking.reasons.clone(),
        scope: checking.scope.clone(),
        causes: checking.causes.clone(),
        stages,
        outputs: kept,
        outcome,
        today,
    }
}

/// What a check leaves out, it reports. Were one ever to forget that, the bundle must not load without the part.
fn all_kept(kept: bool, name: &Scalar, checking: &mut Checking<'_>) {
    if !kept && !checking.reader.findings.any_error() {
        let message =
            format!("a part of `{}` cannot be understood, and the engine cannot say why", name.text);
        checking.reader.error(
            Code::WrongShape,
            name.place,
            message,
            "please report this as a fault of the engine",
        );
    }
}

/// Everything that programs count in 16 bits stays below them.
fn bound_counts(checking: &mut Checking<'_>) {
    let scope = &checking.scope;
    let slots = usize::from(scope.cells) + usize::from(scope.values);
    let counts = [
        (slots, "facts, parameters and results"),
        (scope.entries().len(), "names"),
        (checking.causes.len(), "rules, bands and caps that ask for an outcome"),
        (checking.reasons.codes.len(), "reason codes"),
    ];
    for (count, what) in counts.into_iter().filter(|(count, _)| *count > bounds::NAMES) {
        let message = format!("the bundle has {count} {what}");
        let help =
            format!("it has at most {}: put rules that differ only in numbers into a table", bounds::NAMES);
        checking.reader.error(Code::TooLarge, checking.stage.name.place, message, help);
    }
}

/// Later stages see the flags raised so far; what was typed before keeps those that it saw.
fn extend_flags(checking: &mut Checking<'_>) {
    let Some(entry) = checking.scope.find("flags").and_then(|id| checking.scope.get(id)) else { return };
    if let (Origin::Engine, Home::Flags(known)) = (entry.origin, &entry.home)
        && known.len() < checking.flags.len()
    {
        let raised = checking.flags.iter().filter_map(|(_, name)| checking.scope.find(name));
        let cards = raised.filter_map(|id| checking.scope.get(id)).fold(0, |cards, flag| cards | flag.cards);
        let entry = Entry { home: Home::Flags(checking.flags.clone()), cards, ..entry.clone() };
        checking.scope.replace(entry);
    }
}

/// Later stages see an outcome that the scorecards behind this stage's causes have a part in.
fn extend_outcome(stage: u16, checking: &mut Checking<'_>) {
    let causes = checking.causes.iter().filter(|cause| cause.stage == stage);
    let cards = causes.fold(0, |cards, cause| cards | cause.cards);
    let outcome = checking.scope.find("outcome").and_then(|id| checking.scope.get_mut(id));
    if let Some(entry) = outcome.filter(|entry| entry.origin == Origin::Engine) {
        entry.cards |= cards;
    }
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
                "remove it, or read it in an expression",
            )),
            Origin::Stage(_) | Origin::Engine => {}
        }
    }
    for reason in checking.reasons.codes.iter().filter(|reason| !reason.given) {
        findings.push((
            Code::UnusedReason,
            reason.place,
            format!("nothing gives the reason `{}`", reason.code),
            "remove it, or let a rule give it",
        ));
    }
    let known = ["typical.yaml", "tests.csv"];
    for (file, id) in checking.reader.sources.files.iter().zip(0_u16..) {
        if !checking.reader.used.contains(&file.name) && !known.contains(&file.name.as_str()) {
            findings.push((
                Code::UnusedFile,
                Sources::top_of(FileId(id)),
                format!("nothing names the file `{}`", file.name),
                "remove it, or name it in a stage",
            ));
        }
    }
    for (code, place, message, help) in findings {
        checking.reader.error(code, place, message, help);
    }
}
