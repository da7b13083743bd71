//! A scorecard explained: the points of each characteristic, group by group, and how their sum becomes the score.

use super::Node;
use super::stage::Teller;
use crate::scorecard::{CheckedBound, CheckedCard};
use crate::value::Number;

impl Teller<'_> {
    pub(super) fn card(&self, card: &CheckedCard) -> Vec<Node> {
        let start = Node {
            label: "start".to_owned(),
            kind: "characteristic",
            result: Some(card.start.to_string()),
            ..Node::default()
        };
        let rows: Vec<usize> = self.rows().collect();
        let of = |index: usize| {
            let (part, bin) = (card.characteristics.get(index)?, *rows.get(index)?);
            let test = part.column.tests.get(bin);
            Some(Node {
                label: part.name.text.clone(),
                kind: "characteristic",
                result: part.points.get(bin).map(Number::to_string),
                values: self.seen(&part.column.input),
                place: part.column.places.get(bin).copied(),
                note: test.map(|test| test.text.to_string()),
                children: Vec::new(),
            })
        };
        let group = |bound: &CheckedBound| {
            let own = |&part: &usize| card.characteristics.get(part)?.points.get(*rows.get(part)?).copied();
            let sum = bound.parts.iter().filter_map(own).reduce(|a, b| a.checked_add(b).unwrap_or(a));
            let sum = sum.unwrap_or(Number::ZERO);
            Node {
                label: bound.name.clone(),
                kind: "group",
                result: Some(bound.clip(sum).to_string()),
                place: Some(bound.place),
                note: Some(format!("{sum} within {}", bound.within)),
                children: bound.parts.iter().filter_map(|&part| of(part)).collect(),
                ..Node::default()
            }
        };
        // A group stands where its first characteristic does, and holds them all, so that what stands side by side adds up.
        let parts = (0..card.characteristics.len()).filter_map(|part| {
            match card.bounds.iter().find(|bound| bound.parts.contains(&part)) {
                None => of(part),
                Some(bound) => (bound.parts.first() == Some(&part)).then(|| group(bound)),
            }
        });
        std::iter::once(start).chain(parts).chain(score(card)).collect()
    }
}

/// How the sum becomes the score, where it is not the score itself.
fn score(card: &CheckedCard) -> Vec<Node> {
    let node = |label: &str, note: String| Node {
        label: label.to_owned(),
        kind: "score",
        note: Some(note),
        ..Node::default()
    };
    let law = &card.law;
    let arithmetic = (!law.arithmetic.exact()).then(|| node("arithmetic", law.arithmetic.word().to_owned()));
    let scale = law.scale.as_ref().map(|scale| {
        let (good, bad) = scale.odds;
        let note = format!("{} points at {good}:{bad}, {} double the odds", scale.points, scale.pdo);
        node("scale", note)
    });
    let round = law.round.map(|round| node("round", round.words()));
    arithmetic.into_iter().chain(scale).chain(round).collect()
}
