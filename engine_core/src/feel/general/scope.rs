//! The names and types that an expression may use.
use std::collections::HashMap;
use std::sync::Arc;

use super::types::FeelType;
use crate::feel::Names;
use crate::feel::ast::Span;

/// What a name that nobody knows would have to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// A name of the host.
    Name,
    /// The same, or a member of the elements of a filter.
    Member,
    /// A function.
    Function,
}

/// How a host tells what names stand for.
pub trait Lookup {
    /// The index among the inputs of the value of a name.
    fn input(&mut self, name: &str) -> Option<u32>;

    /// The indices of the values whose keys stand before the name, innermost first: elements of a filter that the host runs.
    fn items(&mut self, _name: &str) -> Vec<u32> {
        Vec::new()
    }

    /// The type of a name after `instance of` or a colon, beyond the built-in ones.
    fn named_type(&mut self, _name: &str) -> Option<FeelType> {
        None
    }

    /// Whether `now()` and `today()` mean the session's clock.
    fn has_clock(&self) -> bool {
        true
    }

    /// Hears of a name that is nothing known; its value is null.
    fn unknown(&mut self, _name: &str, _span: Span, _what: Unknown) {}
}

/// Names in the order in which their values will be given, and types.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    names: HashMap<Arc<str>, u32>,
    types: HashMap<Arc<str>, FeelType>,
    parsing: Names,
}

impl Scope {
    /// Without names but the built-in ones.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a variable or function; gives the index of its value. A name that is there already keeps its index.
    pub fn add(&mut self, name: &str) -> u32 {
        if let Some(index) = self.names.get(name) {
            return *index;
        }
        let index = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.insert(name.into(), index);
        self.parsing.add(name);
        index
    }

    /// The same for a variable of a type, whose members may have names of several words.
    pub fn add_typed(&mut self, name: &str, ty: &FeelType) -> u32 {
        self.add_members(ty);
        self.add(name)
    }

    /// Adds the name of a member of contexts; needed only where it is more than one word.
    pub fn add_member(&mut self, name: &str) {
        self.parsing.add_member(name);
    }

    /// Adds the names of all members of a type.
    pub fn add_members(&mut self, ty: &FeelType) {
        match ty {
            FeelType::Context(members) => {
                for (name, member) in members.iter() {
                    self.add_member(name);
                    self.add_members(member);
                }
            }
            FeelType::List(item) | FeelType::Range(item) => self.add_members(item),
            FeelType::Function(_, result) => self.add_members(result),
            FeelType::Item(item) => self.add_members(&item.base),
            _ => {}
        }
    }

    /// Adds a type.
    pub fn add_type(&mut self, name: &str, ty: FeelType) {
        self.add_members(&ty);
        self.parsing.add_type(name);
        self.types.insert(name.into(), ty);
    }

    /// A type by its name, built-in ones too.
    #[must_use]
    pub fn type_named(&self, name: &str) -> Option<FeelType> {
        self.types.get(name).cloned().or_else(|| FeelType::named(name))
    }

    /// The index of a name.
    #[must_use]
    pub fn index(&self, name: &str) -> Option<u32> {
        self.names.get(name).copied()
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// What the parser needs to know.
    #[must_use]
    pub const fn parsing(&self) -> &Names {
        &self.parsing
    }
}

impl Lookup for &Scope {
    fn input(&mut self, name: &str) -> Option<u32> {
        self.index(name)
    }

    fn named_type(&mut self, name: &str) -> Option<FeelType> {
        self.types.get(name).cloned()
    }
}
