//! The reasons of a scorecard checked: each bin that loses has one, and codes that are always told are among them.

use super::check::{Columns, Part};
use super::choice::{Choice, ReasonsDoc};
use crate::diagnostic::{Code, did_you_mean};
use crate::document::Grid;
use crate::flow::Checking;
use crate::source::Scalar;

/// How reasons are chosen.
#[derive(Clone, Debug)]
pub struct CheckedReasons {
    /// As written.
    pub choice: Choice,
    /// The indices of the codes that are told beyond the greatest number, ascending.
    pub always: Vec<u16>,
    /// The indices of the codes that are never told, ascending.
    pub never_tell: Vec<u16>,
}

/// Finds the codes that are always or never told among those of the card.
pub(super) fn check(
    doc: &ReasonsDoc<'_>,
    grid: &Grid<'_>,
    columns: &Columns,
    checking: &mut Checking<'_>,
) -> CheckedReasons {
    let known: Vec<&str> = columns
        .reason
        .map(|column| {
            (0..grid.rows()).map(|row| grid.text(row, column)).filter(|code| !code.is_empty()).collect()
        })
        .unwrap_or_default();
    let always = named(&doc.always, &known, checking);
    let never_tell = named(&doc.never_tell, &known, checking);
    if let Some(code) =
        doc.never_tell.iter().find(|code| doc.always.iter().any(|told| told.text == code.text))
    {
        let message = format!("`{}` is always told, and never", code.text);
        checking.reader.error(Code::BadValue, code.place, message, "take it out of one of the lists");
    }
    CheckedReasons { choice: doc.choice, always, never_tell }
}

/// The indices of codes that must be among those of the card, ascending.
fn named(codes: &[&Scalar], known: &[&str], checking: &mut Checking<'_>) -> Vec<u16> {
    let mut found: Vec<u16> = Vec::new();
    for code in codes {
        if known.contains(&code.text.as_str()) {
            // One without a text is reported where the card gives it.
            found.extend(checking.reasons.find(&code.text));
            continue;
        }
        let help = did_you_mean(&code.text, known.iter().copied()).map_or_else(
            || "name codes of the column `reason`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("no bin of the card has the reason `{}`", code.text);
        checking.reader.error(Code::UnknownWord, code.place, message, help);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The reason of each bin: its own, or the one above it. Without losses nothing is said of bins that have none.
pub(super) fn of_bins(
    part: &Part,
    grid: &Grid<'_>,
    columns: &Columns,
    asked: Option<&Choice>,
    losses: Option<&[i128]>,
    checking: &mut Checking<'_>,
) -> Vec<Option<u16>> {
    let mut above: Option<Scalar> = None;
    let mut reasons = Vec::new();
    for (index, &row) in part.rows.iter().enumerate() {
        let cell = columns.reason.map(|column| grid.cell(row, column)).filter(|cell| !cell.text.is_empty());
        above = cell.or(above);
        let loss = losses.and_then(|losses| losses.get(index));
        let needed = asked.zip(loss).is_some_and(|(asked, &loss)| asked.counts(loss));
        let reason = match &above {
            Some(code) if asked.is_some() => checking.reason(code),
            Some(_) => None,
            None => {
                if needed {
                    let place = grid.cell(row, columns.bin).place;
                    let message = format!("this bin of `{}` loses points and has no reason", part.name.text);
                    checking.reader.error(
                        Code::ReasonWithoutText,
                        place,
                        message,
                        "write a code in the column `reason`",
                    );
                }
                None
            }
        };
        reasons.push(reason);
    }
    reasons
}
