//! FEEL, the expression language of the DMN standard.
pub mod ast;
mod error;
mod level;
mod lexer;
mod names;
mod parser;
mod print;
#[cfg(test)]
mod shape;
mod token;

pub use self::error::SyntaxError;
pub use self::names::Names;
pub use self::parser::{parse_expression, parse_unary_tests};
pub use self::print::{print, print_tests};
