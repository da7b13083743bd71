//! What is wrong with a bundle, where, and what to do about it.
mod codes;
mod json;
mod render;
mod suggest;

pub use self::codes::Code;
pub use self::json::render_json;
pub use self::render::render_text;
pub use self::suggest::did_you_mean;

use crate::bounds;
use crate::source::Place;

/// Whether a finding stops the bundle from loading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The bundle loads; the author should look.
    Warning,
    /// The bundle does not load.
    Error,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A file as findings are shown in it; a [`crate::source::FileId`] is its index in a slice of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceText<'a> {
    /// The name to show.
    pub name: &'a str,
    /// The whole text.
    pub text: &'a str,
}

impl<'a> SourceText<'a> {
    /// The file of a place.
    #[must_use]
    pub fn of(place: Place, files: &'a [SourceText<'a>]) -> Option<&'a Self> {
        files.get(usize::from(place.file.0))
    }

    /// A line, from 1, without its end.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<&'a str> {
        let text = self.text.strip_prefix('\u{feff}').unwrap_or(self.text);
        text.lines().nth(usize::try_from(number).ok()?.checked_sub(1)?)
    }
}

/// One thing that is wrong with a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// Where; `None` only for what has no place, such as a file that is absent.
    pub place: Option<Place>,
    /// What is wrong: lower case, no final period, one line, backticks round the author's words.
    pub message: String,
    /// A way out, in the same style.
    pub help: Option<String>,
}

/// All findings of one load, in the order of their places when asked.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    list: Vec<Diagnostic>,
    dropped: usize,
}

impl Findings {
    /// Adds a finding.
    pub fn add(&mut self, code: Code, place: Place, message: impl Into<String>, help: impl Into<String>) {
        let help = Some(help.into()).filter(|help| !help.is_empty());
        self.push(Diagnostic { code, place: Some(place), message: message.into(), help });
    }

    /// Adds a finding that is already made; beyond the bound it is only counted. The same fault at the same place counts once.
    pub fn push(&mut self, finding: Diagnostic) {
        if self.list.iter().any(|known| {
            known.code == finding.code && known.place == finding.place && known.message == finding.message
        }) {
            return;
        }
        if self.list.len() < bounds::FINDINGS { self.list.push(finding) } else { self.dropped += 1 }
    }

    /// Whether any finding stops the bundle from loading.
    #[must_use]
    pub fn any_error(&self) -> bool {
        self.dropped > 0 || self.list.iter().any(|finding| finding.code.severity() == Severity::Error)
    }

    /// The findings ordered by file, line and column.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|finding| finding.place);
        self.list
    }

    /// How many findings there are so far, dropped ones included.
    #[must_use]
    pub fn count(&self) -> usize {
        self.list.len() + self.dropped
    }
}
