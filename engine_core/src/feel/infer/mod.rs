//! Expr → Typed: names become ids, types and nulls become known, and what cannot be right is reported.
//!
//! Null is followed through the tree: a name is known to be given inside `if x != null then …`, after `x != null and …`,
//! and in stages whose `when` shows that an earlier one ran. A condition also knows whether it can be *unknown*, which is
//! more than null: there a comparison with a missing value counts as unknown even where FEEL calls it false.

mod arithmetic;
mod branch;
mod call;
mod condition;
mod general;

pub use self::branch::mentions;
pub use self::call::TODAY;

use std::collections::BTreeSet;

use crate::bounds;
use crate::diagnostic::{Code, Findings, did_you_mean};
use crate::document::Expression;
use crate::feel::ast::{Expr, ExprKind, Span, Test};
use crate::feel::builtins;
use crate::feel::literal::at_literal;
use crate::feel::scope::{Entry, Home, NameId, Origin, Scope};
use crate::feel::typed::{Implied, Known, Typed, TypedKind, TypedTest};
use crate::feel::types::{Kind, Type};
use crate::schema::{Schema, Use};
use crate::source::Place;
use crate::value::Value;

/// What the place of an expression asks of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A value: an `if` whose condition can be unknown is refused.
    Value,
    /// A condition of a rule for which `missing` says what unknown means.
    SpokenFor,
}

/// Gives expressions their types.
pub struct Checker<'a> {
    /// The names.
    pub scope: &'a mut Scope,
    /// The facts.
    pub schema: &'a Schema,
    /// Where faults go.
    pub findings: &'a mut Findings,
}

/// The state of one expression's check.
struct Inference<'a, 'b> {
    checker: &'a mut Checker<'b>,
    place: &'a dyn Fn(Span) -> Place,
    asked: Asked,
    known: BTreeSet<Known>,
}

impl Checker<'_> {
    /// The typed tree of an expression; `None` where something is wrong with it, which is reported.
    pub fn infer(&mut self, expression: &Expression, asked: Asked) -> Option<Typed> {
        self.infer_at(&expression.tree, &|span| expression.place(span), asked)
    }

    /// The same for a tree whose places are found by a function.
    pub fn infer_at(&mut self, expr: &Expr, place: &dyn Fn(Span) -> Place, asked: Asked) -> Option<Typed> {
        let known = self.scope.known.clone();
        Inference { checker: self, place, asked, known }.expr(expr)
    }

    /// A test on an input, as behind `in` and in table cells.
    pub fn test(
        &mut self,
        input: &Typed,
        test: &Test,
        place: &dyn Fn(Span) -> Place,
        asked: Asked,
    ) -> Option<TypedTest> {
        let known = self.scope.known.clone();
        Inference { checker: self, place, asked, known }.test(input, test)
    }

    /// The typed tree of a condition.
    pub fn condition(&mut self, expression: &Expression, asked: Asked) -> Option<Typed> {
        let typed = self.infer(expression, asked)?;
        if matches!(typed.ty.kind, Kind::Boolean | Kind::Any) {
            return Some(typed);
        }
        let message = format!("a condition must be true or false, and this is a {}", typed.ty.kind);
        self.findings.add(
            Code::TypeMismatch,
            expression.place(typed.span),
            message,
            "compare it with something",
        );
        None
    }
}

impl Inference<'_, '_> {
    fn error(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let place = (self.place)(span);
        self.checker.findings.add(code, place, message, help);
    }

    /// Runs a part of the check with more known than before.
    fn knowing<T>(&mut self, more: &BTreeSet<Known>, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.known.clone();
        self.known.extend(more.iter().copied());
        let result = work(self);
        self.known = before;
        result
    }

    fn expr(&mut self, expr: &Expr) -> Option<Typed> {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Null => Some(constant(Value::Null, span)),
            ExprKind::Boolean(truth) => Some(constant(Value::Boolean(*truth), span)),
            ExprKind::Number(number) => Some(constant(Value::Number(*number), span)),
            ExprKind::Text(text) => Some(constant(Value::Text(text.as_str().into()), span)),
            ExprKind::At(text) => self.at(text, span),
            ExprKind::Name(_) | ExprKind::Path(..) => self.path(expr),
            ExprKind::Negate(operand) => self.negate(operand, span),
            ExprKind::Arithmetic(op, left, right) => self.arithmetic(*op, left, right, span),
            ExprKind::Compare(op, left, right) => self.compare(*op, left, right, span),
            ExprKind::And(parts) => self.connective(parts, true, span),
            ExprKind::Or(parts) => self.connective(parts, false, span),
            ExprKind::Between(value, low, high) => self.between(value, low, high, span),
            ExprKind::In(value, tests) => self.membership(value, tests, span),
            ExprKind::If(condition, then, other) => self.conditional(condition, then, other, span),
            ExprKind::Call(function, arguments) => self.call(expr, function, arguments, span),
            ExprKind::List(items) => self.list(items, span),
            // One that is given to a function, such as `sort`, is within that call.
            ExprKind::Function(..) => self.not_in_language("a function as a value", span),
            ExprKind::Points(..) => self.not_in_language("a test as a value", span),
            ExprKind::External(..) => self.not_in_language("a function in another language", span),
            ExprKind::Range(_)
            | ExprKind::Context(_)
            | ExprKind::Filter(..)
            | ExprKind::For(..)
            | ExprKind::Some(..)
            | ExprKind::Every(..)
            | ExprKind::InstanceOf(..) => self.general(expr),
        }
    }

    fn not_in_language(&mut self, what: &str, span: Span) -> Option<Typed> {
        let help = "use it where it is written: `x in (= 5)`, `sort(amounts, function(a, b) a > b)`";
        self.error(Code::NotInLanguage, span, format!("{what} cannot be used in rules"), help);
        None
    }

    fn at(&mut self, text: &str, span: Span) -> Option<Typed> {
        let value = at_literal(text);
        if value.is_none() {
            self.error(
                Code::FeelSyntax,
                span,
                format!("`@\"{text}\"` is not a date, time or duration"),
                "write `@\"2025-04-01\"`, `@\"P1Y\"` or `@\"P30D\"`",
            );
        }
        value.map(|value| constant(value, span))
    }

    fn list(&mut self, items: &[Expr], span: Span) -> Option<Typed> {
        let typed: Vec<Option<Typed>> = items.iter().map(|item| self.expr(item)).collect();
        let items: Vec<Typed> = typed.into_iter().collect::<Option<_>>()?;
        if let Some(values) = items.iter().map(|item| item.constant().cloned()).collect::<Option<Vec<_>>>() {
            return Some(constant(Value::List(values.into()), span));
        }
        let item = items
            .iter()
            .map(|item| item.ty.clone().or_null(item.undecided()))
            .reduce(|a, b| a.join(&b).unwrap_or(Type::of(Kind::Any).or_null(true)));
        let ty = Type::of(Kind::List(Box::new(item.unwrap_or(Type::of(Kind::Any)))));
        Some(Typed::new(TypedKind::List(items), ty, span))
    }

    /// A name with dots: the longest part that is in scope, then properties of its value.
    fn path(&mut self, expr: &Expr) -> Option<Typed> {
        let name = dotted(expr);
        if let Some(id) = name.as_deref().and_then(|name| self.checker.scope.find(name)) {
            return self.read(id, expr.span);
        }
        if let ExprKind::Path(of, property, span) = &expr.kind {
            let known = dotted(of).is_none_or(|name| self.checker.scope.find(&name).is_some());
            if known {
                let of = self.expr(of)?;
                let members = |kind: &Kind| matches!(kind, Kind::Any);
                if members(&of.ty.kind) || matches!(&of.ty.kind, Kind::List(item) if members(&item.kind)) {
                    return self.general(expr);
                }
                return self.property(of, property, *span, expr.span);
            }
        }
        let name = name.unwrap_or_default();
        self.unknown_name(&name, expr.span);
        None
    }

    fn unknown_name(&mut self, name: &str, span: Span) {
        if let Some(stage) = self.checker.scope.later.get(name).cloned() {
            self.error(
                Code::LaterStage,
                span,
                format!("`{name}` is a result of the stage `{stage}`, which runs later"),
                format!("move the stage `{stage}` up"),
            );
            return;
        }
        if builtins::find(name).next().is_some() || name == "not" || name == "today" {
            self.error(
                Code::UnknownName,
                span,
                format!("`{name}` is a function"),
                format!("call it: `{name}(…)`"),
            );
            return;
        }
        let scope = &self.checker.scope;
        let help = did_you_mean(name, scope.names().chain(scope.later.keys().map(String::as_str)))
            .map(|known| format!("did you mean `{known}`?"));
        let quoted = format!("declare it in facts.csv, or write `\"{name}\"` if it is a text");
        self.error(Code::UnknownName, span, format!("there is no name `{name}`"), help.unwrap_or(quoted));
    }

    fn read(&mut self, id: NameId, span: Span) -> Option<Typed> {
        let entry = self.checker.scope.get(id)?.clone();
        if let Origin::Fact(fact) = entry.origin
            && let Some(fact) = self.checker.schema.get(fact)
            && fact.usage != Use::Decide
        {
            self.error(
                Code::MonitorRead,
                span,
                format!("`{}` must not influence a decision", entry.name),
                "its `use` in facts.csv is not `decide`",
            );
            return None;
        }
        if let Some(entry) = self.checker.scope.get_mut(id) {
            entry.read = true;
        }
        if let Home::Constant(value) = &entry.home {
            return Some(constant(value.clone(), span));
        }
        Some(self.typed_read(id, &entry, span))
    }

    fn typed_read(&self, id: NameId, entry: &Entry, span: Span) -> Typed {
        let given = self.known.contains(&Known::Given(id));
        let nullable = !given && (entry.ty.nullable || !self.checker.scope.certain(entry));
        let ty = Type { nullable, ..entry.ty.clone() };
        let boolean = ty.kind == Kind::Boolean;
        let mut typed = Typed::new(TypedKind::Read(id), ty, span);
        if boolean {
            typed.unknown = (nullable || (entry.strict.is_some() && !given)).then_some(span);
            typed.implied = Implied {
                if_true: BTreeSet::from([Known::Given(id)]),
                if_false: BTreeSet::from([Known::Given(id)]),
                ..Implied::default()
            };
            if !nullable {
                typed.implied = Implied::decided(typed.implied.if_true, typed.implied.if_false);
            }
        }
        typed
    }

    fn property(&mut self, of: Typed, property: &str, at: Span, span: Span) -> Option<Typed> {
        let known: &[&str] = match of.ty.kind {
            Kind::Date => &["year", "month", "day", "weekday"],
            Kind::DateTime => &["year", "month", "day", "weekday", "hour", "minute", "second"],
            Kind::Time => &["hour", "minute", "second"],
            Kind::DaysDuration => &["days", "hours", "minutes", "seconds"],
            Kind::MonthsDuration => &["years", "months"],
            Kind::Any | Kind::Null | Kind::Boolean | Kind::Number | Kind::Text(_) | Kind::List(_) => &[],
        };
        if !known.contains(&property) {
            let help = if known.is_empty() { String::new() } else { format!("it has {}", known.join(", ")) };
            self.error(Code::TypeMismatch, at, format!("a {} has no `{property}`", of.ty.kind), help);
            return None;
        }
        let bound = crate::value::Number::from_i64(bounds::LARGEST_PART);
        let ty = Type::number(Some((bound.neg(), bound))).or_null(of.ty.nullable);
        Some(Typed::new(TypedKind::Property(Box::new(of), property.to_owned()), ty, span))
    }

    /// Names whose being null makes this expression null, so that a result that is not null shows them to be given.
    fn needed(&self, typed: &Typed) -> BTreeSet<Known> {
        let mut needed = BTreeSet::new();
        collect_needed(typed, &mut needed);
        needed
    }
}

fn collect_needed(typed: &Typed, needed: &mut BTreeSet<Known>) {
    match &typed.kind {
        TypedKind::Read(id) => {
            needed.insert(Known::Given(*id));
        }
        TypedKind::Negate(a) | TypedKind::Property(a, _) => collect_needed(a, needed),
        TypedKind::Arithmetic(_, a, b) => {
            collect_needed(a, needed);
            collect_needed(b, needed);
        }
        TypedKind::Constant(_)
        | TypedKind::Compare(..)
        | TypedKind::And(_)
        | TypedKind::Or(_)
        | TypedKind::Not(_)
        | TypedKind::In(..)
        | TypedKind::If(..)
        | TypedKind::Call(..)
        | TypedKind::List(_)
        | TypedKind::General(..) => {}
    }
}

fn constant(value: Value, span: Span) -> Typed {
    let ty = Type::of_value(&value);
    let unknown = ty.nullable.then_some(span);
    Typed { unknown, ..Typed::new(TypedKind::Constant(value), ty, span) }
}

fn dotted(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Name(name) => Some(name.clone()),
        ExprKind::Path(of, name, _) => Some(format!("{}.{name}", dotted(of)?)),
        _ => None,
    }
}
