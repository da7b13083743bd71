//! The outputs of a program: what becomes of the results of one applicant.

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::decision::Decision;
use crate::domain::{Cell, Lane, NULL, is_missing};
use crate::feel::ast::ArithmeticOp;
use crate::feel::code::Code;
use crate::feel::compile::Compiler;
use crate::feel::frame::{Cells, Frame};
use crate::feel::scope::{Home, NameId, Scope};
use crate::feel::typed::{Typed, TypedKind};
use crate::flow::CheckedOutput;
use crate::value::{Round, Value};

/// An output, ready to be worked out.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its value.
    pub code: Code,
    /// Its value where the decision declines, if that is another.
    pub declined: Option<Code>,
    /// The places of a number that always has the same.
    pub scale: Option<u8>,
    /// Whether they are still to be given to it.
    pads: bool,
    kept: Kept,
}

/// Where a decision keeps an output.
#[derive(Clone, Debug)]
enum Kept {
    /// Among its cells, to be read so.
    Cell(usize, Lane),
    /// Among its values.
    Value(usize),
}

/// What a decision keeps: of most outputs a cell, until somebody asks for the value.
#[derive(Clone, Debug, Default)]
pub struct Keeper {
    cells: Vec<InCell>,
    /// The outputs that are values from the start.
    values: Vec<usize>,
}

/// An output that is a cell.
#[derive(Clone, Copy, Debug)]
struct InCell {
    slot: u16,
    declined: Declined,
}

/// What is read where the decision declines.
#[derive(Clone, Copy, Debug)]
enum Declined {
    Slot(u16),
    Constant(Cell),
}

impl Keeper {
    /// The cells of one applicant.
    #[inline]
    pub(super) fn cells(&self, declined: bool, frame: &Frame) -> SmallVec<[Cell; 6]> {
        let read = |cell: &InCell| cell.read(declined, frame);
        let mut few = [NULL; 6];
        if self.cells.len() > few.len() {
            return self.cells.iter().map(read).collect();
        }
        few.iter_mut().zip(&self.cells).for_each(|(few, cell)| *few = read(cell));
        SmallVec::from_buf_and_len(few, self.cells.len())
    }

    /// The values of one applicant.
    #[inline]
    pub(super) fn values(&self, outputs: &[Output], declined: bool, frame: &Frame) -> Box<[Value]> {
        if self.values.is_empty() { Box::default() } else { self.worked_out(outputs, declined, frame) }
    }

    #[inline(never)]
    fn worked_out(&self, outputs: &[Output], declined: bool, frame: &Frame) -> Box<[Value]> {
        let value = |&index: &usize| outputs.get(index).map_or(Value::Null, |it| it.run(declined, frame));
        self.values.iter().map(value).collect()
    }

    fn add(&mut self, output: &mut Output, index: usize) {
        if let Some((cell, lane)) = output.in_cell() {
            output.kept = Kept::Cell(self.cells.len(), lane);
            self.cells.push(cell);
        } else {
            output.kept = Kept::Value(self.values.len());
            self.values.push(index);
        }
    }

    /// The outputs of a bundle, and what a decision keeps of them; `prices` are results that are kept in cells beside their value slots.
    pub(super) fn build(
        outputs: &[CheckedOutput],
        compiler: Compiler<'_>,
        prices: &[(NameId, Code)],
    ) -> (Vec<Output>, Self) {
        let mut keeper = Self::default();
        let build = |(index, output)| {
            let mut output = Output::build(output, compiler, prices);
            keeper.add(&mut output, index);
            output
        };
        (outputs.iter().enumerate().map(build).collect(), keeper)
    }
}

impl InCell {
    #[inline]
    fn read(self, declined: bool, frame: &Frame) -> Cell {
        match self.declined {
            Declined::Constant(cell) if declined => cell,
            Declined::Slot(slot) if declined => frame.cell(slot),
            _ => frame.cell(self.slot),
        }
    }
}

impl Output {
    /// Money and other scaled results have their places on a decline too: 0 is 0.00.
    fn build(output: &CheckedOutput, compiler: Compiler<'_>, prices: &[(NameId, Code)]) -> Self {
        let price = |typed: &Typed| {
            let TypedKind::Read(id) = typed.kind else { return None };
            prices.iter().find(|(price, _)| *price == id).map(|(_, code)| code.clone())
        };
        let code = price(&output.typed).unwrap_or_else(|| compiler.code(&output.typed));
        let scale = if let Some(Places::Known(scale)) = places(&output.typed, compiler.scope) {
            Some(scale)
        } else {
            None
        };
        // A constant has its places from the start.
        let ready =
            |code| if let Code::Constant(value) = code { Code::Constant(padded(value, scale)) } else { code };
        let declined = output.declined.as_ref().map(|(typed, _)| ready(compiler.code(typed)));
        let code = ready(code);
        let pads = std::iter::once(&code).chain(&declined).any(|code| match code {
            Code::Constant(_) => false,
            Code::Cell(_, Lane::Scaled(places)) => scale != Some(*places),
            _ => scale.is_some(),
        });
        Self { code, declined, scale, pads, kept: Kept::Value(0) }
    }

    /// Where it is read, if it always is a cell.
    fn in_cell(&self) -> Option<(InCell, Lane)> {
        let Code::Cell(slot, lane) = &self.code else { return None };
        let declined = match &self.declined {
            None => Declined::Slot(*slot),
            Some(Code::Cell(other, _)) => Declined::Slot(*other),
            Some(Code::Constant(value)) => Declined::Constant(lane.cell(value)),
            Some(_) => return None,
        };
        self.fits(lane).then(|| (InCell { slot: *slot, declined }, lane.clone()))
    }

    /// The value that a decision keeps; null where its facts were refused.
    #[must_use]
    pub fn of<'d>(&self, decision: &'d Decision) -> Cow<'d, Value> {
        match &self.kept {
            Kept::Cell(index, lane) => {
                Cow::Owned(decision.cells.get(*index).map_or(Value::Null, |it| lane.value(*it)))
            }
            Kept::Value(index) => Cow::Borrowed(decision.values.get(*index).unwrap_or(&Value::Null)),
        }
    }

    /// The value of one applicant, with its places.
    #[inline]
    #[must_use]
    pub fn run(&self, declined: bool, frame: &impl Cells) -> Value {
        let value = match &self.declined {
            Some(instead) if declined => instead.run(frame),
            _ => self.code.run(frame),
        };
        if self.pads { padded(value, self.scale) } else { value }
    }

    /// Whether the output's values are what the lane's cells stand for.
    #[must_use]
    pub(crate) fn fits(&self, lane: &Lane) -> bool {
        let padded = match (lane, self.scale) {
            (Lane::Scaled(places), Some(scale)) => *places == scale,
            (_, scale) => scale.is_none(),
        };
        let declined = match &self.declined {
            None | Some(Code::Constant(Value::Null)) => true,
            Some(Code::Constant(value)) => holds(lane, value, self.scale.is_some()),
            Some(Code::Cell(_, other)) => other == lane,
            Some(_) => false,
        };
        padded && declined && !matches!(lane, Lane::Cuts(_))
    }
}

/// Whether the lane gives the value back as it is, or with the places to which it is padded.
fn holds(lane: &Lane, value: &Value, padded: bool) -> bool {
    let cell = lane.cell(value);
    match (value, lane.value(cell)) {
        (Value::Number(a), Value::Number(b)) => *a == b && (padded || a.exponent() == b.exponent()),
        _ => !is_missing(cell),
    }
}

/// A number with its places, if it has no more.
fn padded(value: Value, scale: Option<u8>) -> Value {
    match (value, scale) {
        (Value::Number(number), Some(scale)) if number.exponent() != -i32::from(scale) => {
            let padded = number.round(i32::from(scale), Round::Down);
            Value::Number(padded.filter(|padded| *padded == number).unwrap_or(number))
        }
        (value, _) => value,
    }
}

/// How many places a number has.
pub(super) enum Places {
    /// It is null, and so of any.
    Null,
    /// At most these.
    Known(u8),
}

pub(super) const fn known(places: Places) -> u8 {
    match places {
        Places::Null => 0,
        Places::Known(places) => places,
    }
}

/// The places that the results of an expression have; `None` where that is not known.
pub(super) fn places(typed: &Typed, scope: &Scope) -> Option<Places> {
    let all = |parts: &[&Typed]| {
        parts.iter().try_fold(Places::Null, |most, part| match (most, places(part, scope)?) {
            (Places::Null, other) | (other, Places::Null) => Some(other),
            (Places::Known(a), Places::Known(b)) => Some(Places::Known(a.max(b))),
        })
    };
    match &typed.kind {
        TypedKind::Read(id) => match scope.get(*id)?.home {
            Home::Cell(_, Lane::Scaled(scale)) => Some(Places::Known(scale)),
            _ => None,
        },
        TypedKind::Constant(Value::Null) => Some(Places::Null),
        TypedKind::Constant(Value::Number(number)) => {
            u8::try_from(-number.exponent().min(0)).ok().map(Places::Known)
        }
        TypedKind::Negate(of) => places(of, scope),
        TypedKind::Arithmetic(ArithmeticOp::Add | ArithmeticOp::Subtract, a, b) => all(&[a, b]),
        TypedKind::If(_, then, other) => all(&[then, other]),
        TypedKind::Call(row, arguments) if ["min", "max"].contains(&row.name) => {
            let items = match &**arguments {
                [Typed { kind: TypedKind::List(items), .. }] => items,
                _ => arguments,
            };
            all(&items.iter().collect::<Vec<_>>())
        }
        _ => None,
    }
}
