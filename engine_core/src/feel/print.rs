//! Tree to canonical text.
use super::ast::{Expr, UnaryTests};
/// Prints.
pub fn print(_: &Expr) -> String {
    String::new()
}
/// Prints.
pub fn print_tests(_: &UnaryTests) -> String {
    String::new()
}
