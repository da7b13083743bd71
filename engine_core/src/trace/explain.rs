//! An explanation as a tree of plain texts: every stage, rule, bin, row and cap, with the values that it saw and where it is written.

use super::{Note, StageNotes};
use crate::decision::Explained;
use crate::feel::scope::NameId;
use crate::feel::typed::Typed;
use crate::flow::{Checked, CheckedKind, CheckedStage};
use crate::limit::CheckedLimit;
use crate::price::{CheckedAmount, CheckedPrice, Source};
use crate::schema::WITHHELD;
use crate::scorecard::CheckedCard;
use crate::source::Place;
use crate::value::{Number, Truth, Value, ops::to_feel_text};

/// A piece of an explanation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// What it is about.
    pub label: String,
    /// `decision`, `stage`, `rule`, `value`, `characteristic`, `band`, `row`, `amount`, `cap`, `output` or `reason`.
    pub kind: &'static str,
    /// What came out.
    pub result: Option<String>,
    /// The values that it saw, by name.
    pub values: Vec<(String, String)>,
    /// Where it is written.
    pub place: Option<Place>,
    /// A word more: the expression, or why it was skipped.
    pub note: Option<String>,
    /// What it consists of.
    pub children: Vec<Node>,
}

/// The explanation of a decision.
#[must_use]
pub fn explain(explained: &Explained) -> Node {
    let checked = &explained.program.checked;
    let teller = Teller { explained, checked };
    let mut children: Vec<Node> =
        explained.trace.stages.iter().filter_map(|notes| teller.stage(notes)).collect();
    let outputs = checked.outputs.iter().zip(&explained.decision.outputs);
    children.extend(outputs.map(|(output, value)| Node {
        label: output.name.clone(),
        kind: "output",
        result: Some(to_feel_text(value)),
        place: Some(output.expression.source.place),
        note: Some(output.expression.source.text.clone()),
        ..Node::default()
    }));
    let reasons = explained
        .decision
        .reasons
        .iter()
        .filter_map(|&reason| checked.reasons.codes.get(usize::from(reason)));
    children.extend(reasons.map(|reason| Node {
        label: reason.code.clone(),
        kind: "reason",
        result: reason.texts.first().cloned(),
        place: Some(reason.place),
        ..Node::default()
    }));
    Node {
        label: checked.head.name.clone(),
        kind: "decision",
        result: Some(explained.decision.outcome.word().to_owned()),
        children,
        ..Node::default()
    }
}

struct Teller<'a> {
    explained: &'a Explained,
    checked: &'a Checked,
}

impl Teller<'_> {
    fn stage(&self, notes: &StageNotes) -> Option<Node> {
        let stage = self.checked.stages.get(notes.stage)?;
        let mut node =
            Node { label: stage.name.clone(), kind: "stage", place: Some(stage.place), ..Node::default() };
        if let Some((typed, expression)) = &stage.when {
            node.note = Some(format!("when {}", expression.source.text));
            node.values = self.seen(typed);
        }
        if notes.skipped {
            node.result = Some("skipped".to_owned());
            return Some(node);
        }
        node.result = self.result(stage);
        node.children = match &stage.kind {
            CheckedKind::Derive(values) => values
                .iter()
                .map(|value| {
                    self.item("value", &value.name, value.place, &value.typed, &value.expression.source.text)
                })
                .zip(0..)
                .map(|(node, item)| Node { result: Self::value(notes, item), ..node })
                .collect(),
            CheckedKind::Rules(rules) => rules
                .iter()
                .zip(0..)
                .map(|(rule, item)| {
                    let node =
                        self.item("rule", &rule.code, rule.place, &rule.typed, &rule.expression.source.text);
                    Node { result: Some(Self::truth(notes, item)), ..node }
                })
                .collect(),
            CheckedKind::Scorecard(card) => self.card(card, notes),
            CheckedKind::Bands(bands) => Self::rows(notes)
                .filter_map(|row| {
                    Some(Node {
                        label: bands.names.get(row)?.to_string(),
                        kind: "band",
                        place: bands.column.tests.get(row)?.as_ref().map(|test| test.place),
                        note: bands.column.tests.get(row)?.as_ref().map(|test| test.text.clone()),
                        values: self.seen(&bands.column.input),
                        ..Node::default()
                    })
                })
                .collect(),
            CheckedKind::Table(table) => Self::rows(notes)
                .map(|row| Node {
                    label: format!("row {}", row + 1),
                    kind: "row",
                    place: table.lines.get(row).copied(),
                    ..Node::default()
                })
                .collect(),
            CheckedKind::Price(price) => self.price(price, notes),
            CheckedKind::Limit(limit) => self.limit(limit, notes),
        };
        Some(node)
    }

    fn item(&self, kind: &'static str, label: &str, place: Place, typed: &Typed, note: &str) -> Node {
        Node {
            label: label.to_owned(),
            kind,
            values: self.seen(typed),
            place: Some(place),
            note: Some(note.to_owned()),
            ..Node::default()
        }
    }

    /// The result of a stage that has its name.
    fn result(&self, stage: &CheckedStage) -> Option<String> {
        let entry = self.checked.scope.get(self.checked.scope.find(&stage.name)?)?;
        Some(to_feel_text(&entry.home.value(&self.explained.frame)))
    }

    /// The values of the names that an expression reads.
    fn seen(&self, typed: &Typed) -> Vec<(String, String)> {
        typed.names().into_iter().filter_map(|id| self.named(id)).collect()
    }

    fn named(&self, id: NameId) -> Option<(String, String)> {
        let entry = self.checked.scope.get(id)?;
        let value = entry.home.value(&self.explained.frame);
        let shown = match (&value, entry.origin) {
            (Value::Null, crate::feel::scope::Origin::Fact(fact)) => {
                let cause = crate::domain::cause(self.explained.frame.cell(fact.0)).unwrap_or(0);
                match self.checked.schema.causes.get(usize::from(cause)) {
                    Some(name) if cause >= WITHHELD => format!("missing({name})"),
                    _ => "null".to_owned(),
                }
            }
            _ => to_feel_text(&value),
        };
        Some((entry.name.clone(), shown))
    }

    fn rows(notes: &StageNotes) -> impl Iterator<Item = usize> {
        notes.notes.iter().filter_map(|note| if let Note::Row(row) = note { Some(*row) } else { None })
    }

    fn value(notes: &StageNotes, item: usize) -> Option<String> {
        notes.notes.iter().find_map(|note| match note {
            Note::Value(index, value) if *index == item => Some(to_feel_text(value)),
            _ => None,
        })
    }

    fn truth(notes: &StageNotes, item: usize) -> String {
        let found = notes.notes.iter().find_map(|note| match note {
            Note::Truth(index, truth, acted) if *index == item => Some((*truth, *acted)),
            _ => None,
        });
        match found {
            Some((Truth::True, _)) => "hit".to_owned(),
            Some((Truth::Unknown, true)) => "unknown: acts".to_owned(),
            Some((Truth::Unknown, false)) => "unknown: passes".to_owned(),
            Some((Truth::False, _)) | None => "no hit".to_owned(),
        }
    }

    fn card(&self, card: &CheckedCard, notes: &StageNotes) -> Vec<Node> {
        let points = |points: i64| Number::scaled(points, card.scale).to_string();
        let start = Node {
            label: "start".to_owned(),
            kind: "characteristic",
            result: Some(points(card.start)),
            ..Node::default()
        };
        let parts = card.characteristics.iter().zip(Self::rows(notes)).map(|(part, bin)| {
            let test = part.column.tests.get(bin).and_then(Option::as_ref);
            Node {
                label: part.name.text.clone(),
                kind: "characteristic",
                result: part.points.get(bin).map(|&bin| points(bin)),
                values: self.seen(&part.column.input),
                place: test.map(|test| test.place),
                note: test.map(|test| test.text.clone()),
                children: Vec::new(),
            }
        });
        std::iter::once(start).chain(parts).collect()
    }

    fn base(&self, source: &Source, notes: &StageNotes, shown: Option<String>) -> Node {
        let node = match source {
            Source::Table(_, output, lines) => {
                let row = Self::rows(notes).next();
                // A cross table has more outputs than lines: its crossings count row by row.
                let across = if lines.is_empty() { 1 } else { (output.cells.len() / lines.len()).max(1) };
                let place = row.and_then(|row| lines.get(row / across)).copied();
                Node {
                    result: row.map(|row| to_feel_text(&output.lane.value(output.cell(row)))),
                    place,
                    ..Node::default()
                }
            }
            Source::Expression(typed, expression) => {
                self.item("amount", "base", expression.source.place, typed, &expression.source.text)
            }
        };
        Node { label: "base".to_owned(), kind: "amount", result: node.result.clone().or(shown), ..node }
    }

    fn amounts<'b>(
        &'b self,
        amounts: impl Iterator<Item = &'b CheckedAmount> + 'b,
        from: usize,
        kind: &'static str,
        notes: &'b StageNotes,
    ) -> impl Iterator<Item = Node> + 'b {
        amounts.zip(from..).map(move |(amount, item)| {
            let node =
                self.item(kind, &amount.name, amount.place, &amount.typed, &amount.expression.source.text);
            Node { result: Self::value(notes, item), ..node }
        })
    }

    fn price(&self, price: &CheckedPrice, notes: &StageNotes) -> Vec<Node> {
        let base = self.named(price.base_id).map(|(_, value)| value);
        std::iter::once(self.base(&price.base, notes, base))
            .chain(self.amounts(price.less.iter(), 0, "amount", notes))
            .collect()
    }

    fn limit(&self, limit: &CheckedLimit, notes: &StageNotes) -> Vec<Node> {
        let base = self.named(limit.results.base).map(|(_, value)| value);
        let times = self.amounts(limit.times.iter(), 0, "amount", notes);
        let result =
            self.checked.scope.get(limit.results.limit).map(|entry| entry.home.value(&self.explained.frame));
        let caps = self.amounts(limit.caps.iter().map(|cap| &cap.amount), limit.times.len(), "cap", notes);
        let caps = caps.map(|mut node| {
            let amount = node.result.as_deref().and_then(Number::parse);
            if let (Some(amount), Some(Value::Number(limit))) = (amount, &result)
                && let Some(headroom) = amount.checked_sub(*limit)
            {
                node.values.push(("headroom".to_owned(), headroom.to_string()));
            }
            node
        });
        let mut nodes: Vec<Node> =
            std::iter::once(self.base(&limit.base, notes, base)).chain(times).chain(caps).collect();
        if let Some((_, binding)) = self.named(limit.results.binding) {
            nodes.push(Node {
                label: "binding".to_owned(),
                kind: "amount",
                result: Some(binding.trim_matches('"').to_owned()),
                ..Node::default()
            });
        }
        nodes
    }
}
