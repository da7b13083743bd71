//! Regular expressions as XPath 3.1 has them, for `matches`, `replace` and `split`.
//!
//! Text → [`syntax::Node`] → one of three matchers: an automaton; threads, where an automaton would not find the same
//! match; both are linear in the text. For patterns with back-references, a search with a bound on its steps. No
//! pattern can hang or exhaust the stack.
mod blocks;
mod cache;
mod class;
mod empty;
mod linear;
mod parse;
mod program;
#[cfg(test)]
mod properties;
mod regex;
mod replacement;
mod search;
mod syntax;
#[cfg(test)]
mod tests;
mod threads;

pub(super) use self::cache::with_pattern;
pub use self::regex::Pattern;
pub use self::syntax::Fault;
