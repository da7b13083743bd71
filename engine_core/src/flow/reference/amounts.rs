//! Prices and limits in plain numbers.

use super::stages::written;
use super::{Judge, with_places};
use crate::decision::Outcome;
use crate::feel::scope::NameId;
use crate::limit::{CapMissing, CheckedLimit};
use crate::price::{CheckedPrice, Source};
use crate::value::{Number, Round, Value};

impl Judge<'_> {
    fn base(&self, source: &Source) -> Option<Number> {
        let value = match source {
            Source::Table(rows, output, _) => written(output, *self.rows(rows, output.cells.len()).first()?),
            Source::Expression(typed, _) => self.value(typed),
        };
        if let Value::Number(number) = value { Some(number) } else { None }
    }

    fn set(&mut self, id: NameId, number: Number) {
        self.values.insert(id, Value::Number(number));
    }

    pub(super) fn price(&mut self, price: &CheckedPrice) {
        let Some(base) = self.base(&price.base) else { return };
        self.set(price.base_price.id, base);
        let mut amount = base;
        for reduction in &price.less {
            let Some(less) = self.number(&reduction.typed).and_then(|less| amount.checked_sub(less)) else {
                return;
            };
            amount = less;
        }
        if let Some(within) = &price.within {
            let (Some(low), Some(high)) = (self.number(&within.low.0), self.number(&within.high.0)) else {
                return;
            };
            amount = amount.max(low).min(high);
        }
        self.set(price.price.id, amount);
    }

    /// The least of base and caps binds, the first named on a tie; it is rounded down, and is not below zero.
    pub(super) fn limit(&mut self, limit: &CheckedLimit) {
        let Some(mut least) = self.base(&limit.base) else { return };
        for factor in &limit.times {
            let Some(product) = self.number(&factor.typed).and_then(|factor| least.checked_mul(factor))
            else {
                return;
            };
            least = product;
        }
        self.set(limit.results.base.id, least);
        let (mut binding, mut bound, mut declined) = ("base", 0, false);
        for (cap, place) in limit.caps.iter().zip(1..) {
            let amount = match (self.number(&cap.amount.typed), cap.missing) {
                (Some(amount), _) => amount,
                (None, CapMissing::Zero) => Number::ZERO,
                (None, CapMissing::Skip) => continue,
                (None, CapMissing::Refer) => {
                    cap.cause.into_iter().for_each(|cause| self.hit(cause, Outcome::Refer));
                    continue;
                }
                (None, CapMissing::Decline) => {
                    cap.cause.into_iter().for_each(|cause| self.hit(cause, Outcome::Decline));
                    declined = true;
                    continue;
                }
            };
            if amount < least {
                (least, binding, bound) = (amount, cap.amount.name.as_str(), place);
            }
        }
        self.set(limit.results.uncut.id, least);
        self.values.insert(limit.results.binding.id, Value::Text(binding.into()));
        self.cut(limit, least, bound, declined);
    }

    fn cut(&mut self, limit: &CheckedLimit, least: Number, bound: u16, mut declined: bool) {
        let places = self.checked.head.minor_unit;
        let step = limit.round.unwrap_or(Number::scaled(1, places));
        let Some(cut) = least.max(Number::ZERO).round_to_multiple(step, Round::Floor) else { return };
        if let Some(asked) = &limit.least
            && self.number(&asked.typed).is_some_and(|amount| cut < amount)
        {
            self.hit(asked.cause + bound, asked.outcome);
            declined |= asked.outcome == Outcome::Decline;
        }
        if !declined {
            let cut = cut.round(i32::from(places), Round::Floor).unwrap_or(cut);
            self.set(limit.results.limit.id, with_places(cut, places));
        }
    }
}
