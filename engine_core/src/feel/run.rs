//! Running code for one applicant.

use crate::domain::is_missing;
use crate::feel::ast::CompareOp;
use crate::feel::code::{Code, Member, Test};
use crate::feel::frame::Cells;
use crate::feel::narrow::{self, Node};
use crate::feel::operation::{Nulls, apply, compare, orders, within};
use crate::value::{Truth, Value, ops};

impl Code {
    /// The value for one applicant.
    #[inline]
    #[must_use]
    pub fn run(&self, frame: &impl Cells) -> Value {
        match self {
            Self::Cell(cell, lane) => lane.value(frame.cell(*cell)),
            Self::Value(slot) => frame.value(*slot).clone(),
            _ => self.run_other(frame),
        }
    }

    fn run_other(&self, frame: &impl Cells) -> Value {
        match self {
            Self::Cell(..) | Self::Value(_) => self.run(frame),
            Self::Constant(value) => value.clone(),
            Self::Flags(flags) => {
                let raised = flags.iter().filter(|(cell, _)| frame.cell(*cell) == 1);
                Value::List(raised.map(|(_, name)| Value::Text(name.clone())).collect())
            }
            Self::Test(test) => test.run(frame).into(),
            Self::Negate(operand) => ops::negate(&operand.run(frame)),
            Self::Property(of, name) => ops::get(&of.run(frame), name),
            Self::Arithmetic(op, left, right) => apply(*op, &left.run(frame), &right.run(frame)),
            Self::If(condition, then, other, nulls) => match (condition.run(frame), nulls) {
                (Truth::True, _) => then.run(frame),
                (Truth::False, _) | (Truth::Unknown, Nulls::Feel) => other.run(frame),
                (Truth::Unknown, Nulls::Unknown) => Value::Null,
            },
            Self::Call(row, arguments) => call(row.run, arguments, frame),
            Self::CallOfGiven(row, arguments) => match given(arguments, frame) {
                Some(values) => (row.run)(&values),
                None => Value::Null,
            },
            Self::General(expression, names, Nulls::Feel) => {
                let values: Vec<Value> = names.iter().map(|name| name.run(frame)).collect();
                expression.run_alone(&values)
            }
            Self::General(expression, names, Nulls::Unknown) => match given(names, frame) {
                Some(values) => expression.run_alone(&values),
                None => Value::Null,
            },
            Self::List(items) => Value::List(items.iter().map(|item| item.run(frame)).collect()),
        }
    }
}

/// The values, if none is missing that is not written as null.
fn given(arguments: &[Code], frame: &impl Cells) -> Option<Vec<Value>> {
    let values = arguments.iter().map(|argument| {
        let value = argument.run(frame);
        let written = matches!(argument, Code::Constant(_));
        (written || !value.is_null()).then_some(value)
    });
    values.collect()
}

/// Calls with few arguments, which are nearly all, need no allocation.
fn call(run: fn(&[Value]) -> Value, arguments: &[Code], frame: &impl Cells) -> Value {
    match arguments {
        [] => run(&[]),
        [a] => run(&[a.run(frame)]),
        [a, b] => run(&[a.run(frame), b.run(frame)]),
        [a, b, c] => run(&[a.run(frame), b.run(frame), c.run(frame)]),
        more => run(&more.iter().map(|argument| argument.run(frame)).collect::<Vec<_>>()),
    }
}

impl Test {
    /// The truth for one applicant.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "most tests are intervals, and not worth a call")]
    #[must_use]
    pub fn run(&self, frame: &impl Cells) -> Truth {
        match self {
            Self::Within { cell, low, high, null } => {
                let cell = frame.cell(*cell);
                if is_missing(cell) { *null } else { (*low <= cell && cell <= *high).into() }
            }
            _ => self.run_other(frame),
        }
    }

    #[inline(never)]
    fn run_other(&self, frame: &impl Cells) -> Truth {
        match self {
            Self::Constant(truth) => *truth,
            Self::Within { .. } => self.run(frame),
            Self::Among { cell, symbols, null } => {
                let cell = frame.cell(*cell);
                if is_missing(cell) { *null } else { holds_bit(symbols, cell).into() }
            }
            Self::Cells { op, left, right } => {
                let (left, right) = (frame.cell(*left), frame.cell(*right));
                if is_missing(left) || is_missing(right) {
                    Truth::Unknown
                } else {
                    orders(*op, left.cmp(&right)).into()
                }
            }
            Self::Given(cell) => (!is_missing(frame.cell(*cell))).into(),
            Self::All(parts) => all(parts, frame),
            Self::Any(parts) => any(parts, frame),
            Self::Not(test) => test.run(frame).not(),
            Self::Narrow(op, both, nulls) => compared(*op, both, *nulls, frame),
            Self::Quotient(quotient) => quotient.run(frame),
            Self::Compare(..) | Self::In(..) | Self::Value(_) => self.run_values(frame),
        }
    }

    /// What makes values, and needs the room for them.
    #[inline(never)]
    fn run_values(&self, frame: &impl Cells) -> Truth {
        match self {
            Self::Compare(op, left, right, nulls) => {
                compare(*op, &left.run(frame), &right.run(frame), *nulls)
            }
            Self::In(value, members) => {
                let value = value.run(frame);
                members.iter().fold(Truth::False, |any, member| any.or(member.run(&value, frame)))
            }
            Self::Value(code) => Truth::of(&code.run(frame)),
            _ => self.run(frame),
        }
    }
}

#[inline(never)] // a test of one cell needs none of its registers
fn all(parts: &[Test], frame: &impl Cells) -> Truth {
    let mut result = Truth::True;
    for part in parts {
        match part.run(frame) {
            Truth::False => return Truth::False,
            Truth::Unknown => result = Truth::Unknown,
            Truth::True => {}
        }
    }
    result
}

#[inline(never)]
fn any(parts: &[Test], frame: &impl Cells) -> Truth {
    let mut result = Truth::False;
    for part in parts {
        match part.run(frame) {
            Truth::True => return Truth::True,
            Truth::Unknown => result = Truth::Unknown,
            Truth::False => {}
        }
    }
    result
}

#[inline(never)]
fn compared(op: CompareOp, both: &(Node, Node), nulls: Nulls, frame: &impl Cells) -> Truth {
    narrow::compared(op, both.0.run(frame), both.1.run(frame), nulls)
}

fn holds_bit(symbols: &[u64], cell: i64) -> bool {
    let Ok(index) = usize::try_from(cell) else { return false };
    symbols.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
}

impl Member {
    fn run(&self, input: &Value, frame: &impl Cells) -> Truth {
        match self {
            Self::Compare(op, code, nulls) => compare(*op, input, &code.run(frame), *nulls),
            Self::Equal(code, nulls) => {
                // A null that is written in a list is an explicit test.
                let written = matches!(code, Code::Constant(_));
                within(
                    input,
                    &code.run(frame),
                    |item| {
                        if written && item.is_null() { Nulls::Feel } else { *nulls }
                    },
                )
            }
            Self::Range(low, high, nulls) => {
                let end = |end: &Option<(Code, bool)>, open: CompareOp, closed: CompareOp| match end {
                    Some((code, included)) => {
                        compare(if *included { closed } else { open }, input, &code.run(frame), *nulls)
                    }
                    None if matches!(input, Value::Null) => Truth::Unknown,
                    None => Truth::True,
                };
                let low = end(low, CompareOp::Greater, CompareOp::GreaterOrEqual);
                low.and(end(high, CompareOp::Less, CompareOp::LessOrEqual))
            }
        }
    }
}
