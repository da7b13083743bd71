//! An explanation as a tree of plain texts: every stage, rule, bin, row and cap, with the values that it saw and where it is written.

mod amounts;
mod card;
mod stage;

use crate::source::Place;
use crate::trace::Explained;
use crate::value::ops::to_feel_text;

/// A piece of an explanation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// What it is about.
    pub label: String,
    /// `decision`, `stage`, `rule`, `value`, `characteristic`, `group`, `score`, `band`, `row`, `amount`, `cap`, `output` or `reason`.
    pub kind: &'static str,
    /// What came out.
    pub result: Option<String>,
    /// The values that it saw, by name.
    pub values: Vec<(String, String)>,
    /// Where it is written.
    pub place: Option<Place>,
    /// A word more: the expression, the test, or when the stage runs.
    pub note: Option<String>,
    /// What it consists of.
    pub children: Vec<Node>,
}

/// The explanation of a decision.
#[must_use]
pub fn explain(explained: &Explained) -> Node {
    let checked = &explained.program.checked;
    let stages =
        explained.trace.stages.iter().filter_map(|notes| stage::Teller { explained, checked, notes }.stage());
    let outputs = checked.outputs.iter().zip(explained.program.outputs_of(&explained.decision)).map(
        |(output, value)| Node {
            label: output.name.clone(),
            kind: "output",
            result: Some(to_feel_text(&value)),
            place: Some(output.expression.source.place),
            note: Some(output.expression.source.text.clone()),
            ..Node::default()
        },
    );
    let reasons = explained
        .decision
        .reasons
        .iter()
        .filter_map(|&reason| checked.reasons.codes.get(usize::from(reason)));
    let reasons = reasons.map(|reason| Node {
        label: reason.code.clone(),
        kind: "reason",
        result: reason.texts.first().cloned(),
        place: Some(reason.place),
        ..Node::default()
    });
    Node {
        label: checked.head.name.clone(),
        kind: "decision",
        result: Some(explained.decision.outcome.word().to_owned()),
        children: stages.chain(outputs).chain(reasons).collect(),
        ..Node::default()
    }
}
