//! The head of a packed file: one line of canonical JSON that says what is in it.

use serde_json::{Value as Json, json};

use super::{PackedError, hex};
use crate::bounds;
use crate::document::{self, Validity, canonical_json};
use crate::value::Date;

/// What a packed file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The bundle's name.
    pub name: String,
    /// The bundle's version, as its author wrote it.
    pub version: String,
    /// The version of the rule language.
    pub language: String,
    /// When the bundle may decide.
    pub valid: Validity,
    /// SHA-256 of the canonical bundle, in hexadecimal.
    pub digest: String,
    /// How many bytes the canonical bundle has.
    pub canonical: usize,
    /// How many bytes the sources have.
    pub sources: usize,
}

impl Head {
    /// The head of a bundle whose sections have these lengths.
    pub(super) fn of(head: &document::Head, digest: &[u8], canonical: usize, sources: usize) -> Self {
        Self {
            name: head.name.clone(),
            version: head.version.clone(),
            language: head.language.clone(),
            valid: head.valid,
            digest: hex(digest),
            canonical,
            sources,
        }
    }

    /// Its line, without the line's end.
    pub(super) fn line(&self) -> String {
        let day = |day: Option<Date>| day.map_or(Json::Null, |day| json!(day.to_string()));
        canonical_json(&json!({
            "bundle": self.name,
            "version": self.version,
            "language": self.language,
            "valid": [day(self.valid.from), day(self.valid.to)],
            "digest": self.digest,
            "canonical": self.canonical,
            "sources": self.sources,
        }))
    }

    /// Reads a line that this format could have.
    pub(super) fn read(line: &[u8]) -> Result<Self, PackedError> {
        let malformed = || PackedError::Malformed { what: "its head cannot be read".to_owned() };
        if line.len() > bounds::PACKED_HEAD {
            return Err(malformed());
        }
        let json: Json = serde_json::from_slice(line).map_err(|_| malformed())?;
        read(&json).filter(|head| head.line().as_bytes() == line).ok_or_else(malformed)
    }

    /// The length of everything that follows the head's line.
    pub(super) const fn rest(&self) -> usize {
        self.canonical.saturating_add(self.sources).saturating_add(2)
    }
}

fn read(json: &Json) -> Option<Head> {
    let text = |key: &str| json.get(key)?.as_str().map(str::to_owned);
    let length = |key: &str| usize::try_from(json.get(key)?.as_u64()?).ok();
    let [from, to] = json.get("valid")?.as_array()?.as_slice() else { return None };
    let day = |json: &Json| match json {
        Json::Null => Some(None),
        json => Date::parse(json.as_str()?).map(Some),
    };
    Some(Head {
        name: text("bundle")?,
        version: text("version")?,
        language: text("language")?,
        valid: Validity { from: day(from)?, to: day(to)? },
        digest: text("digest")?,
        canonical: length("canonical")?,
        sources: length("sources")?,
    })
}
