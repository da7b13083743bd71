//! The usual reasons of a card, where each characteristic has codes of its own and none is always or never told: what a bin
//! loses and its characteristic's place are one number, the greatest of which are picked.

use super::check::CheckedCard;
use super::check_reasons::CheckedReasons;
use crate::decision::Codes;
use crate::domain::Cell;
use crate::feel::frame::Cells;

/// Bits of the number that hold the place.
const PLACE: u32 = 16;
/// Most reasons that are picked one by one.
const MOST: usize = 8;

/// What each bin of each characteristic counts.
#[derive(Clone, Debug)]
pub(super) struct Ranks {
    /// Every code of the card, ascending.
    own: Box<[u16]>,
    /// Where the bins of each characteristic begin.
    starts: Box<[usize]>,
    /// The loss, then what the place lacks to the last one; below 0 where it is no reason. And the code.
    bins: Box<[(i64, u16)]>,
    top: usize,
}

impl Ranks {
    /// The numbers; `None` where the card asks for more than picking.
    pub(super) fn new(card: &CheckedCard, asked: &CheckedReasons) -> Option<Self> {
        let mut ranks =
            Self { own: Box::default(), starts: Box::default(), bins: Box::default(), top: asked.choice.top };
        let plain = asked.always.is_empty() && asked.never_tell.is_empty() && ranks.top <= MOST;
        if !plain || card.characteristics.len() > usize::from(u16::MAX) {
            return None;
        }
        let (mut starts, mut bins) = (Vec::new(), Vec::new());
        for (part, place) in card.characteristics.iter().zip((0..=i64::from(u16::MAX)).rev()) {
            starts.push(bins.len());
            for (loss, reason) in part.losses.iter().zip(&part.reasons) {
                let rank = i64::try_from(*loss).ok()?.checked_mul(1 << PLACE)?.checked_add(place)?;
                let counts = reason.is_some() && asked.choice.counts(*loss);
                bins.push((if counts { rank } else { -1 }, reason.unwrap_or_default()));
            }
        }
        let mut own: Vec<u16> =
            card.characteristics.iter().flat_map(|part| part.reasons.iter().flatten().copied()).collect();
        own.sort_unstable();
        own.dedup();
        (ranks.own, ranks.starts, ranks.bins) = (own.into(), starts.into(), bins.into());
        Some(ranks)
    }

    /// Adds the codes of the greatest losses. Whether it did: not where one of the card's codes is told already.
    pub(super) fn pick(&self, cells: &impl Cells, first: u16, codes: &mut Codes) -> bool {
        if codes.iter().any(|code| self.own.binary_search(code).is_ok()) {
            return false;
        }
        let mut best = [(-1, 0); MOST];
        let best = best.get_mut(..self.top).unwrap_or_default();
        for (start, slot) in self.starts.iter().zip(first..) {
            let Some(mut next) = self.bin(*start, cells.cell(slot)) else { continue };
            if best.last().is_some_and(|least| next.0 > least.0) {
                for known in best.iter_mut() {
                    if next.0 > known.0 {
                        std::mem::swap(known, &mut next);
                    }
                }
            }
        }
        codes.extend(best.iter().filter(|(rank, _)| *rank >= 0).map(|(_, code)| *code));
        true
    }

    /// A missing cell is that of no bin.
    #[inline]
    fn bin(&self, start: usize, cell: Cell) -> Option<(i64, u16)> {
        self.bins.get(start.checked_add(usize::try_from(cell).ok()?)?).copied()
    }
}
