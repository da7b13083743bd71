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
/// The most characteristics: their order has eight bits.
const PARTS: usize = 256;
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

    /// The codes of the greatest losses of these rows: `top` for each, or fewer before `u16::MAX`.
    pub(crate) fn rank(&self, columns: &Columns, rows: &[u32], out: &mut Vec<u16>) {
        out.clear();
        let keys = self.keys();
        let codes: Vec<u16> = self.codes_by_part();
        let top = self.top();
        for rows in rows.chunks(LANES) {
            let best = Arch::new().dispatch(Best { keys: &keys, columns, rows, top });
            for lane in 0..rows.len() {
                let ranked = best.iter().take(top).map(|keys| keys.get(lane).copied().unwrap_or(NONE));
                out.extend(ranked.map(|key| {
                    let order = usize::try_from(255 - (key & 255)).unwrap_or(PARTS);
                    if key == NONE { u16::MAX } else { codes.get(order).copied().unwrap_or(u16::MAX) }
                }));
            }
        }
    }

    fn codes_by_part(&self) -> Vec<u16> {
        let Losses::Narrow(losses) = &self.losses else { return Vec::new() };
        losses.iter().map(|bins| bins.iter().find_map(|bin| bin.1).unwrap_or(u16::MAX)).collect()
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

/// The greatest keys of a few rows, the greatest first.
struct Best<'a> {
    keys: &'a [(u16, Steps<i64>)],
    columns: &'a Columns,
    rows: &'a [u32],
    top: usize,
}

impl NullaryFnOnce for Best<'_> {
    type Output = [[i64; LANES]; MOST];

    #[inline(always)]
    #[expect(
        clippy::indexing_slicing,
        reason = "the arrays are as long as the loop, and plain loops become wide"
    )]
    #[expect(clippy::needless_range_loop, reason = "zipped arrays do not become wide")]
    fn call(self) -> Self::Output {
        let mut best = [[NONE; LANES]; MOST];
        for (slot, steps) in self.keys {
            let column = self.columns.column(*slot);
            let mut cells: [Cell; LANES] = [NULL; LANES];
            for (cell, row) in cells.iter_mut().zip(self.rows) {
                *cell = column.get(*row as usize).copied().unwrap_or(NULL);
            }
            let mut keys = steps.lanes(&cells);
            for best in best.iter_mut().take(self.top) {
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
