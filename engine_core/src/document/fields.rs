//! Maps with known keys.

use crate::diagnostic::{Code, Findings, did_you_mean};
use crate::document::{Expression, Grid};
use crate::schema::{is_keyword, is_name};
use crate::source::{Content, Place, Scalar, Sources, Tree};

/// The files being read, and what was found wrong with them so far.
pub struct Reader<'a> {
    /// The bundle's files.
    pub sources: &'a Sources,
    /// What is wrong.
    pub findings: Findings,
    /// The names of the files that something named.
    pub used: Vec<String>,
}

impl<'a> Reader<'a> {
    /// A reader over these files.
    #[must_use]
    pub const fn new(sources: &'a Sources, findings: Findings) -> Self {
        Self { sources, findings, used: Vec::new() }
    }

    /// Adds a finding.
    pub fn error(&mut self, code: Code, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.findings.add(code, place, message, help);
    }

    /// Whether a text can be the name of `what`: letters, digits and `_`, beginning with a letter; in parts with dots between, where they group.
    pub fn name(&mut self, name: &Scalar, what: &str, groups: bool) -> bool {
        if is_keyword(&name.text) {
            self.error(
                Code::BadName,
                name.place,
                format!("`{}` is a word of FEEL and cannot be the name of {what}", name.text),
                "choose another name",
            );
            return false;
        }
        let fits = is_name(&name.text) && (groups || !name.text.contains('.'));
        if !fits {
            let help = if groups { "letters, digits, `_` and dots" } else { "letters, digits and `_`" };
            self.error(
                Code::BadName,
                name.place,
                format!("`{}` cannot be the name of {what}", name.text),
                format!("names begin with a letter and hold {help}"),
            );
        }
        fits
    }

    /// The tree as a map.
    pub fn fields(&mut self, tree: &'a Tree, what: &str) -> Option<Fields<'a>> {
        if let Tree::Map(entries, place) = tree {
            return Some(Fields { entries, place: *place, taken: vec![false; entries.len()] });
        }
        self.error(
            Code::WrongShape,
            tree.place(),
            format!("{what} must be a map"),
            "write `key: value` lines, indented below it",
        );
        None
    }

    /// The tree as a text.
    pub fn scalar(&mut self, tree: &'a Tree, what: &str) -> Option<&'a Scalar> {
        if let Tree::Scalar(scalar) = tree {
            if !scalar.text.trim().is_empty() {
                return Some(scalar);
            }
            self.error(
                Code::MissingKey,
                scalar.place,
                format!("{what} is empty"),
                "write a value, or remove the key",
            );
            return None;
        }
        self.error(
            Code::WrongShape,
            tree.place(),
            format!("{what} must be a single value, not a map or a list"),
            "write the value behind the key, on the same line",
        );
        None
    }

    /// The tree as a list.
    pub fn list(&mut self, tree: &'a Tree, what: &str) -> Option<&'a [Tree]> {
        if let Tree::List(items, _) = tree {
            return Some(items);
        }
        self.error(Code::WrongShape, tree.place(), format!("{what} must be a list"), "write it as `[a, b]`");
        None
    }

    /// The tree as an expression.
    pub fn expression(&mut self, tree: &'a Tree, what: &str) -> Option<Expression> {
        let scalar = self.scalar(tree, what)?;
        Expression::parse(scalar, &mut self.findings)
    }

    /// The tree as an expression, or as a map whose `is` is one.
    pub fn value(&mut self, tree: &'a Tree, what: &str) -> Option<Expression> {
        let Tree::Map(..) = tree else { return self.expression(tree, what) };
        let mut fields = self.fields(tree, what)?;
        let (_, is) = fields.need("is", what, self)?;
        fields.finish(what, &["is"], self);
        self.expression(is, what)
    }

    /// The table in the file that the scalar names.
    pub fn grid(&mut self, name: &Scalar) -> Option<Grid<'a>> {
        self.used.push(name.text.clone());
        let sources = self.sources;
        let Some((id, file)) = sources.find(&name.text) else {
            let known =
                sources.files.iter().map(|file| file.name.as_str()).filter(|name| name.ends_with(".csv"));
            let help = did_you_mean(&name.text, known).map(|name| format!("did you mean `{name}`?"));
            self.error(
                Code::FileUnreadable,
                name.place,
                format!("there is no file `{}` in the bundle", name.text),
                help.unwrap_or_default(),
            );
            return None;
        };
        match &file.content {
            Content::Sheet(sheet) => Some(Grid::new(id, sheet, &file.text)),
            Content::Unread => None,
            Content::Tree(_) => {
                self.error(
                    Code::TableForm,
                    name.place,
                    format!("`{}` is not a table", name.text),
                    "name a .csv file",
                );
                None
            }
        }
    }
}

/// A map whose keys are taken one by one; what nobody takes is unknown.
pub struct Fields<'a> {
    entries: &'a [(Scalar, Tree)],
    /// Where the map stands.
    pub place: Place,
    taken: Vec<bool>,
}

impl<'a> Fields<'a> {
    /// The entry of this key, if it is there.
    pub fn take(&mut self, key: &str) -> Option<(&'a Scalar, &'a Tree)> {
        let index = self.entries.iter().position(|(name, _)| name.text == key)?;
        if let Some(taken) = self.taken.get_mut(index) {
            *taken = true;
        }
        self.entries.get(index).map(|(name, tree)| (name, tree))
    }

    /// The entry of this key, which must be there.
    pub fn need(&mut self, key: &str, what: &str, reader: &mut Reader<'a>) -> Option<(&'a Scalar, &'a Tree)> {
        let found = self.take(key);
        // A misspelt key is one mistake: it is reported as unknown, with this one as the guess.
        let misspelt = did_you_mean(key, self.rest().iter().map(|name| name.text.as_str())).is_some();
        if found.is_none() && !misspelt {
            reader.error(Code::MissingKey, self.place, format!("{what} needs the key `{key}`"), "");
        }
        found
    }

    /// The text of this key, if it is there.
    pub fn text(&mut self, key: &str, reader: &mut Reader<'a>) -> Option<&'a Scalar> {
        let (_, tree) = self.take(key)?;
        reader.scalar(tree, &format!("`{key}`"))
    }

    /// The text of this key, which must be one of the words.
    pub fn word<T: Copy>(&mut self, key: &str, words: &[(&str, T)], reader: &mut Reader<'a>) -> Option<T> {
        let scalar = self.text(key, reader)?;
        let found = words.iter().find(|(word, _)| *word == scalar.text).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let known = words.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
            reader.error(
                Code::BadValue,
                scalar.place,
                format!("`{key}` cannot be `{}`", scalar.text),
                format!("it is one of {known}"),
            );
        }
        found
    }

    /// As [`Fields::word`]; where the key is there, if misspelt, or its word is none of them, the fallback stands for it,
    /// so that one mistake is not reported again as something left unsaid.
    pub fn word_or<T: Copy>(
        &mut self,
        key: &str,
        words: &[(&str, T)],
        fallback: T,
        reader: &mut Reader<'a>,
    ) -> Option<T> {
        let said = self.entries.iter().any(|(name, _)| name.text == key);
        let misspelt = did_you_mean(key, self.rest().iter().map(|name| name.text.as_str())).is_some();
        self.word(key, words, reader).or_else(|| (said || misspelt).then_some(fallback))
    }

    /// Every entry, in the author's order; none is left unknown.
    pub fn all(&mut self) -> &'a [(Scalar, Tree)] {
        self.taken.fill(true);
        self.entries
    }

    /// The keys that nobody has taken yet.
    #[must_use]
    pub fn rest(&self) -> Vec<&'a Scalar> {
        self.entries
            .iter()
            .zip(&self.taken)
            .filter(|(_, taken)| !**taken)
            .map(|((name, _), _)| name)
            .collect()
    }

    /// Reports every key that nobody took.
    pub fn finish(self, what: &str, known: &[&str], reader: &mut Reader<'a>) {
        for name in self.rest() {
            let help = did_you_mean(&name.text, known.iter().copied()).map_or_else(
                || format!("the keys are {}", known.join(", ")),
                |key| format!("did you mean `{key}`?"),
            );
            reader.error(Code::UnknownKey, name.place, format!("{what} has no key `{}`", name.text), help);
        }
    }
}
