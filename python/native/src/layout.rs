//! Which keys a request and its groups can have, and what each is: worked out once, and found by the hash that the key has already.
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
}

struct Entry {
    name: Name,
    target: Target,
}

/// What a key or an attribute is.
#[derive(Clone)]
pub enum Target {
    /// A fact.
    Fact(Member),
    /// A group, by its index.
    Group(usize),
}

/// A fact, with all that reading it takes.
#[derive(Clone)]
pub struct Member {
    /// Which one.
    pub fact: FactId,
    /// The consent without which it must not be read.
    pub consent: Option<FactId>,
    /// Its word and its bit among `Facts`.
    pub bit: (usize, u64),
    /// How its values become cells.
    pub reader: Reader,
}

const FREE: u16 = u16::MAX;

impl Place {
    /// Adds a key.
    pub fn add(&mut self, py: Python<'_>, key: &str, target: Target) -> PyResult<()> {
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

    /// What a key is. `guess` is the place at which it is looked for first, and then the next one: senders keep to one order.
    #[inline(always)]
    pub fn find(&self, key: &Key<'_>, guess: &mut usize) -> Option<&Target> {
        if let Some(entry) = self.entries.get(*guess)
            && entry.name.is_surely(key)
        {
            *guess = guess.wrapping_add(1);
            return Some(&entry.target);
        }
        let (place, found) = self.search(key)?;
        *guess = place;
        Some(found)
    }

    #[cold]
    fn search(&self, key: &Key<'_>) -> Option<(usize, &Target)> {
        let mut at = key.hash().cast_unsigned();
        while let Some(&index) = self.slots.get(at & self.slots.len().wrapping_sub(1)) {
            let entry = self.entries.get(usize::from(index))?;
            if entry.name.is(key) {
                return Some((usize::from(index) + 1, &entry.target));
            }
            at = at.wrapping_add(1);
        }
        None
    }
}

/// So many words of bits can tell the facts of a request that were given.
const WORDS: usize = 16;

/// The word and the bit of a fact.
const fn bit(fact: FactId) -> (usize, u64) {
    (fact.index() / 64, 1 << (fact.index() % 64))
}

/// Some facts.
#[derive(Clone, Copy, Default)]
pub struct Facts([u64; WORDS]);

impl Facts {
    /// Adds a fact; false if it was there.
    #[inline(always)]
    pub fn add(&mut self, (word, bit): (usize, u64)) -> bool {
        let Some(word) = self.0.get_mut(word % WORDS) else { return false };
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Whether it has a fact.
    #[inline]
    pub fn has(&self, fact: FactId) -> bool {
        self.0.get(fact.index() / 64).is_some_and(|word| word >> (fact.index() % 64) & 1 == 1)
    }

    /// Whether it has all of others, given as words that end with the last of them.
    #[inline]
    pub fn hold(&self, others: &[u64]) -> bool {
        self.0.iter().zip(others).fold(0, |lacking, (given, wanted)| lacking | wanted & !given) == 0
    }

    /// Its words, up to the last that has a fact.
    fn words(&self) -> Box<[u64]> {
        let count = self.0.iter().rposition(|word| *word != 0).map_or(0, |last| last + 1);
        self.0.iter().take(count).copied().collect()
    }
}

/// The keys of a bundle.
pub struct Layout {
    /// The keys of the request itself, whole names among them.
    pub top: Place,
    /// The keys of each group, by its index.
    pub groups: Vec<Place>,
    /// The facts that must be given, as words of bits.
    pub required: Box<[u64]>,
    /// The facts that are bound to a consent, and their consents.
    pub bound: Vec<(FactId, FactId)>,
    /// The facts in the order of reading.
    pub order: Vec<Target>,
    /// How decimals lie in memory, where that is known.
    pub decimals: Option<Decimals>,
}

impl Layout {
    /// Of a program whose groups have these names; `None` where its facts are too many.
    pub fn new(py: Python<'_>, program: &Program, groups: &[&str]) -> PyResult<Option<Self>> {
        let facts = &program.checked.schema.facts;
        if facts.len() > WORDS * 64 || !layout_is_known(py)? {
            return Ok(None);
        }
        let target = |id: FactId, consent: Option<FactId>| {
            let reader = program.readers.get(id.index())?.clone();
            Some(Target::Fact(Member { fact: id, consent, bit: bit(id), reader }))
        };
        let mut layout = Self {
            top: Place::default(),
            groups: groups.iter().map(|_| Place::default()).collect(),
            required: Box::default(),
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
        let mut required = Facts::default();
        for (id, fact) in (0..).map(FactId).zip(facts) {
            if !fact.optional() {
                required.add(bit(id));
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
        layout.required = required.words();
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
