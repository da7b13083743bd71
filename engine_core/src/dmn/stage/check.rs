//! The stage `dmn` checked: the model loads, the decision exists, and everything that it needs is given.

use super::doc::DmnDoc;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::dmn::model::{Model, Role};
use crate::document::Expression;
use crate::feel::general::FeelType;
use crate::feel::infer::Asked;
use crate::feel::scope::Target;
use crate::feel::typed::Typed;
use crate::feel::types::{Kind, Type};
use crate::flow::Checking;
use crate::source::Place;

/// The stage `dmn`.
#[derive(Clone, Debug)]
pub struct CheckedDmn {
    /// The model.
    pub model: Model,
    /// The decision's name.
    pub name: String,
    /// The decision.
    pub decision: u32,
    /// What is given to it.
    pub inputs: Vec<CheckedInput>,
    /// The result, in a value slot.
    pub result: Target,
}

/// What is given to an input, or in place of a decision.
#[derive(Clone, Debug)]
pub struct CheckedInput {
    /// Its name.
    pub name: String,
    /// Where it is named.
    pub place: Place,
    /// Its number in the model.
    pub node: u32,
    /// Its value.
    pub typed: Typed,
    /// As written.
    pub expression: Expression,
}

/// Checks the stage and declares its result. It can be null: an error in a model is.
pub fn check(doc: &DmnDoc<'_>, checking: &mut Checking<'_>) -> Option<CheckedDmn> {
    let model = model(doc, checking);
    let inputs: Vec<Option<CheckedInput>> = doc
        .inputs
        .iter()
        .map(|(name, expression)| {
            let expression = expression.as_ref()?;
            let typed = checking.checker().infer(expression, Asked::Value)?;
            let model = model.as_ref()?;
            let node = input(model, &name.text, name.place, checking)?;
            fits(model, node, &typed.ty, expression.place(typed.span), checking);
            let expression = expression.clone();
            Some(CheckedInput { name: name.text.clone(), place: name.place, node, typed, expression })
        })
        .collect();
    let decision = model.as_ref().and_then(|model| decision(model, doc, checking));
    let ty = match (&model, decision) {
        (Some(model), Some(decision)) => model.node(decision).map_or(FeelType::Any, |node| node.ty.clone()),
        _ => FeelType::Any,
    };
    let result = checking.result(None, false, type_of(&ty).or_null(true), None)?;
    let inputs: Vec<CheckedInput> = inputs.into_iter().collect::<Option<_>>()?;
    inputs.iter().for_each(|input| checking.depends(result.id, &input.typed));
    let (model, decision) = (model?, decision?);
    complete(&model, decision, &inputs, doc, checking);
    checking.scope.needs_day |= model.program().clock;
    Some(CheckedDmn { model, name: doc.decision.text.clone(), decision, inputs, result })
}

fn model(doc: &DmnDoc<'_>, checking: &mut Checking<'_>) -> Option<Model> {
    let (model, findings, files) = Model::of_bundle(checking.reader.sources, doc.id);
    for finding in findings {
        checking.reader.findings.push(finding);
    }
    for file in files {
        let name = checking.reader.sources.files.get(usize::from(file.0)).map(|file| file.name.clone());
        checking.reader.used.extend(name);
    }
    model
}

fn decision(model: &Model, doc: &DmnDoc<'_>, checking: &mut Checking<'_>) -> Option<u32> {
    let name = &doc.decision.text;
    let found = model.find(name);
    let role = found.and_then(|number| model.node(number)).map(|node| node.role());
    if role == Some(Role::Decision) {
        return found;
    }
    let known = model.own(Role::Decision).map(|(_, node)| &*node.name);
    let help = did_you_mean(name, known).map(|name| format!("did you mean `{name}`?"));
    let message = format!("the model `{}` has no decision `{name}`", doc.file.text);
    checking.reader.error(Code::UnknownName, doc.decision.place, message, help.unwrap_or_default());
    None
}

fn input(model: &Model, name: &str, place: Place, checking: &mut Checking<'_>) -> Option<u32> {
    let found = model.find(name);
    let role = found.and_then(|number| model.node(number)).map(|node| node.role());
    if matches!(role, Some(Role::Input | Role::Decision)) {
        return found;
    }
    let known = model.own(Role::Input).map(|(_, node)| &*node.name);
    let help = did_you_mean(name, known).map(|name| format!("did you mean `{name}`?"));
    let message = format!("the model has no input `{name}`");
    checking.reader.error(Code::UnknownName, place, message, help.unwrap_or_default());
    None
}

/// A value of another kind would always be null in the model.
fn fits(model: &Model, node: u32, given: &Type, place: Place, checking: &mut Checking<'_>) {
    let Some(node) = model.node(node) else { return };
    let wanted = type_of(&node.ty).kind;
    let same = match (&wanted, &given.kind) {
        (Kind::Any, _) | (_, Kind::Any | Kind::Null | Kind::List(_)) | (Kind::List(_), _) => true,
        (Kind::Text(_), Kind::Text(_)) | (Kind::DateTime, Kind::Date) => true,
        (wanted, given) => wanted == given,
    };
    if !same {
        let message =
            format!("`{}` is of type {wanted} in the model, and of type {} here", node.name, given.kind);
        checking.reader.findings.push(Diagnostic {
            code: Code::TypeMismatch,
            place: Some(place),
            message,
            help: None,
        });
    }
}

/// Every input that the decision needs must be given, if as `null`; one that it does not need is a mistake.
fn complete(
    model: &Model,
    decision: u32,
    inputs: &[CheckedInput],
    doc: &DmnDoc<'_>,
    checking: &mut Checking<'_>,
) {
    let given: Vec<u32> = inputs.iter().map(|input| input.node).collect();
    let needed = model.needed(decision, &given);
    for node in needed.iter().filter(|node| !given.contains(node)) {
        let Some(node) = model.node(*node).filter(|node| node.role() == Role::Input) else { continue };
        let message = format!("`{}` needs the input `{}`, which is not given", doc.decision.text, node.name);
        let help = format!("write `{}: …` below `inputs`, `null` where it is not known", node.name);
        checking.reader.error(Code::MissingKey, doc.decision.place, message, help);
    }
    for input in inputs.iter().filter(|input| !needed.contains(&input.node)) {
        let message = format!("`{}` does not need `{}`", doc.decision.text, input.name);
        checking.reader.error(Code::UnknownKey, input.place, message, "remove the line");
    }
}

fn type_of(ty: &FeelType) -> Type {
    Type::of(match ty.base() {
        FeelType::Number => Kind::Number,
        FeelType::Text => Kind::Text(None),
        FeelType::Boolean => Kind::Boolean,
        FeelType::Date => Kind::Date,
        FeelType::Time => Kind::Time,
        FeelType::DateTime => Kind::DateTime,
        FeelType::DaysDuration => Kind::DaysDuration,
        FeelType::MonthsDuration => Kind::MonthsDuration,
        FeelType::List(item) => Kind::List(Box::new(type_of(item).or_null(true))),
        _ => Kind::Any,
    })
}
