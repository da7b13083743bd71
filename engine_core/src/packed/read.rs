//! From the bytes of a packed file to its sources, with every check that needs no compiling.

use super::{FORMAT, Head, MAGIC, PackedError, sha256};
use crate::bounds;
use crate::flow::Program;
use crate::source::Sources;

/// A packed file whose parts fit each other. What its sources mean is not yet known: [`crate::Engine::from_packed`] checks that too.
#[derive(Clone, Debug)]
pub struct Packed<'a> {
    /// What it says of itself.
    pub head: Head,
    /// The canonical bundle.
    pub canonical: &'a [u8],
    /// The files.
    pub sources: Sources,
    /// The files as they are packed.
    pub(crate) written: &'a str,
}

impl Packed<'_> {
    /// Whether the compiled sources are what the file says that they are.
    pub(crate) fn is_of(&self, program: &Program) -> Result<(), PackedError> {
        let found = Head::of(program.head(), &program.digest, self.head.canonical, self.head.sources);
        let shown = |head: &Head| format!("{} {}", head.name, head.version);
        let differs = || PackedError::HeadDiffers { said: shown(&self.head), found: shown(&found) };
        if (&found.name, &found.version) != (&self.head.name, &self.head.version) {
            return Err(differs());
        }
        // The head's digest is that of the canonical bundle in the file.
        if found.digest != self.head.digest {
            return Err(PackedError::MeansAnother);
        }
        if found == self.head { Ok(()) } else { Err(differs()) }
    }
}

/// Reads a packed file.
///
/// # Errors
/// What is wrong with it, by its own name.
pub fn read(bytes: &[u8]) -> Result<Packed<'_>, PackedError> {
    if bytes.len() > bounds::PACKED {
        return Err(PackedError::TooLarge);
    }
    let (checksum, body) = line(after_magic(bytes)?).ok_or(PackedError::Truncated)?;
    let fits = checksum == sha256(body).as_bytes();
    let (head, rest) = line(body).ok_or(PackedError::Truncated)?;
    let head = Head::read(head).map_err(|error| if fits { error } else { PackedError::Changed })?;
    if rest.len() < head.rest() {
        return Err(PackedError::Truncated);
    }
    if rest.len() > head.rest() {
        return Err(PackedError::Longer { by: rest.len().saturating_sub(head.rest()) });
    }
    if !fits {
        return Err(PackedError::Changed);
    }
    let malformed = |what: &str| PackedError::Malformed { what: what.to_owned() };
    let (canonical, rest) = rest.split_at_checked(head.canonical).ok_or(PackedError::Truncated)?;
    let (b"\n", rest) = rest.split_at_checked(1).ok_or(PackedError::Truncated)? else {
        return Err(malformed("its canonical bundle does not end where its head says"));
    };
    let Some(written) = rest.strip_suffix(b"\n") else {
        return Err(malformed("its sources do not end where its head says"));
    };
    if sha256(canonical) != head.digest {
        return Err(PackedError::DigestDiffers);
    }
    let written = str::from_utf8(written).map_err(|_| malformed("its sources are not UTF-8"))?;
    let sources = super::sources::read(written).map_err(|error| malformed(&error))?;
    Ok(Packed { head, canonical, sources, written })
}

/// Reads the head alone, from the beginning of a file: what a store lists. Nothing is checked against it.
///
/// # Errors
/// It does not begin as a packed file does.
pub fn head(bytes: &[u8]) -> Result<Head, PackedError> {
    let (_, body) = line(after_magic(bytes)?).ok_or(PackedError::Truncated)?;
    Head::read(line(body).ok_or(PackedError::Truncated)?.0)
}

/// What follows the first line, if that is one that this engine reads.
fn after_magic(bytes: &[u8]) -> Result<&[u8], PackedError> {
    let Some(rest) = bytes.strip_prefix(MAGIC) else {
        let begun = !bytes.is_empty() && MAGIC.starts_with(bytes);
        return Err(if begun { PackedError::Truncated } else { PackedError::NotPacked });
    };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (format, rest) = rest.split_at_checked(digits).ok_or(PackedError::NotPacked)?;
    let format = str::from_utf8(format).map_err(|_| PackedError::NotPacked)?;
    match (rest.split_first(), format.parse::<u64>()) {
        (None, _) if digits <= bounds::PACKED_FORMAT => Err(PackedError::Truncated),
        (Some((b'\n', rest)), Ok(FORMAT)) if digits == 1 => Ok(rest),
        (Some((b'\n', _)), Ok(2..)) if digits <= bounds::PACKED_FORMAT && !format.starts_with('0') => {
            Err(PackedError::Newer { format: format.to_owned() })
        }
        _ => Err(PackedError::NotPacked),
    }
}

/// The first line, and what follows it.
fn line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|&byte| byte == b'\n')?;
    let (line, rest) = bytes.split_at_checked(end)?;
    Some((line, rest.split_at_checked(1)?.1))
}
