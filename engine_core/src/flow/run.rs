//! One applicant through the flow.

use super::program::Program;
use super::reasons::reasons;
use super::stage::{Stage, StageKind};
use super::{AsOf, DecideError};
use crate::decision::{Decision, Outcome, Verdict};
use crate::feel::frame::{Frame, Slots};
use crate::trace::Record;
use crate::value::{Date, Value};

impl Program {
    /// Decides the applicant whose facts stand in the frame.
    ///
    /// # Errors
    /// As [`Program::ready`].
    #[inline(never)] // so the decision is written where it is awaited, not moved there
    pub fn run<R: Record>(
        &self,
        frame: &mut Frame,
        as_of: AsOf,
        record: &mut R,
    ) -> Result<Decision, DecideError> {
        self.ready(as_of)?;
        if let Some(day) = as_of.day {
            self.set_day(frame, day);
        }
        let mut verdict = Verdict::new(self.checked.outcome, frame);
        for (index, stage) in self.stages.iter().enumerate() {
            record.enter(index, verdict.outcome);
            stage.run(frame, &mut verdict, record);
            verdict.publish(frame);
        }
        let outcome = verdict.outcome;
        let declined = outcome == Outcome::Decline;
        Ok(Decision {
            outcome,
            cells: self.keeper.cells(declined, frame),
            values: self.keeper.values(&self.outputs, declined, frame),
            reasons: reasons(self, outcome, &verdict.hits, frame),
            hits: verdict.hits,
            as_of: as_of.day,
            bad_facts: None,
        })
    }

    #[inline(never)]
    fn set_day(&self, frame: &mut Frame, day: Date) {
        frame.set_value(self.checked.today, Value::Date(day));
        for dated in &self.dated {
            let value = dated.parameter.on(day).map_or(Value::Null, |period| period.value.clone());
            frame.set_value(dated.slot, value);
        }
    }
}

impl Stage {
    fn run<R: Record>(&self, frame: &mut impl Slots, verdict: &mut Verdict, record: &mut R) {
        if self.when.as_ref().is_some_and(|when| !when.run(frame).is_hit()) {
            record.skip();
            if let StageKind::Rules(rules) = &self.kind {
                rules.lower_flags(frame);
            }
            return;
        }
        self.act(frame, verdict, record);
    }

    /// Runs the stage, whatever its `when` says.
    #[inline]
    pub(crate) fn act<R: Record>(&self, frame: &mut impl Slots, verdict: &mut Verdict, record: &mut R) {
        match &self.kind {
            StageKind::Derive(stage) => stage.run(frame, record),
            StageKind::Rules(stage) => stage.run(frame, verdict, record),
            StageKind::Scorecard(stage) => stage.run(frame, record),
            StageKind::Bands(stage) => stage.run(frame, verdict, record),
            StageKind::Table(stage) => stage.run(frame, record),
            StageKind::Price(stage) => stage.run(frame, record),
            StageKind::Limit(stage) => stage.run(frame, verdict, record),
            StageKind::Dmn(stage) => stage.run(frame, record),
        }
    }
}
