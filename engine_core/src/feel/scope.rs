//! The names that an expression can use, and where their values live at run time.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::domain::{Cell, Lane};
use crate::feel::code::Code;
use crate::feel::frame::Frame;
use crate::feel::typed::{Known, Typed};
use crate::feel::types::Type;
use crate::schema::FactId;
use crate::source::Place;
use crate::value::Value;

/// Which name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameId(pub u16);

/// Where a value lives while an applicant is decided.
#[derive(Clone, Debug)]
pub enum Home {
    /// In a cell, read by a lane.
    Cell(u16, Lane),
    /// In a value slot.
    Value(u16),
    /// Nowhere: it is the same for every applicant.
    Constant(Value),
    /// Spread over the cells of the flags raised so far.
    Flags(Vec<(u16, std::sync::Arc<str>)>),
}

/// A result of a stage, and where the stage writes it.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name under which others read it.
    pub id: NameId,
    /// Its cell, if it has a lane; its value slot otherwise.
    pub slot: u16,
}

impl Home {
    /// The value that stands there for one applicant.
    #[must_use]
    pub fn value(&self, frame: &Frame) -> Value {
        match self {
            Self::Cell(cell, lane) => lane.value(frame.cell(*cell)),
            Self::Value(slot) => frame.value(*slot).clone(),
            Self::Constant(value) => value.clone(),
            Self::Flags(flags) => Code::Flags(flags.iter().cloned().collect()).run(frame),
        }
    }
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An input.
    Fact(FactId),
    /// A parameter.
    Parameter,
    /// A result of the stage of this index.
    Stage(u16),
    /// What the engine itself supplies.
    Engine,
}

/// A name in scope.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name.
    pub name: String,
    /// Where it was declared, for messages about clashes.
    pub place: Option<Place>,
    /// The type it has when its stage ran.
    pub ty: Type,
    /// Where its value lives.
    pub home: Home,
    /// The cell of its value when comparisons with missing values count as unknown, where that can differ.
    pub strict: Option<u16>,
    /// What it stands for.
    pub origin: Origin,
    /// The conditions under which its stage runs; elsewhere it is null.
    pub guards: Vec<String>,
    /// Words that it cannot be while the outcome is not a decline.
    pub declining: Vec<usize>,
    /// The scorecards that it depends on, for reasons given on a decline by score.
    pub cards: u64,
    /// The names that it is worked out from, where it is a result of a stage.
    pub reads: BTreeSet<NameId>,
    /// Whether anything reads it.
    pub read: bool,
    /// What it is derived from, where that can be worked out again wherever it is read.
    pub formula: Option<Arc<Typed>>,
    /// The only cells that it can be, where they are few.
    pub cells: Option<Arc<[Cell]>>,
    /// Whether code reads its value slot.
    pub wanted: Mark,
}

/// Set while code is built, which only reads the scope.
#[derive(Debug, Default)]
pub struct Mark(AtomicBool);

impl Mark {
    /// Sets it.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it is set.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Clone for Mark {
    fn clone(&self) -> Self {
        Self(AtomicBool::new(self.is_set()))
    }
}

impl Entry {
    /// A name of which nothing more is known.
    #[must_use]
    pub fn new(name: &str, place: Option<Place>, ty: Type, home: Home, origin: Origin) -> Self {
        Self {
            name: name.to_owned(),
            place,
            ty,
            home,
            strict: None,
            origin,
            guards: Vec::new(),
            declining: Vec::new(),
            cards: 0,
            reads: BTreeSet::new(),
            read: false,
            formula: None,
            cells: None,
            wanted: Mark::default(),
        }
    }
}

/// The guard that holds while nothing has declined.
pub const ALIVE: &str = "outcome != \"decline\"";

/// All names in scope.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    entries: Vec<Entry>,
    by_name: HashMap<String, NameId>,
    /// Names of results of stages that have not been reached yet, with their stage.
    pub later: HashMap<String, String>,
    /// How many cells there are so far.
    pub cells: u16,
    /// How many value slots there are so far.
    pub values: u16,
    /// What is known to hold where the current stage runs.
    pub guards: Vec<String>,
    /// What they say of names: that they are given, that they are not zero.
    pub known: BTreeSet<Known>,
    /// Whether a decision needs its day.
    pub needs_day: bool,
}

impl Scope {
    /// A new cell. Bundles with more than [`crate::bounds::NAMES`] are refused, so that no two share one.
    pub fn cell(&mut self) -> u16 {
        self.cells = self.cells.saturating_add(1);
        self.cells - 1
    }

    /// A new value slot, bounded as cells are.
    pub fn value(&mut self) -> u16 {
        self.values = self.values.saturating_add(1);
        self.values - 1
    }

    /// Declares a name; gives back the entry that has the name already, if there is one.
    pub fn declare(&mut self, entry: Entry) -> Result<NameId, Option<Place>> {
        if let Some(known) = self.by_name.get(&entry.name).and_then(|id| self.get(*id)) {
            return Err(known.place);
        }
        Ok(self.replace(entry))
    }

    /// Declares a name anew; what was typed before keeps the entry that it saw.
    pub fn replace(&mut self, entry: Entry) -> NameId {
        // Entries are bounded as cells are, so that no two share an id.
        let id = NameId(u16::try_from(self.entries.len()).unwrap_or(u16::MAX));
        self.by_name.insert(entry.name.clone(), id);
        self.entries.push(entry);
        id
    }

    /// Gives a second name to an entry.
    pub fn alias(&mut self, name: String, id: NameId) -> Result<(), Option<Place>> {
        if let Some(known) = self.by_name.get(&name).and_then(|id| self.get(*id)) {
            return Err(known.place);
        }
        self.by_name.insert(name, id);
        Ok(())
    }

    /// The id of a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<NameId> {
        self.by_name.get(name).copied()
    }

    /// The entry of an id.
    #[must_use]
    pub fn get(&self, id: NameId) -> Option<&Entry> {
        self.entries.get(usize::from(id.0))
    }

    /// The entry of an id, to change.
    pub fn get_mut(&mut self, id: NameId) -> Option<&mut Entry> {
        self.entries.get_mut(usize::from(id.0))
    }

    /// Every entry, in order of declaration.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Every name, bare and qualified.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// These names and all that they are worked out from, directly or through other results.
    #[must_use]
    pub fn behind(&self, names: Vec<NameId>) -> BTreeSet<NameId> {
        let (mut found, mut open) = (BTreeSet::new(), names);
        while let Some(id) = open.pop() {
            if found.insert(id) {
                open.extend(self.get(id).into_iter().flat_map(|entry| &entry.reads));
            }
        }
        found
    }

    /// Whether the stage behind an entry certainly ran where the current stage runs.
    #[must_use]
    pub fn certain(&self, entry: &Entry) -> bool {
        entry.guards.iter().all(|guard| self.guards.contains(guard))
    }

    /// Leaves the current stage: nothing is known to hold.
    pub fn leave(&mut self) {
        self.guards.clear();
        self.known.clear();
    }

    /// Whether nothing has declined where the current stage runs.
    #[must_use]
    pub fn alive(&self) -> bool {
        self.guards.iter().any(|guard| guard == ALIVE)
    }
}
