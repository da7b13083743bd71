//! The canonical model, and its digest: what stands in the files less what has no meaning, as JSON, hashed by SHA-256.
//!
//! FEEL is printed from its trees, so that white space and comments in it do not count; nor do diagrams, labels,
//! descriptions, the files' names and the exporter.
use std::collections::HashMap;

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use super::element::Element;
use super::models::Models;
use crate::document::canonical_json;
use crate::source::{Place, Tree};

/// Elements that mean nothing to a run.
const SILENT: [&str; 16] = [
    "allowedAnswers",
    "annotation",
    "annotationEntry",
    "artifact",
    "association",
    "authorityRequirement",
    "description",
    "elementCollection",
    "extensionElements",
    "group",
    "knowledgeSource",
    "organizationUnit",
    "performanceIndicator",
    "question",
    "textAnnotation",
    "businessContextElement",
];
/// Attributes that mean nothing to a run.
const MUTE: [&str; 6] =
    ["exporter", "exporterVersion", "label", "outputLabel", "preferredOrientation", "locationURI"];
/// Elements that an `href` may name: the ids of others mean nothing.
const NAMED: [&str; 4] = ["inputData", "decision", "businessKnowledgeModel", "decisionService"];

/// SHA-256 over all models that take part, the main one first.
#[must_use]
pub fn digest(models: &Models<'_>, printed: &HashMap<Place, String>) -> [u8; 32] {
    let models: Vec<Json> = models.list.iter().map(|model| element(model.root, printed)).collect();
    Sha256::digest(canonical_json(&json!({"dmn": models})).as_bytes()).into()
}

fn element(written: Element<'_>, printed: &HashMap<Place, String>) -> Json {
    let mut attributes: Vec<(&str, &str)> = Vec::new();
    for (key, value) in written.attributes() {
        let silent = MUTE.contains(&key.text.as_str())
            || (key.text == "id" && !NAMED.contains(&written.name()))
            || (written.name() == "definitions" && key.text == "name");
        if let Tree::Scalar(value) = value
            && !silent
        {
            attributes.push((key.text.as_str(), value.text.as_str()));
        }
    }
    attributes.sort_unstable();
    let text = written.text().map(|text| match printed.get(&text.place) {
        Some(printed) => printed.as_str(),
        None => text.text.trim(),
    });
    let children = written.elements().filter(|child| !SILENT.contains(&child.name()));
    let children: Vec<Json> = children.map(|child| element(child, printed)).collect();
    json!([written.name(), attributes, text, children])
}
