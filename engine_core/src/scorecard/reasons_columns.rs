//! The reasons of a scorecard for many applicants: the greatest losses are kept in order while characteristic after
//! characteristic is looked at, for a few applicants at once.

use pulp::{Arch, NullaryFnOnce};

use super::reasons::Losses;
use super::run::Scorecard;
use crate::columns::{Columns, LANES, Steps};
use crate::domain::{Cell, NULL};
use crate::table::steps;

/// The most reasons that are ranked so.
const MOST: usize = 8;
/// The most characteristics: their order has eight bits, of which the last number is that of none.
const PARTS: usize = 255;
/// No loss that counts.
const NONE: i64 = i64::MIN;

impl Scorecard {
    /// Whether the reasons can be ranked over columns: no two characteristics share a code, each has one code, and nothing else is asked for.
    pub(crate) fn ranks_quickly(&self) -> bool {
        let Some(asked) = &self.reasons else { return true };
        let Losses::Narrow(losses) = &self.losses else { return false };
        let small = |loss: i64| loss.unsigned_abs() < 1 << 54;
        let one = |bins: &[(i64, Option<u16>)]| {
            let mut codes = bins.iter().filter_map(|bin| bin.1);
            let first = codes.next();
            codes.all(|code| Some(code) == first) && bins.iter().all(|bin| small(bin.0))
        };
        !self.shares_codes
            && asked.always.is_empty()
            && asked.choice.top <= MOST
            && self.parts.len() <= PARTS
            && self.parts.iter().all(|part| part.axis.slot().is_some())
            && losses.iter().all(|bins| one(bins))
    }

    /// Every code that the card can give.
    pub(crate) fn codes(&self) -> impl Iterator<Item = u16> {
        let narrow = if let Losses::Narrow(losses) = &self.losses { Some(losses) } else { None };
        narrow.into_iter().flatten().filter_map(|bins| bins.iter().find_map(|bin| bin.1))
    }

    /// Whether it can give this code.
    pub(crate) fn may_tell(&self, code: u16) -> bool {
        match &self.losses {
            Losses::Narrow(losses) => losses.iter().flatten().any(|bin| bin.1 == Some(code)),
            Losses::Wide(losses) => losses.iter().flatten().any(|bin| bin.1 == Some(code)),
        }
    }

    /// How many reasons the card gives at most.
    pub(crate) fn top(&self) -> usize {
        self.reasons.as_ref().map_or(0, |asked| asked.choice.top)
    }

    /// Whether it gives its reasons where these cards led to the decline.
    pub(crate) fn gives(&self, cards: u64) -> bool {
        self.reasons.as_ref().is_some_and(|asked| {
            asked.choice.given != super::Given::ScoreDecline || cards >> self.index & 1 == 1
        })
    }

    /// What ranks the reasons of many applicants.
    pub(crate) fn ranking(&self) -> Ranking {
        Ranking { keys: self.keys(), codes: self.codes_by_part(), top: self.top() }
    }

    fn codes_by_part(&self) -> Box<[u16; PARTS + 1]> {
        let mut codes = Box::new([u16::MAX; PARTS + 1]);
        if let Losses::Narrow(losses) = &self.losses {
            for (code, bins) in codes.iter_mut().zip(losses) {
                *code = bins.iter().find_map(|bin| bin.1).unwrap_or(u16::MAX);
            }
        }
        codes
    }

    /// For each characteristic its slot and, for each bin, the loss above the order from behind, so that the greatest comes first.
    fn keys(&self) -> Vec<(u16, Steps<i64>)> {
        let (Losses::Narrow(losses), Some(asked)) = (&self.losses, &self.reasons) else { return Vec::new() };
        let counts = |loss: i64| loss > 0 || (loss == 0 && asked.choice.keep_zero);
        let parts = self.parts.iter().zip(losses).zip((0_i64..=255).rev());
        let parts = parts.filter_map(|((part, bins), order)| {
            let key = |bin: usize| match bins.get(bin) {
                Some((loss, Some(code))) if counts(*loss) && !asked.never_tell.contains(code) => {
                    Some(*loss << 8 | order)
                }
                _ => None,
            };
            Some((part.axis.slot()?, steps(&part.ladder, NONE, key)))
        });
        parts.collect()
    }
}

/// What ranks the reasons of a card, made once for all blocks.
#[derive(Clone, Debug)]
pub(crate) struct Ranking {
    keys: Vec<(u16, Steps<i64>)>,
    /// By the order of the characteristics.
    codes: Box<[u16; PARTS + 1]>,
    top: usize,
}

impl Ranking {
    /// The codes of the greatest losses of these rows: `top` for each, of which the last may be `u16::MAX` for none.
    pub(crate) fn rank(&self, columns: &Columns, rows: &[u32]) -> Vec<u16> {
        let mut out = Vec::with_capacity(rows.len() * self.top);
        Arch::new().dispatch(Best { ranking: self, columns, rows, out: &mut out });
        out
    }
}

/// The codes of the greatest keys of each row, the greatest first.
struct Best<'a> {
    ranking: &'a Ranking,
    columns: &'a Columns,
    rows: &'a [u32],
    out: &'a mut Vec<u16>,
}

impl Best<'_> {
    /// The greatest keys of some applicants, whose cells are given characteristic by characteristic.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it must stand where wide instructions are allowed")]
    #[expect(
        clippy::indexing_slicing,
        reason = "the arrays are as long as the loop, and plain loops become wide"
    )]
    fn keys_of(&self, cells: &[[Cell; LANES]]) -> [[i64; LANES]; MOST] {
        let mut best = [[NONE; LANES]; MOST];
        for ((_, steps), cells) in self.ranking.keys.iter().zip(cells) {
            let mut keys = steps.lanes(cells);
            for best in best.iter_mut().take(self.ranking.top) {
                for lane in 0..LANES {
                    let (known, key) = (best[lane], keys[lane]);
                    best[lane] = if known > key { known } else { key };
                    keys[lane] = if known > key { key } else { known };
                }
            }
        }
        best
    }
}

impl NullaryFnOnce for Best<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Ranking { keys, codes, top } = self.ranking;
        // What is written cell by cell is read at once only when it has left the processor's stores: all columns come first.
        let mut cells = vec![[NULL; LANES]; keys.len()];
        for rows in self.rows.chunks(LANES) {
            for ((slot, _), cells) in keys.iter().zip(&mut cells) {
                let column = self.columns.column(*slot);
                for (cell, row) in cells.iter_mut().zip(rows) {
                    *cell = column.get(*row as usize).copied().unwrap_or(NULL);
                }
            }
            let best = self.keys_of(&cells);
            for lane in 0..rows.len() {
                // The order stands in the last bits from behind, and those of no key are 0.
                let order =
                    |keys: &[i64; LANES]| keys.get(lane).map_or(PARTS, |key| usize::from(!*key as u8));
                let orders = best.iter().take(*top).map(order);
                self.out.extend(orders.map(|order| codes.get(order).copied().unwrap_or(u16::MAX)));
            }
        }
    }
}
