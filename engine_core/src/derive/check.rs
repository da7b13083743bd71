//! Derived values checked: each has a type and a home, and the next ones see it.

use std::sync::Arc;

use super::doc::DeriveDoc;
use crate::document::Expression;
use crate::domain::Lane;
use crate::feel::infer::Asked;
use crate::feel::narrow::repeatable;
use crate::feel::scope::{Home, NameId};
use crate::feel::typed::Typed;
use crate::feel::types::{Kind, Type};
use crate::flow::Checking;
use crate::source::{Place, Scalar};

/// A derived value.
#[derive(Clone, Debug)]
pub struct CheckedValue {
    /// Its name.
    pub name: String,
    /// Where it is named.
    pub place: Place,
    /// What it is.
    pub typed: Typed,
    /// As written.
    pub expression: Expression,
    /// Where it goes.
    pub id: NameId,
}

/// Checks the stage and declares its values.
pub fn check(doc: &DeriveDoc<'_>, checking: &mut Checking<'_>) -> Vec<CheckedValue> {
    doc.values.iter().filter_map(|(name, expression)| value(name, expression.as_ref(), checking)).collect()
}

fn value(
    name: &Scalar,
    expression: Option<&Expression>,
    checking: &mut Checking<'_>,
) -> Option<CheckedValue> {
    if !checking.reader.name(name, "a value", true) {
        return None;
    }
    let typed = expression.and_then(|expression| checking.checker().infer(expression, Asked::Value));
    let Some((typed, expression)) = typed.zip(expression) else {
        checking.declare(name, Type::of(Kind::Any), Home::Value(0), None);
        return None;
    };
    let home = match &typed.kind {
        crate::feel::typed::TypedKind::Constant(value) => Home::Constant(value.clone()),
        _ if typed.ty.kind == Kind::Boolean => Home::Cell(checking.scope.cell(), Lane::Boolean),
        _ => Home::Value(checking.scope.value()),
    };
    // Where a comparison with a missing value decided it, rules must still see that it is unknown.
    let decided = typed.unknown.is_some() && matches!(home, Home::Cell(..));
    let strict = decided.then(|| checking.scope.cell());
    let id = checking.declare(name, typed.ty.clone(), home, strict)?;
    checking.depends(id, &typed);
    if let Some(entry) = checking.scope.get_mut(id)
        && entry.guards.is_empty()
        && typed.ty.kind == Kind::Number
        && repeatable(&typed)
    {
        entry.formula = Some(Arc::new(typed.clone()));
    }
    checking.qualify(name, id);
    Some(CheckedValue {
        name: name.text.clone(),
        place: name.place,
        typed,
        expression: expression.clone(),
        id,
    })
}
