//! Comparison, logic, `in`, `between` and `if`.

use super::{Asked, Inference};
use crate::diagnostic::{Code, did_you_mean};
use crate::feel::ast::{CompareOp, Expr, ExprKind, Span, Test, TestKind};
use crate::feel::typed::{Implied, Known, Typed, TypedKind, TypedTest};
use crate::feel::types::{Kind, Type};
use crate::value::{Number, Value};
use std::collections::BTreeSet;

impl Inference<'_, '_> {
    pub(super) fn compare(&mut self, op: CompareOp, left: &Expr, right: &Expr, span: Span) -> Option<Typed> {
        let (left, right) = (self.expr(left), self.expr(right));
        let (left, right) = (left?, right?);
        let decides = matches!(op, CompareOp::Equal | CompareOp::NotEqual);
        self.comparable(&left, &right, !decides, span)?;
        let explicit =
            matches!(left.constant(), Some(Value::Null)) || matches!(right.constant(), Some(Value::Null));
        if explicit && !decides {
            self.error(
                Code::TypeMismatch,
                span,
                "nothing is greater or less than null",
                "test it with `= null` or `!= null`",
            );
            return None;
        }
        let nullable = [&left, &right].into_iter().find(|side| side.ty.nullable).map(|side| side.span);
        let implied = self.comparison_implies(op, &left, &right, explicit);
        // A moment with a zone and one without cannot be compared, not even for equality.
        let zones = may_lack_zone(&left) || may_lack_zone(&right);
        let ty = Type::of(Kind::Boolean).or_null((!decides && nullable.is_some()) || (zones && !explicit));
        let undecided = [&left, &right].into_iter().find(|side| side.undecided()).map(|side| side.span);
        let undecided = undecided.or_else(|| zones.then_some(span));
        let unknown = if explicit { None } else { undecided };
        let kind = TypedKind::Compare(op, Box::new(left), Box::new(right));
        Some(Typed { unknown, implied, ..Typed::new(kind, ty, span) })
    }

    fn comparison_implies(&self, op: CompareOp, left: &Typed, right: &Typed, explicit: bool) -> Implied {
        if explicit {
            let mut given = self.needed(left);
            given.extend(self.needed(right));
            let null = Implied::decided(BTreeSet::new(), given);
            return if op == CompareOp::Equal { null } else { null.negated() };
        }
        let mut given = self.needed(left);
        given.extend(self.needed(right));
        let not_zero = excludes_zero(op, left, right);
        let one_given = !left.ty.nullable || !right.ty.nullable;
        match op {
            // `a = b` is true for two nulls, and false for one.
            CompareOp::Equal if one_given => {
                Implied { if_true: given.clone(), unless_false: given, ..Implied::default() }
            }
            CompareOp::NotEqual if one_given => {
                let nonzero: BTreeSet<Known> = not_zero.into_iter().collect();
                Implied {
                    if_false: given.clone(),
                    unless_true: given,
                    if_true: nonzero.clone(),
                    unless_false: nonzero,
                }
            }
            CompareOp::Equal | CompareOp::NotEqual => Implied::default(),
            CompareOp::Less | CompareOp::LessOrEqual | CompareOp::Greater | CompareOp::GreaterOrEqual => {
                let mut if_true = given.clone();
                if_true.extend(not_zero);
                let zones = may_lack_zone(left) || may_lack_zone(right);
                let decided = !left.ty.nullable && !right.ty.nullable && !zones;
                if decided {
                    Implied::decided(if_true, given)
                } else {
                    Implied { if_true, if_false: given, ..Implied::default() }
                }
            }
        }
    }

    /// Reports operands that cannot be compared.
    fn comparable(&mut self, left: &Typed, right: &Typed, ordering: bool, span: Span) -> Option<()> {
        if !left.ty.kind.fits(&right.ty.kind) {
            let help = if matches!(
                (&left.ty.kind, &right.ty.kind),
                (Kind::Date, Kind::Text(_)) | (Kind::Text(_), Kind::Date)
            ) {
                "write a date as `@\"2025-04-01\"`"
            } else {
                ""
            };
            self.error(
                Code::TypeMismatch,
                span,
                format!("a {} cannot be compared with a {}", left.ty.kind, right.ty.kind),
                help,
            );
            return None;
        }
        if ordering && (!left.ty.kind.ordered() || !right.ty.kind.ordered()) {
            self.error(
                Code::TypeMismatch,
                span,
                format!("the values of a {} have no order", left.ty.kind),
                "use `=`, `!=` or `in`",
            );
            return None;
        }
        self.known_word(left, right)?;
        self.known_word(right, left)
    }

    /// Reports a text that the enumeration on the other side does not hold.
    fn known_word(&mut self, constant: &Typed, other: &Typed) -> Option<()> {
        let Kind::Text(Some(words)) = &other.ty.kind else { return Some(()) };
        let texts: Vec<&Value> = match constant.constant() {
            Some(Value::List(items)) => items.iter().collect(),
            Some(value) => vec![value],
            None => return Some(()),
        };
        for text in texts {
            let Value::Text(text) = text else { continue };
            if words.iter().any(|word| word == text) {
                continue;
            }
            let help = did_you_mean(text, words.iter().map(|word| &**word)).map_or_else(
                || format!("its words are {}", words.join(", ")),
                |word| format!("did you mean `{word}`?"),
            );
            self.error(
                Code::UnknownWord,
                constant.span,
                format!("the enumeration has no word `{text}`"),
                help,
            );
            return None;
        }
        Some(())
    }

    pub(super) fn connective(&mut self, parts: &[Expr], all: bool, span: Span) -> Option<Typed> {
        let mut typed: Vec<Typed> = Vec::with_capacity(parts.len());
        let mut failed = false;
        let mut context = BTreeSet::new();
        for part in parts {
            let Some(part) = self.knowing(&context, |inference| inference.truth(part)) else {
                failed = true;
                continue;
            };
            // A part only matters where no earlier one has decided the whole.
            context.extend(if all { &part.implied.unless_false } else { &part.implied.unless_true });
            typed.push(part);
        }
        if failed {
            return None;
        }
        let nullable = typed.iter().any(|part| part.ty.nullable);
        let unknown = typed.iter().find_map(|part| part.unknown);
        let implied = typed.iter().map(|part| &part.implied);
        let implied = if all { Implied::all(implied) } else { Implied::any(implied) };
        let kind = if all { TypedKind::And(typed) } else { TypedKind::Or(typed) };
        Some(Typed { unknown, implied, ..Typed::new(kind, Type::of(Kind::Boolean).or_null(nullable), span) })
    }

    /// An operand of logic.
    pub(super) fn truth(&mut self, expr: &Expr) -> Option<Typed> {
        let typed = self.expr(expr)?;
        if matches!(typed.ty.kind, Kind::Boolean | Kind::Any | Kind::Null) {
            return Some(typed);
        }
        self.error(
            Code::TypeMismatch,
            typed.span,
            format!("`and`, `or`, `not` and `if` take conditions, and this is a {}", typed.ty.kind),
            "compare it with something",
        );
        None
    }

    pub(super) fn negation(&mut self, operand: &Expr, span: Span) -> Option<Typed> {
        let operand = self.truth(operand)?;
        let (unknown, implied) = (operand.unknown, operand.implied.clone().negated());
        let ty = Type::of(Kind::Boolean).or_null(operand.ty.nullable);
        Some(Typed { unknown, implied, ..Typed::new(TypedKind::Not(Box::new(operand)), ty, span) })
    }

    pub(super) fn between(&mut self, value: &Expr, low: &Expr, high: &Expr, span: Span) -> Option<Typed> {
        let (value, low, high) = (self.expr(value), self.expr(low), self.expr(high));
        let (value, low, high) = (value?, low?, high?);
        self.comparable(&value, &low, true, span)?;
        self.comparable(&value, &high, true, span)?;
        let tests = vec![TypedTest::Range(Some((low, true)), Some((high, true)))];
        Some(self.member(value, tests, span))
    }

    pub(super) fn membership(&mut self, value: &Expr, tests: &[Test], span: Span) -> Option<Typed> {
        let value = self.expr(value)?;
        let tests: Vec<Option<TypedTest>> = tests.iter().map(|test| self.test(&value, test)).collect();
        let tests: Vec<TypedTest> = tests.into_iter().collect::<Option<_>>()?;
        Some(self.member(value, tests, span))
    }

    fn member(&self, value: Typed, tests: Vec<TypedTest>, span: Span) -> Typed {
        let ends_nullable = tests.iter().find_map(test_nullable);
        let only_equal = tests.iter().all(|test| matches!(test, TypedTest::Equal(_)));
        let zones = may_lack_zone(&value);
        let nullable = zones || (value.ty.nullable || ends_nullable.is_some()) && !only_equal;
        let unknown = Some(value.span).filter(|_| value.undecided() || zones).or(ends_nullable);
        let given = self.needed(&value);
        // `x in (!= 5)` holds for null too.
        let null_passes = tests.iter().any(|test| matches!(test, TypedTest::Compare(CompareOp::NotEqual, _)));
        let implied = if ends_nullable.is_none() && !null_passes {
            Implied {
                if_true: given.clone(),
                unless_false: if nullable { BTreeSet::new() } else { given },
                ..Implied::default()
            }
        } else {
            Implied::default()
        };
        let kind = TypedKind::In(Box::new(value), tests);
        Typed { unknown, implied, ..Typed::new(kind, Type::of(Kind::Boolean).or_null(nullable), span) }
    }

    /// One test on a value.
    pub(super) fn test(&mut self, value: &Typed, test: &Test) -> Option<TypedTest> {
        match &test.kind {
            TestKind::Compare(op, operand) => {
                let operand = self.expr(operand)?;
                let ordering = !matches!(op, CompareOp::Equal | CompareOp::NotEqual);
                self.comparable(value, &operand, ordering, test.span)?;
                Some(TypedTest::Compare(*op, operand))
            }
            TestKind::Value(Expr { kind: ExprKind::Range(range), .. }) => {
                let low = self.end(value, range.low.as_ref());
                let high = self.end(value, range.high.as_ref());
                Some(TypedTest::Range(low?, high?))
            }
            TestKind::Value(expr) => {
                let operand = self.expr(expr)?;
                let item = match &operand.ty.kind {
                    Kind::List(item) => Typed { ty: (**item).clone(), ..operand.clone() },
                    _ => operand.clone(),
                };
                self.comparable(value, &item, false, test.span)?;
                Some(TypedTest::Equal(operand))
            }
        }
    }

    fn end(&mut self, value: &Typed, end: Option<&(Expr, bool)>) -> Option<Option<(Typed, bool)>> {
        let Some((expr, included)) = end else { return Some(None) };
        let typed = self.expr(expr)?;
        self.comparable(value, &typed, true, typed.span)?;
        Some(Some((typed, *included)))
    }

    pub(super) fn conditional(
        &mut self,
        condition: &Expr,
        then: &Expr,
        other: &Expr,
        span: Span,
    ) -> Option<Typed> {
        let typed = self.truth(condition);
        let then = self.branch(condition, typed.as_ref(), true, then);
        let other = self.branch(condition, typed.as_ref(), false, other);
        let (condition, then, other) = (typed?, then?, other?);
        if let Some(culprit) = condition.unknown
            && self.asked == Asked::Value
        {
            self.error(
                Code::NullUndecided,
                culprit,
                "this can be null, and then the `if` would silently take `else`",
                "test it first: `x != null and …`, or `x = null or …`",
            );
        }
        let Some(ty) = then.ty.join(&other.ty) else {
            self.error(
                Code::TypeMismatch,
                span,
                format!("`then` gives a {} and `else` a {}", then.ty.kind, other.ty.kind),
                "both must give the same kind of value",
            );
            return None;
        };
        // Where the condition is unknown, so is the result.
        let ty = ty.or_null(condition.unknown.is_some());
        let unknown =
            condition.unknown.or(then.unknown).or(other.unknown).filter(|_| ty.kind == Kind::Boolean);
        let kind = TypedKind::If(Box::new(condition), Box::new(then), Box::new(other));
        Some(Typed { unknown, ..Typed::new(kind, ty, span) })
    }
}

/// Whether the values of a type may or may not have a zone.
const fn may_lack_zone(typed: &Typed) -> bool {
    matches!(typed.ty.kind, Kind::DateTime | Kind::Time)
}

fn test_nullable(test: &TypedTest) -> Option<Span> {
    let nullable = |typed: &Typed| typed.undecided().then_some(typed.span);
    match test {
        TypedTest::Compare(_, value) => nullable(value),
        TypedTest::Equal(value) => match &value.ty.kind {
            Kind::List(item) => (value.ty.nullable || item.nullable).then_some(value.span),
            _ => nullable(value),
        },
        TypedTest::Range(low, high) => [low, high].into_iter().flatten().find_map(|(end, _)| nullable(end)),
    }
}

/// The name that a true comparison with a constant shows not to be zero.
fn excludes_zero(op: CompareOp, left: &Typed, right: &Typed) -> Option<Known> {
    let (TypedKind::Read(id), Some(Value::Number(limit))) = (&left.kind, right.constant()) else {
        return None;
    };
    let excluded = match op {
        CompareOp::Greater => *limit >= Number::ZERO,
        CompareOp::GreaterOrEqual => *limit > Number::ZERO,
        CompareOp::Less => *limit <= Number::ZERO,
        CompareOp::LessOrEqual => *limit < Number::ZERO,
        CompareOp::NotEqual => limit.is_zero(),
        CompareOp::Equal => !limit.is_zero(),
    };
    excluded.then_some(Known::NotZero(*id))
}
