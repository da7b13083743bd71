//! Values worked out once and used by name: `dti: monthly_debt / monthly_income`.

mod check;
mod doc;
mod run;
mod run_columns;

pub use self::check::{CheckedValue, check};
pub use self::doc::{DeriveDoc, read};
pub use self::run::Derive;
