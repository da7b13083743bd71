//! Why a packed file is refused: each cause by its own name, with what to do.

use std::fmt;

use super::FORMAT;
use crate::bounds;
use crate::diagnostic::{Diagnostic, SourceText, render_text};
use crate::source::Sources;

/// Why a packed file is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackedError {
    /// It is something else.
    NotPacked,
    /// Its format is one that this engine does not know.
    Newer {
        /// The version of the format.
        format: String,
    },
    /// It is larger than any bundle may be.
    TooLarge,
    /// Its end is missing.
    Truncated,
    /// Something follows its end.
    Longer {
        /// How many bytes.
        by: usize,
    },
    /// Its checksum does not fit.
    Changed,
    /// Its checksum fits, and what it covers has not the form of a packed file.
    Malformed {
        /// What is wrong.
        what: String,
    },
    /// The digest in the head is not that of the canonical bundle.
    DigestDiffers,
    /// The sources have an error.
    DoesNotLoad {
        /// What is wrong with them.
        findings: Vec<Diagnostic>,
        /// The files to show it in.
        sources: Sources,
    },
    /// The sources mean something else than the canonical bundle.
    MeansAnother,
    /// The head says something else than the sources.
    HeadDiffers {
        /// The name and version in the head.
        said: String,
        /// Those in the sources.
        found: String,
    },
}

impl fmt::Display for PackedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPacked => f.write_str("it is no packed bundle; `placet pack DIR` makes one of a folder"),
            Self::Newer { format } => write!(
                f,
                "it was packed by a newer placet: its format is {format}, and this one reads {FORMAT}; install the newer one"
            ),
            Self::TooLarge => {
                write!(f, "it is larger than {} MiB, which no bundle is", bounds::PACKED / 1024 / 1024)
            }
            Self::Truncated => f.write_str("its end is missing; copy it again"),
            Self::Longer { by } => {
                let s = if *by == 1 { "" } else { "s" };
                write!(f, "it is {by} byte{s} longer than it says; copy it again")
            }
            Self::Changed => {
                f.write_str("it was changed after it was packed: its checksum does not fit; copy it again")
            }
            Self::Malformed { what } => write!(f, "it was not made by placet: {what}"),
            Self::DigestDiffers => f.write_str(
                "it was not made by placet: the digest in its head is not that of its canonical bundle",
            ),
            Self::DoesNotLoad { findings, sources } => {
                let texts: Vec<SourceText<'_>> = sources
                    .files
                    .iter()
                    .map(|file| SourceText { name: &file.name, text: &file.text })
                    .collect();
                write!(f, "the bundle in it has errors\n{}", render_text(findings, &texts, false))
            }
            Self::MeansAnother => f.write_str(
                "its sources do not mean what its digest stands for: \
                 it was tampered with, or packed by an engine that understood the rules otherwise; pack the bundle again",
            ),
            Self::HeadDiffers { said, found } if said == found => {
                write!(f, "it was not made by placet: its head is not that of `{found}`")
            }
            Self::HeadDiffers { said, found } => write!(f, "its head says `{said}`, and the bundle in it is `{found}`"),
        }
    }
}

impl std::error::Error for PackedError {}
