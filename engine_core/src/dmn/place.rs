//! Places within an expression, also where the file writes it with entities or over several lines.
use crate::feel::ast::Span;
use crate::source::{Place, Scalar, Sources};

/// The place of a part of a text.
#[must_use]
pub fn within(sources: &Sources, scalar: &Scalar, span: Span) -> Place {
    let start = span.start as usize;
    let length = span.end.saturating_sub(span.start) as usize;
    if scalar.verbatim.is_some() && !scalar.text.contains('\n') {
        return scalar.at(start, length);
    }
    walked(sources, scalar, start, length).unwrap_or(scalar.place)
}

/// Follows the file from the text's first character on, a character of the text at a time.
fn walked(sources: &Sources, scalar: &Scalar, start: usize, length: usize) -> Option<Place> {
    let file = sources.files.get(usize::from(scalar.place.file.0))?;
    let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
    let (mut line, mut column) = (scalar.place.line, scalar.place.column);
    let mut lines = text.split('\n').skip(usize::try_from(line.checked_sub(1)?).ok()?);
    let mut rest: Vec<char> = lines.next()?.chars().skip(column.checked_sub(1)? as usize).collect();
    for character in scalar.text.chars().take(start) {
        if character == '\n' {
            rest = lines.next()?.chars().collect();
            (line, column) = (line + 1, 1);
            continue;
        }
        let width = written(&rest);
        rest.drain(..width.min(rest.len()));
        column = column.checked_add(u32::try_from(width).ok()?)?;
    }
    Some(Place { file: scalar.place.file, line, column, length: u32::try_from(length.max(1)).ok()? })
}

/// How many characters of the file make the next one of the text.
fn written(rest: &[char]) -> usize {
    if rest.first() != Some(&'&') {
        return 1;
    }
    rest.iter().take(12).position(|&character| character == ';').map_or(1, |end| end + 1)
}
