//! Expr → Node: names become slots, constants are folded, and what can have no value becomes a fault that says why.
mod calls;
mod fold;
mod forms;
mod names;
mod types;

use std::sync::Arc;

use self::names::Level;
use super::node::{Node, Op, Test};
use super::scope::Lookup;
use super::session::Fault;
use crate::diagnostic::Code;
use crate::feel::ast::{self, Expr, ExprKind, TestKind};
use crate::feel::literal::at_literal;
use crate::value::Value;

/// The state of one expression's resolution.
pub(super) struct Resolver<'a> {
    lookup: &'a mut dyn Lookup,
    /// Where `?` stands among the inputs, in a cell.
    input: Option<u32>,
    /// The expression itself, then the function literals that are open.
    levels: Vec<Level>,
    /// What can never have a value.
    pub faults: Vec<Fault>,
    /// How often `?` has been read.
    asked: usize,
    /// How often `partial` has been read, or another name that a form counts.
    partials: usize,
}

impl<'a> Resolver<'a> {
    pub fn new(lookup: &'a mut dyn Lookup, input: Option<u32>) -> Self {
        Self { lookup, input, levels: vec![Level::default()], faults: Vec::new(), asked: 0, partials: 0 }
    }

    /// How many local slots the expression needs.
    pub fn locals(&self) -> u32 {
        self.levels.first().map_or(0, Level::most)
    }

    pub fn expr(&mut self, expr: &Expr) -> Node {
        let op = self.op(expr);
        if let Op::Fault(why) = &op {
            self.faults.push(Fault { code: fault_code(expr), span: expr.span, message: why.to_string() });
        }
        fold::folded(Node { op, span: expr.span })
    }

    fn boxed(&mut self, expr: &Expr) -> Box<Node> {
        Box::new(self.expr(expr))
    }

    fn all(&mut self, exprs: &[Expr]) -> Box<[Node]> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    fn op(&mut self, expr: &Expr) -> Op {
        match &expr.kind {
            ExprKind::Null => Op::Constant(Value::Null),
            ExprKind::Boolean(truth) => Op::Constant((*truth).into()),
            ExprKind::Number(number) => Op::Constant((*number).into()),
            ExprKind::Text(text) => Op::Constant(text.as_str().into()),
            ExprKind::At(text) => at_literal(text).map_or_else(
                || fault(format!("`@\"{text}\"` is not a date, time or duration")),
                Op::Constant,
            ),
            ExprKind::Name(name) => self.name(name, expr.span),
            ExprKind::Path(of, name, _) => self.path(expr, of, name),
            ExprKind::Negate(a) => Op::Negate(self.boxed(a)),
            ExprKind::Arithmetic(op, a, b) => Op::Arithmetic(*op, self.boxed(a), self.boxed(b)),
            ExprKind::Compare(op, a, b) => Op::Compare(*op, self.boxed(a), self.boxed(b)),
            ExprKind::And(parts) => Op::And(self.all(parts)),
            ExprKind::Or(parts) => Op::Or(self.all(parts)),
            ExprKind::Between(x, a, b) => Op::Between(Box::new([self.expr(x), self.expr(a), self.expr(b)])),
            ExprKind::In(value, tests) => Op::In(self.boxed(value), self.tests(tests)),
            ExprKind::If(c, a, b) => Op::If(Box::new([self.expr(c), self.expr(a), self.expr(b)])),
            ExprKind::Call(callee, arguments) => self.call(callee, arguments),
            ExprKind::List(items) => Op::List(self.all(items)),
            ExprKind::Range(range) => self.range(range),
            ExprKind::Points(op, _) => fault(format!("`({} …)` is a test, not a value", symbol(*op))),
            ExprKind::Context(entries) => self.context(entries),
            ExprKind::Filter(source, predicate) => self.filter(source, predicate),
            ExprKind::For(iterations, body) => self.iteration(iterations, body, forms::Form::For),
            ExprKind::Some(iterations, body) => self.iteration(iterations, body, forms::Form::Some),
            ExprKind::Every(iterations, body) => self.iteration(iterations, body, forms::Form::Every),
            ExprKind::Function(parameters, body) => self.function(parameters, Some(body), None),
            ExprKind::External(parameters, _) => self.function(parameters, None, None),
            ExprKind::InstanceOf(value, name) => match self.type_named(name) {
                Ok(ty) => Op::InstanceOf(self.boxed(value), ty),
                Err(unknown) => fault(format!("there is no type `{unknown}`")),
            },
        }
    }

    fn path(&mut self, whole: &Expr, of: &Expr, name: &str) -> Op {
        // A host may know `a.b` as one name.
        if let Some(dotted) = dotted(whole)
            && let Some(op) = self.known(&dotted)
        {
            return op;
        }
        // `(= 10)` is a range from its value to its value.
        if let ExprKind::Points(ast::CompareOp::Equal, end) = &of.kind {
            match name {
                "start" | "end" => return self.op(end),
                "start included" | "end included" => return Op::Constant(true.into()),
                _ => {}
            }
        }
        Op::Path(self.boxed(of), name.into())
    }

    fn range(&mut self, range: &ast::Range) -> Op {
        let mut end = |end: &Option<(Expr, bool)>| {
            end.as_ref().map(|(expr, included)| Box::new((self.expr(expr), *included)))
        };
        let low = end(&range.low);
        Op::Range(low, end(&range.high))
    }

    /// Tests behind `in`.
    fn tests(&mut self, tests: &[ast::Test]) -> Box<[Test]> {
        tests.iter().map(|test| self.test(test)).collect()
    }

    fn test(&mut self, test: &ast::Test) -> Test {
        match &test.kind {
            TestKind::Compare(op, operand) => Test::Compare(*op, self.expr(operand)),
            TestKind::Value(Expr { kind: ExprKind::Points(op, end), .. }) => {
                Test::Compare(*op, self.expr(end))
            }
            TestKind::Value(value) => Test::Value(self.expr(value)),
        }
    }

    /// The tests of a cell: one that mentions `?` is a condition, one that is a value is compared with the input.
    pub fn cell(&mut self, tests: &[ast::Test]) -> Box<[Test]> {
        tests
            .iter()
            .map(|test| {
                let asked = self.asked;
                match self.test(test) {
                    Test::Value(node) if self.asked > asked => Test::Condition(node),
                    Test::Value(node) if is_computed(test) => Test::Either(node),
                    test => test,
                }
            })
            .collect()
    }
}

/// Whether a cell is an expression whose truth may be meant, not a value to compare with. It is told by the form: what is
/// constant is folded.
const fn is_computed(test: &ast::Test) -> bool {
    let TestKind::Value(expr) = &test.kind else { return false };
    matches!(
        expr.kind,
        ExprKind::Call(..)
            | ExprKind::Compare(..)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Between(..)
            | ExprKind::In(..)
            | ExprKind::Some(..)
            | ExprKind::Every(..)
            | ExprKind::InstanceOf(..)
    )
}

/// The name that names with dots between them spell.
fn dotted(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Name(name) => Some(name.clone()),
        ExprKind::Path(of, name, _) => Some(format!("{}.{name}", dotted(of)?)),
        _ => None,
    }
}

const fn symbol(op: ast::CompareOp) -> &'static str {
    match op {
        ast::CompareOp::Equal => "=",
        ast::CompareOp::NotEqual => "!=",
        ast::CompareOp::Less => "<",
        ast::CompareOp::LessOrEqual => "<=",
        ast::CompareOp::Greater => ">",
        ast::CompareOp::GreaterOrEqual => ">=",
    }
}

/// The code of a fault, by what stands there.
fn fault_code(expr: &Expr) -> Code {
    match &expr.kind {
        ExprKind::Name(_) => Code::UnknownName,
        ExprKind::Call(..) => Code::BadArguments,
        ExprKind::Context(_) => Code::NameClash,
        _ => Code::NotInLanguage,
    }
}

fn fault(message: impl Into<Box<str>>) -> Op {
    Op::Fault(message.into())
}

/// A name as nodes keep it.
fn key(name: &str) -> Arc<str> {
    name.into()
}
