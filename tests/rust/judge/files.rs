//! Bundles built in memory: trees and sheets without real places.

use engine_core::source::{Content, File, FileId, Place, Scalar, Sheet, Sources, Tree};

const NOWHERE: Place = Place { file: FileId(0), line: 1, column: 1, length: 1 };

pub fn scalar(text: &str) -> Scalar {
    Scalar { text: text.to_owned(), place: NOWHERE, verbatim: None }
}

pub fn text(text: &str) -> Tree {
    Tree::Scalar(scalar(text))
}

pub fn map<K: AsRef<str>>(entries: impl IntoIterator<Item = (K, Tree)>) -> Tree {
    Tree::Map(entries.into_iter().map(|(key, tree)| (scalar(key.as_ref()), tree)).collect(), NOWHERE)
}

pub fn list(items: impl IntoIterator<Item = Tree>) -> Tree {
    Tree::List(items.into_iter().collect(), NOWHERE)
}

/// A table of rows.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Rows {
    pub fn new(header: &[&str]) -> Self {
        Self { header: header.iter().map(|&title| title.to_owned()).collect(), rows: Vec::new() }
    }

    pub fn row<T: AsRef<str>>(&mut self, cells: &[T]) {
        self.rows.push(cells.iter().map(|cell| cell.as_ref().to_owned()).collect());
    }

    fn sheet(&self) -> Sheet {
        let column =
            |index: usize| self.rows.iter().map(|row| row.get(index).cloned().unwrap_or_default()).collect();
        Sheet {
            header: self.header.clone(),
            columns: (0..self.header.len()).map(column).collect(),
            lines: (2..).take(self.rows.len()).collect(),
            separator: ',',
        }
    }
}

/// A bundle before it is compiled.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    pub flow: Vec<(String, Tree)>,
    pub outputs: Vec<(String, Tree)>,
    pub tables: Vec<(String, Rows)>,
}

impl Bundle {
    pub fn sources(&self) -> Sources {
        let head = [("bundle", "judged"), ("version", "1.0.0"), ("language", "1"), ("currency", "CNY")];
        let mut entries: Vec<(&str, Tree)> = head.iter().map(|(key, value)| (*key, text(value))).collect();
        entries.push(("flow", map(self.flow.clone())));
        entries.push(("outputs", map(self.outputs.clone())));
        let mut files = vec![File {
            name: "bundle.yaml".to_owned(),
            text: String::new(),
            content: Content::Tree(map(entries)),
        }];
        files.extend(self.tables.iter().map(|(name, rows)| File {
            name: name.clone(),
            text: String::new(),
            content: Content::Sheet(rows.sheet()),
        }));
        Sources { files }
    }

    /// The bundle as its author would write it, roughly.
    pub fn show(&self) -> String {
        let mut shown = String::from("flow:\n");
        self.flow.iter().for_each(|(name, tree)| show(name, tree, 1, &mut shown));
        shown.push_str("outputs:\n");
        self.outputs.iter().for_each(|(name, tree)| show(name, tree, 1, &mut shown));
        for (name, rows) in self.tables.iter().filter(|(name, _)| name != "reasons.csv") {
            shown.push_str(&format!("-- {name}\n{}\n", rows.header.join(" ; ")));
            rows.rows.iter().for_each(|row| shown.push_str(&format!("{}\n", row.join(" ; "))));
        }
        shown
    }
}

fn show(name: &str, tree: &Tree, depth: usize, shown: &mut String) {
    shown.push_str(&"  ".repeat(depth));
    match tree {
        Tree::Scalar(scalar) => shown.push_str(&format!("{name}: {}\n", scalar.text)),
        Tree::List(items, _) => {
            shown.push_str(&format!("{name}:\n"));
            items.iter().for_each(|item| show("-", item, depth + 1, shown));
        }
        Tree::Map(entries, _) => {
            shown.push_str(&format!("{name}:\n"));
            entries.iter().for_each(|(key, tree)| show(&key.text, tree, depth + 1, shown));
        }
    }
}
