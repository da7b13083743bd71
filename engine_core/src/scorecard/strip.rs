//! The bins and points of a card whose characteristics all read cells, in two flat arrays.

use super::run::Part;
use crate::domain::{Cell, NULL, is_missing};
use crate::feel::frame::Slots;
use crate::table::Axis;
use crate::trace::Record;

/// What the characteristics of a card give.
#[derive(Clone, Debug)]
pub(super) struct Strip {
    steps: Box<[Step]>,
    /// For each characteristic that is found by cell, what each cell stands for, as an index into `bins`.
    cells: Box<[u16]>,
    /// For each characteristic, what no bin gives, then what each bin gives: points, and the bin's cell.
    bins: Box<[(i64, Cell)]>,
}

/// One characteristic.
#[derive(Clone, Copy, Debug)]
struct Step {
    slot: u16,
    /// Where its bins begin, with that of no bin.
    bins: u16,
    /// Where its cells begin, and the lowest and highest of them; `None` where a ladder is searched.
    cells: Option<(u32, Cell, Cell)>,
}

impl Strip {
    /// The arrays, where every characteristic reads a cell.
    pub(super) fn new(parts: &[Part], points: &[Box<[i64]>]) -> Option<Self> {
        let (mut steps, mut cells, mut bins) = (Vec::new(), Vec::new(), Vec::new());
        for (part, points) in parts.iter().zip(points) {
            let Axis::Cell(slot) = part.axis else { return None };
            let first = u16::try_from(bins.len()).ok()?;
            bins.push((0, NULL));
            bins.extend(points.iter().copied().zip(0..));
            u16::try_from(bins.len()).ok()?;
            let begin = u32::try_from(cells.len()).ok()?;
            let direct = part.ladder.by_cell().map(|(low, high, targets)| {
                let bin =
                    |target: Option<usize>| target.and_then(|bin| u16::try_from(bin + 1).ok()).unwrap_or(0);
                cells.extend(targets.map(|target| first.saturating_add(bin(target))));
                (begin, low, high)
            });
            steps.push(Step { slot, bins: first, cells: direct });
        }
        Some(Self { steps: steps.into(), cells: cells.into(), bins: bins.into() })
    }

    /// Writes the bins of one applicant from the cell `first` on, and adds their points.
    #[inline]
    pub(super) fn sum<R: Record>(
        &self,
        parts: &[Part],
        first: u16,
        frame: &mut impl Slots,
        record: &mut R,
    ) -> i64 {
        let mut sum = 0_i64;
        for ((step, part), slot) in self.steps.iter().zip(parts).zip(first..) {
            let cell = frame.cell(step.slot);
            let at = match step.cells {
                Some((begin, low, high)) => {
                    let near = cell.clamp(low, high).wrapping_sub(low).wrapping_add(1);
                    let near = if is_missing(cell) { 0 } else { near };
                    let at = i64::from(begin).wrapping_add(near).cast_unsigned() as usize;
                    self.cells.get(at).copied().unwrap_or(step.bins)
                }
                None => {
                    let bin = part.ladder.find(cell).and_then(|bin| u16::try_from(bin + 1).ok());
                    step.bins.saturating_add(bin.unwrap_or(0))
                }
            };
            let (points, bin) = self.bins.get(usize::from(at)).copied().unwrap_or((0, NULL));
            // Sums were bounded at load.
            sum = sum.wrapping_add(points);
            frame.set_cell(slot, bin);
            record.row(usize::try_from(bin).unwrap_or(usize::MAX));
        }
        sum
    }
}
