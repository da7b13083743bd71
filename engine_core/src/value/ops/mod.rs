//! What FEEL's operators do to values. All pure; whatever has no result gives null or unknown.
mod arithmetic;
mod compare;
mod fingerprint;
mod property;
#[cfg(test)]
mod tests;
mod text;

pub use self::arithmetic::{add, divide, multiply, negate, power, subtract};
pub use self::compare::{
    between, compare, equal, greater, greater_or_equal, in_range, less, less_or_equal, not_equal,
};
pub use self::fingerprint::fingerprint;
pub use self::property::get;
pub use self::text::{string, to_feel_text};
