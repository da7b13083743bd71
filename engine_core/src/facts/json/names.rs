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

/// What a key stands for: a fact or a group.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry {
    /// A fact.
    pub fact: Option<FactId>,
    /// The index of a group.
    pub group: Option<u32>,
    /// Whether the fact belongs to a group, and this is its whole name.
    pub flat: bool,
}

/// The keys that can stand in one object.
#[derive(Clone, Debug, Default)]
struct Keys {
    /// In the author's order, whole names after what has no dot.
    list: Vec<(Box<str>, Entry)>,
    places: HashMap<Box<str>, u32, FxBuildHasher>,
}

impl Keys {
    fn entry(&mut self, key: &str) -> Option<&mut Entry> {
        let next = self.list.len();
        let place = *self.places.entry(key.into()).or_insert(next as u32) as usize;
        if place == next {
            self.list.push((key.into(), Entry::default()));
        }
        self.list.get_mut(place).map(|(_, entry)| entry)
    }

    fn sort(&mut self, first: &[usize]) {
        let rank = |entry: &Entry| {
            let group = entry.group.and_then(|group| first.get(group as usize).copied());
            (entry.flat, group.or(entry.fact.map(FactId::index)))
        };
        self.list.sort_by_key(|(_, entry)| rank(entry));
        self.places = self.list.iter().zip(0..).map(|((key, _), place)| (key.clone(), place)).collect();
    }
}

impl Names {
    /// The keys of a schema's facts, which are read in this order.
    #[must_use]
    pub fn new(schema: &Schema, order: &[FactId]) -> Self {
        let mut names =
            Self { top: Keys::default(), groups: Vec::new(), homes: vec![None; schema.facts.len()] };
        for &id in order {
            let Some(fact) = schema.get(id) else { continue };
            let parts = fact.name.rsplit_once('.');
            if let Some(whole) = names.top.entry(&fact.name) {
                (whole.fact, whole.flat) = (Some(id), parts.is_some());
            }
            let Some((group, key)) = parts else { continue };
            let group = names.group_of(group);
            if let Some(member) = names.keys(Some(group)).entry(key) {
                member.fact = Some(id);
            }
            if let Some(home) = names.homes.get_mut(id.index()) {
                *home = Some(group);
            }
        }
        names.sort();
        names
    }

    /// Puts keys in the author's order, a group where its first fact stands.
    fn sort(&mut self) {
        let mut first = vec![usize::MAX; self.groups.len()];
        for (fact, home) in self.homes.iter().enumerate() {
            let mut home = *home;
            while let Some(group) = home {
                if let Some(first) = first.get_mut(group as usize) {
                    *first = fact.min(*first);
                }
                home = self.groups.get(group as usize).and_then(|group| group.parent);
            }
        }
        self.top.sort(&first);
        self.groups.iter_mut().for_each(|group| group.keys.sort(&first));
    }

    fn group_of(&mut self, name: &str) -> u32 {
        let (parent, key) = match name.rsplit_once('.') {
            Some((parent, key)) => (Some(self.group_of(parent)), key),
            None => (None, name),
        };
        let next = self.groups.len() as u32;
        let Some(entry) = self.keys(parent).entry(key) else { return next };
        let group = *entry.group.get_or_insert(next);
        if group == next {
            self.groups.push(Group { name: name.to_owned(), parent, keys: Keys::default() });
        }
        group
    }

    fn keys(&mut self, group: Option<u32>) -> &mut Keys {
        match group.and_then(|group| self.groups.get_mut(group as usize)) {
            Some(group) => &mut group.keys,
            None => &mut self.top,
        }
    }

    /// What a key stands for, at the top or within a group, and its place among the keys there.
    ///
    /// `guess` is the place at which it is looked for first: a sender's keys come mostly in the author's order.
    #[inline]
    pub fn find(&self, group: Option<u32>, key: &str, guess: usize) -> Option<(Entry, usize)> {
        let keys = self.within(group)?;
        if let Some((name, entry)) = keys.list.get(guess)
            && **name == *key
        {
            return Some((*entry, guess));
        }
        let place = *keys.places.get(key)? as usize;
        keys.list.get(place).map(|(_, entry)| (*entry, place))
    }

    /// The key at a place, and what it stands for.
    #[inline]
    pub fn at(&self, group: Option<u32>, place: usize) -> Option<(&str, Entry)> {
        self.within(group)?.list.get(place).map(|(key, entry)| (&**key, *entry))
    }

    #[inline]
    fn within(&self, group: Option<u32>) -> Option<&Keys> {
        match group {
            None => Some(&self.top),
            Some(group) => self.groups.get(group as usize).map(|group| &group.keys),
        }
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
