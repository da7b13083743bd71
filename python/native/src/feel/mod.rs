//! FEEL for Python: expressions and cells compiled once, values in and out.
mod errors;
mod evaluate;
mod expression;
pub mod from_python;
mod scope;
pub mod to_python;

pub use self::errors::exhausted;
pub use self::evaluate::{feel_evaluate, feel_functions, feel_test, feel_text};
pub use self::expression::{Expression, Function};
pub use self::from_python::clock;
