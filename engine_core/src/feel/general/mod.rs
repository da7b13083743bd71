//! The general tier: all of FEEL on values, for whatever the typed tier does not know.
//!
//! Text → syntax tree → [`Expression`], in which names are slots, constants are folded and types are resolved; run over an
//! array of values. An error is null with a reason: the reasons are noted only where a [`Session`] asks for them.
//! The one real error is [`Exhausted`].
//!
//! ```
//! use engine_core::feel::general::{Expression, Scope, Session};
//! use engine_core::value::Value;
//!
//! let mut scope = Scope::new();
//! scope.add("loan amounts");
//! let expression = Expression::new("count(loan amounts[item > 100])", &scope)?;
//! let amounts = Value::from(vec![Value::from(50), Value::from(200)]);
//! assert_eq!(expression.run(&[amounts], &mut Session::new())?, Value::from(1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
mod call;
pub(in crate::feel) mod describe;
mod expression;
mod function;
mod node;
mod resolve;
mod run;
mod scope;
mod session;
#[cfg(test)]
mod tests;
mod types;

pub use self::call::{value as call, value_named as call_named};
pub use self::describe::{kind, short};
pub use self::expression::{Expression, UnaryTests};
pub use self::function::{Callable, Parameter};
pub use self::run::iterated;
pub use self::scope::{Lookup, Scope, Unknown};
pub use self::session::{Exhausted, Fault, Note, Session};
pub use self::types::{FeelType, ItemType};
