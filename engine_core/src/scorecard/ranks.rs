//! The usual reasons of a card, where each characteristic has codes of its own and none is always or never told: what a bin
//! loses, its characteristic's place and its code are one number, the greatest of which are picked.

use super::check::CheckedCard;
use super::check_reasons::CheckedReasons;
use crate::decision::Codes;
use crate::feel::frame::Cells;

/// Bits of the number that hold the code.
const CODE: u32 = 16;
/// No reason.
const NONE: i64 = -1;
/// How many reasons are picked: most cards ask for no more than the first.
const FEW: usize = 4;
const MOST: usize = 8;

/// What each bin of each characteristic counts.
#[derive(Clone, Debug)]
pub(super) struct Ranks {
    /// Every code of the card, a bit each.
    own: Box<[u64]>,
    /// Where the bins of each characteristic begin.
    starts: Box<[usize]>,
    /// The loss, then how many characteristics stand behind it, then the code.
    bins: Box<[i64]>,
    top: usize,
}

impl Ranks {
    /// The numbers; `None` where the card asks for more than picking.
    pub(super) fn new(card: &CheckedCard, asked: &CheckedReasons) -> Option<Self> {
        let top = asked.choice.top;
        if !asked.always.is_empty() || !asked.never_tell.is_empty() || top > MOST {
            return None;
        }
        let (mut starts, mut bins) = (Vec::new(), Vec::new());
        let count = i64::try_from(card.characteristics.len()).ok()?;
        for (part, behind) in card.characteristics.iter().zip((0..count).rev()) {
            starts.push(bins.len());
            for (loss, reason) in part.losses.iter().zip(&part.reasons) {
                let rank = i64::try_from(*loss).ok()?.checked_mul(count)?.checked_add(behind)?;
                let rank = rank.checked_mul(1 << CODE)?;
                let counts = reason.filter(|_| asked.choice.counts(*loss));
                bins.push(counts.map_or(NONE, |code| rank | i64::from(code)));
            }
        }
        let codes = card.characteristics.iter().flat_map(|part| part.reasons.iter().flatten().copied());
        let mut own = vec![0_u64; 1 << (16 - 6)];
        for code in codes {
            *own.get_mut(usize::from(code / 64))? |= 1 << (code % 64);
        }
        let used = own.iter().rposition(|bits| *bits != 0).map_or(0, |last| last + 1);
        own.truncate(used);
        Some(Self { own: own.into(), starts: starts.into(), bins: bins.into(), top })
    }

    /// Adds the codes of the greatest losses. Whether it did: not where one of the card's codes is told already.
    pub(super) fn pick(&self, cells: &impl Cells, first: u16, codes: &mut Codes) -> bool {
        let own = |code: &u16| {
            self.own.get(usize::from(code / 64)).is_some_and(|bits| bits >> (code % 64) & 1 == 1)
        };
        if codes.iter().any(own) {
            return false;
        }
        if self.top <= FEW {
            self.tell(self.greatest::<FEW>(cells, first), codes);
        } else {
            self.tell(self.greatest::<MOST>(cells, first), codes);
        }
        true
    }

    /// The greatest numbers in their order, without a branch: where one belongs among them could not be foreseen.
    #[inline(never)] // it keeps all of them in registers
    fn greatest<const N: usize>(&self, cells: &impl Cells, first: u16) -> [i64; N] {
        let mut best = [NONE; N];
        for (start, cell) in self.starts.iter().zip(cells.cells(first)) {
            // The cell of no bin is a missing one, and gives no reason.
            let mut next = self.bins.get(start.wrapping_add(cell as usize)).copied().unwrap_or(NONE);
            for known in &mut best {
                (*known, next) = (next.max(*known), next.min(*known));
            }
        }
        best
    }

    #[inline]
    fn tell<const N: usize>(&self, best: [i64; N], codes: &mut Codes) {
        let count = best.iter().filter(|rank| **rank != NONE).count().min(self.top);
        codes.extend(best.into_iter().take(count).map(|rank| rank as u16));
    }
}
