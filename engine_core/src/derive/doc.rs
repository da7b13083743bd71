//! The stage `derive` as written.

use crate::document::{Expression, Reader};
use crate::source::{Scalar, Tree};

/// The stage `derive`: names and expressions, in order.
#[derive(Clone, Debug)]
pub struct DeriveDoc<'a> {
    /// The values; one whose expression could not be read has none.
    pub values: Vec<(&'a Scalar, Option<Expression>)>,
}

/// Reads the stage.
pub fn read<'a>(tree: &'a Tree, reader: &mut Reader<'a>) -> Option<DeriveDoc<'a>> {
    let mut fields = reader.fields(tree, "`derive`")?;
    let entries = fields.all();
    let values = entries.iter().map(|(name, tree)| (name, reader.value(tree, "a derived value"))).collect();
    Some(DeriveDoc { values })
}
