//! The outputs: what a decision answers with.

use crate::diagnostic::Code;
use crate::document::{Expression, Reader};
use crate::feel::infer::Asked;
use crate::feel::scope::ALIVE;
use crate::feel::typed::Typed;
use crate::feel::types::Type;
use crate::flow::Checking;
use crate::source::{Scalar, Tree};

/// An output as written.
#[derive(Clone, Debug)]
pub struct OutputDoc<'a> {
    /// Its name.
    pub name: &'a Scalar,
    /// Its value.
    pub is: Option<Expression>,
    /// Its value where the decision declines, if that is another.
    pub declined: Option<Expression>,
}

/// A checked output.
#[derive(Clone, Debug)]
pub struct CheckedOutput {
    /// Its name.
    pub name: String,
    /// Its value.
    pub typed: Typed,
    /// As written.
    pub expression: Expression,
    /// Its value where the decision declines, if that is another.
    pub declined: Option<(Typed, Expression)>,
    /// Its type over both.
    pub ty: Type,
}

impl<'a> OutputDoc<'a> {
    /// Reads an output.
    pub fn read(name: &'a Scalar, tree: &'a Tree, reader: &mut Reader<'a>) -> Self {
        reader.name(name, "an output", true);
        let Tree::Map(..) = tree else {
            return Self { name, is: reader.expression(tree, "an output"), declined: None };
        };
        let Some(mut fields) = reader.fields(tree, "an output") else {
            return Self { name, is: None, declined: None };
        };
        let is =
            fields.need("is", "an output", reader).and_then(|(_, tree)| reader.expression(tree, "an output"));
        let declined = fields.take("declined").and_then(|(_, tree)| reader.expression(tree, "`declined`"));
        fields.finish("an output", &["is", "declined"], reader);
        Self { name, is, declined }
    }

    /// Checks an output.
    pub fn check(&self, checking: &mut Checking<'_>) -> Option<CheckedOutput> {
        let is = self.is.as_ref()?;
        checking.scope.guards = if self.declined.is_some() { vec![ALIVE.to_owned()] } else { Vec::new() };
        let typed = checking.checker().infer(is, Asked::Value);
        checking.scope.leave();
        let declined = self
            .declined
            .as_ref()
            .map(|expression| (checking.checker().infer(expression, Asked::Value), expression));
        let typed = typed?;
        let declined = match declined {
            None => None,
            Some((declined, expression)) => Some((declined?, expression.clone())),
        };
        let ty = match &declined {
            None => typed.ty.clone(),
            Some((declined, expression)) => typed.ty.join(&declined.ty).or_else(|| {
                let message = format!(
                    "`{}` is a {}, and where it is declined a {}",
                    self.name.text, typed.ty.kind, declined.ty.kind
                );
                checking.reader.error(
                    Code::TypeMismatch,
                    expression.source.place,
                    message,
                    "both must be of the same kind",
                );
                None
            })?,
        };
        Some(CheckedOutput { name: self.name.text.clone(), typed, expression: is.clone(), declined, ty })
    }
}
