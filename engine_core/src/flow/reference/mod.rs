//! The dullest way to decide: walks the checked tree, stage by stage, on plain values. For tests: the judge of the program.
//!
//! It knows nothing of cells' order, ladders, sets, frames or code: a table cell is tried on the value itself, row after row,
//! and amounts are plain numbers. Where the program answers otherwise, one of the two is wrong.

mod amounts;
mod cards;
mod cells;
mod depends;
mod score;
mod stages;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::decision::{Hit, Outcome};
use crate::domain::Lane;
use crate::feel::ast::ArithmeticOp;
use crate::feel::operation::Nulls;
use crate::feel::reference::evaluate;
use crate::feel::scope::{Home, NameId, Origin};
use crate::feel::typed::{Typed, TypedKind};
use crate::flow::{Checked, CheckedKind, CheckedOutput};
use crate::schema::{NOT_GIVEN, WITHHELD};
use crate::value::{Date, Number, Round, Truth, Value};

/// A fact as it is told to the judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// Its value, in the form that its type has: money with its places, a double as its shortest decimal.
    Value(Value),
    /// It is missing, for this cause.
    Missing(String),
}

/// What the judge decides.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// Approve, refer or decline.
    pub outcome: Outcome,
    /// The outputs, in the order of the bundle.
    pub outputs: Vec<Value>,
    /// The reasons of the outcome, as indices into the bundle's reason codes.
    pub reasons: Vec<u16>,
    /// Everything that hit.
    pub hits: Vec<Hit>,
}

/// Decides one applicant; a fact that is not in the map was not given.
#[must_use]
pub fn judge(checked: &Checked, facts: &BTreeMap<String, Given>, day: Option<Date>) -> Judgement {
    let mut judge = Judge::new(checked);
    judge.take_facts(facts);
    judge.take_day(day);
    for stage in &checked.stages {
        judge.outcome = judge.worst();
        judge.set_named("outcome", Value::Text(judge.outcome.word().into()));
        let runs = stage.when.as_ref().is_none_or(|(when, _)| judge.value(when) == Value::Boolean(true));
        if runs {
            judge.stage(&stage.kind);
        } else if let CheckedKind::Rules(rules) = &stage.kind {
            judge.lower(rules);
        }
    }
    judge.outcome = judge.worst();
    judge.set_named("outcome", Value::Text(judge.outcome.word().into()));
    let outputs = checked.outputs.iter().map(|output| judge.output(output)).collect();
    Judgement { outcome: judge.outcome, outputs, reasons: judge.reasons(), hits: judge.hits }
}

/// What is known of one applicant so far.
struct Judge<'a> {
    checked: &'a Checked,
    /// Results and facts as FEEL sees them.
    values: HashMap<NameId, Value>,
    /// Conditions as rules see them, where a comparison with a missing value decided them.
    strict: HashMap<NameId, Value>,
    /// Why a fact is missing.
    causes: HashMap<NameId, u8>,
    /// The flags raised by the stages before this one.
    flags: Vec<Arc<str>>,
    hits: Vec<Hit>,
    outcome: Outcome,
    /// The bins of the characteristics of each card that ran.
    bins: HashMap<u32, Vec<Option<usize>>>,
}

impl<'a> Judge<'a> {
    fn new(checked: &'a Checked) -> Self {
        Self {
            checked,
            values: HashMap::new(),
            strict: HashMap::new(),
            causes: HashMap::new(),
            flags: Vec::new(),
            hits: Vec::new(),
            outcome: Outcome::Approve,
            bins: HashMap::new(),
        }
    }

    /// Consents come first: while one is not true, what it binds is withheld, whatever was given.
    fn take_facts(&mut self, facts: &BTreeMap<String, Given>) {
        let schema = &self.checked.schema;
        for fact in &schema.facts {
            let Some(id) = self.checked.scope.find(&fact.name) else { continue };
            let consent = fact.consent.and_then(|consent| schema.get(consent));
            let consented = consent
                .is_none_or(|consent| facts.get(&consent.name) == Some(&Given::Value(Value::Boolean(true))));
            let cause = match facts.get(&fact.name) {
                _ if !consented => WITHHELD,
                Some(Given::Value(value)) => {
                    self.values.insert(id, value.clone());
                    continue;
                }
                Some(Given::Missing(cause)) => schema.cause(cause).unwrap_or(NOT_GIVEN),
                None => NOT_GIVEN,
            };
            self.causes.insert(id, cause);
        }
    }

    fn take_day(&mut self, day: Option<Date>) {
        let Some(day) = day else { return };
        self.set_named(crate::feel::infer::TODAY, Value::Date(day));
        for (parameter, _) in &self.checked.parameters {
            let period = parameter.periods.iter().find(|period| {
                period.from.is_none_or(|from| from <= day) && period.to.is_none_or(|to| to >= day)
            });
            if let Some(period) = period {
                self.set_named(&parameter.name, period.value.clone());
            }
        }
    }

    fn set_named(&mut self, name: &str, value: Value) {
        if let Some(id) = self.checked.scope.find(name) {
            self.values.insert(id, value);
        }
    }

    fn read(&self, id: NameId, nulls: Nulls) -> Value {
        let entry = self.checked.scope.get(id);
        if entry.is_some_and(|entry| entry.origin == Origin::Engine && entry.name == "flags") {
            return Value::List(self.flags.iter().map(|flag| Value::Text(Arc::clone(flag))).collect());
        }
        let strict = if nulls == Nulls::Unknown { self.strict.get(&id) } else { None };
        strict.or_else(|| self.values.get(&id)).cloned().unwrap_or(Value::Null)
    }

    fn value(&self, typed: &Typed) -> Value {
        evaluate(typed, Nulls::Feel, &|id, nulls| self.read(id, nulls))
    }

    /// The value of a condition where comparisons with missing values are unknown.
    fn strictly(&self, typed: &Typed) -> Truth {
        Truth::of(&evaluate(typed, Nulls::Unknown, &|id, nulls| self.read(id, nulls)))
    }

    fn number(&self, typed: &Typed) -> Option<Number> {
        match self.value(typed) {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    fn hit(&mut self, cause: u16, asks: Outcome) {
        let hit = Hit { cause, asks };
        if !self.hits.contains(&hit) {
            self.hits.push(hit);
        }
    }

    fn worst(&self) -> Outcome {
        self.hits.iter().map(|hit| hit.asks).max().unwrap_or(Outcome::Approve)
    }

    fn output(&self, output: &CheckedOutput) -> Value {
        let value = match &output.declined {
            Some((declined, _)) if self.outcome == Outcome::Decline => self.value(declined),
            _ => self.value(&output.typed),
        };
        let mut places = Some(0);
        let number = self.places(&output.typed, &mut places);
        match (value, places.filter(|_| number)) {
            (Value::Number(number), Some(places)) => Value::Number(with_places(number, places)),
            (value, _) => value,
        }
    }

    /// Raises `most` to the places of every number that the expression can be; `None` where they differ by the applicant.
    /// Whether it can be a number at all.
    fn places(&self, typed: &Typed, most: &mut Option<u8>) -> bool {
        let own = match &typed.kind {
            TypedKind::Constant(Value::Null) => return false,
            TypedKind::Constant(Value::Number(number)) => u8::try_from(-number.exponent().min(0)).ok(),
            TypedKind::Read(id) => match self.checked.scope.get(*id).map(|entry| &entry.home) {
                Some(Home::Cell(_, Lane::Scaled(places))) => Some(*places),
                _ => None,
            },
            TypedKind::Negate(of) => return self.places(of, most),
            TypedKind::Arithmetic(ArithmeticOp::Add | ArithmeticOp::Subtract, a, b)
            | TypedKind::If(_, a, b) => {
                let left = self.places(a, most);
                return self.places(b, most) || left;
            }
            TypedKind::Call(row, of) if row.name == "min" || row.name == "max" => {
                let items = if let [Typed { kind: TypedKind::List(items), .. }] = &**of { items } else { of };
                let numbers = items.iter().filter(|item| self.places(item, most));
                return numbers.count() > 0;
            }
            _ => None,
        };
        *most = most.zip(own).map(|(most, own)| most.max(own));
        true
    }
}

/// The number with just these places, if it has no more.
fn with_places(number: Number, places: u8) -> Number {
    let rounded = number.round(i32::from(places), Round::Down);
    rounded.filter(|rounded| *rounded == number).unwrap_or(number)
}
