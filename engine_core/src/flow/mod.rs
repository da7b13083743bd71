//! Stages in order: outcome, reasons, stops.
//!
//! A new kind of stage is a folder beside this one and a line in each `match` of `stage.rs`.

mod bundle;
mod check_stage;
mod checking;
mod declare;
mod kept;
mod outputs;
mod program;
mod ready;
mod reasons;
pub mod reference;
mod run;
mod stage;

pub use self::bundle::{Checked, check};
pub use self::checking::{Checking, StageName};
pub use self::kept::Output;
pub use self::outputs::{CheckedOutput, OutputDoc};
pub use self::program::{Cause, FactSlot, Parameterised, Program};
pub use self::ready::{AsOf, DecideError};
pub use self::stage::{CheckedKind, CheckedStage, Stage, StageDoc, StageKind};
