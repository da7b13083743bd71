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
        let mut losses: Vec<Loss> = Vec::with_capacity(self.parts.len());
        for ((part, cell), order) in self.parts.iter().zip(self.bins..).zip(0..) {
            let Ok(bin) = usize::try_from(frame.cell(cell)) else { continue };
            let (Some(&loss), Some(&Some(code))) = (part.losses.get(bin), part.codes.get(bin)) else {
                continue;
            };
            if choice.shared == Shared::Net || choice.counts(loss) {
                losses.push(Loss { code, order, loss });
            }
        }
        if self.shares_codes {
            merge(&mut losses, choice.shared);
        }
        // What is told already takes none of the places, nor does what is never told.
        losses.retain(|Loss { code, loss, .. }| {
            choice.counts(*loss) && !codes.contains(code) && !asked.never_tell.contains(code)
        });
        let mut rest = Vec::new();
        if losses.len() > choice.top {
            // Only the greatest are sorted.
            losses.select_nth_unstable_by_key(choice.top, Loss::rank);
            rest = losses.split_off(choice.top);
        }
        rest.retain(|Loss { code, loss, .. }| *loss > 0 && asked.always.contains(code));
        for told in [&mut losses, &mut rest] {
            told.sort_unstable_by_key(Loss::rank);
            codes.extend(told.iter().map(|loss| loss.code));
        }
    }
}

/// What one code counts: the loss of its characteristic, or of all that have it.
#[derive(Clone, Copy)]
struct Loss {
    code: u16,
    /// The first characteristic's place in the card.
    order: u16,
    loss: i128,
}

impl Loss {
    /// The greatest loss first, then the first characteristic.
    const fn rank(&self) -> (std::cmp::Reverse<i128>, u16) {
        (std::cmp::Reverse(self.loss), self.order)
    }
}

/// Makes one loss of those with one code.
fn merge(losses: &mut Vec<Loss>, shared: Shared) {
    losses.sort_unstable_by_key(|loss| (loss.code, loss.order));
    losses.dedup_by(|next, first| {
        let same = next.code == first.code;
        if same {
            first.loss = match shared {
                Shared::Largest => first.loss.max(next.loss),
                Shared::Add | Shared::Net => first.loss.saturating_add(next.loss),
            };
        }
        same
    });
}
