//! The stage `dmn`: one decision of a model, over values of the bundle: `{file: model.dmn, decision: Risk, inputs: {Age: age}}`.
mod check;
mod doc;
mod run;

pub use self::check::{CheckedDmn, CheckedInput, check};
pub use self::doc::{DmnDoc, read};
pub use self::run::Dmn;
pub(crate) use self::run::decided;
