//! reasons.csv: the texts of reason codes.

use crate::decision::BAD_FACTS;
use crate::diagnostic::{Code, did_you_mean};
use crate::document::{Grid, Reader};
use crate::source::Place;

/// The reason codes of a bundle with their texts.
#[derive(Clone, Debug, Default)]
pub struct Reasons {
    /// The languages, in the order of the columns.
    pub languages: Vec<String>,
    /// Whether the table could not be read, which is reported once and not for every code.
    pub unread: bool,
    /// The codes, in the author's order.
    pub codes: Vec<ReasonText>,
}

/// A code with its texts.
#[derive(Clone, Debug)]
pub struct ReasonText {
    /// The code.
    pub code: String,
    /// Where it is written.
    pub place: Place,
    /// One text a language, in the order of the languages.
    pub texts: Vec<String>,
    /// Whether it may be told to the applicant.
    pub tell: bool,
    /// Whether anything can give it.
    pub given: bool,
}

impl Reasons {
    /// The index of a code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<u16> {
        let index = self.codes.iter().position(|reason| reason.code == code)?;
        u16::try_from(index).ok()
    }

    /// The index of a code that something gives; a code without a text is reported.
    pub fn give(&mut self, code: &str, place: Place, reader: &mut Reader<'_>) -> Option<u16> {
        let Some(index) = self.find(code) else {
            if self.unread {
                return None;
            }
            let help = did_you_mean(code, self.codes.iter().map(|reason| reason.code.as_str())).map_or_else(
                || "add a line to reasons.csv".to_owned(),
                |known| format!("did you mean `{known}`? otherwise add a line to reasons.csv"),
            );
            reader.error(Code::ReasonWithoutText, place, format!("the reason `{code}` has no text"), help);
            return None;
        };
        if let Some(reason) = self.codes.get_mut(usize::from(index)) {
            reason.given = true;
        }
        Some(index)
    }
}

/// Reads the reasons.
pub fn read(grid: &Grid<'_>, reader: &mut Reader<'_>) -> Reasons {
    let mut reasons = Reasons::default();
    let Some(code) = grid.need("code", reader) else {
        reasons.unread = true;
        return reasons;
    };
    let tell = grid.column("tell");
    let columns: Vec<usize> =
        (0..grid.header().len()).filter(|&column| column != code && Some(column) != tell).collect();
    reasons.languages = columns.iter().filter_map(|&column| grid.header().get(column).cloned()).collect();
    for row in 0..grid.rows() {
        let named = grid.cell(row, code);
        if named.text.is_empty() || named.text.contains(char::is_whitespace) {
            reader.error(
                Code::BadName,
                named.place,
                format!("`{}` cannot be a reason code", named.text),
                "a code has no spaces",
            );
            continue;
        }
        if let Some((message, help)) = taken(&named.text, &reasons) {
            reader.error(Code::NameClash, named.place, message, help);
            continue;
        }
        let texts: Vec<String> = columns.iter().map(|&column| grid.text(row, column).to_owned()).collect();
        if texts.iter().all(String::is_empty) {
            reader.error(
                Code::ReasonWithoutText,
                named.place,
                format!("the reason `{}` has no text in any language", named.text),
                "write one in a column named after its language, such as `en`",
            );
        }
        let spoken = texts.iter().any(|text| !text.is_empty());
        for (&column, text) in columns.iter().zip(&texts) {
            if spoken && text.is_empty() {
                let language = grid.header().get(column).map_or("", String::as_str);
                let message = format!("the reason `{}` has no text in `{language}`", named.text);
                reader.error(Code::TextMissing, grid.cell(row, column).place, message, "write one");
            }
        }
        let told = tell.map(|column| grid.cell(row, column));
        let tell = told.as_ref().is_none_or(|cell| cell.text != "no");
        if let Some(cell) = told.filter(|cell| !["", "yes", "no"].contains(&cell.text.as_str())) {
            reader.error(
                Code::BadValue,
                cell.place,
                format!("`tell` cannot be `{}`", cell.text),
                "it is `yes` or `no`",
            );
        }
        reasons.codes.push(ReasonText { code: named.text, place: named.place, texts, tell, given: false });
    }
    reasons
}

/// Why a code cannot be declared here, and what to do.
fn taken(code: &str, reasons: &Reasons) -> Option<(String, &'static str)> {
    if code == BAD_FACTS {
        let message =
            format!("the reason `{code}` is the engine's own, for facts that cannot be decided upon");
        return Some((message, "choose another code"));
    }
    reasons.find(code).map(|_| (format!("the reason `{code}` stands twice"), "remove one of the two"))
}
