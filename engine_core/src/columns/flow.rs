//! The state of a block while it goes through the flow: its columns, and what hit.

use super::store::Columns;
use crate::decision::{Hit, Outcome};
use crate::domain::Cell;
use crate::scorecard::Prepared;

/// Something that hit an applicant.
#[derive(Clone, Copy, Debug)]
pub struct Noted {
    row: u32,
    hit: Hit,
}

/// A block while it is decided.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// Every fact and result.
    pub columns: Columns,
    /// What the scorecards need, in flow order.
    pub cards: Box<[Prepared]>,
    /// Whether no two things that hit one applicant can have the same reason.
    pub once: bool,
    /// What hit, stage by stage; of one applicant in flow order.
    noted: Vec<Noted>,
    /// Where the present stage's hits begin.
    from: usize,
    /// The same, applicant by applicant, when the flow is over.
    hits: Vec<Hit>,
    ends: Vec<u32>,
    /// The applicants whom anything hit.
    rows: Vec<u32>,
}

impl Flow {
    /// A flow through these columns.
    pub fn new(columns: Columns, cards: Box<[Prepared]>, once: bool) -> Self {
        Self { columns, cards, once, ..Self::default() }
    }

    /// Forgets what hit.
    pub fn begin(&mut self) {
        self.noted.clear();
        self.from = 0;
    }

    /// Notes a hit.
    #[inline]
    pub fn note(&mut self, row: usize, cause: u16, asks: Outcome) {
        // A block has fewer rows than that by far.
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        self.noted.push(Noted { row, hit: Hit { cause, asks } });
    }

    /// Notes the same hit for every row of a mask.
    pub fn note_all(&mut self, mask: &[u8], cause: u16, asks: Outcome) {
        self.note_each(mask, asks, |_| cause);
    }

    /// Notes a hit for every row of a mask, which is 0 or 1 for each.
    pub fn note_each(&mut self, mask: &[u8], asks: Outcome, cause: impl Fn(usize) -> u16) {
        let (blocks, rest) = mask.as_chunks::<64>();
        for (block, at) in blocks.iter().zip((0_usize..).step_by(64)) {
            // Where a list ends can only be guessed, so that it is as long as a word can make it.
            let mut word = bits(block);
            while word != 0 {
                let row = at + word.trailing_zeros() as usize;
                word &= word - 1;
                self.note(row, cause(row), asks);
            }
        }
        let at = blocks.len() * 64;
        for (row, _) in rest.iter().enumerate().filter(|(_, byte)| **byte != 0) {
            self.note(at + row, cause(at + row), asks);
        }
    }

    /// Lets the next stage see the outcome in its cells.
    pub fn publish(&mut self, outcome: u16) {
        let new = self.noted.get(self.from..).unwrap_or_default();
        if new.is_empty() {
            return;
        }
        let mut column = self.columns.take(outcome);
        for noted in new {
            if let Some(cell) = column.get_mut(noted.row as usize) {
                *cell = (*cell).max(noted.hit.asks as Cell);
            }
        }
        self.columns.put(outcome, column);
        self.from = self.noted.len();
    }

    /// Puts what hit into the order of the applicants, which keeps that of the flow.
    pub fn settle(&mut self) {
        self.ends.clear();
        self.ends.resize(self.columns.rows + 1, 0);
        for noted in &self.noted {
            if let Some(count) = self.ends.get_mut(noted.row as usize) {
                *count += 1;
            }
        }
        let counts = self.ends.get(..self.columns.rows).unwrap_or_default();
        rows_where(counts, |count| *count > 0, &mut self.rows);
        let mut sum = 0_u32;
        for end in &mut self.ends {
            // Where the list begins; filling it moves this to where it ends.
            (*end, sum) = (sum, sum.wrapping_add(*end));
        }
        self.hits.clear();
        self.hits.resize(self.noted.len(), Hit { cause: 0, asks: Outcome::Approve });
        for noted in &self.noted {
            if let Some(end) = self.ends.get_mut(noted.row as usize) {
                if let Some(place) = self.hits.get_mut(*end as usize) {
                    *place = noted.hit;
                }
                *end += 1;
            }
        }
    }

    /// What hit an applicant, in flow order, once it is settled.
    #[inline]
    pub fn hits(&self, row: usize) -> &[Hit] {
        let from = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let to = self.ends.get(row).copied().unwrap_or(from);
        self.hits.get(from as usize..to as usize).unwrap_or_default()
    }

    /// What hit all applicants, and where the list of each ends, once it is settled.
    pub fn all_hits(&self) -> (&[Hit], &[u32]) {
        (&self.hits, self.ends.get(..self.columns.rows).unwrap_or_default())
    }

    /// The rows of the applicants whom anything hit, once it is settled.
    pub fn rows_hit(&self) -> impl Iterator<Item = usize> + '_ {
        self.rows.iter().map(|row| *row as usize)
    }
}

/// The lowest bits of bytes, as a word.
fn bits(block: &[u8; 64]) -> u64 {
    /// A product with it has those of eight bytes in its highest byte, in their order.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (eights, _) = block.as_chunks::<8>();
    let byte = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56;
    eights.iter().zip([0, 8, 16, 24, 32, 40, 48, 56]).fold(0, |word, (eight, by)| word | byte(eight) << by)
}

/// Lists the rows for which something is so, without a branch for each that a processor could only guess.
pub(super) fn rows_where<T>(all: &[T], is_so: impl Fn(&T) -> bool, rows: &mut Vec<u32>) {
    rows.clear();
    rows.reserve(all.len());
    let (blocks, rest) = all.as_chunks::<64>();
    let mut at = 0_u32;
    for block in blocks {
        let mut truths = [0; 64];
        truths.iter_mut().zip(block).for_each(|(truth, one)| *truth = u8::from(is_so(one)));
        let mut word = bits(&truths);
        while word != 0 {
            rows.push(at + word.trailing_zeros());
            word &= word - 1;
        }
        at += 64;
    }
    rows.extend((at..).zip(rest).filter(|(_, one)| is_so(one)).map(|(row, _)| row));
}
