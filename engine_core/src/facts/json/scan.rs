//! Through the text once: each value to its fact, whatever the order of the keys.

use std::collections::HashSet;

use super::fault::Fault;
use super::lexer::{Kind, Lexer, Stop, Token};
use super::names::{Entry, Names};
use super::token;
use crate::bounds;

/// What a request holds.
#[derive(Debug)]
pub struct Scan<'j, 'n> {
    /// The reader of the text, by now at its end.
    pub lexer: Lexer<'j>,
    names: &'n Names,
    ignore_unknown: bool,
    /// What stands in place of the facts, if it is no object.
    pub instead: Option<&'static str>,
    /// One for each fact.
    pub slots: Vec<Slot>,
    /// One for each group.
    pub groups: Vec<GroupSlot>,
    /// The keys that nothing knows.
    pub unknown: Unknown,
}

/// What a request holds for one fact.
#[derive(Clone, Copy, Debug, Default)]
pub struct Slot {
    /// By its key within its group, or by its only name.
    pub value: Token,
    /// By its whole name, of a fact that belongs to a group.
    pub flat: Token,
    /// Whether one of its keys stands twice.
    pub repeated: bool,
}

/// What a request holds for one group.
#[derive(Clone, Copy, Debug, Default)]
pub struct GroupSlot {
    /// What stands in place of it.
    pub state: GroupState,
    /// Whether its key stands twice.
    pub repeated: bool,
}

/// A group as a request gives it.
#[derive(Clone, Copy, Debug, Default)]
pub enum GroupState {
    /// Not at all.
    #[default]
    Absent,
    /// As an object.
    Given,
    /// Null, or a cause of absence, in place of the whole group.
    Missing(Token),
    /// As something that is no group.
    Wrong(&'static str),
}

/// The keys that nothing knows, each once, with their group. A hostile request cannot make them cost much.
#[derive(Debug, Default)]
pub struct Unknown {
    /// The first of them.
    pub keys: Vec<(Option<u32>, String)>,
    /// How many more there are.
    pub more: usize,
    seen: HashSet<(Option<u32>, String)>,
}

impl Unknown {
    fn note(&mut self, group: Option<u32>, key: String) {
        self.note_at(self.keys.len(), group, key);
    }

    /// At most so many are kept that their order is cheap to mend.
    fn note_at(&mut self, place: usize, group: Option<u32>, key: String) {
        if self.keys.len() >= bounds::UNKNOWN_KEYS {
            self.more += 1;
        } else if self.seen.insert((group, key.clone())) {
            self.keys.insert(place, (group, key));
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
            lexer: Lexer::new(text),
            names,
            ignore_unknown,
            instead: None,
            slots: vec![Slot::default(); names.facts()],
            groups: vec![GroupSlot::default(); names.groups().len()],
            unknown: Unknown::default(),
        };
        match scan.whole() {
            Ok(()) => Ok(scan),
            Err(Stop) => Err(scan.lexer.fault()),
        }
    }

    fn whole(&mut self) -> Result<(), Stop> {
        if self.lexer.peek() == Some(b'{') {
            self.object(None)?;
        } else {
            self.instead = Some(self.lexer.value()?.kind.words());
        }
        self.lexer.end()
    }

    /// The keys of the whole request, or of a group; what it came to. Groups nest as deep as the bundle's names do.
    fn object(&mut self, group: Option<u32>) -> Result<GroupState, Stop> {
        self.lexer.take();
        let (mut keys, mut cause, mut guess) = (0_usize, None, 0);
        let mut more = self.lexer.begins()?;
        while more {
            keys += 1;
            match self.key(group, &mut guess)? {
                Key::Known(Entry { fact: Some(fact), group: None, flat }) => {
                    let token = self.lexer.value()?;
                    self.put(fact.index(), flat, token);
                }
                Key::Known(entry) => self.group(entry)?,
                Key::Missing => cause = Some((self.unknown.keys.len(), self.cause()?)),
                Key::Unknown(name) => {
                    self.lexer.skip()?;
                    if let Some(name) = name {
                        self.unknown.note(group, name);
                    }
                }
            }
            more = self.lexer.goes_on_with_key()?;
        }
        match cause {
            Some((_, Some(cause))) if keys == 1 => return Ok(GroupState::Missing(cause.as_cause())),
            Some((place, _)) if !self.ignore_unknown => {
                self.unknown.note_at(place, group, MISSING.to_owned());
            }
            _ => {}
        }
        Ok(GroupState::Given)
    }

    /// What stands for a group.
    fn group(&mut self, entry: Entry) -> Result<(), Stop> {
        let (state, token) = if self.lexer.peek() == Some(b'{') {
            match self.object(entry.group)? {
                GroupState::Missing(token) => (GroupState::Missing(token), token),
                state => (state, Token::OBJECT),
            }
        } else {
            match self.lexer.value()? {
                null @ Token { kind: Kind::Null, .. } => (GroupState::Missing(null), null),
                other => (GroupState::Wrong(other.kind.words()), other),
            }
        };
        if let Some(slot) = entry.group.and_then(|group| self.groups.get_mut(group as usize)) {
            slot.repeated |= !matches!(slot.state, GroupState::Absent);
            slot.state = state;
        }
        // A fact may have the name of a group.
        if let Some(fact) = entry.fact {
            self.put(fact.index(), entry.flat, token);
        }
        Ok(())
    }

    #[inline]
    fn put(&mut self, fact: usize, flat: bool, token: Token) {
        let Some(slot) = self.slots.get_mut(fact) else { return };
        let place = if flat { &mut slot.flat } else { &mut slot.value };
        slot.repeated |= place.kind != Kind::Absent;
        *place = token;
    }

    fn cause(&mut self) -> Result<Option<Token>, Stop> {
        if self.lexer.peek() == Some(b'"') {
            return self.lexer.string().map(Some);
        }
        self.lexer.skip()?;
        Ok(None)
    }

    /// The key that comes next: mostly the one after the last, which needs no look at its letters one by one.
    #[inline]
    fn key(&mut self, group: Option<u32>, guess: &mut usize) -> Result<Key, Stop> {
        if let Some((name, entry)) = self.names.at(group, *guess)
            && self.lexer.takes(name)
        {
            *guess += 1;
            self.lexer.colon()?;
            return Ok(Key::Known(entry));
        }
        let token = self.lexer.key()?;
        Ok(self.find(group, token, guess))
    }

    #[inline]
    fn find(&self, group: Option<u32>, key: Token, guess: &mut usize) -> Key {
        let key = token::text(&self.lexer, key);
        match self.names.find(group, &key, *guess) {
            Some((entry, place)) => {
                *guess = place + 1;
                Key::Known(entry)
            }
            None if group.is_some() && key == MISSING => Key::Missing,
            None => Key::Unknown((!self.ignore_unknown).then(|| key.into_owned())),
        }
    }
}

const MISSING: &str = "missing";
