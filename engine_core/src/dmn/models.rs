//! The models that take part: the main one and what it imports, with their nodes and the names under which each is seen.
use std::collections::HashMap;
use std::sync::Arc;

use super::element::{Element, name_of};
use crate::diagnostic::{Code, Findings};
use crate::source::{Content, FileId, Place, Scalar, Sources};

/// One model.
#[derive(Debug)]
pub struct Model<'a> {
    /// Its root.
    pub root: Element<'a>,
    /// Its namespace.
    pub namespace: &'a str,
    /// What it imports: the prefix of names, empty for none, and the number of the model.
    pub imports: Vec<(String, usize)>,
}

/// What kind of node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    Input,
    Decision,
    Knowledge,
    Service,
}

/// Something that can be required.
#[derive(Debug)]
pub struct Written<'a> {
    /// What it is.
    pub kind: NodeKind,
    /// Where it is written.
    pub element: Element<'a>,
    /// The number of its model.
    pub model: usize,
    /// Its name.
    pub name: Arc<str>,
    /// Where its name stands.
    pub place: Place,
    /// The name by which expressions know it.
    pub variable: Arc<str>,
    /// The type of its variable.
    pub type_ref: Option<&'a Scalar>,
}

/// All models that take part, the main one first.
#[derive(Debug)]
pub struct Models<'a> {
    /// The models.
    pub list: Vec<Model<'a>>,
    /// Their nodes.
    pub nodes: Vec<Written<'a>>,
    ids: HashMap<(usize, &'a str), u32>,
}

impl<'a> Models<'a> {
    /// The models that the main file leads to; `None` where there is no main file that could be read.
    #[must_use]
    pub fn read(sources: &'a Sources, main: FileId, findings: &mut Findings) -> Option<Self> {
        let roots: Vec<(FileId, Element<'a>)> = roots(sources);
        let mut models = Self { list: Vec::new(), nodes: Vec::new(), ids: HashMap::new() };
        let main = roots.iter().find(|(file, _)| *file == main)?.1;
        models.list.push(Model { root: main, namespace: namespace(main), imports: Vec::new() });
        let mut next = 0;
        while next < models.list.len() {
            let imports = models.imports(next, &roots, findings);
            if let Some(model) = models.list.get_mut(next) {
                model.imports = imports;
            }
            next += 1;
        }
        for model in 0..models.list.len() {
            models.read_nodes(model, findings);
        }
        Some(models)
    }

    fn imports(
        &mut self,
        model: usize,
        roots: &[(FileId, Element<'a>)],
        findings: &mut Findings,
    ) -> Vec<(String, usize)> {
        let mut imports: Vec<(String, usize)> = Vec::new();
        let root = self.list.get(model).map(|model| model.root);
        for import in root.into_iter().flat_map(|root| root.all("import")) {
            let wanted = import.attribute("namespace").map_or("", |scalar| scalar.text.as_str());
            let kind = import.attribute("importType").map_or("", |scalar| scalar.text.as_str());
            if !kind.is_empty() && !kind.contains("/DMN/") {
                continue; // schemas and PMML files have no names that an expression could use
            }
            let prefix = import.attribute("name").map_or_else(String::new, |name| name_of(&name.text));
            let known = self.list.iter().position(|model| model.namespace == wanted);
            let found = known.or_else(|| {
                let root = roots.iter().find(|(_, root)| namespace(*root) == wanted)?.1;
                self.list.push(Model { root, namespace: wanted, imports: Vec::new() });
                Some(self.list.len() - 1)
            });
            let place = import.attribute("namespace").map_or(import.place(), |scalar| scalar.place);
            match found {
                Some(number) => imports.push((prefix, number)),
                None => findings.add(
                    Code::DmnReference,
                    place,
                    format!("no model with the namespace `{wanted}` was found"),
                    "put the imported .dmn file beside this one",
                ),
            }
        }
        imports
    }

    fn read_nodes(&mut self, model: usize, findings: &mut Findings) {
        let Some(root) = self.list.get(model).map(|model| model.root) else { return };
        let mut known: HashMap<String, Place> = HashMap::new();
        for element in root.elements() {
            let kind = match element.name() {
                "inputData" => NodeKind::Input,
                "decision" => NodeKind::Decision,
                "businessKnowledgeModel" => NodeKind::Knowledge,
                "decisionService" => NodeKind::Service,
                _ => continue,
            };
            let variable = element.child("variable");
            let Some(name) = element.attribute("name") else {
                findings.add(
                    Code::DmnForm,
                    element.place(),
                    "it has no name",
                    "give it the attribute `name`",
                );
                continue;
            };
            let text = name_of(&name.text);
            if let Some(first) = known.get(&text) {
                let message = format!(
                    "two elements of the model are named `{text}`; the first is on line {}",
                    first.line
                );
                findings.add(Code::NameClash, name.place, message, "rename one of the two");
            }
            known.entry(text.clone()).or_insert(name.place);
            let seen = variable.and_then(|variable| variable.attribute("name"));
            let seen = seen.map(|name| name_of(&name.text)).filter(|name| !name.is_empty());
            let number = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
            if let Some(id) = element.attribute("id") {
                self.ids.insert((model, id.text.as_str()), number);
            }
            self.nodes.push(Written {
                kind,
                element,
                model,
                variable: seen.unwrap_or_else(|| text.clone()).into(),
                name: text.into(),
                place: name.place,
                type_ref: variable.and_then(|variable| variable.attribute("typeRef")),
            });
        }
    }

    /// The node that an `href` of a model names.
    #[must_use]
    pub fn target(&self, model: usize, href: &str) -> Option<u32> {
        let (namespace, id) = href.rsplit_once('#')?;
        let model = match namespace {
            "" => model,
            wanted => self.list.iter().position(|model| model.namespace == wanted)?,
        };
        self.ids.get(&(model, id)).copied()
    }

    /// The name by which an expression of a model knows a node; `None` where its model is not imported.
    #[must_use]
    pub fn seen(&self, model: usize, node: u32) -> Option<String> {
        let node = self.nodes.get(node as usize)?;
        if node.model == model {
            return Some(node.variable.to_string());
        }
        let imports = &self.list.get(model)?.imports;
        let (prefix, _) = imports.iter().find(|(_, number)| *number == node.model)?;
        Some(prefixed(prefix, &node.variable))
    }

    /// For each model what stands before the names of its nodes in facts and results.
    #[must_use]
    pub fn prefixes(&self) -> Vec<String> {
        let mut prefixes: Vec<Option<String>> = vec![None; self.list.len()];
        let mut open = vec![(0, String::new())];
        while let Some((number, prefix)) = open.pop() {
            let Some(slot) = prefixes.get_mut(number).filter(|slot| slot.is_none()) else { continue };
            *slot = Some(prefix.clone());
            for (name, target) in self.list.get(number).into_iter().flat_map(|model| &model.imports).rev() {
                open.push((*target, prefixed(&prefix, name)));
            }
        }
        prefixes.into_iter().map(Option::unwrap_or_default).collect()
    }
}

/// A name behind the name of an import.
#[must_use]
pub fn prefixed(prefix: &str, name: &str) -> String {
    match (prefix, name) {
        ("", name) | (name, "") => name.to_owned(),
        (prefix, name) => format!("{prefix}.{name}"),
    }
}

fn namespace(root: Element<'_>) -> &str {
    root.attribute("namespace").map_or("", |scalar| scalar.text.as_str())
}

/// The roots of all files that hold a model.
fn roots(sources: &Sources) -> Vec<(FileId, Element<'_>)> {
    let files = sources.files.iter().enumerate();
    let roots = files.filter_map(|(number, file)| {
        let Content::Tree(tree) = &file.content else { return None };
        let root = Element::of(tree).filter(|root| root.name() == "definitions")?;
        Some((FileId(u16::try_from(number).ok()?), root))
    });
    roots.collect()
}
