//! The reasons of a scorecard: the characteristics that lost most points.

use super::choice::{Given, Shared};
use super::run::Scorecard;
use crate::feel::frame::Frame;

impl Scorecard {
    /// Adds the codes of the greatest losses; ties go by the order of declaration. `cards` are the cards whose scores led to the decline.
    pub fn reasons(&self, frame: &Frame, cards: u64, codes: &mut Vec<u16>) {
        let Some(asked) = &self.reasons else { return };
        let choice = &asked.choice;
        if choice.given == Given::ScoreDecline && cards >> self.index & 1 == 0 {
            return;
        }
        let mut losses: Vec<(u16, i128)> = Vec::with_capacity(self.parts.len());
        for (part, cell) in self.parts.iter().zip(self.bins..) {
            let Ok(bin) = usize::try_from(frame.cell(cell)) else { continue };
            let (Some(&loss), Some(&Some(code))) = (part.losses.get(bin), part.codes.get(bin)) else {
                continue;
            };
            if choice.shared != Shared::Net && !choice.counts(loss) {
                continue;
            }
            match (losses.iter_mut().find(|(known, _)| *known == code), choice.shared) {
                (None, _) => losses.push((code, loss)),
                (Some((_, known)), Shared::Largest) => *known = loss.max(*known),
                (Some((_, known)), Shared::Add | Shared::Net) => *known = known.saturating_add(loss),
            }
        }
        losses.sort_by_key(|&(_, loss)| std::cmp::Reverse(loss));
        // What is told already takes none of the places, nor does what is never told.
        losses.retain(|(code, loss)| {
            choice.counts(*loss) && !codes.contains(code) && !asked.never_tell.contains(code)
        });
        codes.extend(losses.iter().take(choice.top).map(|(code, _)| *code));
        if !asked.always.is_empty() {
            let rest = losses.iter().skip(choice.top);
            let always = rest.filter(|(code, loss)| *loss > 0 && asked.always.contains(code));
            codes.extend(always.map(|(code, _)| *code));
        }
    }
}
