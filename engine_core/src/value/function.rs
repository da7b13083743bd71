//! Functions as values. Two are the same only if they are one, or the same built-in one.
use std::ops::Deref;
use std::sync::Arc;

use crate::feel::general::Callable;

/// A function.
#[derive(Clone, Debug)]
pub struct FunctionValue(Arc<dyn Callable>);

impl FunctionValue {
    /// The value of what can be called.
    #[must_use]
    pub fn new(callable: Arc<dyn Callable>) -> Self {
        Self(callable)
    }
}

impl Deref for FunctionValue {
    type Target = dyn Callable;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl PartialEq for FunctionValue {
    fn eq(&self, other: &Self) -> bool {
        let row = |function: &Self| function.rows().and_then(<[_]>::first).map(|row| row.name);
        Arc::ptr_eq(&self.0, &other.0) || row(self).is_some_and(|name| row(other) == Some(name))
    }
}

impl Eq for FunctionValue {}
