//! The bins and points of a card whose characteristics all read cells, in two flat arrays.

use super::run::Part;
use crate::domain::{Cell, Even, NULL};
use crate::feel::frame::Slots;
use crate::table::Axis;
use crate::trace::Record;

/// What the characteristics of a card give.
#[derive(Clone, Debug)]
pub(super) struct Strip {
    steps: Box<[Step]>,
    /// For each characteristic whose steps lie evenly, what each place stands for, as an index into `bins`.
    places: Box<[u16]>,
    /// For each characteristic, what no bin gives, then what each bin gives: points, and the bin's cell.
    bins: Box<[(i64, Cell)]>,
}

/// One characteristic.
#[derive(Clone, Copy, Debug)]
struct Step {
    part: u16,
    slot: u16,
    /// Where its bin's cell is written.
    out: u16,
    /// Where its bins begin, with that of no bin.
    bins: u16,
    /// Where its places begin, and how they are told; `None` where a ladder is searched.
    places: Option<(usize, Even)>,
}

impl Strip {
    /// The arrays, where every characteristic reads a cell; `cells` is the first of those to which the bins are written.
    pub(super) fn new(parts: &[Part], points: &[Box<[i64]>], cells: u16) -> Option<Self> {
        let (mut steps, mut places, mut bins) = (Vec::new(), Vec::new(), Vec::new());
        for (((part, points), out), index) in parts.iter().zip(points).zip(cells..).zip(0..) {
            let Axis::Cell(slot) = part.axis else { return None };
            let first = u16::try_from(bins.len()).ok()?;
            bins.push((0, NULL));
            bins.extend(points.iter().copied().zip(0..));
            u16::try_from(bins.len()).ok()?;
            let found = part.ladder.by_place().map(|(even, targets)| {
                let bin =
                    |target: Option<usize>| target.and_then(|bin| u16::try_from(bin + 1).ok()).unwrap_or(0);
                let begin = places.len();
                places.extend(targets.map(|target| first.saturating_add(bin(target))));
                (begin, even)
            });
            steps.push(Step { part: index, slot, out, bins: first, places: found });
        }
        Some(Self { steps: steps.into(), places: places.into(), bins: bins.into() })
    }

    /// Writes the bins of one applicant, and adds their points.
    #[inline]
    pub(super) fn sum<R: Record>(&self, parts: &[Part], frame: &mut impl Slots, record: &mut R) -> i64 {
        let mut sum = 0_i64;
        for step in &self.steps {
            let cell = frame.cell(step.slot);
            let at = match step.places {
                Some((begin, even)) => {
                    self.places.get(begin.wrapping_add(even.place(cell))).copied().unwrap_or(step.bins)
                }
                None => {
                    let ladder = parts.get(usize::from(step.part)).map(|part| &part.ladder);
                    let bin = ladder.and_then(|ladder| ladder.find(cell));
                    let bin = bin.and_then(|bin| u16::try_from(bin + 1).ok());
                    step.bins.saturating_add(bin.unwrap_or(0))
                }
            };
            let (points, bin) = self.bins.get(usize::from(at)).copied().unwrap_or((0, NULL));
            // Sums were bounded at load.
            sum = sum.wrapping_add(points);
            frame.set_cell(step.out, bin);
            record.row(usize::try_from(bin).unwrap_or(usize::MAX));
        }
        sum
    }
}
