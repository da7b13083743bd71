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
    /// For each characteristic, what each place of its cells gives, or what no bin gives and then each bin: points, and the bin's cell.
    given: Box<[(i64, Cell)]>,
}

/// One characteristic.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// How its places are told; `None` where a ladder is searched for the bin.
    even: Option<Even>,
    /// Where it begins in `given`.
    begin: usize,
    slot: u16,
    /// Where its bin's cell is written.
    out: u16,
    part: u16,
}

/// Most places of one characteristic: with more, the ladder tells the bin, in fewer bytes.
const PLACES: usize = 512;

impl Strip {
    /// The arrays, where every characteristic reads a cell; `cells` is the first of those to which the bins are written.
    pub(super) fn new(parts: &[Part], points: &[Box<[i64]>], cells: u16) -> Option<Self> {
        let (mut steps, mut given) = (Vec::new(), Vec::new());
        for (((part, points), out), index) in parts.iter().zip(points).zip(cells..).zip(0..) {
            let Axis::Cell(slot) = part.axis else { return None };
            let begin = given.len();
            let bins: Vec<(i64, Cell)> = points.iter().copied().zip(0..).collect();
            let even = match part.ladder.by_place() {
                Some((even, targets)) if targets.len() <= PLACES => {
                    let bin = |target: Option<usize>| target.and_then(|bin| bins.get(bin).copied());
                    given.extend(targets.map(|target| bin(target).unwrap_or(NO_BIN)));
                    Some(even)
                }
                _ => {
                    given.push(NO_BIN);
                    given.extend(bins);
                    None
                }
            };
            steps.push(Step { even, begin, slot, out, part: index });
        }
        Some(Self { steps: steps.into(), given: given.into() })
    }

    /// Writes the bins of one applicant, and adds their points.
    #[inline]
    pub(super) fn sum<R: Record>(&self, parts: &[Part], frame: &mut impl Slots, record: &mut R) -> i64 {
        let mut sum = 0_i64;
        for step in &self.steps {
            let cell = frame.cell(step.slot);
            let place = match step.even {
                Some(even) => even.place(cell),
                None => searched(parts, step.part, cell),
            };
            let (points, bin) = self.given.get(step.begin.wrapping_add(place)).copied().unwrap_or(NO_BIN);
            // Sums were bounded at load.
            sum = sum.wrapping_add(points);
            frame.set_cell(step.out, bin);
            record.row(usize::try_from(bin).unwrap_or(usize::MAX));
        }
        sum
    }
}

/// What no bin gives.
const NO_BIN: (i64, Cell) = (0, NULL);

/// The place behind that of no bin.
#[inline(never)] // it would take registers from the others
fn searched(parts: &[Part], part: u16, cell: Cell) -> usize {
    let bin = parts.get(usize::from(part)).and_then(|part| part.ladder.find(cell));
    bin.map_or(0, |bin| bin.wrapping_add(1))
}
