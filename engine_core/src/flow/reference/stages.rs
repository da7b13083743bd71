//! What each kind of stage does.

use std::sync::Arc;

use super::Judge;
use crate::bands::CheckedBands;
use crate::decision::Outcome;
use crate::derive::CheckedValue;
use crate::dmn::stage::{CheckedDmn, decided};
use crate::feel::infer::TODAY;
use crate::feel::operation::Nulls;
use crate::feel::reference::evaluate;
use crate::flow::CheckedKind;
use crate::rules::{Action, CheckedRule, Effect, WhenMissing};
use crate::table::{CheckedTable, Hit, Output};
use crate::value::{Number, Truth, Value};

impl Judge<'_> {
    pub(super) fn stage(&mut self, kind: &CheckedKind) {
        match kind {
            CheckedKind::Derive(values) => values.iter().for_each(|value| self.derive(value)),
            CheckedKind::Rules(rules) => self.rules(rules),
            CheckedKind::Scorecard(card) => self.card(card),
            CheckedKind::Bands(bands) => self.bands(bands),
            CheckedKind::Table(table) => self.table(table),
            CheckedKind::Price(price) => self.price(price),
            CheckedKind::Limit(limit) => self.limit(limit),
            CheckedKind::Dmn(decision) => self.model(decision),
        }
    }

    /// A model has no second interpreter; the judge asks the same one.
    fn model(&mut self, decision: &CheckedDmn) {
        let inputs: Vec<(u32, Value)> =
            decision.inputs.iter().map(|input| (input.node, self.value(&input.typed))).collect();
        let today = self.checked.scope.find(TODAY).map_or(Value::Null, |id| self.read(id, Nulls::Feel));
        let value = decided(&decision.model, decision.decision, inputs, &today);
        self.values.insert(decision.result.id, value);
    }

    fn derive(&mut self, value: &CheckedValue) {
        let strict = evaluate(&value.typed, Nulls::Unknown, &|id, nulls| self.read(id, nulls));
        let result = self.value(&value.typed);
        if self.checked.scope.get(value.id).is_some_and(|entry| entry.strict.is_some()) {
            self.strict.insert(value.id, strict);
        }
        self.values.insert(value.id, result);
    }

    /// A rule hits where its condition is true; where it is not and is unknown, `missing` acts. A stage sees the flags of
    /// those before it.
    fn rules(&mut self, rules: &[CheckedRule]) {
        let mut raised: Vec<Arc<str>> = Vec::new();
        for rule in rules {
            let hit = self.value(&rule.typed) == Value::Boolean(true);
            let unknown = !hit && self.strictly(&rule.typed) == Truth::Unknown;
            let acts = hit || (unknown && rule.missing != WhenMissing::Pass);
            match rule.effect {
                Effect::Flag(flag) => {
                    self.values.insert(flag.id, Value::Boolean(acts));
                    raised.extend(acts.then(|| Arc::from(rule.code.as_str())));
                }
                Effect::Ask(_, cause) if acts && unknown && rule.missing == WhenMissing::Refer => {
                    self.hit(cause, Outcome::Refer)
                }
                Effect::Ask(outcome, cause) if acts => self.hit(cause, outcome),
                Effect::Ask(..) => {}
            }
        }
        self.flags.extend(raised);
    }

    /// The flags of a stage that is skipped are simply not raised.
    pub(super) fn lower(&mut self, rules: &[CheckedRule]) {
        for rule in rules.iter().filter(|rule| rule.action == Action::Flag) {
            if let Effect::Flag(flag) = rule.effect {
                self.values.insert(flag.id, Value::Boolean(false));
            }
        }
    }

    fn bands(&mut self, bands: &CheckedBands) {
        let Some(band) = self.find(&bands.column) else { return };
        let name = bands.names.get(band).map_or(Value::Null, |name| Value::Text(Arc::clone(name)));
        self.values.insert(bands.band.id, name);
        for (_, output, target) in &bands.outputs {
            self.values.insert(target.id, written(output, band));
        }
        for (asking, outcome, cause) in &bands.asks {
            if *asking == band {
                self.hit(*cause, *outcome);
            }
        }
    }

    fn table(&mut self, table: &CheckedTable) {
        let count = table.outputs.first().map_or(0, |(_, output)| output.cells.len());
        let hits = self.rows(&table.rows, count);
        for (((_, output), default), target) in table.outputs.iter().zip(&table.default).zip(&table.results) {
            let values: Vec<Value> = hits.iter().map(|&row| written(output, row)).collect();
            let value = match table.hit {
                Hit::Unique | Hit::First => values.into_iter().next().unwrap_or(Value::Null),
                Hit::CollectCount => {
                    Value::Number(Number::from_i64(i64::try_from(values.len()).unwrap_or(i64::MAX)))
                }
                Hit::CollectList => Value::List(values.into()),
                Hit::CollectSum | Hit::CollectMin | Hit::CollectMax if values.is_empty() => default.clone(),
                Hit::CollectSum => numbers(&values)
                    .and_then(|all| all.into_iter().try_fold(Number::ZERO, Number::checked_add))
                    .map_or(Value::Null, Value::Number),
                Hit::CollectMin => {
                    numbers(&values).and_then(|all| all.into_iter().min()).map_or(Value::Null, Value::Number)
                }
                Hit::CollectMax => {
                    numbers(&values).and_then(|all| all.into_iter().max()).map_or(Value::Null, Value::Number)
                }
            };
            self.values.insert(target.id, value);
        }
    }
}

/// The value that an output cell holds.
pub(super) fn written(output: &Output, row: usize) -> Value {
    output.lane.value(output.cell(row))
}

/// The numbers; none where one of them is null.
fn numbers(values: &[Value]) -> Option<Vec<Number>> {
    values.iter().map(|value| if let Value::Number(number) = value { Some(*number) } else { None }).collect()
}
