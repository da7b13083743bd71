//! One applicant through the flow.

use super::program::Program;
use super::reasons::reasons;
use super::stage::{Stage, StageKind};
use crate::decision::{Decision, Outcome, Outputs, Verdict};
use crate::feel::frame::{Frame, Slots};
use crate::trace::Record;
use crate::value::{Date, Value};

impl Program {
    /// Decides the applicant whose facts stand in the frame.
    pub fn run<R: Record>(&self, frame: &mut Frame, as_of: Option<Date>, record: &mut R) -> Decision {
        if let Some(day) = as_of {
            frame.set_value(self.checked.today, Value::Date(day));
            for dated in &self.dated {
                let value = dated.parameter.on(day).map_or(Value::Null, |period| period.value.clone());
                frame.set_value(dated.slot, value);
            }
        }
        let mut verdict = Verdict::new(self.checked.outcome, frame);
        for (index, stage) in self.stages.iter().enumerate() {
            record.enter(index, verdict.outcome);
            stage.run(frame, &mut verdict, record);
            verdict.publish(frame);
        }
        let declined = verdict.outcome == Outcome::Decline;
        let reasons = reasons(self, verdict.outcome, &verdict.hits, frame);
        let Verdict { outcome, hits, .. } = verdict;
        // Outputs are written where they stay: moving them would cost more than making them.
        let mut decision =
            Decision { outcome, outputs: Outputs::new(), reasons, hits, as_of, bad_facts: None };
        decision.outputs.extend(self.outputs.iter().map(|output| output.keep(declined, frame)));
        decision
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
