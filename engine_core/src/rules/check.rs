//! Rules checked: each has a condition, a reason with a text, and a word on what unknown means.

use super::doc::{Action, RuleDoc, RulesDoc, WhenMissing};
use crate::decision::Outcome;
use crate::diagnostic::Code;
use crate::document::Expression;
use crate::domain::Lane;
use crate::feel::infer::Asked;
use crate::feel::scope::{Home, Target};
use crate::feel::typed::Typed;
use crate::feel::types::{Kind, Type};
use crate::flow::Checking;
use crate::source::Place;

/// A rule.
#[derive(Clone, Debug)]
pub struct CheckedRule {
    /// What the author asked for.
    pub action: Action,
    /// The reason code, or the flag's name.
    pub code: String,
    /// Where it is named.
    pub place: Place,
    /// The condition.
    pub typed: Typed,
    /// As written.
    pub expression: Expression,
    /// What unknown means.
    pub missing: WhenMissing,
    /// What it does.
    pub effect: Effect,
}

/// What a rule does where it hits.
#[derive(Clone, Copy, Debug)]
pub enum Effect {
    /// It asks for an outcome with the cause of this index.
    Ask(Outcome, u16),
    /// It raises a flag.
    Flag(Target),
}

/// Checks the stage; its flags are in scope afterwards.
pub fn check(doc: &RulesDoc<'_>, checking: &mut Checking<'_>) -> Vec<CheckedRule> {
    let checked: Vec<(&RuleDoc<'_>, Option<(Typed, Expression)>)> =
        doc.rules.iter().map(|rule| (rule, condition(rule, checking))).collect();
    checked.into_iter().filter_map(|(rule, condition)| finish(rule, condition, checking)).collect()
}

fn condition(rule: &RuleDoc<'_>, checking: &mut Checking<'_>) -> Option<(Typed, Expression)> {
    let expression = rule.when.as_ref()?;
    let typed = checking.checker().condition(expression, Asked::SpokenFor)?;
    if let Some(culprit) = typed.unknown
        && rule.missing.is_none()
    {
        let what = match rule.action {
            Action::Decline => "this decline rule",
            Action::Refer => "this refer rule",
            Action::Flag => "this flag",
        };
        let message = format!("this can be null, and then nothing says what {what} means");
        checking.reader.error(
            Code::NullUndecided,
            expression.place(culprit),
            message,
            "say `missing: pass`, `hit` or `refer` on the rule or its stage, or test it against `null`",
        );
    }
    Some((typed, expression.clone()))
}

fn finish(
    rule: &RuleDoc<'_>,
    condition: Option<(Typed, Expression)>,
    checking: &mut Checking<'_>,
) -> Option<CheckedRule> {
    let cards = condition.as_ref().map_or(0, |(typed, _)| checking.cards(typed));
    let effect = match rule.action {
        Action::Decline => checking.cause(rule.code, cards).map(|cause| Effect::Ask(Outcome::Decline, cause)),
        Action::Refer => checking.cause(rule.code, cards).map(|cause| Effect::Ask(Outcome::Refer, cause)),
        Action::Flag => flag(rule, condition.as_ref().map(|(typed, _)| typed), checking).map(Effect::Flag),
    };
    let (typed, expression) = condition?;
    let missing = rule.missing.unwrap_or(WhenMissing::Pass);
    Some(CheckedRule {
        action: rule.action,
        code: rule.code.text.clone(),
        place: rule.code.place,
        typed,
        expression,
        missing,
        effect: effect?,
    })
}

fn flag(rule: &RuleDoc<'_>, condition: Option<&Typed>, checking: &mut Checking<'_>) -> Option<Target> {
    let name = rule.code;
    if !checking.reader.name(name, "a flag", false) {
        return None;
    }
    let cell = checking.scope.cell();
    let id = checking.declare(name, Type::of(Kind::Boolean), Home::Cell(cell, Lane::Boolean), None)?;
    checking.qualify(name, id);
    if let Some(entry) = checking.scope.get_mut(id) {
        // A flag that a skipped stage would have raised is simply not raised.
        entry.guards.clear();
        entry.read = true;
    }
    if let Some(condition) = condition {
        checking.depends(id, condition);
    }
    checking.raise(cell, &name.text);
    Some(Target { id, slot: cell })
}
