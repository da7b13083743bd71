//! What is wrong with a model: errors, or, where it is to be run as it is, warnings that say what will be null.
use crate::diagnostic::{Code, Findings};
use crate::dmn::place;
use crate::feel::SyntaxError;
use crate::feel::general::Fault;
use crate::source::{Place, Scalar, Sources};

/// Collects findings.
#[derive(Debug)]
pub struct Problems<'f> {
    /// The files, for places.
    pub sources: &'f Sources,
    /// All that was found.
    pub findings: Findings,
    /// Whether an expression that is wrong is null, as the standard says, and no error.
    pub lenient: bool,
}

impl Problems<'_> {
    /// Something that makes a part of the model null.
    pub fn report(&mut self, code: Code, place: Place, message: impl Into<String>, help: String) {
        let (code, message) = if self.lenient {
            (Code::DmnAlwaysNull, message.into() + ": it is null")
        } else {
            (code, message.into())
        };
        self.findings.add(code, place, message, help);
    }

    /// A part of an expression that can have no value.
    pub fn fault(&mut self, text: &Scalar, fault: &Fault) {
        let (message, help) = match fault.message.split_once("; ") {
            Some((message, help)) => (message, help.to_owned()),
            None => (fault.message.as_str(), String::new()),
        };
        let place = place::within(self.sources, text, fault.span);
        let help = match fault.code {
            Code::UnknownName if help.is_empty() => {
                "an expression knows its parameters and what its element requires".to_owned()
            }
            _ => help,
        };
        self.report(fault.code, place, message, help);
    }

    /// A text that is no FEEL.
    pub fn syntax(&mut self, text: &Scalar, error: &SyntaxError) {
        let place = place::within(self.sources, text, error.span);
        self.report(error.code, place, error.message.clone(), error.help.clone().unwrap_or_default());
    }
}
