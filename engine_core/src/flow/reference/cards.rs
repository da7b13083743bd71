//! The reasons of a decision.

use super::Judge;
use super::depends::{Cards, depends};
use crate::decision::Outcome;
use crate::flow::CheckedKind;
use crate::scorecard::{Against, Characteristic, CheckedCard, Given, Shared};
use crate::value::Number;

impl Judge<'_> {
    /// The codes of what asked for the outcome, in flow order, then those of the scorecards; each once.
    pub(super) fn reasons(&self) -> Vec<u16> {
        let mut codes: Vec<u16> = Vec::new();
        if self.outcome == Outcome::Approve {
            return codes;
        }
        let depends = depends(self.checked);
        let mut cards = Cards::new();
        for hit in self.hits.iter().filter(|hit| hit.asks == self.outcome) {
            let Some(cause) = self.checked.causes.get(usize::from(hit.cause)) else { continue };
            cards.extend(depends.causes.get(&hit.cause).into_iter().flatten());
            if !codes.contains(&cause.reason) {
                codes.push(cause.reason);
            }
        }
        if self.outcome == Outcome::Decline {
            for stage in &self.checked.stages {
                if let CheckedKind::Scorecard(card) = &stage.kind {
                    self.card_reasons(card, &cards, &mut codes);
                }
            }
        }
        codes
    }

    fn card_reasons(&self, card: &CheckedCard, cards: &Cards, codes: &mut Vec<u16>) {
        let (Some(asked), Some(bins)) = (&card.reasons, self.bins.get(&card.index)) else { return };
        let choice = &asked.choice;
        if choice.given == Given::ScoreDecline && !cards.contains(&card.index) {
            return;
        }
        let left_out = |loss: Number| loss.is_negative() || (loss.is_zero() && !choice.keep_zero);
        let mut losses: Vec<(u16, Number)> = Vec::new();
        for (characteristic, bin) in card.characteristics.iter().zip(bins) {
            let Some(bin) = *bin else { continue };
            let Some(loss) = loss(card, characteristic, bin) else { continue };
            let Some(code) = characteristic.reasons.get(bin).copied().flatten() else { continue };
            if choice.shared != Shared::Net && left_out(loss) {
                continue;
            }
            match (losses.iter_mut().find(|(known, _)| *known == code), choice.shared) {
                (None, _) => losses.push((code, loss)),
                (Some((_, known)), Shared::Add | Shared::Net) => {
                    *known = known.checked_add(loss).unwrap_or(*known)
                }
                (Some((_, known)), Shared::Largest) => *known = loss.max(*known),
            }
        }
        // A stable sort, so that ties go by the order of declaration.
        losses.sort_by_key(|&(_, loss)| std::cmp::Reverse(loss));
        let before = codes.clone();
        let mut untold = losses.into_iter().filter(|(code, loss)| {
            !left_out(*loss) && !before.contains(code) && !asked.never_tell.contains(code)
        });
        codes.extend(untold.by_ref().take(choice.top).map(|(code, _)| code));
        let always = untold.filter(|(code, loss)| asked.always.contains(code) && !loss.is_zero());
        codes.extend(always.map(|(code, _)| code));
    }
}

/// What a bin lost by the card's method, in points of the score's direction.
fn loss(card: &CheckedCard, characteristic: &Characteristic, bin: usize) -> Option<Number> {
    let falls = card.law.scale.as_ref().is_some_and(|scale| scale.pdo.is_negative());
    let signed = |number: &Number| if falls { number.neg() } else { *number };
    let points: Vec<Number> = characteristic.points.iter().map(signed).collect();
    let own = *points.get(bin)?;
    match &characteristic.against {
        Against::Nothing => None,
        Against::Best => points.iter().max()?.checked_sub(own),
        Against::Average(shares) => shares
            .iter()
            .zip(&points)
            .try_fold(Number::ZERO, |sum, (share, points)| sum.checked_add(share.checked_mul(*points)?))?
            .checked_sub(own),
        Against::Below(baselines) => signed(baselines.get(bin)?).checked_sub(own),
        Against::Above(baselines) => own.checked_sub(signed(baselines.get(bin)?)),
    }
}
