//! An expression as written: its tree and the scalar that it came from.

use crate::diagnostic::Findings;
use crate::feel::ast::{Expr, Span};
use crate::feel::{Names, parse_expression, print_expression};
use crate::source::{Place, Scalar};

/// A FEEL expression in a file.
#[derive(Clone, Debug)]
pub struct Expression {
    /// Its syntax tree.
    pub tree: Expr,
    /// What the author wrote, and where.
    pub source: Scalar,
}

impl Expression {
    /// Reads an expression; what is wrong goes to the findings.
    pub fn parse(source: &Scalar, findings: &mut Findings) -> Option<Self> {
        match parse_expression(&source.text, &Names::default()) {
            Ok(tree) => Some(Self { tree, source: source.clone() }),
            Err(error) => {
                findings.add(
                    error.code,
                    place_of(source, error.span),
                    error.message,
                    error.help.unwrap_or_default(),
                );
                None
            }
        }
    }

    /// The place of a stretch of the expression.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        place_of(&self.source, span)
    }

    /// The expression in its canonical form.
    #[must_use]
    pub fn canonical(&self) -> String {
        print_expression(&self.tree)
    }
}

/// The place of a stretch of a scalar's text.
#[must_use]
pub fn place_of(source: &Scalar, span: Span) -> Place {
    let start = usize::try_from(span.start).unwrap_or(0);
    let length = usize::try_from(span.end.saturating_sub(span.start)).unwrap_or(1);
    source.at(start, length)
}
