//! FEEL, the expression language of the DMN standard.
pub mod ast;
pub mod builtins;
