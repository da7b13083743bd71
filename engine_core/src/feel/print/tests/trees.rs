//! Trees as the parser can make them.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::select;

use crate::feel::Names;
use crate::feel::ast::{
    Argument, ArithmeticOp, CompareOp, Expr, ExprKind, Iteration, Parameter, Range, Span, Test, TestKind,
    TypeName, UnaryTests,
};
use crate::value::Number;

const NOWHERE: Span = Span { start: 0, end: 0 };

pub(super) fn names() -> Names {
    let mut names: Names = ["monthly income", "b-c", "date of birth", "limit.binding"].into_iter().collect();
    names.add_member("first name");
    names.add_type("credit grade");
    names
}

pub(super) fn word() -> impl Strategy<Value = &'static str> {
    select(vec![
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "and",
        "or",
        "between",
        "not",
        "instance",
        "of",
        "function",
        "list",
        "<",
        ">",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "..",
        ".",
        "+",
        "-",
        "*",
        "/",
        "**",
        "=",
        "!=",
        "<=",
        "1",
        "0.5",
        "\"t\"",
        "@",
        "a",
        "b",
        "x",
        "null",
        "true",
        "?",
        "monthly",
        "income",
        "b-c",
        "date",
        "time",
        "first",
        "name",
        "->",
        "external",
    ])
}

fn name() -> impl Strategy<Value = String> + Clone {
    select(vec![
        "a",
        "x1",
        "收入",
        "order",
        "monthly income",
        "b-c",
        "date of birth",
        "string length",
        "not",
        "🐎",
    ])
    .prop_map(str::to_owned)
}

fn number() -> impl Strategy<Value = Number> {
    let texts = (any::<u64>(), 0..40_u32, any::<bool>()).prop_map(|(digits, exponent, negative)| {
        format!("{digits}e{}{exponent}", if negative { "-" } else { "" })
    });
    let hard = select(vec![
        "0",
        "0.70",
        "1e6144",
        "1e-6143",
        "9999999999999999999999999999999999",
        "1e41",
        "25e-60",
    ]);
    prop_oneof![texts, hard.prop_map(str::to_owned)].prop_map(|text| Number::parse_exact(&text).unwrap())
}

fn expr(kind: ExprKind) -> Expr {
    Expr { kind, span: NOWHERE }
}

fn leaf() -> impl Strategy<Value = ExprKind> {
    prop_oneof![
        Just(ExprKind::Null),
        any::<bool>().prop_map(ExprKind::Boolean),
        number().prop_map(ExprKind::Number),
        any::<String>().prop_map(ExprKind::Text),
        ".*".prop_map(ExprKind::Text),
        Just(ExprKind::At("P1D".into())),
        name().prop_map(ExprKind::Name),
    ]
}

fn compare_op() -> impl Strategy<Value = CompareOp> {
    use CompareOp::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    select(vec![Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual])
}

fn arithmetic_op() -> impl Strategy<Value = ArithmeticOp> {
    use ArithmeticOp::{Add, Divide, Multiply, Power, Subtract};
    select(vec![Add, Subtract, Multiply, Divide, Power])
}

fn ty() -> BoxedStrategy<TypeName> {
    let named = select(vec!["number", "date and time", "credit grade", "my.Type", "Any"]);
    let leaf = named.prop_map(|name| TypeName::Named(name.to_owned()));
    leaf.prop_recursive(3, 8, 3, |inner| {
        let members = vec((select(vec!["a", "first name"]).prop_map(str::to_owned), inner.clone()), 0..3);
        prop_oneof![
            inner.clone().prop_map(|ty| TypeName::List(Box::new(ty))),
            inner.clone().prop_map(|ty| TypeName::Range(Box::new(ty))),
            members.prop_map(TypeName::Context),
            (vec(inner.clone(), 0..3), inner).prop_map(|(ins, out)| TypeName::Function(ins, Box::new(out))),
        ]
    })
    .boxed()
}

type Inner = BoxedStrategy<Expr>;

fn boxed(inner: &Inner) -> impl Strategy<Value = Box<Expr>> + use<> {
    inner.clone().prop_map(Box::new)
}

fn range(inner: &Inner) -> impl Strategy<Value = ExprKind> + use<> {
    let end = (inner.clone(), any::<bool>());
    (option::of(end.clone()), end, any::<bool>()).prop_map(|(first, second, swap)| {
        let (low, high) = (first, Some(second));
        let (low, high) = if swap { (high, low) } else { (low, high) };
        ExprKind::Range(Box::new(Range { low, high }))
    })
}

fn test(inner: &Inner) -> impl Strategy<Value = Test> + use<> {
    let kind = prop_oneof![
        (compare_op(), inner.clone()).prop_map(|(op, end)| TestKind::Compare(op, end)),
        inner
            .clone()
            .prop_filter("has a canonical form as a comparison", |value| !is_open(value))
            .prop_map(TestKind::Value),
    ];
    kind.prop_map(|kind| Test { kind, span: NOWHERE })
}

fn is_open(value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Points(..) => true,
        ExprKind::Range(range) => range.low.is_none() || range.high.is_none(),
        _ => false,
    }
}

fn flat(parts: Vec<Expr>, and: bool) -> ExprKind {
    let parts = parts.into_iter().flat_map(|part| match part.kind {
        ExprKind::And(parts) if and => parts,
        ExprKind::Or(parts) if !and => parts,
        kind => vec![expr(kind)],
    });
    if and { ExprKind::And(parts.collect()) } else { ExprKind::Or(parts.collect()) }
}

fn operation(inner: &Inner) -> BoxedStrategy<ExprKind> {
    let one = || boxed(inner);
    prop_oneof![
        one().prop_map(ExprKind::Negate),
        (arithmetic_op(), one(), one()).prop_map(|(op, a, b)| ExprKind::Arithmetic(op, a, b)),
        (compare_op(), one(), one()).prop_map(|(op, a, b)| ExprKind::Compare(op, a, b)),
        (vec(inner.clone(), 2..4), any::<bool>()).prop_map(|(parts, and)| flat(parts, and)),
        (one(), one(), one()).prop_map(|(a, b, c)| ExprKind::Between(a, b, c)),
        (one(), vec(test(inner), 1..3)).prop_map(|(value, tests)| ExprKind::In(value, tests)),
        (one(), ty()).prop_map(|(value, ty)| ExprKind::InstanceOf(value, ty)),
    ]
    .boxed()
}

fn suffix(inner: &Inner) -> BoxedStrategy<ExprKind> {
    let member = select(vec!["b", "in", "first name", "time offset"]).prop_map(str::to_owned);
    let argument = |named: bool, (name, value)| Argument { name: named.then_some((name, NOWHERE)), value };
    let arguments = (any::<bool>(), vec((name(), inner.clone()), 0..3))
        .prop_map(move |(named, list)| list.into_iter().map(|item| argument(named, item)).collect());
    prop_oneof![
        (boxed(inner), member).prop_map(|(value, name)| ExprKind::Path(value, name, NOWHERE)),
        (boxed(inner), boxed(inner)).prop_map(|(value, condition)| ExprKind::Filter(value, condition)),
        (boxed(inner), arguments).prop_map(|(callee, arguments)| ExprKind::Call(callee, arguments)),
    ]
    .boxed()
}

fn group(inner: &Inner) -> BoxedStrategy<ExprKind> {
    let key = select(vec!["a", "", "p q", "if", "x\"\\", "+", "收入"]).prop_map(str::to_owned);
    let entry = (key, inner.clone()).prop_map(|(key, value)| (key, NOWHERE, value));
    let equality = select(vec![CompareOp::Equal, CompareOp::NotEqual]);
    prop_oneof![
        vec(inner.clone(), 0..3).prop_map(ExprKind::List),
        range(inner),
        (equality, boxed(inner)).prop_map(|(op, end)| ExprKind::Points(op, end)),
        vec(entry, 0..3).prop_map(ExprKind::Context),
    ]
    .boxed()
}

fn form(inner: &Inner) -> BoxedStrategy<ExprKind> {
    let iteration = (name(), inner.clone(), option::of(inner.clone()))
        .prop_map(|(name, source, end)| Iteration { name, span: NOWHERE, source, end })
        .boxed();
    let parameter =
        (name(), option::of(ty())).prop_map(|(name, ty)| Parameter { name, span: NOWHERE, ty }).boxed();
    let body = || boxed(inner);
    prop_oneof![
        (body(), body(), body()).prop_map(|(a, b, c)| ExprKind::If(a, b, c)),
        (vec(iteration.clone(), 1..3), body()).prop_map(|(over, body)| ExprKind::For(over, body)),
        (vec(iteration.clone(), 1..3), body()).prop_map(|(over, body)| ExprKind::Some(over, body)),
        (vec(iteration, 1..3), body()).prop_map(|(over, body)| ExprKind::Every(over, body)),
        (vec(parameter.clone(), 0..3), body()).prop_map(|(of, body)| ExprKind::Function(of, body)),
        (vec(parameter, 0..3), body()).prop_map(|(of, body)| ExprKind::External(of, body)),
    ]
    .boxed()
}

pub(super) fn expression() -> BoxedStrategy<Expr> {
    nested(leaf().prop_map(expr).boxed())
}

fn nested(leaf: Inner) -> Inner {
    leaf.prop_recursive(5, 40, 4, |inner| {
        prop_oneof![operation(&inner), suffix(&inner), group(&inner), form(&inner)].prop_map(expr)
    })
    .boxed()
}

pub(super) fn cell() -> BoxedStrategy<UnaryTests> {
    let input = Just(expr(ExprKind::Name("?".into())));
    let tests = vec(test(&nested(prop_oneof![leaf().prop_map(expr), input].boxed())).boxed(), 1..3);
    prop_oneof![
        1 => Just(UnaryTests::Any),
        6 => tests.clone().prop_map(UnaryTests::OneOf),
        3 => tests.prop_map(UnaryTests::NoneOf),
    ]
    .boxed()
}
