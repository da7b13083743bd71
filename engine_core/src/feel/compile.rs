//! Typed → Code: comparisons of cells with constants become intervals on the line of cells; the rest is evaluated as written.

use std::sync::Arc;

use crate::domain::{Bound, Lane, interval, interval_of};
use crate::feel::ast::CompareOp;
use crate::feel::code::{Code, Member, Test};
use crate::feel::operation::Nulls;
use crate::feel::scope::{Home, NameId, Scope};
use crate::feel::typed::{Typed, TypedKind, TypedTest};
use crate::value::{Truth, Value};

/// Turns checked trees into code.
#[derive(Clone, Copy)]
pub struct Compiler<'a> {
    /// Where names live.
    pub scope: &'a Scope,
    /// How comparisons with missing values count.
    pub nulls: Nulls,
}

impl Compiler<'_> {
    /// Code for the value.
    #[must_use]
    pub fn code(&self, typed: &Typed) -> Code {
        let code = |typed: &Typed| Box::new(self.code(typed));
        match &typed.kind {
            TypedKind::Constant(value) => Code::Constant(value.clone()),
            TypedKind::Read(id) => self.read(*id),
            TypedKind::Negate(a) => Code::Negate(code(a)),
            TypedKind::Property(a, name) => Code::Property(code(a), name.clone()),
            TypedKind::Arithmetic(op, a, b) => Code::Arithmetic(*op, code(a), code(b)),
            TypedKind::Compare(..)
            | TypedKind::And(_)
            | TypedKind::Or(_)
            | TypedKind::Not(_)
            | TypedKind::In(..) => Code::Test(Box::new(self.test(typed))),
            TypedKind::If(c, a, b) => Code::If(Box::new(self.test(c)), code(a), code(b), self.nulls),
            TypedKind::Call(row, arguments) if self.nulls == Nulls::Unknown => {
                Code::CallOfGiven(row, arguments.iter().map(|a| self.code(a)).collect())
            }
            TypedKind::Call(row, arguments) => {
                Code::Call(row, arguments.iter().map(|a| self.code(a)).collect())
            }
            TypedKind::General(expression, names) => Code::General(
                Arc::clone(expression),
                names.iter().map(|name| self.code(name)).collect(),
                self.nulls,
            ),
            TypedKind::List(items) => Code::List(items.iter().map(|item| self.code(item)).collect()),
        }
    }

    fn read(&self, id: NameId) -> Code {
        let Some(entry) = self.scope.get(id) else { return Code::Constant(Value::Null) };
        match (&entry.home, entry.strict) {
            (Home::Cell(_, lane), Some(strict)) if self.nulls == Nulls::Unknown => {
                Code::Cell(strict, lane.clone())
            }
            (Home::Cell(cell, lane), _) => Code::Cell(*cell, lane.clone()),
            (Home::Value(slot), _) => {
                entry.wanted.set();
                Code::Value(*slot)
            }
            (Home::Constant(value), _) => Code::Constant(value.clone()),
            (Home::Flags(flags), _) => Code::Flags(flags.iter().cloned().collect()),
        }
    }

    fn is_boolean(&self, typed: &Typed) -> bool {
        matches!(self.cell(typed), Some((_, Lane::Boolean)))
    }

    /// The cell that an expression reads, if that is all it does.
    fn cell(&self, typed: &Typed) -> Option<(u16, Lane)> {
        let TypedKind::Read(id) = typed.kind else { return None };
        match self.scope.get(id)?.home {
            Home::Cell(..) => match self.read(id) {
                Code::Cell(cell, lane) => Some((cell, lane)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Code for the truth of a condition.
    #[must_use]
    pub fn test(&self, typed: &Typed) -> Test {
        match &typed.kind {
            TypedKind::Constant(value) => Test::Constant(Truth::of(value)),
            TypedKind::Read(id) => match self.read(*id) {
                // A truth is 0 or 1, so that it is an interval like any other.
                Code::Cell(cell, Lane::Boolean) => {
                    Test::Within { cell, low: 1, high: 1, null: Truth::Unknown }
                }
                code => Test::Value(Box::new(code)),
            },
            TypedKind::And(parts) => Test::All(parts.iter().map(|part| self.test(part)).collect()),
            TypedKind::Or(parts) => Test::Any(parts.iter().map(|part| self.test(part)).collect()),
            TypedKind::Not(a) => match self.test(a) {
                Test::Within { cell, low: 1, high: 1, null: Truth::Unknown } if self.is_boolean(a) => {
                    Test::Within { cell, low: 0, high: 0, null: Truth::Unknown }
                }
                test => Test::Not(Box::new(test)),
            },
            TypedKind::Compare(op, a, b) => self.compare(*op, a, b),
            TypedKind::In(a, tests) => self.membership(a, tests),
            TypedKind::If(..)
            | TypedKind::Call(..)
            | TypedKind::Negate(_)
            | TypedKind::Arithmetic(..)
            | TypedKind::List(_)
            | TypedKind::General(..)
            | TypedKind::Property(..) => Test::Value(Box::new(self.code(typed))),
        }
    }

    fn compare(&self, op: CompareOp, left: &Typed, right: &Typed) -> Test {
        let (op, left, right) =
            if left.constant().is_some() { (mirrored(op), right, left) } else { (op, left, right) };
        if let (Some((cell, lane)), Some(constant)) = (self.cell(left), right.constant())
            && let Some(test) = self.cell_test(cell, &lane, op, constant)
        {
            return test;
        }
        if let Some(test) = self.narrow_test(op, left, right) {
            return test;
        }
        let (code, other) = (self.code(left), self.code(right));
        if let (Code::Cell(a, Lane::Scaled(x)), Code::Cell(b, Lane::Scaled(y))) = (&code, &other)
            && x == y
            && !matches!(op, CompareOp::Equal | CompareOp::NotEqual)
        {
            return Test::Cells { op, left: *a, right: *b };
        }
        // Both sides can be constants, one of them by a parameter's name.
        let explicit = [left, right].iter().any(|side| matches!(side.constant(), Some(Value::Null)));
        let nulls = if explicit { Nulls::Feel } else { self.nulls };
        Test::Compare(op, Box::new(code), Box::new(other), nulls)
    }

    /// A cell against a constant.
    fn cell_test(&self, cell: u16, lane: &Lane, op: CompareOp, constant: &Value) -> Option<Test> {
        if matches!(constant, Value::Null) {
            return match op {
                CompareOp::Equal => Some(Test::Not(Box::new(Test::Given(cell)))),
                CompareOp::NotEqual => Some(Test::Given(cell)),
                CompareOp::Less | CompareOp::LessOrEqual | CompareOp::Greater | CompareOp::GreaterOrEqual => {
                    None
                }
            };
        }
        let decided = matches!(op, CompareOp::Equal | CompareOp::NotEqual) && self.nulls == Nulls::Feel;
        let null = if decided { Truth::False } else { Truth::Unknown };
        let test =
            |op| interval_of(lane, op, constant).map(|(low, high)| Test::Within { cell, low, high, null });
        match op {
            CompareOp::NotEqual => Some(outside(lane, test(CompareOp::Equal)?)),
            op => test(op),
        }
    }

    fn membership(&self, value: &Typed, tests: &[TypedTest]) -> Test {
        let code = self.code(value);
        if let Code::Cell(cell, lane) = &code
            && let Some(test) = self.cell_membership(*cell, lane, tests)
        {
            return test;
        }
        Test::In(Box::new(code), tests.iter().map(|test| self.member(test)).collect())
    }

    fn cell_membership(&self, cell: u16, lane: &Lane, tests: &[TypedTest]) -> Option<Test> {
        if let Some(symbols) = symbols(lane, tests) {
            let null = if self.nulls == Nulls::Feel { Truth::False } else { Truth::Unknown };
            return Some(Test::Among { cell, symbols, null });
        }
        let parts: Option<Vec<Test>> = tests.iter().map(|test| self.cell_member(cell, lane, test)).collect();
        let mut parts = parts?;
        if parts.len() == 1 { parts.pop() } else { Some(Test::Any(parts.into())) }
    }

    fn cell_member(&self, cell: u16, lane: &Lane, test: &TypedTest) -> Option<Test> {
        match test {
            TypedTest::Compare(op, operand) => self.cell_test(cell, lane, *op, operand.constant()?),
            TypedTest::Equal(operand) => match operand.constant()? {
                Value::List(items) => {
                    let parts: Option<Vec<Test>> =
                        items.iter().map(|item| self.cell_test(cell, lane, CompareOp::Equal, item)).collect();
                    Some(Test::Any(parts?.into()))
                }
                value => self.cell_test(cell, lane, CompareOp::Equal, value),
            },
            TypedTest::Range(low, high) => {
                let (low, high) = (constant_end(low.as_ref())?, constant_end(high.as_ref())?);
                let (low, high) = interval(lane, low, high)?;
                Some(Test::Within { cell, low, high, null: Truth::Unknown })
            }
        }
    }

    fn member(&self, test: &TypedTest) -> Member {
        let nulls = |operand: &Typed| {
            if matches!(operand.constant(), Some(Value::Null)) { Nulls::Feel } else { self.nulls }
        };
        match test {
            TypedTest::Compare(op, operand) => Member::Compare(*op, self.code(operand), nulls(operand)),
            TypedTest::Equal(operand) => Member::Equal(self.code(operand), nulls(operand)),
            TypedTest::Range(low, high) => {
                let end = |end: &Option<(Typed, bool)>| {
                    end.as_ref().map(|(typed, included)| (self.code(typed), *included))
                };
                Member::Range(end(low), end(high), self.nulls)
            }
        }
    }
}

/// The opposite of a test for a value: an interval too where that is the first or the last of some words.
fn outside(lane: &Lane, test: Test) -> Test {
    if let (Lane::Symbol { words, open: false }, &Test::Within { cell, low, high, null }) = (lane, &test)
        && low == high
    {
        let (last, null) = (words.count() - 1, null.not());
        if low == last && low > 0 {
            return Test::Within { cell, low: 0, high: last - 1, null };
        }
        if low == 0 && last > 0 {
            return Test::Within { cell, low: 1, high: last, null };
        }
    }
    Test::Not(Box::new(test))
}

fn constant_end(end: Option<&(Typed, bool)>) -> Option<Bound<'_>> {
    match end {
        None => Some(None),
        Some((typed, included)) => match typed.constant()? {
            Value::Null => None,
            value => Some(Some((value, *included))),
        },
    }
}

/// The words that the tests list, as bits, where that is all they do.
fn symbols(lane: &Lane, tests: &[TypedTest]) -> Option<Box<[u64]>> {
    let Lane::Symbol { words, open: false } = lane else { return None };
    let mut bits = vec![0_u64; words.list().len().div_ceil(64)];
    let mut add = |value: &Value| -> Option<()> {
        let Value::Text(text) = value else { return None };
        let index = usize::try_from(lane.symbol(text)?).ok()?;
        *bits.get_mut(index / 64)? |= 1 << (index % 64);
        Some(())
    };
    for test in tests {
        let TypedTest::Equal(operand) = test else { return None };
        match operand.constant()? {
            Value::List(items) => items.iter().try_for_each(&mut add)?,
            value => add(value)?,
        }
    }
    Some(bits.into())
}

const fn mirrored(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Equal | CompareOp::NotEqual => op,
        CompareOp::Less => CompareOp::Greater,
        CompareOp::LessOrEqual => CompareOp::GreaterOrEqual,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::GreaterOrEqual => CompareOp::LessOrEqual,
    }
}
