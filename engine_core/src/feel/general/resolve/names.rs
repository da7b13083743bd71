//! What a name stands for: innermost first, through the elements of filters and out of function literals.
use std::sync::Arc;

use super::{Resolver, fault, key};
use crate::diagnostic::did_you_mean;
use crate::feel::ast::Span;
use crate::feel::builtins::{self, Builtin};
use crate::feel::general::function::BuiltinFunction;
use crate::feel::general::node::{Op, Slot};
use crate::feel::general::scope::Unknown;
use crate::value::Value;

/// One function literal, or the expression itself.
#[derive(Default)]
pub(super) struct Level {
    bindings: Vec<Binding>,
    /// How many local slots are in use, and how many ever were.
    used: u32,
    most: u32,
    /// How many inputs stand before the captured ones.
    parameters: u32,
    /// What is captured, as slots of the level outside.
    pub captures: Vec<Slot>,
}

enum Binding {
    /// A name.
    Name(Arc<str>, Slot),
    /// The element of a filter, whose keys are names.
    Item(Slot),
}

/// What was found of a name.
#[derive(Default)]
struct Found {
    items: Vec<Slot>,
    slot: Option<Slot>,
}

impl Level {
    pub const fn most(&self) -> u32 {
        self.most
    }
}

impl Resolver<'_> {
    pub(super) fn level(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        let last = self.levels.len() - 1;
        // There is always one; a fallback keeps the types simple.
        #[expect(clippy::indexing_slicing, reason = "the line above makes one where there is none")]
        &mut self.levels[last]
    }

    /// A new local slot, in use until [`Self::release`].
    pub(super) fn local(&mut self) -> u32 {
        let level = self.level();
        let slot = level.used;
        level.used += 1;
        level.most = level.most.max(level.used);
        slot
    }

    pub(super) fn bind(&mut self, name: &str, slot: Slot) {
        let name = key(name);
        self.level().bindings.push(Binding::Name(name, slot));
    }

    pub(super) fn bind_item(&mut self, slot: Slot) {
        self.level().bindings.push(Binding::Item(slot));
    }

    /// Where a scope begins.
    pub(super) fn mark(&mut self) -> (usize, u32) {
        let level = self.level();
        (level.bindings.len(), level.used)
    }

    /// Ends the scope: its names are gone and its slots free.
    pub(super) fn release(&mut self, (bindings, used): (usize, u32)) {
        let level = self.level();
        level.bindings.truncate(bindings);
        level.used = used;
    }

    pub(super) fn open(&mut self, parameters: u32) {
        self.levels.push(Level { parameters, ..Level::default() });
    }

    pub(super) fn close(&mut self) -> Level {
        self.levels.pop().unwrap_or_default()
    }

    /// The value of a name.
    pub(super) fn name(&mut self, name: &str, span: Span) -> Op {
        if name == "?"
            && let Some(input) = self.input
        {
            self.asked += 1;
            return self.captured_input(input);
        }
        let found = self.find(self.levels.len(), name);
        let otherwise = found.slot.map(Op::Read).or_else(|| builtin_value(name));
        if found.items.is_empty() {
            return otherwise.unwrap_or_else(|| {
                self.lookup.unknown(name, span, Unknown::Name);
                self.unknown(name)
            });
        }
        let otherwise = otherwise.unwrap_or_else(|| {
            self.lookup.unknown(name, span, Unknown::Member);
            fault(format!("there is no `{name}` here"))
        });
        let otherwise = super::Node { op: otherwise, span };
        Op::Member(found.items.into(), key(name), Box::new(otherwise))
    }

    /// The same where nothing is said about a name that is not known.
    pub(super) fn known(&mut self, name: &str) -> Option<Op> {
        self.find(self.levels.len(), name).slot.map(Op::Read)
    }

    /// Whether a name hides the built-in function of that name.
    pub(super) fn shadows(&mut self, name: &str) -> bool {
        self.find(self.levels.len(), name).slot.is_some()
    }

    /// Whether a name could be a member of a filter's element.
    pub(super) fn in_filter(&mut self) -> bool {
        !self.find(self.levels.len(), "").items.is_empty()
    }

    fn captured_input(&mut self, input: u32) -> Op {
        let mut slot = Slot::Input(input);
        for depth in 1..self.levels.len() {
            slot = self.capture(depth, slot);
        }
        Op::Read(slot)
    }

    /// What is known of a name at the innermost of so many levels.
    fn find(&mut self, levels: usize, name: &str) -> Found {
        let mut found = Found::default();
        let Some(index) = levels.checked_sub(1) else {
            found.slot = self.lookup.input(name).map(Slot::Input);
            found.items = self.lookup.items(name).into_iter().map(Slot::Input).collect();
            return found;
        };
        for binding in self.levels.get(index).into_iter().flat_map(|level| level.bindings.iter().rev()) {
            match binding {
                Binding::Name(known, slot) if **known == *name => {
                    found.slot = Some(*slot);
                    break;
                }
                Binding::Name(..) => {}
                Binding::Item(slot) => found.items.push(*slot),
            }
        }
        if found.slot.is_some() {
            if name == "partial" {
                self.partials += 1;
            }
            return found;
        }
        let outer = self.find(index, name);
        let capture =
            |resolver: &mut Self, slot| if index == 0 { slot } else { resolver.capture(index, slot) };
        for slot in outer.items {
            let slot = capture(self, slot);
            found.items.push(slot);
        }
        found.slot = outer.slot.map(|slot| capture(self, slot));
        found
    }

    /// The slot at a level for a slot of the level outside it.
    fn capture(&mut self, index: usize, outer: Slot) -> Slot {
        let Some(level) = self.levels.get_mut(index) else { return outer };
        let position = level.captures.iter().position(|known| *known == outer).unwrap_or_else(|| {
            level.captures.push(outer);
            level.captures.len() - 1
        });
        Slot::Input(level.parameters + u32::try_from(position).unwrap_or(u32::MAX))
    }

    fn unknown(&self, name: &str) -> Op {
        let bound =
            self.levels.iter().flat_map(|level| &level.bindings).filter_map(|binding| match binding {
                Binding::Name(name, _) => Some(&**name),
                Binding::Item(_) => None,
            });
        let help = did_you_mean(name, bound.chain(builtins::names()));
        let help = help.map_or_else(String::new, |known| format!("; did you mean `{known}`?"));
        fault(format!("there is no name `{name}`{help}"))
    }
}

/// A built-in function as a value.
fn builtin_value(name: &str) -> Option<Op> {
    let rows: Vec<&'static Builtin> = builtins::find(name).collect();
    BuiltinFunction::of(&rows).map(|function: Value| Op::Constant(function))
}
