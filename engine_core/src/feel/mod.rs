//! FEEL, the expression language of the DMN standard.
//!
//! Text → [`ast`] (what is written) → [`typed`] (names are ids, types and nulls are known) → [`code`] (tests on cells where
//! constants allow it, values elsewhere). [`reference`] evaluates the typed tree in the dullest way, as the judge of the code.
pub mod ast;
pub mod builtins;
pub mod code;
pub mod compile;
mod error;
pub mod frame;
pub mod general;
pub mod infer;
mod level;
mod lexer;
mod literal;
mod names;
pub mod narrow;
pub mod operation;
mod parser;
pub mod pattern;
mod print;
pub mod reference;
mod run;
pub mod scope;
#[cfg(test)]
mod shape;
mod token;
pub mod typed;
pub mod types;

pub use self::error::SyntaxError;
pub use self::literal::{at_literal, constant};
pub use self::names::Names;
pub use self::parser::{parse_expression, parse_type, parse_unary_tests};
pub use self::print::{print as print_expression, print_tests as print_unary_tests};
