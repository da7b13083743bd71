//! From JSON to sources, without a tree between: memory stays in proportion to the text, and depth within the bound.
//!
//! What the readers of YAML and CSV promise (no key twice, columns of equal length, places from 1) is checked here too.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};

use crate::bounds;
use crate::source::{Content, File, FileId, Place, Scalar, Sheet, Sources, Tree};

/// The sources, or what is wrong with them.
pub fn read(text: &str) -> Result<Sources, String> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let files = Files.deserialize(&mut reader).map_err(|error| format!("its sources: {error}"))?;
    reader.end().map_err(|error| format!("its sources: {error}"))?;
    Ok(Sources { files })
}

/// The next item of an array that cannot end here.
fn next<'de, T: serde_core::Deserialize<'de>, A: SeqAccess<'de>>(seq: &mut A) -> Result<T, A::Error> {
    seq.next_element()?.ok_or_else(|| A::Error::custom("an array ends too early"))
}

fn finish<'de, A: SeqAccess<'de>>(seq: &mut A) -> Result<(), A::Error> {
    match seq.next_element::<String>()? {
        Some(_) => Err(A::Error::custom("an array goes on after its end")),
        None => Ok(()),
    }
}

struct Files;

impl<'de> DeserializeSeed<'de> for Files {
    type Value = Vec<File>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Vec<File>, D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Files {
    type Value = Vec<File>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the files")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<File>, A::Error> {
        let mut files: Vec<File> = Vec::new();
        while let Some(file) = seq.next_element_seed(OneFile(file_id(files.len())?))? {
            if files.last().is_some_and(|last| last.name >= file.name) {
                return Err(A::Error::custom("the files are not sorted by their names"));
            }
            files.push(file);
        }
        Ok(files)
    }
}

fn file_id<E: Error>(number: usize) -> Result<FileId, E> {
    let id = u16::try_from(number).ok().filter(|_| number < bounds::FILES);
    id.map(FileId).ok_or_else(|| E::custom(format!("there are more than {} files", bounds::FILES)))
}

struct OneFile(FileId);

impl<'de> DeserializeSeed<'de> for OneFile {
    type Value = File;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<File, D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for OneFile {
    type Value = File;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a file's name, text and content")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<File, A::Error> {
        let (name, text) = (next(&mut seq)?, next(&mut seq)?);
        let nodes = Cell::new(bounds::NODES);
        let content = Node { file: self.0, depth: bounds::DEPTH, nodes: &nodes };
        let content = seq
            .next_element_seed(OneContent(content))?
            .ok_or_else(|| A::Error::custom("a file has no content"))?;
        finish(&mut seq)?;
        Ok(File { name, text, content })
    }
}

struct OneContent<'a>(Node<'a>);

impl<'de> DeserializeSeed<'de> for OneContent<'_> {
    type Value = Content;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Content, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for OneContent<'_> {
    type Value = Content;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a tree, a sheet or null")
    }

    fn visit_unit<E: Error>(self) -> Result<Content, E> {
        Ok(Content::Unread)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Content, A::Error> {
        match next(&mut seq)? {
            't' => Ok(Content::Sheet(sheet(&mut seq)?)),
            kind => Ok(Content::Tree(self.0.rest(kind, &mut seq)?)),
        }
    }
}

/// A tree that is to be read: in which file, how many levels may still be below it, and how many nodes may still come.
#[derive(Clone, Copy)]
struct Node<'a> {
    file: FileId,
    depth: usize,
    nodes: &'a Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Tree, D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a tree")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
        let kind = next(&mut seq)?;
        self.rest(kind, &mut seq)
    }
}

impl Node<'_> {
    /// A tree whose kind is read.
    fn rest<'de, A: SeqAccess<'de>>(self, kind: char, seq: &mut A) -> Result<Tree, A::Error> {
        let left = self.nodes.get().checked_sub(1);
        let too_many = || A::Error::custom(format!("a file holds more than {} values", bounds::NODES));
        self.nodes.set(left.ok_or_else(too_many)?);
        let place = self.place(seq)?;
        if kind == 's' {
            let (lead, text): (Option<u32>, String) = (next(seq)?, next(seq)?);
            finish(seq)?;
            if lead.is_some_and(|lead| lead > 1) {
                return Err(A::Error::custom("a scalar begins where none can"));
            }
            return Ok(Tree::Scalar(Scalar { text, place, verbatim: lead }));
        }
        let too_deep =
            || A::Error::custom(format!("maps and lists are nested more than {} deep", bounds::DEPTH));
        let below = Self { depth: self.depth.checked_sub(1).ok_or_else(too_deep)?, ..self };
        match kind {
            'l' => {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element_seed(below)? {
                    items.push(item);
                }
                Ok(Tree::List(items, place))
            }
            'm' => Ok(Tree::Map(below.entries(seq)?, place)),
            _ => Err(A::Error::custom("a tree of an unknown kind")),
        }
    }

    fn entries<'de, A: SeqAccess<'de>>(self, seq: &mut A) -> Result<Vec<(Scalar, Tree)>, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = seq.next_element_seed(self)? {
            let Tree::Scalar(key) = key else { return Err(A::Error::custom("a key is no text")) };
            let value = seq.next_element_seed(self)?;
            entries.push((key, value.ok_or_else(|| A::Error::custom("a key has no value"))?));
        }
        let mut known = HashSet::new();
        if entries.iter().any(|(key, _)| !known.insert(key.text.as_str())) {
            return Err(A::Error::custom("a key stands twice in one map"));
        }
        Ok(entries)
    }

    fn place<'de, A: SeqAccess<'de>>(self, seq: &mut A) -> Result<Place, A::Error> {
        let mut number = || match next(seq)? {
            number @ 1..=bounds::LARGEST_PLACE => Ok(number),
            _ => Err(A::Error::custom("a place that no file has")),
        };
        Ok(Place { file: self.file, line: number()?, column: number()?, length: number()? })
    }
}

/// A sheet whose kind is read.
fn sheet<'de, A: SeqAccess<'de>>(seq: &mut A) -> Result<Sheet, A::Error> {
    let separator = next(seq)?;
    let (header, lines, columns): (Vec<String>, Vec<u32>, Vec<Vec<String>>) =
        (next(seq)?, next(seq)?, next(seq)?);
    finish(seq)?;
    let mut known = HashSet::new();
    if header.iter().any(|title| title.is_empty() || !known.insert(title.as_str())) {
        return Err(A::Error::custom("a column has no name, or that of another"));
    }
    if header.is_empty()
        || columns.len() != header.len()
        || columns.iter().any(|column| column.len() != lines.len())
    {
        return Err(A::Error::custom("a sheet's columns differ in length"));
    }
    if lines.iter().any(|line| !(1..=bounds::LARGEST_PLACE).contains(line)) {
        return Err(A::Error::custom("a place that no file has"));
    }
    Ok(Sheet { header, columns, lines, separator })
}
