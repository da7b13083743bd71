//! Tables whose cells have places.

use crate::diagnostic::Code;
use crate::document::Reader;
use crate::source::{FileId, Place, Scalar, Sheet};

/// A table of a bundle.
#[derive(Clone)]
pub struct Grid<'a> {
    file: FileId,
    sheet: &'a Sheet,
    text: &'a str,
    /// The byte at which each line of the text begins.
    lines: Vec<usize>,
}

impl<'a> Grid<'a> {
    /// The sheet of a file, with its text to find places in.
    #[must_use]
    pub fn new(file: FileId, sheet: &'a Sheet, text: &'a str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file, sheet, text, lines }
    }

    /// The place of the table as a whole.
    #[must_use]
    pub const fn place(&self) -> Place {
        Place { file: self.file, line: 1, column: 1, length: 1 }
    }

    /// How many rows it has below the header.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.sheet.lines.len()
    }

    /// The header cells.
    #[must_use]
    pub fn header(&self) -> &'a [String] {
        &self.sheet.header
    }

    /// The column of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.sheet.header.iter().position(|title| title == name)
    }

    /// The column of this name, which must be there.
    pub fn need(&self, name: &str, reader: &mut Reader<'_>) -> Option<usize> {
        let found = self.column(name);
        if found.is_none() {
            let help = format!("the header is {}", self.sheet.header.join(", "));
            reader.error(Code::TableForm, self.place(), format!("the table has no column `{name}`"), help);
        }
        found
    }

    /// A cell's text; empty where the table has no such cell.
    #[must_use]
    pub fn text(&self, row: usize, column: usize) -> &'a str {
        self.sheet.columns.get(column).and_then(|cells| cells.get(row)).map_or("", String::as_str)
    }

    /// A cell with its place.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Scalar {
        self.scalar(self.text(row, column), self.line_of(row), column)
    }

    fn line_of(&self, row: usize) -> u32 {
        self.sheet.lines.get(row).copied().unwrap_or(1)
    }

    /// The place of a cell.
    #[must_use]
    pub fn place_of(&self, row: usize, column: usize) -> Place {
        self.placed(self.line_of(row), column).0
    }

    /// A header cell with its place.
    #[must_use]
    pub fn title(&self, column: usize) -> Scalar {
        // The header is the first line that says something, behind the line that Excel reads its separator from.
        let named = |(_, line): &(u32, &str)| !line.trim().is_empty() && !line.starts_with("sep=");
        let line = (1..).zip(self.text.lines()).find(named).map_or(1, |(line, _)| line);
        self.scalar(self.sheet.header.get(column).map_or("", String::as_str), line, column)
    }

    fn scalar(&self, text: &str, line: u32, column: usize) -> Scalar {
        let (place, verbatim) = self.placed(line, column);
        Scalar { text: text.to_owned(), place, verbatim }
    }

    fn placed(&self, line: u32, cell: usize) -> (Place, Option<u32>) {
        let (column, length, verbatim) = self.locate(line, cell).unwrap_or((1, 1, None));
        (Place { file: self.file, line, column, length }, verbatim)
    }

    /// The column, length and lead of the cell of this index in a line, in characters.
    fn locate(&self, line: u32, cell: usize) -> Option<(u32, u32, Option<u32>)> {
        let start = *self.lines.get(usize::try_from(line).ok()?.checked_sub(1)?)?;
        let text = self.text.get(start..)?;
        let (mut index, mut quoted, mut from, mut length) = (0, false, None, 0_u32);
        let (mut quotes, mut lead) = (0_u32, 0_u32);
        for (at, letter) in (1_u32..).zip(text.trim_start_matches('\u{feff}').chars()) {
            let ends = letter == '\n' || letter == '\r';
            if !quoted && (ends || letter == self.sheet.separator) {
                if index == cell {
                    // An empty cell stands where the next one begins.
                    from.get_or_insert(at);
                    break;
                }
                if ends {
                    return None;
                }
                index += 1;
                continue;
            }
            quoted ^= letter == '"';
            if index == cell {
                from.get_or_insert(at);
                length += 1;
                quotes += u32::from(letter == '"');
                lead += u32::from(lead + 1 == length && (letter == ' ' || (letter == '"' && quotes == 1)));
                if ends {
                    return Some((from?, 1, None));
                }
            }
        }
        Some((from.unwrap_or(1), length.max(1), (quotes == 0 || quotes == 2).then_some(lead)))
    }
}
