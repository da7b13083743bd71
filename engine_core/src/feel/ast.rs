//! The syntax tree of FEEL: what the author wrote, with places, no meaning yet.

use crate::value::Number;

/// A stretch of the source text in characters: `start` inclusive, `end` exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// The first character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

/// An expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `null`
    Null,
    /// `true`, `false`
    Boolean(bool),
    /// A number, never negative: `-` is an operator.
    Number(Number),
    /// A text in quotes, escapes resolved.
    Text(String),
    /// `@"2024-02-29"`: the text, checked to be a date, time, date and time or duration when it gets a type.
    At(String),
    /// A name, white space inside it normalised to one space.
    Name(String),
    /// `a.b`
    Path(Box<Expr>, String, Span),
    /// `-a`
    Negate(Box<Expr>),
    /// `a + b` and its like
    Arithmetic(ArithmeticOp, Box<Expr>, Box<Expr>),
    /// `a < b` and its like
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    /// `a and b and c`: two or more, flattened
    And(Vec<Expr>),
    /// `a or b or c`: two or more, flattened
    Or(Vec<Expr>),
    /// `a between b and c`
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `a in b`, `a in (t1, t2)`
    In(Box<Expr>, Vec<Test>),
    /// `if a then b else c`
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `f(a, b)`; `not(a)` as an expression is a call too
    Call(Box<Expr>, Vec<Argument>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `[a..b]`, `(a..b]`, `(< 5)` …
    Range(Box<Range>),
    /// `(= a)`, `(!= a)` as a value: a range by equality; never another operator
    Points(CompareOp, Box<Expr>),
    /// `{a: 1, "b c": 2}`
    Context(Vec<(String, Span, Expr)>),
    /// `xs[a > 1]`, `xs[1]`
    Filter(Box<Expr>, Box<Expr>),
    /// `for a in xs, b in ys return c`
    For(Vec<Iteration>, Box<Expr>),
    /// `some a in xs satisfies b`
    Some(Vec<Iteration>, Box<Expr>),
    /// `every a in xs satisfies b`
    Every(Vec<Iteration>, Box<Expr>),
    /// `function(a: number, b) c`
    Function(Vec<Parameter>, Box<Expr>),
    /// `function(a: number) external {…}`: a body in another language
    External(Vec<Parameter>, Box<Expr>),
    /// `a instance of b`
    InstanceOf(Box<Expr>, TypeName),
}

/// `+ - * / **`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ArithmeticOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

/// `= != < <= > >=`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum CompareOp {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A positional or named argument.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The name and its place, if one is given.
    pub name: Option<(String, Span)>,
    /// The value.
    pub value: Expr,
}

/// `low..high` with its ends; an end that is absent is open to infinity, as in `(< 5)`.
#[derive(Clone, Debug)]
pub struct Range {
    /// The lower end, and whether it is included.
    pub low: Option<(Expr, bool)>,
    /// The upper end, and whether it is included.
    pub high: Option<(Expr, bool)>,
}

/// `name in source`, or `name in source..end`.
#[derive(Clone, Debug)]
pub struct Iteration {
    /// The variable.
    pub name: String,
    /// Its place.
    pub span: Span,
    /// What it runs over.
    pub source: Expr,
    /// The end of a counting iteration.
    pub end: Option<Expr>,
}

/// A formal parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its place.
    pub span: Span,
    /// Its type, if declared.
    pub ty: Option<TypeName>,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeName {
    /// `number`, `date and time`, `my.Type`
    Named(String),
    /// `list<T>`
    List(Box<TypeName>),
    /// `range<T>`
    Range(Box<TypeName>),
    /// `context<a: T, b: U>`
    Context(Vec<(String, TypeName)>),
    /// `function<T, U> -> V`
    Function(Vec<TypeName>, Box<TypeName>),
}

/// One unary test, in a table cell or after `in`.
#[derive(Clone, Debug)]
pub struct Test {
    /// What it is.
    pub kind: TestKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of unary test.
#[derive(Clone, Debug)]
pub enum TestKind {
    /// `< 5`, `= a`, `!= a`
    Compare(CompareOp, Expr),
    /// A value, range (with two ends: one with a single end is a comparison), list, or (with `?` inside, as the name `?`) a condition on the input.
    Value(Expr),
}

/// A whole table cell: `-`, `t1, t2`, or `not(t1, t2)`.
#[derive(Clone, Debug)]
pub enum UnaryTests {
    /// `-`: anything, null too.
    Any,
    /// At least one holds.
    OneOf(Vec<Test>),
    /// `not(…)`: none holds.
    NoneOf(Vec<Test>),
}
