//! Contexts: entries by name, in the author's order.
use std::sync::Arc;

use super::Value;

/// A context; no name stands in it twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextValue {
    entries: Vec<(Arc<str>, Value)>,
}

impl ContextValue {
    /// A context of these entries; `None` where a name stands twice.
    #[must_use]
    pub fn new(entries: Vec<(Arc<str>, Value)>) -> Option<Self> {
        let mut names: Vec<&Arc<str>> = entries.iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        let unique = names.array_windows().all(|[left, right]| left != right);
        unique.then_some(Self { entries })
    }

    /// The entry's value, if there is such an entry.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entries.iter().find(|(known, _)| &**known == name).map(|(_, value)| value)
    }

    /// The entries in order.
    #[must_use]
    pub fn entries(&self) -> &[(Arc<str>, Value)] {
        &self.entries
    }
}
