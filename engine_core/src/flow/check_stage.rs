//! A stage checked: when it runs, what is known where it runs, what it does.

use super::checking::Checking;
use super::stage::{CheckedStage, StageDoc};
use crate::diagnostic::Code;
use crate::document::Expression;
use crate::feel::ast::{Expr, ExprKind};
use crate::feel::infer::{Asked, mentions};
use crate::feel::print_expression;
use crate::feel::scope::{ALIVE, Entry, Home, NameId, Origin};
use crate::feel::typed::{Known, Typed, TypedKind};
use crate::feel::types::{Kind, Type};

impl StageDoc<'_> {
    /// Checks the stage and declares its results.
    pub fn check(&self, checking: &mut Checking<'_>) -> Option<CheckedStage> {
        checking.reader.name(self.name, "a stage", false);
        checking.free(self.name);
        checking.scope.leave();
        let when = self.when.as_ref().map(|expression| (condition(expression, checking), expression));
        checking.scope.guards = self
            .when
            .as_ref()
            .map(|expression| guards(&expression.tree, &self.name.text))
            .unwrap_or_default();
        if let Some((Some(typed), _)) = &when {
            // A condition that is false here may be unknown in a rule, which `when` does not rule out.
            let strict = |id: &NameId| checking.scope.get(*id).is_some_and(|entry| entry.strict.is_some());
            let lasting = |known: &&Known| !matches!(known, Known::Given(id) if strict(id));
            checking.scope.known = typed.implied.if_true.iter().filter(lasting).copied().collect();
        }
        checking.when_cards = match &when {
            Some((Some(typed), expression)) => when_cards(typed, expression, checking),
            Some((None, _)) | None => 0,
        };
        let kind = self.kind.as_ref().and_then(|kind| kind.check(checking));
        // What a faulty stage would have declared is known by name, so that its readers are not reported as well.
        for name in self.names() {
            if checking.scope.find(&name).is_none() {
                let unknown = Type::of(Kind::Any);
                let origin = Origin::Stage(checking.stage.index);
                let entry = Entry::new(&name, Some(self.name.place), unknown, Home::Value(0), origin);
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
            None if self.conditional => return None,
            None => None,
        };
        Some(CheckedStage { name: self.name.text.clone(), place: self.name.place, when, kind: kind? })
    }
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

/// The scorecards that decide whether a stage runs. That nothing has declined so far is no such decision.
fn when_cards(typed: &Typed, expression: &Expression, checking: &Checking<'_>) -> u64 {
    let trees = parts(&expression.tree);
    let typed: Vec<&Typed> = match &typed.kind {
        TypedKind::And(parts) if parts.len() == trees.len() => parts.iter().collect(),
        _ => vec![typed],
    };
    let decides = trees.into_iter().zip(typed).filter(|(tree, _)| !nothing_worse(&print_expression(tree)));
    decides.fold(0, |cards, (_, typed)| cards | checking.cards(typed))
}

fn nothing_worse(guard: &str) -> bool {
    guard == ALIVE || guard == "outcome = \"approve\""
}

/// The conditions that hold together.
fn parts(when: &Expr) -> Vec<&Expr> {
    match &when.kind {
        ExprKind::And(parts) => parts.iter().collect(),
        _ => vec![when],
    }
}

/// The conditions that hold where a stage runs, each in its canonical form. One about the outcome says something of earlier
/// stages only if it held then too, which the outcome's getting worse decides; any other about the outcome, or about the flags
/// raised so far, is marked as this stage's own, so that its results are certain in no other.
fn guards(when: &Expr, stage: &str) -> Vec<String> {
    let mut guards: Vec<String> = parts(when).into_iter().map(print_expression).collect();
    if guards.iter().any(|guard| guard == "outcome = \"approve\"") {
        guards.push(ALIVE.to_owned());
    }
    for guard in &mut guards {
        if mentions(guard, "flags") || (mentions(guard, "outcome") && !nothing_worse(guard)) {
            guard.push_str(" # ");
            guard.push_str(stage);
        }
    }
    guards
}
