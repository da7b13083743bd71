//! Every cap on depth, size and count. They are checked at load, so that no later phase can exhaust the stack or the memory.

/// Deepest nesting of an authored tree or expression.
pub const DEPTH: usize = 64;
/// Longest expression or table cell, in characters.
pub const EXPRESSION_LENGTH: usize = 20_000;
/// Most findings that one load reports; the rest are counted.
pub const FINDINGS: usize = 200;
