//! Places in authored text, and the plain shapes in which a reader hands files over: trees (YAML) and sheets (CSV, Excel).
//!
//! Nothing here has meaning yet: every scalar and every cell is text, typed later by the schema of the place that it stands in.

/// Which of a bundle's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u16);

/// A stretch of one line of one file. Lines and columns count from 1, columns and lengths in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The line, from 1.
    pub line: u32,
    /// The column of the first character, from 1.
    pub column: u32,
    /// How many characters to underline; at least 1.
    pub length: u32,
}

/// A scalar as the author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Its text, without quotes.
    pub text: String,
    /// Where it stands (with its quotes).
    pub place: Place,
    /// How many characters of the file precede the text's first one inside `place` (1 after an opening quote);
    /// `None` where the text is not a verbatim stretch of one line, so that offsets into it have no place.
    pub verbatim: Option<u32>,
}

impl Scalar {
    /// The place of `length` characters from character `offset` of the text; the whole scalar where that is not known.
    #[must_use]
    pub fn at(&self, offset: usize, length: usize) -> Place {
        let (Some(lead), Ok(offset), Ok(length)) =
            (self.verbatim, u32::try_from(offset), u32::try_from(length))
        else {
            return self.place;
        };
        Place {
            column: self.place.column.saturating_add(lead).saturating_add(offset),
            length: length.max(1),
            ..self.place
        }
    }
}

/// A YAML document as plain data with places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// A text, number or any other scalar, not yet interpreted.
    Scalar(Scalar),
    /// A sequence.
    List(Vec<Tree>, Place),
    /// A mapping in the author's order. The reader has refused duplicate keys.
    Map(Vec<(Scalar, Tree)>, Place),
}

/// A table as plain text: a header row, then columns of equal length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The header cells, stripped.
    pub header: Vec<String>,
    /// One list of cell texts for each header cell, stripped.
    pub columns: Vec<Vec<String>>,
    /// The file's line number of each row.
    pub lines: Vec<u32>,
    /// The cell separator in the file.
    pub separator: char,
}
