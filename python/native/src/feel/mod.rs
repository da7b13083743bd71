//! FEEL for Python: expressions and cells compiled once, values in and out.
mod errors;
mod evaluate;
mod expression;
mod from_python;
mod scope;
mod to_python;

pub use self::evaluate::{feel_evaluate, feel_functions, feel_test, feel_text};
pub use self::expression::{Expression, Function};
