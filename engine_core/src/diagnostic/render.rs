//! Findings for people: each with its line of the source and the place underlined, then a count.
//!
//! Authors' texts are shown with control characters replaced, since a terminal would obey them.
mod excerpt;
#[cfg(test)]
mod tests;

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::{Diagnostic, Severity, SourceText};

/// The findings as text for a terminal, with ANSI colours on request.
#[must_use]
pub fn render_text(findings: &[Diagnostic], files: &[SourceText<'_>], colour: bool) -> String {
    let mut page = Page { text: String::new(), colour };
    for finding in findings {
        page.finding(finding, files);
    }
    page.count(findings);
    page.text
}

const fn bold(colour: AnsiColor) -> Style {
    colour.on_default().bold()
}

const fn style_of(severity: Severity) -> Style {
    match severity {
        Severity::Error => bold(AnsiColor::Red),
        Severity::Warning => bold(AnsiColor::Yellow),
    }
}

const FRAME: Style = bold(AnsiColor::Blue);
const HELP: Style = bold(AnsiColor::Cyan);

struct Page {
    text: String,
    colour: bool,
}

impl Page {
    fn write(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn styled(&mut self, style: Style, text: &str) {
        let written = if self.colour {
            write!(self.text, "{style}{text}{style:#}")
        } else {
            write!(self.text, "{text}")
        };
        debug_assert!(written.is_ok(), "a String takes any text");
    }

    fn finding(&mut self, finding: &Diagnostic, files: &[SourceText<'_>]) {
        let severity = finding.code.severity();
        self.styled(style_of(severity), &format!("{}[{}]", severity.word(), finding.code.id()));
        self.write(&format!(": {}\n", excerpt::harmless(&finding.message)));
        if let Some(place) = finding.place {
            let file = SourceText::of(place, files);
            let name =
                file.map_or_else(|| format!("file {}", place.file.0), |file| excerpt::harmless(file.name));
            let number = place.line.to_string();
            self.styled(FRAME, &format!("{:>1$}--> ", "", number.len()));
            self.write(&format!("{name}:{}:{}\n", place.line, place.column));
            if let Some(line) = file.and_then(|file| file.line(place.line)) {
                self.excerpt(&number, excerpt::around(line, place), style_of(severity));
            }
        }
        if let Some(help) = &finding.help {
            self.styled(HELP, "help");
            self.write(&format!(": {}\n", excerpt::harmless(help)));
        }
        self.write("\n");
    }

    fn excerpt(&mut self, number: &str, excerpt: excerpt::Excerpt, style: Style) {
        let margin = " ".repeat(number.len());
        self.styled(FRAME, &format!("{margin} |"));
        self.write("\n");
        self.styled(FRAME, &format!("{number} |"));
        self.write(&format!(" {}\n", excerpt.line));
        self.styled(FRAME, &format!("{margin} |"));
        self.write(&" ".repeat(excerpt.indent + 1));
        self.styled(style, &"^".repeat(excerpt.carets));
        self.write("\n");
    }

    fn count(&mut self, findings: &[Diagnostic]) {
        let count = |severity| findings.iter().filter(|finding| finding.code.severity() == severity).count();
        let parts: Vec<String> = [Severity::Error, Severity::Warning]
            .into_iter()
            .map(|severity| (count(severity), severity.word()))
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") })
            .collect();
        self.write(&if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") });
        self.write("\n");
    }
}
