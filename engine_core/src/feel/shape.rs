//! A tree as nested lists, for tests: everything but the places, with nothing left to precedence.

use super::ast::{
    Argument, Expr, ExprKind, Iteration, Parameter, Range, Test, TestKind, TypeName, UnaryTests,
};

pub(super) fn shape(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Null => "null".into(),
        ExprKind::Boolean(value) => value.to_string(),
        ExprKind::Number(number) => plain(&number.to_string()),
        ExprKind::Text(text) => format!("{text:?}"),
        ExprKind::At(text) => format!("@{text:?}"),
        ExprKind::Name(name) => format!("`{name}`"),
        ExprKind::Path(operand, name, _) => format!("(. {} `{name}`)", shape(operand)),
        ExprKind::Negate(operand) => format!("(neg {})", shape(operand)),
        ExprKind::Arithmetic(op, left, right) => format!("({op:?} {} {})", shape(left), shape(right)),
        ExprKind::Compare(op, left, right) => format!("({op:?} {} {})", shape(left), shape(right)),
        ExprKind::And(parts) => format!("(and {})", all(parts)),
        ExprKind::Or(parts) => format!("(or {})", all(parts)),
        ExprKind::Between(value, low, high) => {
            format!("(between {} {} {})", shape(value), shape(low), shape(high))
        }
        ExprKind::In(value, tests) => format!("(in {} {})", shape(value), tests_shape(tests)),
        ExprKind::If(condition, yes, no) => format!("(if {} {} {})", shape(condition), shape(yes), shape(no)),
        ExprKind::Call(callee, arguments) => {
            format!("(call {} [{}])", shape(callee), list(arguments, argument))
        }
        ExprKind::List(items) => format!("[{}]", all(items)),
        ExprKind::Range(range) => range_shape(range),
        ExprKind::Points(op, end) => format!("(points {op:?} {})", shape(end)),
        ExprKind::Context(entries) => {
            format!("{{{}}}", list(entries, |(key, _, value)| format!("{key:?}: {}", shape(value))))
        }
        ExprKind::Filter(operand, condition) => format!("(filter {} {})", shape(operand), shape(condition)),
        ExprKind::For(iterations, body) => format!("(for [{}] {})", list(iterations, iteration), shape(body)),
        ExprKind::Some(iterations, body) => {
            format!("(some [{}] {})", list(iterations, iteration), shape(body))
        }
        ExprKind::Every(iterations, body) => {
            format!("(every [{}] {})", list(iterations, iteration), shape(body))
        }
        ExprKind::Function(parameters, body) => {
            format!("(function [{}] {})", list(parameters, parameter), shape(body))
        }
        ExprKind::External(parameters, body) => {
            format!("(external [{}] {})", list(parameters, parameter), shape(body))
        }
        ExprKind::InstanceOf(operand, ty) => format!("(instance {} {})", shape(operand), type_shape(ty)),
    }
}

pub(super) fn cell_shape(tests: &UnaryTests) -> String {
    match tests {
        UnaryTests::Any => "any".into(),
        UnaryTests::OneOf(tests) => format!("(one {})", tests_shape(tests)),
        UnaryTests::NoneOf(tests) => format!("(none {})", tests_shape(tests)),
    }
}

// A number by its value: `0.70` is `0.7`.
fn plain(digits: &str) -> String {
    if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        digits.to_owned()
    }
}

fn list<T>(items: &[T], shape: impl Fn(&T) -> String) -> String {
    items.iter().map(shape).collect::<Vec<_>>().join(" ")
}

fn all(items: &[Expr]) -> String {
    list(items, shape)
}

fn tests_shape(tests: &[Test]) -> String {
    list(tests, |test| match &test.kind {
        TestKind::Compare(op, end) => format!("<{op:?} {}>", shape(end)),
        TestKind::Value(value) => format!("<{}>", shape(value)),
    })
}

fn argument(argument: &Argument) -> String {
    let name = argument.name.as_ref().map(|(name, _)| format!("{name:?}= "));
    name.unwrap_or_default() + &shape(&argument.value)
}

fn range_shape(range: &Range) -> String {
    let end = |end: &Option<(Expr, bool)>| match end {
        None => "open".into(),
        Some((end, included)) => format!("{} {}", shape(end), if *included { "in" } else { "out" }),
    };
    format!("(range {}, {})", end(&range.low), end(&range.high))
}

fn iteration(iteration: &Iteration) -> String {
    let end = iteration.end.as_ref().map(|end| format!("..{}", shape(end)));
    format!("{:?} {}{}", iteration.name, shape(&iteration.source), end.unwrap_or_default())
}

fn parameter(parameter: &Parameter) -> String {
    let ty = parameter.ty.as_ref().map(|ty| format!(": {}", type_shape(ty)));
    format!("{:?}{}", parameter.name, ty.unwrap_or_default())
}

fn type_shape(ty: &TypeName) -> String {
    match ty {
        TypeName::Named(name) => format!("{name:?}"),
        TypeName::List(inner) => format!("list<{}>", type_shape(inner)),
        TypeName::Range(inner) => format!("range<{}>", type_shape(inner)),
        TypeName::Context(members) => {
            format!("context<{}>", list(members, |(name, ty)| format!("{name:?}: {}", type_shape(ty))))
        }
        TypeName::Function(parameters, result) => {
            format!("function<{}>->{}", list(parameters, type_shape), type_shape(result))
        }
    }
}
