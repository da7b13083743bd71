//! One stage explained.

use super::Node;
use crate::bands::CheckedBands;
use crate::dmn::stage::{CheckedDmn, CheckedInput};
use crate::domain::cause;
use crate::feel::scope::{Entry, Home, NameId, Origin};
use crate::feel::typed::Typed;
use crate::flow::{Checked, CheckedKind};
use crate::schema::WITHHELD;
use crate::source::Place;
use crate::table::CheckedRows;
use crate::trace::{Explained, Note, StageNotes};
use crate::value::{Truth, Value, ops::to_feel_text};

/// Tells what one stage did.
pub(super) struct Teller<'a> {
    pub explained: &'a Explained,
    pub checked: &'a Checked,
    pub notes: &'a StageNotes,
}

impl Teller<'_> {
    /// The stage with all that it consists of.
    pub fn stage(&self) -> Option<Node> {
        let stage = self.checked.stages.get(self.notes.stage)?;
        let mut node =
            Node { label: stage.name.clone(), kind: "stage", place: Some(stage.place), ..Node::default() };
        if let Some((typed, expression)) = &stage.when {
            node.note = Some(format!("when {}", expression.source.text));
            node.values = self.seen(typed);
        }
        if self.notes.skipped {
            node.result = Some("skipped".to_owned());
            return Some(node);
        }
        node.result =
            self.checked.scope.find(&stage.name).and_then(|id| self.named(id)).map(|(_, value)| value);
        node.children = match &stage.kind {
            CheckedKind::Derive(values) => {
                let item = |(value, item): (&crate::derive::CheckedValue, usize)| Node {
                    result: self.value(item),
                    ..self.item(
                        "value",
                        &value.name,
                        value.place,
                        &value.typed,
                        &value.expression.source.text,
                    )
                };
                values.iter().zip(0..).map(item).collect()
            }
            CheckedKind::Rules(rules) => {
                let item = |(rule, item): (&crate::rules::CheckedRule, usize)| Node {
                    result: Some(self.truth(item)),
                    ..self.item("rule", &rule.code, rule.place, &rule.typed, &rule.expression.source.text)
                };
                rules.iter().zip(0..).map(item).collect()
            }
            CheckedKind::Scorecard(card) => self.card(card),
            CheckedKind::Bands(bands) => self.rows().filter_map(|band| self.band(bands, band)).collect(),
            CheckedKind::Table(table) => {
                let row = |row: usize| Node {
                    label: format!("row {}", row + 1),
                    kind: "row",
                    values: self.tested(&table.rows),
                    place: table.lines.get(row / across(&table.rows)).copied(),
                    ..Node::default()
                };
                self.rows().map(row).collect()
            }
            CheckedKind::Price(price) => self.price(price),
            CheckedKind::Limit(limit) => self.limit(limit),
            CheckedKind::Dmn(decision) => self.model(decision),
        };
        Some(node)
    }

    /// What was given to a model's decision.
    fn model(&self, decision: &CheckedDmn) -> Vec<Node> {
        let item = |(input, item): (&CheckedInput, usize)| Node {
            result: self.value(item),
            ..self.item("value", &input.name, input.place, &input.typed, &input.expression.source.text)
        };
        decision.inputs.iter().zip(0..).map(item).collect()
    }

    pub fn item(&self, kind: &'static str, label: &str, place: Place, typed: &Typed, note: &str) -> Node {
        let values = self.seen(typed);
        Node {
            label: label.to_owned(),
            kind,
            values,
            place: Some(place),
            note: Some(note.to_owned()),
            ..Node::default()
        }
    }

    /// The values of the names that an expression reads.
    pub fn seen(&self, typed: &Typed) -> Vec<(String, String)> {
        typed.names().into_iter().filter_map(|id| self.named(id)).collect()
    }

    /// The values that the rows of a table test.
    pub fn tested(&self, rows: &CheckedRows) -> Vec<(String, String)> {
        match rows {
            CheckedRows::Plain { columns, .. } => {
                columns.iter().flat_map(|column| self.seen(&column.input)).collect()
            }
            CheckedRows::Cross(down, over) => {
                [down, over].into_iter().flat_map(|column| self.seen(&column.input)).collect()
            }
        }
    }

    pub fn named(&self, id: NameId) -> Option<(String, String)> {
        let entry = self.checked.scope.get(id)?;
        Some((entry.name.clone(), self.shown(entry)))
    }

    /// The value as the stage saw it: the outcome goes on changing after it.
    fn shown(&self, entry: &Entry) -> String {
        let frame = &self.explained.frame;
        match (&entry.home, entry.origin) {
            (Home::Cell(..), Origin::Engine) => format!("\"{}\"", self.notes.outcome.word()),
            (home, origin) => match (home.value(frame), origin) {
                (Value::Null, Origin::Fact(fact)) => {
                    let cause = cause(frame.cell(fact.0)).unwrap_or(0);
                    let name =
                        self.checked.schema.causes.get(usize::from(cause)).filter(|_| cause >= WITHHELD);
                    name.map_or_else(|| "null".to_owned(), |name| format!("missing({name})"))
                }
                (value, _) => to_feel_text(&value),
            },
        }
    }

    pub fn rows(&self) -> impl Iterator<Item = usize> {
        self.notes.notes.iter().filter_map(|note| if let Note::Row(row) = note { Some(*row) } else { None })
    }

    pub fn value(&self, item: usize) -> Option<String> {
        self.notes.notes.iter().find_map(|note| match note {
            Note::Value(index, value) if *index == item => Some(to_feel_text(value)),
            _ => None,
        })
    }

    fn truth(&self, item: usize) -> String {
        let found = self.notes.notes.iter().find_map(|note| match note {
            Note::Truth(index, truth, acted) if *index == item => Some((*truth, *acted)),
            _ => None,
        });
        let words = match found {
            Some((Truth::True, _)) => "hit",
            Some((Truth::Unknown, true)) => "unknown: acts",
            Some((Truth::Unknown, false)) => "unknown: passes",
            Some((Truth::False, _)) | None => "no hit",
        };
        words.to_owned()
    }

    fn band(&self, bands: &CheckedBands, band: usize) -> Option<Node> {
        let test = bands.column.tests.get(band)?;
        let label = bands.names.get(band)?.to_string();
        let values = self.seen(&bands.column.input);
        Some(Node {
            label,
            kind: "band",
            values,
            place: bands.column.places.get(band).copied(),
            note: Some(test.text.to_string()),
            ..Node::default()
        })
    }
}

/// How many crossings stand in one line of a table.
pub(super) fn across(rows: &CheckedRows) -> usize {
    match rows {
        CheckedRows::Plain { .. } => 1,
        CheckedRows::Cross(_, over) => over.sets.len().max(1),
    }
}
