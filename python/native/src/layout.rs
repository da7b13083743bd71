//! Which keys a request and its groups can have, and what each is: worked out once, and found by the hash that the key has already.
use std::iter;

use engine_core::facts::Reader;
use engine_core::flow::Program;
use engine_core::schema::FactId;
use pyo3::prelude::*;

use crate::decimal::Decimals;
use crate::raw::{Key, Name, layout_is_known};

/// The keys that can stand in one dict, or the attributes of one class.
#[derive(Default)]
pub struct Place {
    entries: Vec<Entry>,
    /// Indices into the entries, by the last bits of the hash; `FREE` where none is.
    slots: Box<[u16]>,
    /// The facts of all entries.
    facts: Facts,
}

struct Entry {
    name: Name,
    target: Target,
}

/// What a key or an attribute is.
#[derive(Clone)]
#[repr(u8)] // a tag of its own is told faster than one that is folded into the reader
pub enum Target {
    /// A fact.
    Fact(Member),
    /// A group, by its index.
    Group(usize),
}

/// A fact, with all that reading it takes.
#[derive(Clone)]
pub struct Member {
    /// How its values become cells.
    pub reader: Reader,
    /// Which one.
    pub fact: FactId,
    /// The consent without which it must not be read.
    pub consent: Option<FactId>,
}

const FREE: u16 = u16::MAX;

impl Target {
    /// The fact, if it is one.
    pub const fn fact(&self) -> Option<FactId> {
        match self {
            Self::Fact(member) => Some(member.fact),
            Self::Group(_) => None,
        }
    }
}

impl Place {
    /// Adds a key.
    pub fn add(&mut self, py: Python<'_>, key: &str, target: Target) -> PyResult<()> {
        self.facts.add(target.fact());
        self.entries.push(Entry { name: Name::new(py, key)?, target });
        Ok(())
    }

    /// Makes the keys that were added known.
    pub fn index(&mut self) {
        let size = (self.entries.len() * 2 + 1).next_power_of_two();
        self.slots = vec![FREE; size].into();
        for (entry, index) in self.entries.iter().zip(0..FREE) {
            let mut at = entry.name.hash().cast_unsigned();
            while let Some(slot) = self.slots.get_mut(at & (size - 1)) {
                if *slot == FREE {
                    *slot = index;
                    break;
                }
                at = at.wrapping_add(1);
            }
        }
    }

    /// The place of a key.
    fn search(&self, key: &Key<'_>) -> Option<usize> {
        let mut at = key.hash().cast_unsigned();
        while let Some(&index) = self.slots.get(at & self.slots.len().wrapping_sub(1)) {
            if self.entries.get(usize::from(index))?.name.is(key) {
                return Some(usize::from(index));
            }
            at = at.wrapping_add(1);
        }
        None
    }
}

/// The keys that are looked for next: senders keep to one order, so that a key is looked for where the last one ended.
pub struct Ahead<'p>(&'p [Entry]);

/// Which keys of a place were met, worked out by stretches of its order. It is not one with `Ahead`, which stays in registers
/// as long as no function that is called gets to see it.
pub struct Met<'p> {
    place: &'p Place,
    /// Where the stretch began that ends before `Ahead`.
    begun: usize,
    /// The facts that were met before it, and whether one was met twice.
    facts: Facts,
    twice: bool,
}

impl<'p> Met<'p> {
    /// Nothing, and all that is ahead.
    #[inline(always)]
    pub fn nothing(place: &'p Place) -> (Self, Ahead<'p>) {
        let met = Self { place, begun: 0, facts: Facts::default(), twice: false };
        (met, Ahead(&place.entries))
    }

    /// What a key is.
    #[inline(always)]
    pub fn find(&mut self, ahead: &mut Ahead<'p>, key: &Key<'_>) -> Option<&'p Target> {
        let (entry, rest) = match ahead.0.split_first() {
            Some(next) if next.0.name.is_surely(key) => next,
            _ => self.search(key, ahead.0.len())?.split_first()?,
        };
        ahead.0 = rest;
        Some(&entry.target)
    }

    /// The entries from that of a key on, with which the next stretch begins; so many were ahead of the one that ends.
    #[cold]
    #[inline(never)]
    fn search(&mut self, key: &Key<'_>, ahead: usize) -> Option<&'p [Entry]> {
        let found = self.place.search(key)?;
        self.count(ahead);
        self.begun = found;
        self.place.entries.get(found..)
    }

    #[inline(never)]
    fn count(&mut self, ahead: usize) {
        let end = self.place.entries.len().wrapping_sub(ahead);
        for entry in self.place.entries.get(self.begun..end).unwrap_or_default() {
            self.twice |= !self.facts.add(entry.target.fact());
        }
    }

    /// Whether all keys were met, one after the other.
    #[inline(always)]
    pub const fn is_all(&self, ahead: &Ahead<'_>) -> bool {
        self.begun == 0 && ahead.0.is_empty()
    }

    /// Adds the facts that were met to others; false if one was met twice, or is among the others.
    #[inline(always)]
    pub fn join(&mut self, ahead: &Ahead<'_>, others: &mut Facts) -> bool {
        if self.is_all(ahead) {
            return others.join(&self.place.facts);
        }
        self.count(ahead.0.len());
        !self.twice && others.join(&self.facts)
    }
}

/// Some facts, as bits: the first 64, which are nearly always all, and the rest.
#[derive(Default)]
pub struct Facts {
    first: u64,
    rest: Vec<u64>,
}

impl Facts {
    /// Adds a fact, if it is one; false if it was there.
    #[inline]
    pub fn add(&mut self, fact: Option<FactId>) -> bool {
        let Some(fact) = fact else { return true };
        let Some(word) = self.word(fact.index() / 64) else { return false };
        let bit = 1 << (fact.index() % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// A word, which is there afterwards.
    fn word(&mut self, at: usize) -> Option<&mut u64> {
        let Some(at) = at.checked_sub(1) else { return Some(&mut self.first) };
        if self.rest.len() <= at {
            self.rest.resize(at + 1, 0);
        }
        self.rest.get_mut(at)
    }

    /// Adds others; false if one was there.
    #[inline(always)]
    pub fn join(&mut self, others: &Self) -> bool {
        let mut common = self.first & others.first;
        self.first |= others.first;
        for (word, at) in others.rest.iter().zip(1..) {
            let Some(own) = self.word(at) else { return false };
            common |= *own & word;
            *own |= word;
        }
        common == 0
    }

    /// Whether it has a fact.
    #[inline]
    pub fn has(&self, fact: FactId) -> bool {
        let word = match (fact.index() / 64).checked_sub(1) {
            None => self.first,
            Some(at) => self.rest.get(at).copied().unwrap_or(0),
        };
        word >> (fact.index() % 64) & 1 == 1
    }

    /// Whether it has all of others.
    #[inline(always)]
    pub fn hold(&self, others: &Self) -> bool {
        let rest = self.rest.iter().copied().chain(iter::repeat(0));
        others.first & !self.first == 0
            && others.rest.iter().zip(rest).all(|(wanted, given)| wanted & !given == 0)
    }
}

/// The keys of a bundle.
pub struct Layout {
    /// The keys of the request itself, whole names among them.
    pub top: Place,
    /// The keys of each group, by its index.
    pub groups: Vec<Place>,
    /// The facts that must be given.
    pub required: Facts,
    /// The facts that are bound to a consent, and their consents.
    pub bound: Vec<(FactId, FactId)>,
    /// The facts in the order of reading.
    pub order: Vec<Target>,
    /// How decimals lie in memory, where that is known.
    pub decimals: Option<Decimals>,
}

impl Layout {
    /// Of a program whose groups have these names; `None` where Python's objects do not lie as they should.
    pub fn new(py: Python<'_>, program: &Program, groups: &[&str]) -> PyResult<Option<Self>> {
        let facts = &program.checked.schema.facts;
        if !layout_is_known(py)? {
            return Ok(None);
        }
        let target = |id: FactId, consent: Option<FactId>| {
            let reader = program.readers.get(id.index())?.clone();
            Some(Target::Fact(Member { reader, fact: id, consent }))
        };
        let mut layout = Self {
            top: Place::default(),
            groups: groups.iter().map(|_| Place::default()).collect(),
            required: Facts::default(),
            bound: Vec::new(),
            order: Vec::new(),
            decimals: Decimals::new(py)?,
        };
        for &id in &program.order {
            let fact = program.checked.schema.get(id);
            layout.order.extend(fact.and_then(|fact| target(id, fact.consent)));
        }
        let of = |name: &str| groups.iter().position(|group| *group == name);
        let mut begun = vec![false; groups.len()];
        for (id, fact) in (0..).map(FactId).zip(facts) {
            if !fact.optional() {
                layout.required.add(Some(id));
            }
            layout.bound.extend(fact.consent.map(|consent| (id, consent)));
            let Some(member) = target(id, fact.consent) else { return Ok(None) };
            let mut rest = fact.name.as_str();
            // In the author's order: a group where its first fact stands.
            layout.member(of, rest, member, py)?;
            while let Some((group, _)) = rest.rsplit_once('.') {
                if let Some(index) = of(group)
                    && let Some(begun) = begun.get_mut(index)
                    && !std::mem::replace(begun, true)
                {
                    layout.member(of, group, Target::Group(index), py)?;
                }
                rest = group;
            }
        }
        for (id, fact) in (0..).map(FactId).zip(facts).filter(|(_, fact)| fact.name.contains('.')) {
            let Some(member) = target(id, fact.consent) else { return Ok(None) };
            layout.top.add(py, &fact.name, member)?;
        }
        layout.top.index();
        layout.groups.iter_mut().for_each(Place::index);
        Ok(Some(layout))
    }

    fn member(
        &mut self,
        of: impl Fn(&str) -> Option<usize>,
        name: &str,
        target: Target,
        py: Python<'_>,
    ) -> PyResult<()> {
        let Some((group, key)) = name.rsplit_once('.') else { return self.top.add(py, name, target) };
        match of(group).and_then(|group| self.groups.get_mut(group)) {
            Some(place) => place.add(py, key, target),
            None => Ok(()),
        }
    }
}
