//! The outputs of a program: what becomes of the results of one applicant.

use std::borrow::Cow;

use crate::decision::Kept;
use crate::domain::{Cell, Lane, is_missing};
use crate::feel::ast::ArithmeticOp;
use crate::feel::code::Code;
use crate::feel::compile::Compiler;
use crate::feel::frame::{Cells, Frame};
use crate::feel::scope::{Home, Scope};
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
    /// Where it is read, if it always is a cell.
    cell: Option<InCell>,
}

/// An output that is a cell until somebody asks for its value.
#[derive(Clone, Debug)]
struct InCell {
    slot: u16,
    declined: Declined,
    lane: Lane,
}

/// What is read where the decision declines.
#[derive(Clone, Copy, Debug)]
enum Declined {
    Slot(u16),
    Constant(Cell),
}

impl Output {
    /// Money and other scaled results have their places on a decline too: 0 is 0.00.
    pub(super) fn build(output: &CheckedOutput, compiler: Compiler<'_>) -> Self {
        let code = compiler.code(&output.typed);
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
        let mut output = Self { code, declined, scale, pads, cell: None };
        output.cell = output.in_cell();
        output
    }

    fn in_cell(&self) -> Option<InCell> {
        let Code::Cell(slot, lane) = &self.code else { return None };
        let declined = match &self.declined {
            None => Declined::Slot(*slot),
            Some(Code::Cell(other, _)) => Declined::Slot(*other),
            Some(Code::Constant(value)) => Declined::Constant(lane.cell(value)),
            Some(_) => return None,
        };
        self.fits(lane).then(|| InCell { slot: *slot, declined, lane: lane.clone() })
    }

    /// What is kept of one applicant.
    #[inline]
    pub(super) fn keep(&self, declined: bool, frame: &Frame) -> Kept {
        let Some(InCell { slot, declined: instead, .. }) = &self.cell else {
            return Kept::Value(self.run(declined, frame));
        };
        Kept::Cell(match (declined, *instead) {
            (true, Declined::Constant(cell)) => cell,
            (true, Declined::Slot(slot)) => frame.cell(slot),
            (false, _) => frame.cell(*slot),
        })
    }

    /// The value of what was kept.
    #[must_use]
    pub fn value<'k>(&self, kept: &'k Kept) -> Cow<'k, Value> {
        match (kept, &self.cell) {
            (Kept::Value(value), _) => Cow::Borrowed(value),
            (Kept::Cell(cell), Some(read)) => Cow::Owned(read.lane.value(*cell)),
            (Kept::Cell(_), None) => Cow::Owned(Value::Null),
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
