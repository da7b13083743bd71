//! One line of the source with the place in it, fitted to a terminal.

use unicode_width::UnicodeWidthChar;

use crate::source::Place;

/// Columns of the source that are shown at most.
const WIDTH: usize = 100;
/// Columns before the place that stay in sight where a long line is cut.
const LEAD: usize = 30;
const TAB: &str = "    ";

/// A line as shown, and where to underline it, in columns of the terminal.
pub(super) struct Excerpt {
    pub line: String,
    pub indent: usize,
    pub carets: usize,
}

/// The part of `line` that shows `place`.
pub(super) fn around(line: &str, place: Place) -> Excerpt {
    let pieces: Vec<(String, usize)> = line.chars().map(shown).collect();
    let first = (place.column.saturating_sub(1) as usize).min(pieces.len());
    let columns = |from: usize, count: usize| {
        pieces.iter().skip(from).take(count).map(|(_, width)| width).sum::<usize>()
    };
    let start = if columns(0, pieces.len()) <= WIDTH { 0 } else { start_of(&pieces, first) };
    let mut excerpt = Excerpt { line: String::new(), indent: 0, carets: 0 };
    if start > 0 {
        excerpt.line.push('…');
    }
    let mut room = WIDTH;
    let mut kept = 0;
    for (text, width) in pieces.iter().skip(start) {
        if *width > room {
            excerpt.line.push('…');
            break;
        }
        room -= width;
        kept += 1;
        excerpt.line.push_str(text);
    }
    excerpt.indent = usize::from(start > 0) + columns(start, first - start);
    let length = (place.length as usize).min((start + kept).saturating_sub(first));
    // A place at the end of the line, where something is missing, has nothing under it.
    excerpt.carets = columns(first, length).max(1);
    excerpt
}

// The first character shown: at most `LEAD` columns before the place.
fn start_of(pieces: &[(String, usize)], first: usize) -> usize {
    let mut room = LEAD;
    let before = pieces.iter().take(first).rev().take_while(|(_, width)| {
        let fits = *width <= room;
        room = room.saturating_sub(*width);
        fits
    });
    first - before.count()
}

fn shown(character: char) -> (String, usize) {
    if character == '\t' {
        return (TAB.to_owned(), TAB.len());
    }
    let safe = replaced(character);
    (safe.to_string(), safe.width().unwrap_or(0))
}

/// Text in which nothing is left that a terminal would obey or that would turn the direction of writing.
pub(super) fn harmless(text: &str) -> String {
    text.chars().map(|character| if character == '\t' { ' ' } else { replaced(character) }).collect()
}

fn replaced(character: char) -> char {
    let turns =
        matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
    if character.is_control() || turns { '\u{fffd}' } else { character }
}
