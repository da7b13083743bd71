//! One applicant's facts as JSON text.
//!
//! The text is gone through once: each value is put by its key as a token, a stretch of the text that is known to be well
//! formed. Only then are the tokens read, by the types of their facts and in the order in which consent allows it, so that
//! the order of the keys does not matter and no number passes through a double on its way to a decimal.

mod fault;
mod letters;
mod lexer;
mod names;
mod read;
mod scan;
mod string;
mod token;

pub use self::letters::same;
pub use self::names::Names;
pub use self::read::read;
