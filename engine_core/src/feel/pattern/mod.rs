//! Regular expressions as XPath 3.1 has them, for `matches`, `replace` and `split`.
//!
//! Text → [`syntax::Node`] → one of two matchers: an automaton that is linear in the text, or, for patterns with
//! back-references, a search with a bound on its steps. No pattern can hang or exhaust the stack.
mod blocks;
mod cache;
mod class;
mod linear;
mod parse;
#[cfg(test)]
mod properties;
mod regex;
mod replacement;
mod search;
mod syntax;
#[cfg(test)]
mod tests;

pub(super) use self::cache::with_pattern;
pub use self::regex::Pattern;
pub use self::syntax::Fault;
