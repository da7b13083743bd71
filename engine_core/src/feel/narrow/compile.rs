//! Typed → integer code, where ranges prove it.

use super::factor::{Factor, Function, Row};
use super::{Narrow, Part, Quotient};
use crate::domain::{Lane, NULL};
use crate::feel::ast::{ArithmeticOp, CompareOp};
use crate::feel::code::Test;
use crate::feel::compile::Compiler;
use crate::feel::frame::Frame;
use crate::feel::operation::Nulls;
use crate::feel::scope::{Home, NameId};
use crate::feel::typed::{Typed, TypedKind};
use crate::value::{Round, Value, finance};

/// So many names of derived values are followed into what they are derived from, one within the other.
const DEEP: u8 = 4;

impl Compiler<'_> {
    /// Integer code for a number that always has the same places; `None` where it is not proven.
    #[must_use]
    pub fn narrow(&self, typed: &Typed) -> Option<Narrow> {
        self.part(typed)?.narrow()
    }

    /// Integer code for a number.
    #[must_use]
    pub fn part(&self, typed: &Typed) -> Option<Part> {
        self.part_within(typed, DEEP)
    }

    fn part_within(&self, typed: &Typed, deep: u8) -> Option<Part> {
        let part = |typed: &Typed| self.part_within(typed, deep);
        match &typed.kind {
            TypedKind::Constant(Value::Number(number)) => Part::constant(*number),
            TypedKind::Read(id) => self.read_part(*id, deep),
            TypedKind::Negate(a) => part(a)?.negated(),
            TypedKind::Arithmetic(ArithmeticOp::Add, a, b) => part(a)?.plus(part(b)?),
            TypedKind::Arithmetic(ArithmeticOp::Subtract, a, b) => part(a)?.minus(part(b)?),
            TypedKind::Arithmetic(ArithmeticOp::Multiply, a, b) => part(a)?.times(part(b)?),
            // Elsewhere an unknown condition is no `else`.
            TypedKind::If(condition, a, b) if self.nulls == Nulls::Feel => {
                part(a)?.either(part(b)?, self.test(condition))
            }
            TypedKind::Call(row, arguments) if self.nulls == Nulls::Feel => {
                self.call_part(row.name, arguments, deep)
            }
            _ => None,
        }
    }

    /// A cell, or what a derived value is derived from.
    fn read_part(&self, id: NameId, deep: u8) -> Option<Part> {
        let entry = self.scope.get(id)?;
        match &entry.home {
            Home::Cell(slot, Lane::Scaled(scale)) => Part::cell(*slot, *scale, entry.ty.bounds?),
            Home::Value(_) => self.part_within(entry.formula.as_deref()?, deep.checked_sub(1)?),
            _ => None,
        }
    }

    fn call_part(&self, name: &str, arguments: &[Typed], deep: u8) -> Option<Part> {
        let mode = match name {
            "min" | "max" => return self.extreme(name == "min", arguments, deep),
            "decimal" => Round::HalfEven,
            "round half up" => Round::HalfUp,
            "round half down" => Round::HalfDown,
            "round up" => Round::Up,
            "round down" => Round::Down,
            _ => return None,
        };
        let [number, places] = arguments else { return None };
        let Some(Value::Number(places)) = places.constant() else { return None };
        let places = u8::try_from(places.to_i64()?).ok().filter(|places| *places <= 15)?;
        match (&number.kind, mode) {
            (TypedKind::Call(row, arguments), Round::HalfEven | Round::HalfUp | Round::HalfDown) => {
                let function: Function = match row.name {
                    "principal" => finance::principal,
                    "payment" => finance::payment,
                    _ => return self.part_within(number, deep)?.rounded(places, mode),
                };
                let [amount, rate, periods] = arguments.as_slice() else { return None };
                let amount = self.part_within(amount, deep)?;
                self.factor(function, amount, (rate, periods), places, mode)
            }
            _ => self.part_within(number, deep)?.rounded(places, mode),
        }
    }

    fn extreme(&self, least: bool, arguments: &[Typed], deep: u8) -> Option<Part> {
        let items = match arguments {
            [Typed { kind: TypedKind::List(items), .. }] => items,
            [_] => return None,
            items => items,
        };
        let mut parts = items.iter().map(|item| self.part_within(item, deep));
        let first = parts.next()??;
        parts.try_fold(first, |best, part| if least { best.least(part?) } else { best.greatest(part?) })
    }

    /// A function of repayment whose rate and periods take few values.
    fn factor(
        &self,
        function: Function,
        amount: Part,
        (rate, periods): (&Typed, &Typed),
        places: u8,
        mode: Round,
    ) -> Option<Part> {
        let mut names = rate.names();
        names.extend(periods.names());
        names.dedup();
        let (slot, cells) = match names.as_slice() {
            [] => (None, [0].as_slice()),
            [id] => {
                let entry = self.scope.get(*id)?;
                let Home::Cell(slot, _) = entry.home else { return None };
                (Some(slot), entry.cells.as_deref()?)
            }
            _ => return None,
        };
        let (rate, periods) = (self.code(rate), self.code(periods));
        let mut rows = Vec::new();
        // The stage that gives the cell may not have run.
        for cell in cells.iter().copied().chain(slot.map(|_| NULL)) {
            let mut frame = Frame::new(self.scope.cells, self.scope.values);
            slot.iter().for_each(|slot| frame.set_cell(*slot, cell));
            // Without both, there is no result, and so no row.
            if let (Value::Number(rate), Value::Number(periods)) = (rate.run(&frame), periods.run(&frame)) {
                rows.push(Row::new(function, cell, (rate, periods), (amount.scale, places))?);
            }
        }
        // The greatest product, and one for rounding.
        let most = i128::from(amount.range.0).abs().max(i128::from(amount.range.1).abs());
        let reach = |row: &Row| ((most * i128::from(row.multiplier).abs()) >> row.shift) + 1;
        let reach = rows.iter().map(reach).max()?;
        let scale = amount.scale;
        let factor = Factor { function, amount: amount.node, scale, slot, rows: rows.into(), places, mode };
        Part::factor(factor, places, (-reach, reach))
    }

    /// A comparison in integers, where both sides are proven; `right` may be a constant.
    pub(in crate::feel) fn narrow_test(&self, op: CompareOp, left: &Typed, right: &Typed) -> Option<Test> {
        if let Some(Value::Number(constant)) = right.constant()
            && let Some((a, b)) = self.divided(left)
        {
            let quotient = Quotient::new(op, (self.part(a)?, self.part(b)?), *constant, self.nulls)?;
            return Some(Test::Quotient(Box::new(quotient)));
        }
        let (a, b) = (self.part(left)?, self.part(right)?);
        let scale = a.scale().max(b.scale());
        Some(Test::Narrow(op, Box::new((a.at(scale)?, b.at(scale)?)), self.nulls))
    }

    /// The two sides of a division, or of what is derived by one.
    fn divided<'t>(&'t self, typed: &'t Typed) -> Option<(&'t Typed, &'t Typed)> {
        match &typed.kind {
            TypedKind::Arithmetic(ArithmeticOp::Divide, a, b) => Some((a, b)),
            TypedKind::Read(id) => self.divided(self.scope.get(*id)?.formula.as_deref()?),
            _ => None,
        }
    }
}

/// Whether a derived value can be worked out again where it is read: from cells that stay as they are, by arithmetic alone.
#[must_use]
pub fn repeatable(typed: &Typed) -> bool {
    match &typed.kind {
        TypedKind::Constant(Value::Number(_)) | TypedKind::Read(_) => true,
        TypedKind::Negate(a) => repeatable(a),
        TypedKind::Arithmetic(_, a, b) => repeatable(a) && repeatable(b),
        _ => false,
    }
}
