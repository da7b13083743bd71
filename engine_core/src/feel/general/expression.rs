//! What a host compiles and runs.
use super::node::{Node, Op, Slot, Test};
use super::resolve::Resolver;
use super::run::Machine;
use super::scope::{Lookup, Scope};
use super::session::{Exhausted, Fault, Session};
use crate::feel::ast::{Expr, UnaryTests as Tree};
use crate::feel::{SyntaxError, parse_expression, parse_unary_tests};
use crate::value::{Truth, Value};

/// An expression, ready to run any number of times.
#[derive(Clone, Debug)]
pub struct Expression {
    root: Node,
    locals: u32,
    faults: Box<[Fault]>,
}

impl Expression {
    /// Compiles a text. What is wrong with its meaning is found when it runs, as null with a note.
    ///
    /// # Errors
    /// The first fault of form.
    pub fn new(text: &str, scope: &Scope) -> Result<Self, SyntaxError> {
        let tree = parse_expression(text, scope.parsing())?;
        Ok(Self::of(&tree, &mut { scope }))
    }

    /// Compiles a tree that has been parsed with the names of the host.
    pub fn of(tree: &Expr, lookup: &mut dyn Lookup) -> Self {
        let mut resolver = Resolver::new(lookup, None);
        let root = resolver.expr(tree);
        Self { root, locals: resolver.locals(), faults: resolver.faults.into() }
    }

    /// The value. Inputs are in the order of the scope's names; one that is absent is null.
    ///
    /// # Errors
    /// When the session's bounds are exhausted.
    pub fn run(&self, inputs: &[Value], session: &mut Session<'_>) -> Result<Value, Exhausted> {
        let value = Machine::new(session, inputs, self.locals).eval(&self.root)?;
        session.weigh(&value)?;
        Ok(value)
    }

    /// What in it can never have a value.
    #[must_use]
    pub const fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The index of the input that it only reads.
    #[must_use]
    pub const fn input(&self) -> Option<u32> {
        match self.root.op {
            Op::Read(Slot::Input(index)) => Some(index),
            _ => None,
        }
    }

    /// The value where nobody can be told that a bound is exhausted: null then, as for every other thing without a result.
    #[must_use]
    pub fn run_alone(&self, inputs: &[Value]) -> Value {
        self.run(inputs, &mut Session::new()).unwrap_or_default()
    }

    /// Whether it is the same for all inputs, and what.
    #[must_use]
    pub const fn constant(&self) -> Option<&Value> {
        self.root.constant()
    }
}

/// A table cell, ready to run. The tested value `?` is its own argument.
#[derive(Clone, Debug)]
pub struct UnaryTests {
    kind: Kind,
    locals: u32,
    /// The index of `?` among the inputs.
    input: u32,
    faults: Box<[Fault]>,
}

#[derive(Clone, Debug)]
enum Kind {
    Any,
    OneOf(Box<[Test]>),
    NoneOf(Box<[Test]>),
}

impl UnaryTests {
    /// Compiles a text.
    ///
    /// # Errors
    /// The first fault of form.
    pub fn new(text: &str, scope: &Scope) -> Result<Self, SyntaxError> {
        let tree = parse_unary_tests(text, scope.parsing())?;
        let input = u32::try_from(scope.len()).unwrap_or(u32::MAX);
        Ok(Self::of(&tree, &mut { scope }, input))
    }

    /// Compiles a tree; `input` is the number of the host's inputs, behind which `?` stands.
    pub fn of(tree: &Tree, lookup: &mut dyn Lookup, input: u32) -> Self {
        let mut resolver = Resolver::new(lookup, Some(input));
        let kind = match tree {
            Tree::Any => Kind::Any,
            Tree::OneOf(tests) => Kind::OneOf(resolver.cell(tests)),
            Tree::NoneOf(tests) => Kind::NoneOf(resolver.cell(tests)),
        };
        Self { kind, locals: resolver.locals(), input, faults: resolver.faults.into() }
    }

    /// Whether the value passes: a boolean, or null where that is not known.
    ///
    /// # Errors
    /// When the session's bounds are exhausted.
    pub fn run(
        &self,
        value: &Value,
        inputs: &[Value],
        session: &mut Session<'_>,
    ) -> Result<Value, Exhausted> {
        if self.is_any() {
            return Ok(true.into());
        }
        let mut all = inputs.to_vec();
        all.resize(self.input as usize, Value::Null);
        all.push(value.clone());
        Ok(self.holds(&all, session)?.into())
    }

    /// The same where the tested value already stands among the inputs, in the place that was named when it was compiled.
    ///
    /// # Errors
    /// When the session's bounds are exhausted.
    pub fn holds(&self, inputs: &[Value], session: &mut Session<'_>) -> Result<Truth, Exhausted> {
        let (tests, negated) = match &self.kind {
            Kind::Any => return Ok(Truth::True),
            Kind::OneOf(tests) => (tests, false),
            Kind::NoneOf(tests) => (tests, true),
        };
        let value = inputs.get(self.input as usize).unwrap_or(&Value::Null);
        let truth = Machine::new(session, inputs, self.locals).any_test(value, tests)?;
        Ok(if negated { truth.not() } else { truth })
    }

    /// What in it can never have a value.
    #[must_use]
    pub const fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Whether it lets everything pass.
    #[must_use]
    pub const fn is_any(&self) -> bool {
        matches!(self.kind, Kind::Any)
    }

    /// The same as [`Self::run`] as a truth.
    ///
    /// # Errors
    /// When the session's bounds are exhausted.
    pub fn truth(
        &self,
        value: &Value,
        inputs: &[Value],
        session: &mut Session<'_>,
    ) -> Result<Truth, Exhausted> {
        Ok(Truth::of(&self.run(value, inputs, session)?))
    }
}
