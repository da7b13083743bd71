//! Limits checked: base and multipliers are never null, caps say what null means, and the result has a bound.

use std::sync::Arc;

use super::doc::{CapDoc, CapMissing, LimitDoc};
use crate::decision::Outcome;
use crate::diagnostic::Code;
use crate::document::Expression;
use crate::domain::{Lane, Words};
use crate::feel::scope::{ALIVE, Home, Target};
use crate::feel::typed::Typed;
use crate::feel::types::{Kind, Type};
use crate::flow::Checking;
use crate::price::{CheckedAmount, Source, amount, named, source};
use crate::value::Number;

/// A cap.
#[derive(Clone, Debug)]
pub struct CheckedCap {
    /// The amount, with its name.
    pub amount: CheckedAmount,
    /// What null means.
    pub missing: CapMissing,
    /// The cause of a cap that refers or declines where it is null.
    pub cause: Option<u16>,
}

/// The stage `limit`.
#[derive(Clone, Debug)]
pub struct CheckedLimit {
    /// The amount before caps.
    pub base: Source,
    /// Multipliers of the base.
    pub times: Vec<CheckedAmount>,
    /// Caps, in the author's order.
    pub caps: Vec<CheckedCap>,
    /// The multiple to round down to.
    pub round: Option<Number>,
    /// The least amount.
    pub least: Option<CheckedLeast>,
    /// Where the results go.
    pub results: Results,
}

/// The least amount of a limit.
#[derive(Clone, Debug)]
pub struct CheckedLeast {
    /// The amount.
    pub typed: Typed,
    /// As written.
    pub expression: Expression,
    /// What an amount below it asks for.
    pub outcome: Outcome,
    /// The cause that it gives where the base binds; those of the caps follow, in their order.
    pub cause: u16,
}

/// Where the results of a limit go.
#[derive(Clone, Copy, Debug)]
pub struct Results {
    /// The limit, in a cell.
    pub limit: Target,
    /// The name of the cap that binds, in a cell.
    pub binding: Target,
    /// The base after the multipliers, in a value slot.
    pub base: Target,
    /// The least of all before rounding, in a value slot.
    pub uncut: Target,
}

/// Checks the stage and declares its results.
pub fn check(doc: &LimitDoc<'_>, checking: &mut Checking<'_>) -> Option<CheckedLimit> {
    let base = doc.base.as_ref().map(|base| source(base, "base", checking));
    let times: Vec<Option<CheckedAmount>> = doc
        .times
        .iter()
        .map(|(name, expression)| named(name, expression.as_ref(), "multiplier", checking))
        .collect();
    let caps: Vec<Option<CheckedCap>> = doc.caps.iter().map(|doc| cap(doc, checking)).collect();
    let least = doc.least.as_ref().map(|(expression, outcome, code)| {
        let typed = amount(expression, "least amount", checking);
        let cause = checking.cause(code, 0);
        // What led to it is what binds, so that each cap has a cause of its own.
        if cause.is_some() {
            for _ in &doc.caps {
                checking.cause(code, 0);
            }
        }
        if let Some(typed) = typed.as_ref().filter(|typed| typed.ty.nullable) {
            checking.reader.error(
                Code::NullUndecided,
                expression.place(typed.span),
                "the least amount can be null",
                "write `if x = null then … else …`",
            );
        }
        Some(CheckedLeast { typed: typed?, expression: expression.clone(), outcome: *outcome, cause: cause? })
    });
    let times: Vec<CheckedAmount> = times.into_iter().collect::<Option<_>>()?;
    let caps: Vec<CheckedCap> = caps.into_iter().collect::<Option<_>>()?;
    let least = match least {
        None => None,
        Some(least) => Some(least?),
    };
    let base = base??;
    let base_type = product(&base, &times);
    let top = top(&base_type, &caps, checking)?;
    let declines = least.as_ref().is_some_and(|least| least.outcome == Outcome::Decline)
        || caps.iter().any(|cap| cap.missing == CapMissing::Decline);
    let results = declare(base_type, top, &caps, declines, checking)?;
    let cut = [results.limit.id, results.binding.id, results.uncut.id];
    let all = [results.base.id, results.limit.id, results.binding.id, results.uncut.id];
    checking.depends_on_source(&base, &all);
    times.iter().for_each(|factor| all.iter().for_each(|id| checking.depends(*id, &factor.typed)));
    for cap in &caps {
        cut.iter().for_each(|id| checking.depends(*id, &cap.amount.typed));
        if let Some(cause) = cap.cause {
            checking.led_by(cause, checking.cards(&cap.amount.typed));
        }
    }
    if let Some(least) = &least {
        let own = checking.cards(&least.typed);
        let base = checking.scope.get(results.base.id).map_or(0, |entry| entry.cards);
        checking.led_by(least.cause, own | base);
        for (cap, cause) in caps.iter().zip(least.cause.saturating_add(1)..) {
            checking.led_by(cause, own | checking.cards(&cap.amount.typed));
        }
    }
    Some(CheckedLimit { base, times, caps, round: doc.round, least, results })
}

fn cap(doc: &CapDoc<'_>, checking: &mut Checking<'_>) -> Option<CheckedCap> {
    let name = doc.name;
    if checking.reader.name(name, "a cap", false) && name.text == "base" {
        checking.reader.error(
            Code::NameClash,
            name.place,
            "a cap cannot be called `base`",
            "`limit.binding` says so where the base binds",
        );
    }
    let cause = doc.reason.map(|reason| checking.cause(reason, 0));
    let expression = doc.is.as_ref()?;
    let typed = amount(expression, "cap", checking)?;
    if typed.ty.nullable && doc.missing.is_none() {
        let message = format!("the cap `{}` can be null, and nothing says what that means", name.text);
        checking.reader.error(
            Code::NullUndecided,
            expression.place(typed.span),
            message,
            "say `missing: skip`, `zero`, `refer` or `decline`",
        );
    }
    let missing = doc.missing.unwrap_or(CapMissing::Skip);
    let amount =
        CheckedAmount { name: name.text.clone(), place: name.place, typed, expression: expression.clone() };
    Some(CheckedCap { amount, missing, cause: cause.flatten() })
}

/// The type of the base after the multipliers.
fn product(base: &Source, times: &[CheckedAmount]) -> Type {
    let corners = |(a, b): (Number, Number), (c, d): (Number, Number)| {
        let all = [a.checked_mul(c)?, a.checked_mul(d)?, b.checked_mul(c)?, b.checked_mul(d)?];
        Some((all.iter().copied().reduce(Number::min)?, all.iter().copied().reduce(Number::max)?))
    };
    let start = base.ty().bounds;
    let bounds = times.iter().fold(start, |bounds, factor| corners(bounds?, factor.typed.ty.bounds?));
    Type::number(bounds)
}

/// The greatest limit that can come out; it must fit a money cell.
fn top(base: &Type, caps: &[CheckedCap], checking: &mut Checking<'_>) -> Option<Number> {
    let always = caps.iter().filter(|cap| !cap.amount.typed.ty.nullable || cap.missing == CapMissing::Zero);
    let tops = always
        .map(|cap| cap.amount.typed.ty.bounds)
        .chain([base.bounds])
        .flatten()
        .map(|(_, high)| high.max(Number::ZERO));
    let top = tops
        .reduce(Number::min)
        .filter(|top| top.round_to_scaled(checking.minor_unit, crate::value::Round::Floor).is_some());
    if top.is_none() {
        checking.reader.error(
            Code::BadValue,
            checking.stage.name.place,
            "nothing bounds the limit",
            "add a cap that is a number, such as `regulatory: 200000`",
        );
    }
    top
}

fn declare(
    base: Type,
    top: Number,
    caps: &[CheckedCap],
    declines: bool,
    checking: &mut Checking<'_>,
) -> Option<Results> {
    let name = checking.stage.name.clone();
    let cell = checking.scope.cell();
    let amounts = Type::number(Some((Number::ZERO, top)));
    let limit =
        checking.declare(&name, amounts, Home::Cell(cell, Lane::Scaled(checking.minor_unit)), None)?;
    if let Some(entry) = checking.scope.get_mut(limit).filter(|_| declines) {
        entry.guards.push(ALIVE.to_owned());
    }
    let words: Arc<[Arc<str>]> = std::iter::once("base")
        .chain(caps.iter().map(|cap| cap.amount.name.as_str()))
        .map(Arc::from)
        .collect();
    let lane = Lane::Symbol { words: Words::new(&words), open: false };
    let qualified = |part: &str| format!("{}.{part}", name.text);
    let binding =
        checking.result(Some(&qualified("binding")), false, Type::of(Kind::Text(Some(words))), Some(lane))?;
    let base = checking.result(Some(&qualified("base")), false, base, None)?;
    let uncut = checking.result(Some(&qualified("uncut")), false, Type::number(None), None)?;
    Some(Results { limit: Target { id: limit, slot: cell }, binding, base, uncut })
}
