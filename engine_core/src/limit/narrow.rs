//! A limit in integer code: base, multipliers and caps as integers of one scale.

use super::check::{CheckedLimit, Results};
use super::doc::CapMissing;
use crate::decision::{Outcome, Verdict};
use crate::domain::{Cell, Lane, NULL, is_missing};
use crate::feel::compile::Compiler;
use crate::feel::frame::{Cells, Slots};
use crate::feel::narrow::{Narrow, Node, Part, value};
use crate::price::Source;
use crate::table::{Output, Rows};
use crate::value::Number;

/// A limit whose every amount is proven to fit.
#[derive(Clone, Debug)]
pub(super) struct NarrowLimit {
    pub(super) base: Amount,
    pub(super) times: Box<[Node]>,
    pub(super) caps: Box<[Cap]>,
    /// The scale of the base after the multipliers, and what brings it to the common one.
    pub(super) scale: u8,
    pub(super) up: i64,
    /// The multiple to round down to, in the common scale.
    pub(super) unit: i64,
    /// How many of the common scale the limit's cell counts as one, and how many of those a multiple is.
    pub(super) cell: i64,
    step: i64,
    pub(super) least: Option<(Node, Outcome, u16)>,
    pub(super) results: Results,
    /// Whether code reads the base, and what the limit is before it is cut.
    pub(super) reads_base: bool,
    pub(super) reads_uncut: bool,
}

/// Where the base comes from.
#[derive(Clone, Debug)]
pub(super) enum Amount {
    /// The table that the limit has.
    Table,
    Code(Node),
}

#[derive(Clone, Debug)]
pub(super) struct Cap {
    /// In its own scale.
    pub(super) amount: Narrow,
    /// What brings it to the common one.
    pub(super) up: i64,
    pub(super) missing: CapMissing,
    pub(super) cause: Option<u16>,
}

impl NarrowLimit {
    /// The limit, if it is proven; `round` is the multiple to round down to.
    pub(super) fn build(
        checked: &CheckedLimit,
        compiler: Compiler<'_>,
        round: Number,
        minor_unit: u8,
    ) -> Option<Self> {
        let (base, mut product) = match &checked.base {
            Source::Table(_, output, _) => {
                let Lane::Scaled(scale) = output.lane else { return None };
                // The slot is not read: the table's cell is at hand.
                (Amount::Table, Part::of_cells(0, scale, &output.cells)?)
            }
            Source::Expression(typed, _) => {
                let part = compiler.part(typed)?;
                (Amount::Code(part.clone().narrow()?.into_node()), part)
            }
        };
        let mut times = Vec::new();
        for factor in &checked.times {
            let factor = compiler.part(&factor.typed)?;
            times.push(factor.clone().narrow()?.into_node());
            product = product.times(factor)?;
        }
        let caps: Vec<Part> =
            checked.caps.iter().map(|cap| compiler.part(&cap.amount.typed)).collect::<Option<_>>()?;
        let least = match &checked.least {
            Some(least) => Some((compiler.part(&least.typed)?, least.outcome, least.cause)),
            None => None,
        };
        let unit =
            Part::constant(round.abs()).or_else(|| Part::constant(Number::from_i64(round.to_i64()?)))?;
        let parts = caps.iter().chain(least.iter().map(|least| &least.0)).chain([&product, &unit]);
        let common = parts.map(Part::scale).max().unwrap_or(0).max(minor_unit);
        let ups =
            |part: &Part| part.clone().at(common).and(10_i64.checked_pow((common - part.scale()).into()));
        let Node::Constant(unit) = unit.at(common)? else { return None };
        let cell = 10_i64.checked_pow((common - minor_unit).into())?;
        if unit <= 0 || unit % cell != 0 {
            return None;
        }
        let scale = product.scale();
        let up = ups(&product)?;
        product.narrow()?;
        let caps = checked.caps.iter().zip(caps).map(|(cap, part)| {
            Some(Cap { up: ups(&part)?, amount: part.narrow()?, missing: cap.missing, cause: cap.cause })
        });
        let least = match least {
            Some((part, outcome, cause)) => Some((part.at(common)?, outcome, cause)),
            None => None,
        };
        Some(Self {
            base,
            times: times.into(),
            caps: caps.collect::<Option<_>>()?,
            scale,
            up,
            unit,
            cell,
            step: unit / cell,
            least,
            results: checked.results,
            reads_base: true,
            reads_uncut: true,
        })
    }

    /// Writes the limit of one applicant.
    pub(super) fn run(&self, table: Option<(&Rows, &Output)>, frame: &mut impl Slots, verdict: &mut Verdict) {
        let Some((binding, units, declines)) = self.least_of_all(table, frame, verdict) else { return };
        let mut declined = declines;
        if let Some((amount, outcome, cause)) = &self.least {
            let amount = amount.run(frame);
            if !is_missing(amount) && units.wrapping_mul(self.unit) < amount {
                // The cause of the base, and behind it one for each cap.
                verdict.hit(cause.saturating_add(u16::try_from(binding).unwrap_or(0)), *outcome);
                declined |= *outcome == Outcome::Decline;
            }
        }
        let limit = if declined { NULL } else { units.wrapping_mul(self.step) };
        frame.set_cell(self.results.limit.slot, limit);
    }

    /// Which is the least of base and caps, the first on a tie; how many multiples it holds; and whether a cap is null that declines then.
    #[inline]
    fn least_of_all(
        &self,
        table: Option<(&Rows, &Output)>,
        frame: &mut impl Slots,
        verdict: &mut Verdict,
    ) -> Option<(Cell, i64, bool)> {
        let mut amount = match &self.base {
            Amount::Table => {
                let (rows, output) = table?;
                output.cell(rows.first(frame)?)
            }
            Amount::Code(node) => node.run(frame),
        };
        for factor in &self.times {
            let factor = factor.run(frame);
            amount = if is_missing(factor) { return None } else { amount.saturating_mul(factor) };
        }
        if is_missing(amount) {
            return None;
        }
        if self.reads_base {
            frame.set_value(self.results.base.slot, value(amount, self.scale));
        }
        let (mut least, mut binding, mut declines) = (amount.saturating_mul(self.up), 0, false);
        let mut index = 0;
        for cap in &self.caps {
            index = Cell::wrapping_add(index, 1);
            let mut amount = cap.amount.run(frame);
            if is_missing(amount) {
                let Some(instead) = cap.missing(verdict, &mut declines) else { continue };
                amount = instead;
            }
            let common = amount.saturating_mul(cap.up);
            if common < least {
                (least, binding) = (common, index);
            }
        }
        frame.set_cell(self.results.binding.slot, binding);
        if self.reads_uncut {
            let (amount, scale) = self.uncut(binding, amount, frame);
            frame.set_value(self.results.uncut.slot, value(amount, scale));
        }
        Some((binding, least.max(0) / self.unit, declines))
    }

    /// What binds, and its scale.
    fn uncut(&self, binding: Cell, base: Cell, frame: &impl Cells) -> (Cell, u8) {
        let cap = usize::try_from(binding - 1).ok().and_then(|index| self.caps.get(index));
        let Some(cap) = cap else { return (base, self.scale) };
        match cap.amount.run(frame) {
            amount if is_missing(amount) => (0, 0),
            amount => (amount, cap.amount.scale()),
        }
    }
}

impl Cap {
    /// What counts in place of a missing amount.
    #[inline(never)]
    fn missing(&self, verdict: &mut Verdict, declines: &mut bool) -> Option<Cell> {
        match self.missing {
            CapMissing::Zero => return Some(0),
            CapMissing::Skip => {}
            CapMissing::Refer => self.cause.into_iter().for_each(|cause| verdict.hit(cause, Outcome::Refer)),
            CapMissing::Decline => {
                self.cause.into_iter().for_each(|cause| verdict.hit(cause, Outcome::Decline));
                *declines = true;
            }
        }
        None
    }
}
