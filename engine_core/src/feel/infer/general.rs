//! What the typed tier does not know is compiled for the general tier, with the names that it reads as inputs.
//!
//! Little is known of its result, so nearly all of it can be null, and a condition must say what unknown means.

use std::sync::Arc;

use super::call::TODAY;
use super::{Inference, constant};
use crate::diagnostic::{Code, did_you_mean};
use crate::feel::ast::{Expr, ExprKind, Iteration, Span};
use crate::feel::general::{Expression, Lookup, Unknown};
use crate::feel::scope::{NameId, Scope};
use crate::feel::typed::{Typed, TypedKind};
use crate::feel::types::{Kind, Type};

/// The names that an expression reads, in the order of its inputs, and those that nobody knows.
struct Captures<'a> {
    scope: &'a Scope,
    names: Vec<NameId>,
    unknown: Vec<(String, Span, Unknown)>,
}

impl Lookup for Captures<'_> {
    fn input(&mut self, name: &str) -> Option<u32> {
        let id = self.scope.find(name)?;
        let index = self.names.iter().position(|known| *known == id).unwrap_or_else(|| {
            self.names.push(id);
            self.names.len() - 1
        });
        u32::try_from(index).ok()
    }

    fn has_clock(&self) -> bool {
        false
    }

    fn unknown(&mut self, name: &str, span: Span, what: Unknown) {
        self.unknown.push((name.to_owned(), span, what));
    }
}

impl Inference<'_, '_> {
    /// A sub-expression for the general tier.
    pub(super) fn general(&mut self, expr: &Expr) -> Option<Typed> {
        // The source of a form sees only names of the rule: it is checked as strictly as everything else.
        let source = match first_source(expr) {
            Some(source) => Some(self.expr(source)?),
            None => None,
        };
        let mut captures = Captures { scope: self.checker.scope, names: Vec::new(), unknown: Vec::new() };
        let expression = Expression::of(expr, &mut captures);
        let Captures { names, unknown, .. } = captures;
        self.report_unknown(unknown, source.as_ref())?;
        if let Some(value) = expression.constant().filter(|value| !value.is_null()) {
            return Some(constant(value.clone(), expr.span));
        }
        let captured: Vec<Option<Typed>> = names.into_iter().map(|id| self.captured(id, expr.span)).collect();
        let captured: Vec<Typed> = captured.into_iter().collect::<Option<_>>()?;
        let missing = captured.iter().find_map(|name| name.undecided().then_some(expr.span));
        let ty = type_of(expr, source.as_ref());
        let ty = ty.or_null(missing.is_some());
        let unknown = (ty.nullable || missing.is_some()).then_some(expr.span);
        let unknown = unknown.filter(|_| matches!(ty.kind, Kind::Boolean | Kind::Any));
        let kind = TypedKind::General(Arc::new(expression), captured);
        Some(Typed { unknown, ..Typed::new(kind, ty, expr.span) })
    }

    fn captured(&mut self, id: NameId, span: Span) -> Option<Typed> {
        if self.checker.scope.find(TODAY) == Some(id) {
            self.checker.scope.needs_day = true;
        }
        self.read(id, span)
    }

    /// Reports names that are nothing here; within a filter, only where the elements have no members.
    fn report_unknown(
        &mut self,
        unknown: Vec<(String, Span, Unknown)>,
        source: Option<&Typed>,
    ) -> Option<()> {
        let scalar = source.is_some_and(|source| match &source.ty.kind {
            Kind::List(item) => !matches!(item.kind, Kind::Any | Kind::Null),
            kind => !matches!(kind, Kind::Any | Kind::Null),
        });
        let mut fine = Some(());
        for (name, span, what) in unknown {
            match what {
                Unknown::Member if !scalar => continue,
                Unknown::Member => {
                    let known = self.checker.scope.names().chain(["item"]);
                    let help = did_you_mean(&name, known).map(|known| format!("did you mean `{known}`?"));
                    let help = help.unwrap_or_else(|| "the element itself is `item`".to_owned());
                    self.error(Code::UnknownName, span, format!("there is no name `{name}`"), help);
                }
                Unknown::Name => self.unknown_name(&name, span),
                Unknown::Function => self.unknown_function(&name, span),
            }
            fine = None;
        }
        fine
    }
}

/// What a form runs over first.
fn first_source(expr: &Expr) -> Option<&Expr> {
    match &expr.kind {
        ExprKind::Filter(source, _) => Some(source),
        ExprKind::For(iterations, _) | ExprKind::Some(iterations, _) | ExprKind::Every(iterations, _) => {
            iterations.first().map(|iteration| &iteration.source)
        }
        ExprKind::Path(of, ..) | ExprKind::InstanceOf(of, _) => Some(of),
        _ => None,
    }
}

/// What is cheaply known of the result.
fn type_of(expr: &Expr, source: Option<&Typed>) -> Type {
    let nullable = source.is_none_or(Typed::undecided);
    match &expr.kind {
        ExprKind::Some(..) | ExprKind::Every(..) => Type::of(Kind::Boolean).or_null(true),
        // Null is an instance of nothing, and that is not null.
        ExprKind::InstanceOf(..) => Type::of(Kind::Boolean),
        ExprKind::Context(_) | ExprKind::Function(..) => Type::of(Kind::Any),
        ExprKind::For(iterations, _) => {
            Type::of(Kind::List(Box::new(anything()))).or_null(nullable || !plain(iterations, source))
        }
        ExprKind::Filter(_, predicate) => {
            let item = source.map_or_else(anything, |source| match &source.ty.kind {
                Kind::List(item) => (**item).clone(),
                Kind::Null => anything(),
                _ => source.ty.clone(),
            });
            match &predicate.kind {
                ExprKind::Number(_) | ExprKind::Negate(_) => item.or_null(true),
                _ if is_condition(predicate) => Type::of(Kind::List(Box::new(item))).or_null(nullable),
                _ => anything(),
            }
        }
        _ => anything(),
    }
}

/// Whether an iteration certainly has something to run over.
fn plain(iterations: &[Iteration], source: Option<&Typed>) -> bool {
    matches!(iterations, [Iteration { end: None, .. }])
        && source.is_some_and(|source| matches!(source.ty.kind, Kind::List(_)))
}

/// Whether an expression can be nothing but true, false or null.
fn is_condition(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Boolean(_)
        | ExprKind::Compare(..)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::Between(..)
        | ExprKind::In(..)
        | ExprKind::Some(..)
        | ExprKind::Every(..)
        | ExprKind::InstanceOf(..) => true,
        ExprKind::Call(callee, _) => matches!(&callee.kind, ExprKind::Name(name) if name == "not"),
        _ => false,
    }
}

fn anything() -> Type {
    Type::of(Kind::Any).or_null(true)
}
