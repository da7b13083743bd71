//! The stage `limit` as written.

use crate::decision::Outcome;
use crate::diagnostic::Code;
use crate::document::{Expression, Reader};
use crate::price::{SourceDoc, read_source};
use crate::source::{Scalar, Tree};
use crate::value::Number;

/// What a cap does where it is null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum CapMissing {
    Skip,
    Zero,
    Refer,
    Decline,
}

const CAP_MISSING: [CapMissing; 4] =
    [CapMissing::Skip, CapMissing::Zero, CapMissing::Refer, CapMissing::Decline];

impl CapMissing {
    /// As an author writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Zero => "zero",
            Self::Refer => "refer",
            Self::Decline => "decline",
        }
    }
}

/// The stage `limit`.
#[derive(Clone)]
pub struct LimitDoc<'a> {
    /// The amount before caps.
    pub base: Option<SourceDoc<'a>>,
    /// Multipliers of the base, by name.
    pub times: Vec<(&'a Scalar, Option<Expression>)>,
    /// Caps, in the author's order.
    pub caps: Vec<CapDoc<'a>>,
    /// The multiple to round down to.
    pub round: Option<Number>,
    /// The least amount, what it asks for below it, and with which reason.
    pub least: Option<(Expression, Outcome, &'a Scalar)>,
}

/// One cap.
#[derive(Clone)]
pub struct CapDoc<'a> {
    /// Its name.
    pub name: &'a Scalar,
    /// The amount.
    pub is: Option<Expression>,
    /// What null means.
    pub missing: Option<CapMissing>,
    /// The reason of a cap that refers or declines where it is null.
    pub reason: Option<&'a Scalar>,
}

/// Reads the stage.
pub fn read<'a>(tree: &'a Tree, reader: &mut Reader<'a>) -> Option<LimitDoc<'a>> {
    let mut fields = reader.fields(tree, "a limit")?;
    let base = fields
        .need("base", "a limit", reader)
        .and_then(|(_, tree)| reader.scalar(tree, "`base`"))
        .and_then(|scalar| read_source(scalar, reader));
    let mut times = Vec::new();
    if let Some((_, tree)) = fields.take("times")
        && let Some(mut entries) = reader.fields(tree, "`times`")
    {
        times.extend(entries.all().iter().map(|(name, tree)| (name, reader.value(tree, "a multiplier"))));
    }
    let mut caps = Vec::new();
    if let Some((_, tree)) = fields.take("caps")
        && let Some(mut entries) = reader.fields(tree, "`caps`")
    {
        caps.extend(entries.all().iter().map(|(name, tree)| cap(name, tree, reader)));
    }
    let round = fields.text("round", reader).and_then(|scalar| round(scalar, reader));
    let least = fields.take("least").and_then(|(_, tree)| least(tree, reader));
    fields.finish("a limit", &["base", "times", "caps", "round", "least"], reader);
    Some(LimitDoc { base, times, caps, round, least })
}

fn cap<'a>(name: &'a Scalar, tree: &'a Tree, reader: &mut Reader<'a>) -> CapDoc<'a> {
    let mut cap = CapDoc { name, is: None, missing: None, reason: None };
    let Tree::Map(..) = tree else {
        cap.is = reader.expression(tree, "a cap");
        return cap;
    };
    let Some(mut fields) = reader.fields(tree, "a cap") else { return cap };
    cap.is = fields.need("is", "a cap", reader).and_then(|(_, tree)| reader.expression(tree, "a cap"));
    cap.missing = fields.word_or(
        "missing",
        &CAP_MISSING.map(|missing| (missing.word(), missing)),
        CapMissing::Skip,
        reader,
    );
    cap.reason = fields.text("reason", reader);
    let asks = matches!(cap.missing, Some(CapMissing::Refer | CapMissing::Decline));
    match cap.reason {
        None if asks => reader.error(
            Code::MissingKey,
            fields.place,
            format!("the cap `{}` needs the key `reason`", name.text),
            "name the code that it gives where it is null",
        ),
        Some(reason) if !asks => reader.error(
            Code::UnknownKey,
            reason.place,
            format!("the cap `{}` never gives a reason", name.text),
            "only a cap with `missing: refer` or `missing: decline` does",
        ),
        _ => {}
    }
    fields.finish("a cap", &["is", "missing", "reason"], reader);
    cap
}

fn round(scalar: &Scalar, reader: &mut Reader<'_>) -> Option<Number> {
    let step = scalar.text.strip_prefix("down ").and_then(|step| Number::parse_exact(step.trim()));
    let step = step.filter(|step| *step > Number::ZERO);
    if step.is_none() {
        reader.error(
            Code::BadValue,
            scalar.place,
            format!("`round` cannot be `{}`", scalar.text),
            "write `down 100`: a limit is rounded down, so that every cap still holds",
        );
    }
    step
}

fn least<'a>(tree: &'a Tree, reader: &mut Reader<'a>) -> Option<(Expression, Outcome, &'a Scalar)> {
    let mut fields = reader.fields(tree, "`least`")?;
    let amount =
        fields.need("amount", "`least`", reader).and_then(|(_, tree)| reader.expression(tree, "`amount`"));
    let (decline, refer) = (fields.text("decline", reader), fields.text("refer", reader));
    let place = fields.place;
    fields.finish("`least`", &["amount", "decline", "refer"], reader);
    let (outcome, code) = match (decline, refer) {
        (Some(code), None) => (Outcome::Decline, code),
        (None, Some(code)) => (Outcome::Refer, code),
        (None, None) | (Some(_), Some(_)) => {
            reader.error(
                Code::MissingKey,
                place,
                "`least` needs the key `decline` or `refer`",
                "name the reason code of an amount that is too small",
            );
            return None;
        }
    };
    Some((amount?, outcome, code))
}
