//! Types as written → types.
use std::sync::Arc;

use super::{Resolver, key};
use crate::feel::ast::TypeName;
use crate::feel::general::FeelType;

impl Resolver<'_> {
    /// The type of that name; the name that is not known otherwise.
    pub(in crate::feel::general) fn type_named(&mut self, name: &TypeName) -> Result<FeelType, String> {
        Ok(match name {
            TypeName::Named(name) => match self.lookup.named_type(name) {
                Some(ty) => ty,
                None => FeelType::named(name).ok_or_else(|| name.clone())?,
            },
            TypeName::List(item) => FeelType::List(Arc::new(self.type_named(item)?)),
            TypeName::Range(end) => FeelType::Range(Arc::new(self.type_named(end)?)),
            TypeName::Context(members) => {
                let members = members.iter().map(|(name, ty)| Ok((key(name), self.type_named(ty)?)));
                FeelType::Context(members.collect::<Result<Vec<_>, String>>()?.into())
            }
            TypeName::Function(parameters, result) => {
                let parameters = parameters.iter().map(|ty| self.type_named(ty));
                let parameters = parameters.collect::<Result<Vec<_>, String>>()?;
                FeelType::Function(parameters.into(), Arc::new(self.type_named(result)?))
            }
        })
    }
}
