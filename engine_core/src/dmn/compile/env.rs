//! What an expression sees: names and the slots of their values.
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use crate::dmn::types::Types;
use crate::feel::Names;
use crate::feel::general::{FeelType, Lookup};

/// The scope of a routine while it is compiled.
#[derive(Debug)]
pub struct Env<'t> {
    /// What the parser needs to know.
    pub names: Names,
    bindings: Vec<Bound>,
    next: u32,
    types: &'t Types<'t>,
    /// Whether any expression has asked for the clock.
    clock: Rc<Cell<bool>>,
}

#[derive(Clone, Debug)]
enum Bound {
    Name(Arc<str>, u32),
    /// The element of a boxed filter, whose keys are names.
    Item(u32),
}

/// Where a scope began.
#[derive(Debug)]
pub struct Mark {
    names: Names,
    bindings: usize,
}

impl<'t> Env<'t> {
    /// A scope without names but those of members and types.
    #[must_use]
    pub fn new(names: Names, types: &'t Types<'t>, clock: Rc<Cell<bool>>) -> Self {
        Self { names, bindings: Vec::new(), next: 0, types, clock }
    }

    /// A slot that no name stands for.
    pub const fn slot(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    /// A new name, with its slot.
    pub fn bind(&mut self, name: &str) -> u32 {
        let slot = self.slot();
        self.bind_to(name, slot);
        slot
    }

    /// A new name for a slot.
    pub fn bind_to(&mut self, name: &str, slot: u32) {
        self.names.add(name);
        self.bindings.push(Bound::Name(name.into(), slot));
    }

    /// The keys of a slot's value are names from here on.
    pub fn bind_item(&mut self, slot: u32) {
        self.bindings.push(Bound::Item(slot));
    }

    /// Begins a scope.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark { names: self.names.clone(), bindings: self.bindings.len() }
    }

    /// Ends it: its names are gone; its slots stay its own.
    pub fn release(&mut self, mark: Mark) {
        self.names = mark.names;
        self.bindings.truncate(mark.bindings);
    }

    /// How many slots the routine needs.
    #[must_use]
    pub const fn slots(&self) -> usize {
        self.next as usize
    }
}

impl Lookup for Env<'_> {
    fn input(&mut self, name: &str) -> Option<u32> {
        self.bindings.iter().rev().find_map(|bound| match bound {
            Bound::Name(known, slot) if **known == *name => Some(*slot),
            _ => None,
        })
    }

    fn items(&mut self, name: &str) -> Vec<u32> {
        let before = self.bindings.iter().rev().take_while(|bound| match bound {
            Bound::Name(known, _) => **known != *name,
            Bound::Item(_) => true,
        });
        let items = before.filter_map(|bound| match bound {
            Bound::Item(slot) => Some(*slot),
            Bound::Name(..) => None,
        });
        items.collect()
    }

    fn has_clock(&self) -> bool {
        self.clock.set(true);
        true
    }

    fn named_type(&mut self, name: &str) -> Option<FeelType> {
        self.types.by_name.get(name).cloned()
    }
}
