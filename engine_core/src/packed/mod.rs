//! A compiled bundle as one flat file, for stores, pickles and hosts without a YAML reader: five lines of text.
//!
//! ```text
//! placet 1                                         the format and its version
//! 61f0…                                            SHA-256 of everything below, in hexadecimal
//! {"bundle":"reference","canonical":5120,…}        the head: enough to list a store
//! {"bundle":"reference","currency":"CNY",…}        the canonical bundle, over which the digest is taken
//! [["apr.csv","grade,apr\n…",["t",…]],…]           the sources: name, text and what the reader understood
//! ```
//!
//! The same bundle gives the same bytes on every machine: files are sorted by name, and there is no time, path or user in it.
//! Nothing in a file is believed: the sources are compiled again, and must mean what the canonical bundle and the head say.

mod error;
mod head;
mod read;
mod sources;
#[cfg(test)]
mod tests;
mod write;

pub use self::error::PackedError;
pub use self::head::Head;
pub use self::read::{Packed, head, read};
pub(crate) use self::write::{pack, sources};

/// The version of the format that this engine writes and reads.
pub const FORMAT: u64 = 1;

/// How every file begins.
const MAGIC: &[u8] = b"placet ";

/// SHA-256 in hexadecimal.
fn sha256(bytes: &[u8]) -> String {
    hex(&<sha2::Sha256 as sha2::Digest>::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
