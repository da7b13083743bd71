//! Where each key of a request belongs, worked out once for a bundle.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::schema::{FactId, Schema};

/// The keys of a bundle's facts, at the top and within each group.
#[derive(Clone, Debug)]
pub struct Names {
    /// The keys at the top: whole names, and groups.
    top: Keys,
    /// The groups, each after the one that it stands in, in the order in which facts are read.
    groups: Vec<Group>,
    /// The group of each fact.
    homes: Vec<Option<u32>>,
}

/// A group of facts.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its whole name.
    pub name: String,
    /// The group that it stands in.
    pub parent: Option<u32>,
    keys: Keys,
}

/// What a key stands for. Where a fact and a group share a name, it is both.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry {
    /// A fact.
    pub fact: Option<FactId>,
    /// The index of a group.
    pub group: Option<u32>,
    /// Whether the fact belongs to a group, and this is its whole name.
    pub flat: bool,
}

type Keys = HashMap<Box<str>, Entry, FxBuildHasher>;

impl Names {
    /// The keys of a schema's facts, which are read in this order.
    #[must_use]
    pub fn new(schema: &Schema, order: &[FactId]) -> Self {
        let mut names =
            Self { top: Keys::default(), groups: Vec::new(), homes: vec![None; schema.facts.len()] };
        for &id in order {
            let Some(fact) = schema.get(id) else { continue };
            let index = Some(id);
            let parts = fact.name.rsplit_once('.');
            let whole = names.top.entry(fact.name.as_str().into()).or_default();
            (whole.fact, whole.flat) = (index, parts.is_some());
            let Some((group, key)) = parts else { continue };
            let group = names.group_of(group);
            names.keys(Some(group)).entry(key.into()).or_default().fact = index;
            if let Some(home) = names.homes.get_mut(id.index()) {
                *home = Some(group);
            }
        }
        names
    }

    fn group_of(&mut self, name: &str) -> u32 {
        let (parent, key) = match name.rsplit_once('.') {
            Some((parent, key)) => (Some(self.group_of(parent)), key),
            None => (None, name),
        };
        if let Some(known) = self.keys(parent).get(key).and_then(|entry| entry.group) {
            return known;
        }
        let index = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        self.groups.push(Group { name: name.to_owned(), parent, keys: Keys::default() });
        self.keys(parent).entry(key.into()).or_default().group = Some(index);
        index
    }

    fn keys(&mut self, group: Option<u32>) -> &mut Keys {
        match group.and_then(|group| self.groups.get_mut(group as usize)) {
            Some(group) => &mut group.keys,
            None => &mut self.top,
        }
    }

    /// What a key stands for, at the top or within a group.
    #[inline]
    pub fn find(&self, group: Option<u32>, key: &str) -> Option<Entry> {
        let keys = match group {
            None => &self.top,
            Some(group) => &self.groups.get(group as usize)?.keys,
        };
        keys.get(key).copied()
    }

    /// The groups.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// How many facts there are.
    pub const fn facts(&self) -> usize {
        self.homes.len()
    }

    /// The group of a fact.
    pub fn home(&self, fact: FactId) -> Option<usize> {
        self.homes.get(fact.index()).copied().flatten().map(|group| group as usize)
    }
}
