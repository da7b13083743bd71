//! The page of all functions, written from the table. `PLACET_WRITE=1 cargo test -p engine_core page` writes it anew.
use std::fmt::Write;

use super::{Builtin, GROUPS, Repeat};

const TITLES: &[&str] = &[
    "Conversion",
    "Truth",
    "Texts",
    "Regular expressions",
    "Numbers",
    "Lists",
    "Statistics",
    "Dates",
    "Ranges from text",
    "Points and ranges",
    "Contexts",
    "Repayment",
    "Functions of functions",
];

const HEAD: &str = "\
# Functions

Every built-in function: how it is called, what it gives, and what a spreadsheet calls the same thing. A parameter with `?` can
be left out; `…` takes several arguments. Arguments may be given by name: `substring(string: \"abc\", start position: 2)`. A call
with arguments of another number or kind gives null, and the explanation says why.

`now()` and `today()`, of no parameters, give the moment and the day of the run; a bundle has `today()` only, which is the day of
the decision. Functions of contexts, ranges and functions are of the full language, not of bundles.

**Regular expressions** are those of XPath and XML Schema: `matches` finds the pattern anywhere in the text, `^` and `$` tie it to the
ends; `[a-z-[aeiou]]` leaves letters out, `\\p{Lu}` is a category and `\\p{IsCyrillic}` a block of Unicode, `\\1` repeats a group. There is no
`\\b`, and no looking ahead or behind. The flags: `i` ignores case, `s` lets the dot match line breaks, `m` lets `^` and `$` match at
lines, `x` ignores white space in the pattern. A pattern without back-references takes time in proportion to the text, however it is
written; one with them gives null if it takes more than a million steps.

**Time zones** have IANA names, letter for letter (`@Europe/Paris`), and the database is built in, so that a decision does not depend on the
machine. A duration is added to the moment: a day after noon is 13:00 if the clocks are put forward in between; years and months
are added to the date. A reading that the clocks skip counts by the offset before the change, one that they show twice is the first. A time
without a date takes its zone's standard time of the year 2000. Beyond the years ±9990 the calendar's cycle of 400 years repeats.

This page is written from the table of functions: `PLACET_WRITE=1 cargo test -p engine_core page`.
";

fn page() -> String {
    assert_eq!(TITLES.len(), GROUPS.len(), "every group has a title");
    let mut page = HEAD.to_owned();
    for (title, group) in TITLES.iter().zip(GROUPS) {
        write!(page, "\n## {title}\n\n| function | what it gives | in a spreadsheet |\n|---|---|---|\n")
            .unwrap();
        for row in *group {
            let excel = row.excel.map(|excel| format!("`{}`", escaped(excel))).unwrap_or_default();
            writeln!(page, "| `{}` | {} | {excel} |", signature(row), escaped(row.doc)).unwrap();
        }
    }
    page
}

fn signature(row: &Builtin) -> String {
    let last = row.params.len().saturating_sub(1);
    let params = row.params.iter().enumerate().map(|(index, param)| {
        let more = if index == last && row.repeat != Repeat::No { "…" } else { "" };
        format!("{}{}: {}{more}", param.name, if param.optional { "?" } else { "" }, param.sort)
    });
    format!("{}({}) → {}", row.name, params.collect::<Vec<_>>().join(", "), row.result)
}

/// A bar would end the cell.
fn escaped(text: &str) -> String {
    text.replace('|', "\\|")
}

#[test]
fn the_page_says_what_the_table_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/functions.md");
    let page = page();
    if std::env::var_os("PLACET_WRITE").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == page, "docs/functions.md is behind: PLACET_WRITE=1 cargo test -p engine_core page");
}
