//! Calls of built-in functions.

use super::{Inference, constant, dotted};
use crate::diagnostic::{Code, did_you_mean};
use crate::feel::ast::{Argument, Expr, Span};
use crate::feel::builtins::{self, Builtin, Repeat, Sort, Total};
use crate::feel::operation::Nulls;
use crate::feel::reference::evaluate;
use crate::feel::typed::{Typed, TypedKind};
use crate::feel::types::{Kind, Type};
use crate::value::{Number, Value};

/// The name under which the scope holds the day of the decision.
pub const TODAY: &str = "today()";

impl Inference<'_, '_> {
    pub(super) fn call(
        &mut self,
        whole: &Expr,
        function: &Expr,
        arguments: &[Argument],
        span: Span,
    ) -> Option<Typed> {
        let Some(name) = dotted(function) else { return self.general(whole) };
        match (name.as_str(), arguments) {
            ("not", [Argument { name: None, value }]) => return self.negation(value, span),
            ("today", []) => {
                self.checker.scope.needs_day = true;
                let id = self.checker.scope.find(TODAY)?;
                return self.read(id, span);
            }
            _ => {}
        }
        let rows: Vec<&'static Builtin> = builtins::find(&name).collect();
        if rows.is_empty() {
            self.unknown_function(&name, function.span);
            return None;
        }
        if rows.iter().any(|row| row.calls.is_some()) {
            return self.general(whole);
        }
        let typed: Vec<Option<Typed>> = arguments.iter().map(|argument| self.expr(&argument.value)).collect();
        let typed: Vec<Typed> = typed.into_iter().collect::<Option<_>>()?;
        let fitting =
            rows.iter().find_map(|row| place_arguments(row, arguments, &typed).map(|placed| (*row, placed)));
        let Some((row, placed)) = fitting else {
            let signatures = rows.iter().map(|row| row.signature()).collect::<Vec<_>>().join(" or ");
            let given =
                typed.iter().map(|argument| argument.ty.kind.to_string()).collect::<Vec<_>>().join(", ");
            self.error(
                Code::BadArguments,
                span,
                format!("`{name}` cannot be called with ({given})"),
                format!("it is {signatures}"),
            );
            return None;
        };
        self.finish_call(row, placed, span)
    }

    /// A call whose arguments fit: one of constants is worked out at once.
    fn finish_call(&mut self, row: &'static Builtin, placed: Vec<Typed>, span: Span) -> Option<Typed> {
        let name = row.name;
        if mixed(row, &placed) {
            let message = format!("the arguments of `{name}` are of different kinds");
            self.error(Code::BadArguments, span, message, "it takes all numbers, all texts or all dates");
            return None;
        }
        if placed.iter().all(constant_given) {
            let values: Vec<Value> =
                placed.iter().map(|argument| evaluate(argument, Nulls::Feel, &|_, _| Value::Null)).collect();
            let value = (row.run)(&values);
            if value != Value::Null {
                return Some(constant(value, span));
            }
            let message = format!("this call of `{name}` has no value: it is always null");
            let help = format!("{}; it is {}", row.why_not(&values), row.signature());
            self.error(Code::BadArguments, span, message, help);
            return None;
        }
        if let Some(fault) =
            constants_after_first(&placed).and_then(|rest| builtins::pattern::constant_fault(name, &rest))
        {
            let message = format!("this call of `{name}` has no value: it is always null");
            self.error(Code::BadArguments, span, message, fault.to_string());
            return None;
        }
        let ty = call_type(row, &placed);
        Some(Typed {
            unknown: (ty.kind == Kind::Boolean && ty.nullable).then_some(span),
            ..Typed::new(TypedKind::Call(row, placed), ty, span)
        })
    }

    pub(super) fn unknown_function(&mut self, name: &str, span: Span) {
        if self.checker.scope.find(name).is_some() {
            self.error(Code::UnknownFunction, span, format!("`{name}` is not a function"), "");
            return;
        }
        let help = did_you_mean(name, builtins::names().into_iter().chain(["today"]))
            .map(|known| format!("did you mean `{known}(…)`?"));
        self.error(
            Code::UnknownFunction,
            span,
            format!("there is no function `{name}`"),
            help.unwrap_or_default(),
        );
    }
}

/// Whether arguments that must be of one kind are not.
fn mixed(row: &Builtin, arguments: &[Typed]) -> bool {
    let one = |sort: Sort| {
        matches!(sort, Sort::Element | Sort::Ordered | Sort::List(Sort::Element | Sort::Ordered))
    };
    let alike = row.params.iter().filter(|param| one(param.sort)).count() == row.params.len()
        && !row.params.is_empty();
    let elements = arguments.iter().flat_map(|argument| match &argument.kind {
        TypedKind::List(items) => items.iter().map(|item| item.ty.clone()).collect::<Vec<_>>(),
        _ => vec![element(&argument.ty)],
    });
    let mut elements = elements.map(Some);
    let first = elements.next().flatten();
    alike
        && matches!(row.result, Sort::Element | Sort::Ordered)
        && elements.fold(first, |all, next| all?.join(&next?)).is_none()
        && !arguments.is_empty()
}

/// Whether an argument is the same for every applicant, and not null.
fn constant_given(argument: &Typed) -> bool {
    match &argument.kind {
        TypedKind::Constant(value) => !matches!(value, Value::Null),
        TypedKind::List(items) => items.iter().all(constant_given),
        _ => false,
    }
}

/// The arguments in the order of the parameters, if they fit; a parameter that is left out is a null.
fn place_arguments(row: &Builtin, arguments: &[Argument], typed: &[Typed]) -> Option<Vec<Typed>> {
    let named = arguments.iter().any(|argument| argument.name.is_some());
    if !named {
        return positional(row, typed);
    }
    let mut placed: Vec<Option<Typed>> = vec![None; row.params.len()];
    for (argument, value) in arguments.iter().zip(typed) {
        let (name, _) = argument.name.as_ref()?;
        let index = row.params.iter().position(|param| param.name == name)?;
        let slot = placed.get_mut(index)?;
        if slot.is_some() || !accepts(row.params.get(index)?.sort, &value.ty.kind) {
            return None;
        }
        *slot = Some(value.clone());
    }
    let last = placed.iter().rposition(Option::is_some).map_or(0, |index| index + 1);
    placed.truncate(last);
    let required = row.params.iter().filter(|param| !param.optional).count();
    (last >= required).then_some(())?;
    placed
        .into_iter()
        .zip(row.params)
        .map(|(value, param)| value.or_else(|| param.optional.then(null)))
        .collect()
}

/// Arguments by position; those of a parameter that repeats become one list, as the function takes them.
fn positional(row: &Builtin, typed: &[Typed]) -> Option<Vec<Typed>> {
    if !row.accepts(typed.len()) {
        return None;
    }
    let fits = typed.iter().enumerate().all(|(index, value)| {
        row.sort_of(index, typed.len()).is_some_and(|sort| accepts(sort, &value.ty.kind))
    });
    fits.then_some(())?;
    let arranged = typed
        .iter()
        .enumerate()
        .filter_map(|(index, value)| Some(arranged(row.sort_of(index, typed.len())?, value)));
    let mut placed: Vec<Typed> = arranged.collect();
    let packed = match row.repeat {
        Repeat::No => false,
        Repeat::Items => typed.len() > row.params.len(),
        Repeat::Rest => true,
    };
    if packed {
        let repeated = placed.split_off(row.params.len().saturating_sub(1).min(placed.len()));
        placed.push(list_of(repeated));
    }
    Some(placed)
}

/// The value as a parameter of this sort takes it: one value stands for the list of it.
fn arranged(sort: Sort, value: &Typed) -> Typed {
    match (sort, &value.ty.kind) {
        (Sort::List(_), Kind::List(_) | Kind::Null | Kind::Any) => value.clone(),
        (Sort::List(_), _) => list_of(vec![value.clone()]),
        _ => value.clone(),
    }
}

fn list_of(items: Vec<Typed>) -> Typed {
    let item = items
        .iter()
        .map(|item| item.ty.clone().or_null(item.undecided()))
        .reduce(|a, b| a.join(&b).unwrap_or(Type::of(Kind::Any).or_null(true)));
    let span = items.first().map(|item| item.span).unwrap_or_default();
    let ty = Type::of(Kind::List(Box::new(item.unwrap_or(Type::of(Kind::Any)))));
    Typed::new(TypedKind::List(items), ty, span)
}

fn null() -> Typed {
    Typed::new(TypedKind::Constant(Value::Null), Type::of_value(&Value::Null), Span::default())
}

fn accepts(sort: Sort, kind: &Kind) -> bool {
    match (sort, kind) {
        (Sort::Any | Sort::Element, _) | (_, Kind::Any | Kind::Null) => true,
        (Sort::Ordered, kind) => !matches!(kind, Kind::Boolean | Kind::List(_)),
        (Sort::Boolean, Kind::Boolean)
        | (Sort::Number, Kind::Number)
        | (Sort::Text, Kind::Text(_))
        | (Sort::Date, Kind::Date)
        | (Sort::Time, Kind::Time)
        | (Sort::DateTime, Kind::DateTime)
        | (Sort::DaysDuration, Kind::DaysDuration)
        | (Sort::MonthsDuration, Kind::MonthsDuration)
        | (Sort::Duration, Kind::DaysDuration | Kind::MonthsDuration)
        | (Sort::Temporal, Kind::Date | Kind::DateTime) => true,
        (Sort::List(item), Kind::List(given)) => accepts(*item, &given.kind),
        (Sort::List(item), kind) => accepts(*item, kind),
        _ => false,
    }
}

fn call_type(row: &Builtin, arguments: &[Typed]) -> Type {
    let nullable = |argument: &Typed| {
        argument.undecided() || matches!(&argument.ty.kind, Kind::List(item) if item.nullable)
    };
    // A count counts nulls, but has nothing to count where there is no list.
    let operands = match row.name {
        "count" => arguments.iter().any(|list| list.ty.nullable),
        _ => arguments.iter().any(nullable),
    };
    let bounds = bounds(row.name, arguments);
    let bounded = matches!(
        row.name,
        "principal"
            | "payment"
            | "decimal"
            | "modulo"
            | "sqrt"
            | "exp"
            | "log"
            | "floor"
            | "ceiling"
            | "round up"
            | "round down"
            | "round half up"
            | "round half down"
    ) && bounds.is_some();
    let total = match row.total {
        Total::Always => true,
        Total::NonEmpty => arguments
            .iter()
            .all(|argument| matches!(&argument.kind, TypedKind::List(items) if !items.is_empty())),
        Total::No => pattern_is_certain(row, arguments),
    };
    let kind = match kind(row.result) {
        // `min`, `max` and their like give what they are given.
        Kind::Any => arguments
            .iter()
            .map(|argument| element(&argument.ty))
            .reduce(|a, b| a.join(&b).unwrap_or(Type::of(Kind::Any)))
            .map_or(Kind::Any, |ty| ty.kind),
        kind => kind,
    };
    Type { kind, nullable: operands || !(total || bounded), bounds }
}

/// Whether a regular expression that is written out has a result for every text.
fn pattern_is_certain(row: &Builtin, arguments: &[Typed]) -> bool {
    matches!(row.name, "matches" | "replace" | "split")
        && constants_after_first(arguments).is_some_and(|rest| builtins::pattern::is_certain(row.name, &rest))
}

fn constants_after_first(arguments: &[Typed]) -> Option<Vec<&Value>> {
    arguments.iter().skip(1).map(Typed::constant).collect()
}

fn element(ty: &Type) -> Type {
    match &ty.kind {
        Kind::List(item) => (**item).clone(),
        _ => ty.clone(),
    }
}

fn kind(sort: Sort) -> Kind {
    match sort {
        Sort::Any
        | Sort::Element
        | Sort::Ordered
        | Sort::Duration
        | Sort::Temporal
        | Sort::Range
        | Sort::Context
        | Sort::Function => Kind::Any,
        Sort::Boolean => Kind::Boolean,
        Sort::Number => Kind::Number,
        Sort::Text => Kind::Text(None),
        Sort::Date => Kind::Date,
        Sort::Time => Kind::Time,
        Sort::DateTime => Kind::DateTime,
        Sort::DaysDuration => Kind::DaysDuration,
        Sort::MonthsDuration => Kind::MonthsDuration,
        Sort::List(item) => Kind::List(Box::new(Type::of(kind(*item)))),
    }
}

/// How large the result of a function can be; `None` where that is not known.
fn bounds(name: &str, arguments: &[Typed]) -> Option<(Number, Number)> {
    let of = |index: usize| arguments.get(index).and_then(|argument| argument.ty.bounds);
    let rising = |f: fn(Number) -> Option<Number>| of(0).and_then(|(low, high)| Some((f(low)?, f(high)?)));
    let elements = || match arguments {
        [Typed { kind: TypedKind::List(items), .. }] => {
            items.iter().map(|item| item.ty.bounds).collect::<Option<Vec<_>>>()
        }
        [list] => element(&list.ty).bounds.map(|bounds| vec![bounds]),
        _ => None,
    };
    let step =
        |(low, high): (Number, Number)| Some((low.checked_sub(Number::ONE)?, high.checked_add(Number::ONE)?));
    match name {
        "min" => elements()?.into_iter().reduce(|a, b| (a.0.min(b.0), a.1.min(b.1))),
        "max" => elements()?.into_iter().reduce(|a, b| (a.0.max(b.0), a.1.max(b.1))),
        "abs" => of(0).map(|(low, high)| {
            let least = if low <= Number::ZERO && high >= Number::ZERO {
                Number::ZERO
            } else {
                low.abs().min(high.abs())
            };
            (least, low.abs().max(high.abs()))
        }),
        "floor" | "ceiling" | "decimal" | "round up" | "round down" | "round half up" | "round half down" => {
            let places = if arguments.len() == 1 { (Number::ZERO, Number::ZERO) } else { of(1)? };
            let fits = places.0 == places.1 && places.0 >= Number::ZERO && places.0 <= Number::from_i64(6);
            let (low, high) = of(0)?;
            let reach = Number::scaled(1, 0).checked_mul(Number::from_i64(10).pow(Number::from_i64(27))?)?;
            (fits && low.abs() < reach && high.abs() < reach).then_some(())?;
            step((low, high))
        }
        "count" | "string length" => Some((Number::ZERO, Number::from_i64(i64::from(u32::MAX)))),
        "sum" => {
            let parts = elements()?;
            let [Typed { kind: TypedKind::List(_), .. }] = arguments else { return None };
            parts.into_iter().try_fold((Number::ZERO, Number::ZERO), |(a, b), (low, high)| {
                Some((a.checked_add(low)?, b.checked_add(high)?))
            })
        }
        "sqrt" => of(0)
            .filter(|(low, _)| *low >= Number::ZERO)
            .map(|(_, high)| (Number::ZERO, high.max(Number::ONE))),
        "exp" => rising(Number::exp),
        "log" => rising(Number::ln),
        "modulo" => {
            let (low, high) = of(1)?;
            (of(0).is_some() && (low > Number::ZERO || high < Number::ZERO))
                .then_some((low.min(Number::ZERO), high.max(Number::ZERO)))
        }
        // With a rate that is not negative, a principal is at most its payments, and a payment at most principal and one period's interest.
        "principal" => annuity(of(0)?, of(1)?, of(2)?, |amount, _, periods| amount.checked_mul(periods)),
        "payment" => annuity(of(0)?, of(1)?, of(2)?, |amount, rate, _| {
            amount.checked_mul(rate.checked_add(Number::ONE)?)
        }),
        _ => None,
    }
}

type Bounds = (Number, Number);

fn annuity(
    amount: Bounds,
    rate: Bounds,
    periods: Bounds,
    reach: fn(Number, Number, Number) -> Option<Number>,
) -> Option<Bounds> {
    let usual = rate.0 >= Number::ZERO
        && rate.1 <= Number::from_i64(1000)
        && periods.0 >= Number::ONE
        && periods.1 <= Number::from_i64(1000);
    usual.then_some(())?;
    let (low, high) = (reach(amount.0, rate.1, periods.1)?, reach(amount.1, rate.1, periods.1)?);
    Some((low.min(Number::ZERO), high.max(Number::ZERO)))
}
