//! The reasons of a scorecard: the characteristics that lost most points.

use super::addends::Addend;
use super::check::{Characteristic, CheckedCard};
use super::check_reasons::CheckedReasons;
use super::choice::{Given, Shared};
use super::run::Scorecard;
use crate::decision::Codes;
use crate::feel::frame::Cells;

/// What the bins of each characteristic lose, in the narrowest words that hold their sums, and their reasons.
#[derive(Clone, Debug)]
pub(super) enum Losses {
    /// The usual case.
    Narrow(Bins<i64>),
    /// Of many digits.
    Wide(Bins<i128>),
}

/// Each bin of each characteristic: its loss, and its reason if it has one.
type Bins<T> = Box<[Box<[(T, Option<u16>)]>]>;

impl Losses {
    pub(super) fn new(card: &CheckedCard) -> Self {
        let all = || card.characteristics.iter().map(|part| &part.losses);
        let most = |losses: &Vec<i128>| losses.iter().map(|loss| loss.unsigned_abs()).max().unwrap_or(0);
        let narrow = all().map(most).fold(0, u128::saturating_add) < u128::from(i64::MAX.unsigned_abs());
        if narrow {
            // Each is less than their sum, which fits.
            Self::Narrow(bins(card, |loss| i64::try_from(loss).unwrap_or(0)))
        } else {
            Self::Wide(bins(card, |loss| loss))
        }
    }
}

fn bins<T>(card: &CheckedCard, convert: impl Fn(i128) -> T) -> Bins<T> {
    let part = |part: &Characteristic| {
        part.losses.iter().zip(&part.reasons).map(|(loss, reason)| (convert(*loss), *reason)).collect()
    };
    card.characteristics.iter().map(part).collect()
}

impl Scorecard {
    /// Adds the codes of the greatest losses; ties go by the order of declaration. `cards` are the cards whose scores led to the decline.
    pub fn reasons(&self, frame: &impl Cells, cards: u64, codes: &mut Codes) {
        let Some(asked) = &self.reasons else { return };
        let choice = &asked.choice;
        if choice.given == Given::ScoreDecline && cards >> self.index & 1 == 0 {
            return;
        }
        if let Some(ranks) = &self.ranks
            && ranks.pick(frame, self.bins, codes)
        {
            return;
        }
        match &self.losses {
            Losses::Narrow(losses) => self.ranked(losses, asked, frame, codes),
            Losses::Wide(losses) => self.ranked(losses, asked, frame, codes),
        }
    }

    fn ranked<T: Addend + Ord>(
        &self,
        bins: &Bins<T>,
        asked: &CheckedReasons,
        frame: &impl Cells,
        codes: &mut Codes,
    ) {
        let choice = &asked.choice;
        let counts = |loss: T| loss > T::ZERO || (loss == T::ZERO && choice.keep_zero);
        // A few are looked through, many are sorted.
        let few = self.parts.len() <= 32;
        let mut ranked: Vec<Loss<T>> = Vec::with_capacity(self.parts.len());
        for ((bins, cell), order) in bins.iter().zip(self.bins..).zip(0..) {
            let Ok(bin) = usize::try_from(frame.cell(cell)) else { continue };
            let Some(&(loss, Some(code))) = bins.get(bin) else { continue };
            if choice.shared != Shared::Net && !counts(loss) {
                continue;
            }
            let known = if few { ranked.iter_mut().find(|known| known.code == code) } else { None };
            match known {
                Some(known) => known.add(loss, choice.shared),
                None => ranked.push(Loss { code, order, loss }),
            }
        }
        if !few && self.shares_codes {
            merge(&mut ranked, choice.shared);
        }
        // What is told already takes none of the places, nor does what is never told.
        ranked.retain(|Loss { code, loss, .. }| {
            (choice.shared != Shared::Net || counts(*loss))
                && !codes.contains(code)
                && !asked.never_tell.contains(code)
        });
        if !few && ranked.len() > choice.top && asked.always.is_empty() {
            // Only the greatest are sorted.
            ranked.select_nth_unstable_by_key(choice.top, Loss::rank);
            ranked.truncate(choice.top);
        }
        if few {
            // They stand in their order, which a stable sort keeps.
            ranked.sort_by_key(|loss| std::cmp::Reverse(loss.loss));
        } else {
            ranked.sort_unstable_by_key(Loss::rank);
        }
        codes.extend(ranked.iter().take(choice.top).map(|loss| loss.code));
        if !asked.always.is_empty() {
            let rest = ranked.iter().skip(choice.top);
            let always =
                rest.filter(|Loss { code, loss, .. }| *loss > T::ZERO && asked.always.contains(code));
            codes.extend(always.map(|loss| loss.code));
        }
    }
}

/// What one code counts: the loss of its characteristic, or of all that have it.
#[derive(Clone, Copy)]
struct Loss<T> {
    code: u16,
    /// The first characteristic's place in the card.
    order: u16,
    loss: T,
}

impl<T: Addend + Ord> Loss<T> {
    /// Takes in the loss of another characteristic.
    fn add(&mut self, loss: T, shared: Shared) {
        self.loss = match shared {
            Shared::Largest => self.loss.max(loss),
            Shared::Add | Shared::Net => self.loss.plus(loss),
        };
    }

    /// The greatest loss first, then the first characteristic.
    fn rank(&self) -> (std::cmp::Reverse<T>, u16) {
        (std::cmp::Reverse(self.loss), self.order)
    }
}

/// Makes one loss of those with one code.
fn merge<T: Addend + Ord>(losses: &mut Vec<Loss<T>>, shared: Shared) {
    losses.sort_unstable_by_key(|loss| (loss.code, loss.order));
    losses.dedup_by(|next, first| {
        let same = next.code == first.code;
        if same {
            first.add(next.loss, shared);
        }
        same
    });
}
