//! The stage `rules` as written.

use crate::diagnostic::Code;
use crate::document::{Expression, Fields, Reader};
use crate::source::{Scalar, Tree};

/// What a rule does where it hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Action {
    Decline,
    Refer,
    Flag,
}

/// What a rule does where its condition is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum WhenMissing {
    Pass,
    Hit,
    Refer,
}

const WHEN_MISSING: [WhenMissing; 3] = [WhenMissing::Pass, WhenMissing::Hit, WhenMissing::Refer];
const ACTIONS: [Action; 3] = [Action::Decline, Action::Refer, Action::Flag];

impl Action {
    /// The key below which an author writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Decline => "decline",
            Self::Refer => "refer",
            Self::Flag => "flag",
        }
    }
}

impl WhenMissing {
    /// As an author writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Hit => "hit",
            Self::Refer => "refer",
        }
    }
}

/// The stage `rules`.
#[derive(Clone, Debug)]
pub struct RulesDoc<'a> {
    /// The rules, in the author's order.
    pub rules: Vec<RuleDoc<'a>>,
}

/// One rule.
#[derive(Clone, Debug)]
pub struct RuleDoc<'a> {
    /// The reason code, or the flag's name.
    pub code: &'a Scalar,
    /// What it does.
    pub action: Action,
    /// Its condition, if it could be read.
    pub when: Option<Expression>,
    /// What unknown means: said by the rule or by its stage.
    pub missing: Option<WhenMissing>,
}

/// Reads the stage.
pub fn read<'a>(tree: &'a Tree, reader: &mut Reader<'a>) -> Option<RulesDoc<'a>> {
    let mut fields = reader.fields(tree, "`rules`")?;
    let missing = fields.word_or(
        "missing",
        &WHEN_MISSING.map(|missing| (missing.word(), missing)),
        WhenMissing::Pass,
        reader,
    );
    let mut rules = Vec::new();
    for name in fields.rest() {
        let Some(&action) = ACTIONS.iter().find(|action| action.word() == name.text) else { continue };
        let Some((_, tree)) = fields.take(&name.text) else { continue };
        let Some(mut entries) = reader.fields(tree, &format!("`{}`", name.text)) else { continue };
        rules.extend(entries.all().iter().map(|(code, tree)| rule(code, tree, action, missing, reader)));
    }
    fields.finish("`rules`", &["missing", "decline", "refer", "flag"], reader);
    Some(RulesDoc { rules })
}

fn rule<'a>(
    code: &'a Scalar,
    tree: &'a Tree,
    action: Action,
    stage: Option<WhenMissing>,
    reader: &mut Reader<'a>,
) -> RuleDoc<'a> {
    let Tree::Map(..) = tree else {
        return RuleDoc { code, action, when: reader.expression(tree, "a condition"), missing: stage };
    };
    let fields: Option<Fields<'a>> = reader.fields(tree, "a rule");
    let Some(mut fields) = fields else { return RuleDoc { code, action, when: None, missing: stage } };
    let when =
        fields.need("when", "a rule", reader).and_then(|(_, tree)| reader.expression(tree, "a condition"));
    let own = fields.word_or(
        "missing",
        &WHEN_MISSING.map(|missing| (missing.word(), missing)),
        WhenMissing::Pass,
        reader,
    );
    if own == Some(WhenMissing::Refer) && action == Action::Flag {
        reader.error(
            Code::BadValue,
            code.place,
            format!("the flag `{}` cannot refer", code.text),
            "a flag's `missing` is `pass` or `hit`",
        );
    }
    fields.finish("a rule", &["when", "missing"], reader);
    RuleDoc { code, action, when, missing: own.or(stage) }
}
