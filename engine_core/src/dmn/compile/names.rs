//! The names of members, which the parser must know; and the names of facts.
use std::collections::HashMap;
use std::sync::Arc;

use crate::dmn::element::{Element, name_of};
use crate::dmn::models::Models;
use crate::dmn::program::Node;
use crate::dmn::types::Types;
use crate::feel::Names;
use crate::feel::general::Scope;

/// The names of all members that a value in these models may have.
pub(super) fn members(models: &Models<'_>, types: &[Types<'_>]) -> Names {
    let mut scope = Scope::new();
    for ty in types.iter().flat_map(|types| types.by_name.values()) {
        scope.add_members(ty);
    }
    let mut open: Vec<Element<'_>> = models.list.iter().map(|model| model.root).collect();
    while let Some(element) = open.pop() {
        let name = match element.name() {
            "contextEntry" => element.child("variable").and_then(|variable| variable.attribute("name")),
            "column" | "output" => element.attribute("name"),
            _ => None,
        };
        if let Some(name) = name {
            scope.add_member(&name_of(&name.text));
        }
        open.extend(element.elements());
    }
    for node in &models.nodes {
        scope.add_member(&node.variable); // of what a service gives
    }
    scope.parsing().clone()
}

/// What facts may be named: everything by its full name, by its name alone where that tells it, and by its namespace.
pub(super) fn of_facts(models: &Models<'_>, nodes: &[Node]) -> HashMap<Arc<str>, u32> {
    let mut names: HashMap<Arc<str>, u32> = HashMap::new();
    for (number, node) in (0..).zip(nodes) {
        names.entry(Arc::clone(&node.name)).or_insert(number);
    }
    let mut alone: HashMap<&Arc<str>, Option<u32>> = HashMap::new();
    for (number, written) in (0..).zip(&models.nodes) {
        alone.entry(&written.name).and_modify(|only| *only = None).or_insert(Some(number));
        let namespace = models.list.get(written.model).map_or("", |model| model.namespace);
        names.insert(format!("{{{namespace}}}{}", written.name).into(), number);
    }
    for (name, only) in alone {
        if let Some(number) = only {
            names.entry(Arc::clone(name)).or_insert(number);
        }
    }
    names
}
