//! What the branches of an `if` know of stages: one that ran where the condition holds has certainly run there.
//!
//! Stages are known by their `when`, in its canonical form; so are the conditions of an `if`, and what is opposite to them.

use super::{Inference, dotted};
use crate::feel::ast::{Argument, CompareOp, Expr, ExprKind};
use crate::feel::print_expression;
use crate::feel::typed::Typed;

impl Inference<'_, '_> {
    /// Types a branch of an `if`: the one where the condition holds, or the one where it does not.
    pub(super) fn branch(
        &mut self,
        condition: &Expr,
        known: Option<&Typed>,
        holds: bool,
        branch: &Expr,
    ) -> Option<Typed> {
        // Where the condition can be unknown, `else` does not tell that it is false.
        let certain = known.is_some_and(|typed| typed.unknown.is_none() && !typed.ty.nullable);
        let facts =
            known.map(
                |typed| {
                    if holds { typed.implied.if_true.clone() } else { typed.implied.unless_true.clone() }
                },
            );
        let before = self.checker.scope.guards.len();
        if holds || certain {
            let mut guards = Vec::new();
            collect(condition, holds, &mut guards);
            // The outcome and the flags may have been others when the stage ran.
            guards.retain(|guard| !mentions(guard, "outcome") && !mentions(guard, "flags"));
            self.checker.scope.guards.extend(guards);
        }
        let typed = self.knowing(&facts.unwrap_or_default(), |inference| inference.expr(branch));
        self.checker.scope.guards.truncate(before);
        typed
    }
}

/// The conditions that hold where this one holds, or does not.
fn collect(condition: &Expr, holds: bool, guards: &mut Vec<String>) {
    match &condition.kind {
        ExprKind::And(parts) if holds => parts.iter().for_each(|part| collect(part, true, guards)),
        ExprKind::Or(parts) if !holds => parts.iter().for_each(|part| collect(part, false, guards)),
        ExprKind::Call(function, arguments) if dotted(function).as_deref() == Some("not") => {
            if let [argument] = arguments.as_slice() {
                collect(&argument.value, !holds, guards);
            }
        }
        ExprKind::Compare(op, left, right) if !holds => {
            let kind = ExprKind::Compare(opposite(*op), left.clone(), right.clone());
            guards.push(print_expression(&Expr { kind, span: condition.span }));
        }
        _ => {}
    }
    guards.push(if holds { print_expression(condition) } else { print_expression(&not(condition)) });
}

/// What holds where a comparison of given values does not.
const fn opposite(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Equal => CompareOp::NotEqual,
        CompareOp::NotEqual => CompareOp::Equal,
        CompareOp::Less => CompareOp::GreaterOrEqual,
        CompareOp::LessOrEqual => CompareOp::Greater,
        CompareOp::Greater => CompareOp::LessOrEqual,
        CompareOp::GreaterOrEqual => CompareOp::Less,
    }
}

fn not(condition: &Expr) -> Expr {
    let function = Expr { kind: ExprKind::Name("not".to_owned()), span: condition.span };
    let argument = Argument { name: None, value: condition.clone() };
    Expr { kind: ExprKind::Call(Box::new(function), vec![argument]), span: condition.span }
}

/// Whether a name stands in an expression; what is in quotes counts too, which only makes it more careful.
pub fn mentions(expression: &str, name: &str) -> bool {
    expression
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == '.'))
        .any(|word| word == name)
}
