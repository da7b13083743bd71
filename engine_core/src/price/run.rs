//! A price for one applicant.

use super::check::{CheckedPrice, Source};
use crate::domain::{Cell, Lane, NULL};
use crate::feel::code::Code;
use crate::feel::compile::Compiler;
use crate::feel::frame::{Cells, Slots};
use crate::feel::narrow::{Narrow, Part, value};
use crate::feel::operation::Nulls;
use crate::feel::scope::{NameId, Scope, Target};
use crate::table::{Output, Rows};
use crate::trace::Record;
use crate::value::{Number, Value};

/// A base, ready to be found.
#[derive(Clone, Debug)]
pub enum Base {
    /// In a table.
    Table(Rows, Output),
    /// By an expression.
    Code(Code),
}

impl Base {
    /// Prepares a checked base.
    #[must_use]
    pub fn build(source: &Source, scope: &Scope) -> Self {
        match source {
            Source::Table(rows, output, _) => Self::Table(Rows::build(rows, scope), output.clone()),
            Source::Expression(typed, _) => Self::Code(Compiler { scope, nulls: Nulls::Feel }.code(typed)),
        }
    }

    /// The base of one applicant; with its cell, where a table gives it.
    pub fn run<R: Record>(&self, frame: &impl Cells, record: &mut R) -> Option<(Number, Option<Cell>)> {
        match self {
            Self::Table(rows, output) => {
                let row = rows.first(frame)?;
                record.row(row);
                let cell = output.cell(row);
                Some((number(&output.lane.value(cell))?, Some(cell)))
            }
            Self::Code(code) => Some((number(&code.run(frame))?, None)),
        }
    }
}

/// The number that a value is.
#[must_use]
pub const fn number(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

/// The stage `price`.
#[derive(Clone, Debug)]
pub struct Price {
    pub(super) base: Base,
    pub(super) base_slot: u16,
    less: Vec<Code>,
    within: Option<(Code, Code)>,
    price: Target,
    /// The price in integer code, and the cell in which it is kept then.
    pub(super) narrow: Option<(Narrow, u16)>,
    /// Whether code reads the value slot, too.
    pub(super) reads_value: bool,
}

impl Price {
    /// Prepares a checked price.
    #[must_use]
    pub fn build(checked: &CheckedPrice, scope: &Scope) -> Self {
        let compiler = Compiler { scope, nulls: Nulls::Feel };
        Self {
            base: Base::build(&checked.base, scope),
            base_slot: checked.base_price.slot,
            less: checked.less.iter().map(|amount| compiler.code(&amount.typed)).collect(),
            within: checked
                .within
                .as_ref()
                .map(|within| (compiler.code(&within.low.0), compiler.code(&within.high.0))),
            price: checked.price,
            narrow: narrow(checked, compiler).map(|price| (price, checked.cell)),
            reads_value: true,
        }
    }

    /// The price by its name, and the code that reads its cell.
    pub fn in_cell(&self) -> Option<(NameId, Code)> {
        let (price, cell) = self.narrow.as_ref()?;
        Some((self.price.id, Code::Cell(*cell, Lane::Scaled(price.scale()))))
    }

    /// Leaves to explanations what no code reads, once all code is built.
    pub fn leave_unread(&mut self, scope: &Scope) {
        self.reads_value = scope.get(self.price.id).is_none_or(|entry| entry.wanted.is_set());
    }

    /// The slot of its value.
    pub(super) const fn slot(&self) -> u16 {
        self.price.slot
    }

    /// Writes the price of one applicant. Every part was proven not to be null at load.
    #[inline(never)] // as for rules
    pub fn run<R: Record>(&self, frame: &mut impl Slots, record: &mut R) {
        if !R::NOTES
            && let (Some((price, cell)), Base::Table(rows, output)) = (&self.narrow, &self.base)
        {
            let row = rows.first(frame);
            frame.set_cell(self.base_slot, row.map_or(NULL, |row| output.cell(row)));
            let price_cell = if row.is_some() { price.run(frame) } else { NULL };
            frame.set_cell(*cell, price_cell);
            if self.reads_value {
                frame.set_value(self.slot(), value(price_cell, price.scale()));
            }
            return;
        }
        self.run_values(frame, record);
    }

    #[inline(never)]
    fn run_values<R: Record>(&self, frame: &mut impl Slots, record: &mut R) {
        let price = self.price(frame, record).map_or(Value::Null, Value::Number);
        if let Some((narrow, cell)) = &self.narrow {
            frame.set_cell(*cell, Lane::Scaled(narrow.scale()).cell(&price));
        }
        frame.set_value(self.slot(), price);
    }

    fn price<R: Record>(&self, frame: &mut impl Slots, record: &mut R) -> Option<Number> {
        let (base, cell) = self.base.run(frame, record)?;
        match cell {
            Some(cell) => frame.set_cell(self.base_slot, cell),
            None => frame.set_value(self.base_slot, Value::Number(base)),
        }
        let mut price = base;
        for (item, code) in self.less.iter().enumerate() {
            let reduction = code.run(frame);
            record.value(item, &reduction);
            price = price.checked_sub(number(&reduction)?)?;
        }
        let Some((low, high)) = &self.within else { return Some(price) };
        Some(price.max(number(&low.run(frame))?).min(number(&high.run(frame))?))
    }
}

/// The whole price in integer code, over the cell of the base that a table gives.
fn narrow(checked: &CheckedPrice, compiler: Compiler<'_>) -> Option<Narrow> {
    let Source::Table(_, output, _) = &checked.base else { return None };
    let Lane::Scaled(scale) = output.lane else { return None };
    let mut price = Part::of_cells(checked.base_price.slot, scale, &output.cells)?;
    for reduction in &checked.less {
        price = price.minus(compiler.part(&reduction.typed)?)?;
    }
    if let Some(within) = &checked.within {
        price = price.greatest(compiler.part(&within.low.0)?)?.least(compiler.part(&within.high.0)?)?;
    }
    price.narrow()
}
