//! What a checked bundle becomes: flat, immutable, shared by all threads.

use crate::decision::json::Answer;
use crate::decision::{Codes, Decision, Seen};
use crate::document::{self, Head};
use crate::domain::{Lane, is_missing};
use crate::facts::Reader;
use crate::facts::json::Names;
use crate::feel::ast::ArithmeticOp;
use crate::feel::code::Code;
use crate::feel::compile::Compiler;
use crate::feel::frame::{Cells, Frame};
use crate::feel::operation::Nulls;
use crate::feel::scope::{Home, Scope};
use crate::feel::typed::{Typed, TypedKind};
use crate::flow::{Checked, CheckedKind, CheckedOutput, Stage, StageKind};
use crate::price;
use crate::schema::{Fact, FactId, Parameter};
use crate::scorecard::Scorecard;
use crate::source::Place;
use crate::value::{Number, Round, Value};

/// Something that can ask for an outcome.
#[derive(Clone, Copy, Debug)]
pub struct Cause {
    /// The index of its reason code.
    pub reason: u16,
    /// The stage that it belongs to.
    pub stage: u16,
    /// The scorecards whose scores it depends on.
    pub cards: u64,
    /// Where it is written.
    pub place: Place,
}

/// A parameter whose value depends on the day, with its value slot.
#[derive(Clone, Debug)]
pub struct Parameterised {
    /// The parameter.
    pub parameter: Parameter,
    /// Where its value is read.
    pub slot: u16,
}

/// An output, ready to be worked out.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its value.
    pub code: Code,
    /// Its value where the decision declines, if that is another.
    pub declined: Option<Code>,
    /// The places of a number that always has the same.
    pub scale: Option<u8>,
    /// Whether they are still to be given to it.
    pads: bool,
}

/// A bundle, ready to decide.
#[derive(Clone, Debug)]
pub struct Program {
    /// The checked bundle, for names, texts and places.
    pub checked: Checked,
    /// The stages, in order.
    pub stages: Vec<Stage>,
    /// The outputs, in order.
    pub outputs: Vec<Output>,
    /// What can ask for an outcome.
    pub causes: Vec<Cause>,
    /// The parameters that depend on the day.
    pub dated: Vec<Parameterised>,
    /// Whether a decision needs its day.
    pub needs_day: bool,
    /// SHA-256 over the canonical bundle.
    pub digest: [u8; 32],
    /// The facts, each with its value slot if it has one.
    pub facts: Vec<FactSlot>,
    /// How the values of each fact become cells.
    pub readers: Vec<Reader>,
    /// The facts in the order of reading: what consents are bound to comes after them.
    pub order: Vec<FactId>,
    /// Where the keys of a JSON request belong.
    pub names: Names,
    /// What every decision in JSON has in common.
    pub answer: Answer,
}

/// A fact and where its value goes.
#[derive(Clone, Debug)]
pub struct FactSlot {
    /// The fact.
    pub fact: Fact,
    /// Its value slot, for facts that do not live in cells.
    pub value: Option<u16>,
    /// Whether anything reads it; a text that nothing reads is not kept.
    pub read: bool,
}

impl Program {
    /// Prepares a checked bundle.
    #[must_use]
    pub fn build(checked: Checked) -> Self {
        let compiler = Compiler { scope: &checked.scope, nulls: Nulls::Feel };
        let stages = checked.stages.iter().map(|stage| Stage {
            when: stage.when.as_ref().map(|(typed, _)| compiler.test(typed)),
            kind: stage.kind.build(&checked.scope, checked.head.minor_unit),
        });
        let mut stages: Vec<Stage> = stages.collect();
        let outputs = checked.outputs.iter().map(|output| self::output(output, compiler)).collect();
        for (stage, from) in stages.iter_mut().zip(&checked.stages) {
            match (&mut stage.kind, &from.kind) {
                (StageKind::Derive(derive), CheckedKind::Derive(values)) => {
                    derive.leave_unread(values, &checked.scope);
                }
                (StageKind::Limit(limit), _) => limit.leave_unread(&checked.scope),
                _ => {}
            }
        }
        let dated: Vec<Parameterised> = checked
            .parameters
            .iter()
            .filter_map(|(parameter, slot)| {
                Some(Parameterised { parameter: parameter.clone(), slot: (*slot)? })
            })
            .collect();
        let needs_day = checked.scope.needs_day || !dated.is_empty();
        let digest = document::digest(&checked);
        let facts: Vec<FactSlot> =
            checked.schema.facts.iter().map(|fact| slot(&checked.scope, fact)).collect();
        let mut order: Vec<FactId> = (0_u16..).map(FactId).take(checked.schema.facts.len()).collect();
        order.sort_by_key(|id| checked.schema.get(*id).is_some_and(|fact| fact.consent.is_some()));
        Self {
            causes: checked.causes.clone(),
            stages,
            outputs,
            dated,
            needs_day,
            digest,
            readers: facts.iter().map(|slot| Reader::new(&slot.fact, slot.read)).collect(),
            facts,
            names: Names::new(&checked.schema, &order),
            answer: Answer::new(&checked, &digest),
            order,
            checked,
        }
    }

    /// What the bundle says of itself.
    #[must_use]
    pub const fn head(&self) -> &Head {
        &self.checked.head
    }

    /// The most places that the numbers of an output can have, also where they do not always have as many; `None` where it
    /// is not known.
    #[must_use]
    pub fn most_places(&self, output: usize) -> Option<u8> {
        let output = self.checked.outputs.get(output)?;
        let parts = [Some(&output.typed), output.declined.as_ref().map(|(typed, _)| typed)];
        let mut most = None;
        for part in parts.into_iter().flatten() {
            if let Places::Known(places) = self.places(part)? {
                most = most.max(Some(places));
            }
        }
        most
    }

    /// The places of an expression, which may be the price of a stage.
    fn places(&self, typed: &Typed) -> Option<Places> {
        let scope = &self.checked.scope;
        let TypedKind::Read(id) = &typed.kind else { return places(typed, scope) };
        let price = self.checked.stages.iter().find_map(|stage| match &stage.kind {
            CheckedKind::Price(price) if price.price.id == *id => Some(price),
            _ => None,
        });
        let Some(price) = price else { return places(typed, scope) };
        let mut most = match &price.base {
            price::Source::Table(_, output, _) => {
                let Lane::Scaled(places) = output.lane else { return None };
                places
            }
            price::Source::Expression(typed, _) => known(places(typed, scope)?),
        };
        let within = price.within.iter().flat_map(|within| [&within.low.0, &within.high.0]);
        for part in price.less.iter().map(|less| &less.typed).chain(within) {
            most = most.max(known(places(part, scope)?));
        }
        Some(Places::Known(most))
    }

    /// The reasons of everything that hit, each once, in flow order.
    #[must_use]
    pub fn hits(&self, decision: &Decision) -> Codes {
        let mut reasons = Codes::new();
        let mut seen = Seen::default();
        for cause in decision.hits.iter().filter_map(|hit| self.causes.get(usize::from(hit.cause))) {
            if seen.is_new(&reasons, cause.reason) {
                reasons.push(cause.reason);
            }
        }
        reasons
    }

    /// The scorecards, in flow order.
    pub fn cards(&self) -> impl Iterator<Item = &Scorecard> {
        self.stages
            .iter()
            .filter_map(|stage| if let StageKind::Scorecard(card) = &stage.kind { Some(card) } else { None })
    }
}

fn slot(scope: &Scope, fact: &Fact) -> FactSlot {
    let entry = scope.find(&fact.name).and_then(|id| scope.get(id));
    let value = match entry.map(|entry| &entry.home) {
        Some(Home::Value(slot)) => Some(*slot),
        Some(Home::Cell(..) | Home::Constant(_) | Home::Flags(_)) | None => None,
    };
    FactSlot { fact: fact.clone(), value, read: entry.is_some_and(|entry| entry.read) }
}

/// Money and other scaled results have their places on a decline too: 0 is 0.00.
fn output(output: &CheckedOutput, compiler: Compiler<'_>) -> Output {
    let code = compiler.code(&output.typed);
    let scale = if let Some(Places::Known(scale)) = places(&output.typed, compiler.scope) {
        Some(scale)
    } else {
        None
    };
    // A constant has its places from the start.
    let ready =
        |code| if let Code::Constant(value) = code { Code::Constant(padded(value, scale)) } else { code };
    let declined = output.declined.as_ref().map(|(typed, _)| ready(compiler.code(typed)));
    let code = ready(code);
    let pads = std::iter::once(&code).chain(&declined).any(|code| match code {
        Code::Constant(_) => false,
        Code::Cell(_, Lane::Scaled(places)) => scale != Some(*places),
        _ => scale.is_some(),
    });
    Output { code, declined, scale, pads }
}

impl Output {
    /// Writes the value of one applicant, with its places.
    #[inline]
    pub fn write(&self, declined: bool, frame: &Frame, slot: &mut Value) {
        let code = self.declined.as_ref().filter(|_| declined).unwrap_or(&self.code);
        match code {
            Code::Cell(cell, Lane::Scaled(scale)) if !self.pads => {
                let cell = frame.cell(*cell);
                if !is_missing(cell) {
                    *slot = Value::Number(Number::scaled(cell, *scale));
                }
            }
            Code::Constant(Value::Null) => {}
            Code::Constant(Value::Number(number)) => *slot = Value::Number(*number),
            Code::Value(from) if !self.pads => slot.clone_from(frame.value(*from)),
            _ => *slot = self.run(declined, frame),
        }
    }

    /// The value of one applicant, with its places.
    #[inline]
    #[must_use]
    pub fn run(&self, declined: bool, frame: &impl Cells) -> Value {
        let value = match &self.declined {
            Some(instead) if declined => instead.run(frame),
            _ => self.code.run(frame),
        };
        if self.pads { padded(value, self.scale) } else { value }
    }
}

/// A number with its places, if it has no more.
fn padded(value: Value, scale: Option<u8>) -> Value {
    match (value, scale) {
        (Value::Number(number), Some(scale)) if number.exponent() != -i32::from(scale) => {
            let padded = number.round(i32::from(scale), Round::Down);
            Value::Number(padded.filter(|padded| *padded == number).unwrap_or(number))
        }
        (value, _) => value,
    }
}

/// How many places a number has.
enum Places {
    /// It is null, and so of any.
    Null,
    /// At most these.
    Known(u8),
}

const fn known(places: Places) -> u8 {
    match places {
        Places::Null => 0,
        Places::Known(places) => places,
    }
}

/// The places that the results of an expression have; `None` where that is not known.
fn places(typed: &Typed, scope: &Scope) -> Option<Places> {
    let all = |parts: &[&Typed]| {
        parts.iter().try_fold(Places::Null, |most, part| match (most, places(part, scope)?) {
            (Places::Null, other) | (other, Places::Null) => Some(other),
            (Places::Known(a), Places::Known(b)) => Some(Places::Known(a.max(b))),
        })
    };
    match &typed.kind {
        TypedKind::Read(id) => match scope.get(*id)?.home {
            Home::Cell(_, Lane::Scaled(scale)) => Some(Places::Known(scale)),
            _ => None,
        },
        TypedKind::Constant(Value::Null) => Some(Places::Null),
        TypedKind::Constant(Value::Number(number)) => {
            u8::try_from(-number.exponent().min(0)).ok().map(Places::Known)
        }
        TypedKind::Negate(of) => places(of, scope),
        TypedKind::Arithmetic(ArithmeticOp::Add | ArithmeticOp::Subtract, a, b) => all(&[a, b]),
        TypedKind::If(_, then, other) => all(&[then, other]),
        TypedKind::Call(row, arguments) if ["min", "max"].contains(&row.name) => {
            let items = match &**arguments {
                [Typed { kind: TypedKind::List(items), .. }] => items,
                _ => arguments,
            };
            all(&items.iter().collect::<Vec<_>>())
        }
        _ => None,
    }
}
