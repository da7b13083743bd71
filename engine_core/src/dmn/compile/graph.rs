//! Requirements: what each node needs, and an order in which everything stands behind what it needs.
use super::Problems;
use crate::diagnostic::Code;
use crate::dmn::element::Element;
use crate::dmn::models::{Models, NodeKind};

/// What a node requires, in the order of the file.
#[must_use]
pub fn requirements(models: &Models<'_>, node: u32, problems: &mut Problems<'_>) -> Vec<u32> {
    let Some(written) = models.nodes.get(node as usize) else { return Vec::new() };
    let mut required = Vec::new();
    for requirement in written.element.elements() {
        let wanted: &[&str] = match requirement.name() {
            "informationRequirement" => &["requiredInput", "requiredDecision"],
            "knowledgeRequirement" => &["requiredKnowledge"],
            _ => continue,
        };
        for reference in wanted.iter().filter_map(|name| requirement.child(name)) {
            if let Some(target) = target(models, written.model, reference, problems)
                && !required.contains(&target)
            {
                required.push(target);
            }
        }
    }
    required
}

/// The nodes that the elements of this name within a service refer to.
#[must_use]
pub fn referred(models: &Models<'_>, node: u32, name: &str, problems: &mut Problems<'_>) -> Vec<u32> {
    let Some(written) = models.nodes.get(node as usize) else { return Vec::new() };
    let references: Vec<Element<'_>> = written.element.elements().filter(|it| it.name() == name).collect();
    references.into_iter().filter_map(|it| target(models, written.model, it, problems)).collect()
}

fn target(
    models: &Models<'_>,
    model: usize,
    reference: Element<'_>,
    problems: &mut Problems<'_>,
) -> Option<u32> {
    let Some(href) = reference.attribute("href") else {
        let message = format!("`{}` names nothing", reference.name());
        problems.findings.add(Code::DmnReference, reference.place(), message, "give it the attribute `href`");
        return None;
    };
    let found = models.target(model, &href.text);
    if found.is_none() {
        let message = format!("nothing in the models has the id `{}`", href.text);
        let help = "the href is `#` and the id of an element, behind the namespace of an imported model";
        problems.findings.add(Code::DmnReference, href.place, message, help);
    }
    found
}

/// The nodes, each behind what it requires. A circle is a finding, and is cut where it closes.
pub fn order(models: &Models<'_>, requires: &[Vec<u32>], problems: &mut Problems<'_>) -> Vec<u32> {
    let mut state = vec![State::New; requires.len()];
    let mut order = Vec::new();
    for start in 0..u32::try_from(requires.len()).unwrap_or(u32::MAX) {
        // The open nodes, each with how many of its requirements have been looked at.
        let mut open: Vec<(u32, usize)> = vec![(start, 0)];
        while let Some((node, seen)) = open.last_mut() {
            let (number, next) = (*node, *seen);
            *seen += 1;
            let state_of = state.get_mut(number as usize);
            match state_of {
                Some(it @ State::New) => *it = State::Open,
                Some(State::Done) if next == 0 => {
                    open.pop();
                    continue;
                }
                _ => {}
            }
            match requires.get(number as usize).and_then(|requires| requires.get(next)) {
                Some(&required) => match state.get(required as usize) {
                    Some(State::New) => open.push((required, 0)),
                    Some(State::Open) if !calls_itself(models, number, required) => {
                        circle(models, &open, required, problems);
                    }
                    _ => {}
                },
                None => {
                    if let Some(it) = state.get_mut(number as usize) {
                        *it = State::Done;
                    }
                    order.push(number);
                    open.pop();
                }
            }
        }
    }
    order
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// A function may call itself: only a run can go round then, and its depth is bounded.
fn calls_itself(models: &Models<'_>, node: u32, required: u32) -> bool {
    node == required && models.nodes.get(node as usize).is_some_and(|it| it.kind == NodeKind::Knowledge)
}

fn circle(models: &Models<'_>, open: &[(u32, usize)], closing: u32, problems: &mut Problems<'_>) {
    let round = open.iter().map(|(node, _)| *node).skip_while(|node| *node != closing);
    let names: Vec<String> = round
        .chain([closing])
        .filter_map(|node| models.nodes.get(node as usize))
        .map(|node| format!("`{}`", node.name))
        .collect();
    let Some(first) = models.nodes.get(closing as usize) else { return };
    let message = format!("requirements go round in a circle: {}", names.join(" requires "));
    problems.findings.add(Code::DmnCircle, first.place, message, "remove one of these requirements");
}
