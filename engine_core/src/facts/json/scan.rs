//! Through the text once: each value to its fact, whatever the order of the keys.

use std::borrow::Cow;
use std::collections::HashSet;

use jiter::Peek;

use super::fault::Fault;
use super::names::{Entry, Names};
use super::token::{Source, Token};
use crate::bounds;

/// What a request holds.
#[derive(Debug)]
pub struct Scan<'j, 'n> {
    source: Source<'j>,
    names: &'n Names,
    ignore_unknown: bool,
    /// What stands in place of the facts, if it is no object.
    pub instead: Option<&'static str>,
    /// One for each fact.
    pub slots: Vec<Slot<'j>>,
    /// One for each group.
    pub groups: Vec<GroupSlot<'j>>,
    /// The keys that nothing knows.
    pub unknown: Unknown,
}

/// What a request holds for one fact.
#[derive(Clone, Debug, Default)]
pub struct Slot<'j> {
    /// By its key within its group, or by its only name.
    pub value: Option<Token<'j>>,
    /// By its whole name, of a fact that belongs to a group.
    pub flat: Option<Token<'j>>,
    /// Whether one of its keys stands twice.
    pub repeated: bool,
}

/// What a request holds for one group.
#[derive(Clone, Debug, Default)]
pub struct GroupSlot<'j> {
    /// What stands in place of it.
    pub state: GroupState<'j>,
    /// Whether its key stands twice.
    pub repeated: bool,
}

/// A group as a request gives it.
#[derive(Clone, Debug, Default)]
pub enum GroupState<'j> {
    /// Not at all.
    #[default]
    Absent,
    /// As an object.
    Given,
    /// Null, or a cause of absence, in place of the whole group.
    Missing(Token<'j>),
    /// As something that is no group.
    Wrong(&'static str),
}

/// The keys that nothing knows, each once, with their group. A hostile request cannot make them cost much.
#[derive(Debug, Default)]
pub struct Unknown {
    /// The first of them.
    pub keys: Vec<(Option<usize>, String)>,
    /// How many more there are.
    pub more: usize,
    seen: HashSet<(Option<usize>, String)>,
}

impl Unknown {
    fn note(&mut self, group: Option<usize>, key: String) {
        if self.keys.len() >= bounds::UNKNOWN_KEYS {
            self.more += 1;
        } else if self.seen.insert((group, key.clone())) {
            self.keys.push((group, key));
        }
    }
}

/// A key of the text.
enum Key {
    Known(Entry),
    /// `missing` within a group that has no fact of that name.
    Missing,
    /// With its text, unless unknown keys are read past.
    Unknown(Option<String>),
}

impl<'j, 'n> Scan<'j, 'n> {
    /// Goes through a text.
    pub fn of(text: &'j str, names: &'n Names, ignore_unknown: bool) -> Result<Self, Fault> {
        let mut scan = Self {
            source: Source::new(text),
            names,
            ignore_unknown,
            instead: None,
            slots: vec![Slot::default(); names.facts()],
            groups: vec![GroupSlot::default(); names.groups().len()],
            unknown: Unknown::default(),
        };
        let peek = scan.source.jiter.peek()?;
        if peek == Peek::Object {
            scan.object(None)?;
        } else {
            scan.instead = Some(scan.source.token(peek)?.kind());
        }
        scan.source.jiter.finish()?;
        Ok(scan)
    }

    /// The keys of the whole request, or of a group; what it came to. Groups nest as deep as the bundle's names do.
    fn object(&mut self, group: Option<usize>) -> Result<GroupState<'j>, Fault> {
        let (mut keys, mut cause) = (0_usize, None);
        let (names, ignore) = (self.names, self.ignore_unknown);
        let mut next = self.source.jiter.known_object()?.map(|key| find(names, group, key, ignore));
        while let Some(key) = next {
            keys += 1;
            match key {
                Key::Known(entry) => self.known(entry)?,
                Key::Missing => cause = self.cause()?,
                Key::Unknown(name) => {
                    self.source.jiter.next_skip()?;
                    if let Some(name) = name {
                        self.unknown.note(group, name);
                    }
                }
            }
            next = self.source.jiter.next_key()?.map(|key| find(names, group, key, ignore));
        }
        match cause {
            Some(Cause::Text(cause)) if keys == 1 => return Ok(GroupState::Missing(Token::Missing(cause))),
            Some(_) if !ignore => self.unknown.note(group, MISSING.to_owned()),
            _ => {}
        }
        Ok(GroupState::Given)
    }

    #[inline]
    fn known(&mut self, entry: Entry) -> Result<(), Fault> {
        let peek = self.source.jiter.peek()?;
        let Some(inner) = entry.group else {
            let token = self.source.token(peek)?;
            self.put(entry, token);
            return Ok(());
        };
        let state = if peek == Peek::Object {
            self.object(Some(inner))?
        } else {
            match self.source.token(peek)? {
                Token::Null => GroupState::Missing(Token::Null),
                other => GroupState::Wrong(other.kind()),
            }
        };
        if entry.fact.is_some() {
            let token = match &state {
                GroupState::Missing(token) => token.clone(),
                GroupState::Absent | GroupState::Given | GroupState::Wrong(_) => Token::Object,
            };
            self.put(entry, token);
        }
        if let Some(slot) = self.groups.get_mut(inner) {
            slot.repeated |= !matches!(slot.state, GroupState::Absent);
            slot.state = state;
        }
        Ok(())
    }

    #[inline]
    fn put(&mut self, entry: Entry, token: Token<'j>) {
        let Some(slot) = entry.fact.and_then(|fact| self.slots.get_mut(fact)) else { return };
        let place = if entry.flat { &mut slot.flat } else { &mut slot.value };
        slot.repeated |= place.replace(token).is_some();
    }

    fn cause(&mut self) -> Result<Option<Cause<'j>>, Fault> {
        if self.source.jiter.peek()? == Peek::String {
            return Ok(Some(Cause::Text(self.source.string()?)));
        }
        self.source.jiter.next_skip()?;
        Ok(Some(Cause::Other))
    }
}

const MISSING: &str = "missing";

/// What stands behind the key `missing`.
enum Cause<'j> {
    Text(Cow<'j, str>),
    Other,
}

#[inline]
fn find(names: &Names, group: Option<usize>, key: &str, ignore: bool) -> Key {
    match names.find(group, key) {
        Some(entry) => Key::Known(entry),
        None if group.is_some() && key == MISSING => Key::Missing,
        None => Key::Unknown((!ignore).then(|| key.to_owned())),
    }
}
