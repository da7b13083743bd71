//! Prices and limits explained: base, reductions and bounds; base, multipliers and caps with their headroom.

use super::Node;
use super::stage::{Teller, across};
use crate::feel::scope::NameId;
use crate::limit::CheckedLimit;
use crate::price::{CheckedAmount, CheckedPrice, Source};
use crate::value::{Number, Value, ops::to_feel_text};

impl Teller<'_> {
    pub(super) fn price(&self, price: &CheckedPrice) -> Vec<Node> {
        let mut nodes = vec![self.base(&price.base, price.base_price.id)];
        nodes.extend(self.amounts(price.less.iter(), 0, "amount"));
        if let Some(within) = &price.within {
            let (low, high) = (&within.low.1.source, &within.high.1.source);
            nodes.push(Node {
                label: "within".to_owned(),
                kind: "amount",
                result: self.named(price.price.id).map(|(_, value)| value),
                place: Some(low.place),
                note: Some(format!("{}..{}", low.text, high.text)),
                ..Node::default()
            });
        }
        nodes
    }

    pub(super) fn limit(&self, limit: &CheckedLimit) -> Vec<Node> {
        let mut nodes = vec![self.base(&limit.base, limit.results.base.id)];
        nodes.extend(self.amounts(limit.times.iter(), 0, "amount"));
        let entry = self.checked.scope.get(limit.results.limit.id);
        let result = entry.map(|entry| entry.home.value(&self.explained.frame));
        let caps = limit.caps.iter().map(|cap| &cap.amount);
        nodes.extend(self.amounts(caps, limit.times.len(), "cap").map(|mut node| {
            let amount = node.result.as_deref().and_then(Number::parse);
            if let (Some(amount), Some(Value::Number(limit))) = (amount, &result)
                && let Some(headroom) = amount.checked_sub(*limit)
            {
                node.values.push(("headroom".to_owned(), headroom.to_string()));
            }
            node
        }));
        if let Some((_, binding)) = self.named(limit.results.binding.id) {
            let result = Some(binding.trim_matches('"').to_owned());
            nodes.push(Node { label: "binding".to_owned(), kind: "amount", result, ..Node::default() });
        }
        nodes
    }

    fn base(&self, source: &Source, id: NameId) -> Node {
        let node = match source {
            Source::Table(rows, output, lines) => {
                let row = self.rows().next();
                Node {
                    result: row.map(|row| to_feel_text(&output.lane.value(output.cell(row)))),
                    values: self.tested(rows),
                    place: row.and_then(|row| lines.get(row / across(rows))).copied(),
                    ..Node::default()
                }
            }
            Source::Expression(typed, expression) => {
                let node =
                    self.item("amount", "base", expression.source.place, typed, &expression.source.text);
                Node { result: self.named(id).map(|(_, value)| value), ..node }
            }
        };
        Node { label: "base".to_owned(), kind: "amount", ..node }
    }

    fn amounts<'b>(
        &'b self,
        amounts: impl Iterator<Item = &'b CheckedAmount> + 'b,
        from: usize,
        kind: &'static str,
    ) -> impl Iterator<Item = Node> + 'b {
        amounts.zip(from..).map(move |(amount, item)| {
            let node =
                self.item(kind, &amount.name, amount.place, &amount.typed, &amount.expression.source.text);
            Node { result: self.value(item), ..node }
        })
    }
}
