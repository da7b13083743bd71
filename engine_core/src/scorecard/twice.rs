//! Characteristics that count one fact twice.

use std::collections::BTreeMap;

use super::check::Characteristic;
use crate::diagnostic::Code;
use crate::feel::scope::{NameId, Origin};
use crate::flow::Checking;

/// Warns of characteristics that read the same fact and no other, directly or through derived values.
pub(super) fn warn(parts: &[Characteristic], checking: &mut Checking<'_>) {
    let mut readers: BTreeMap<NameId, &Characteristic> = BTreeMap::new();
    for part in parts {
        let behind = checking.scope.behind(part.column.input.names());
        let fact = |id: &NameId| {
            checking.scope.get(*id).is_some_and(|entry| matches!(entry.origin, Origin::Fact(_)))
        };
        let facts: Vec<NameId> = behind.into_iter().filter(fact).collect();
        let [only] = facts.as_slice() else { continue };
        if let Some(first) = readers.get(only) {
            let fact = checking.scope.get(*only).map_or("", |entry| entry.name.as_str());
            let message =
                format!("`{}` and `{}` both rest on `{fact}` alone", first.name.text, part.name.text);
            let help = "the fact counts twice: make one characteristic of them, if that is not meant";
            checking.reader.error(Code::FactTwice, part.name.place, message, help);
        } else {
            readers.insert(*only, part);
        }
    }
}
