//! Cells: tests against constants where they are that, worked out otherwise.
use super::Compiler;
use super::env::Env;
use crate::diagnostic::Code;
use crate::dmn::table::{Cell, Constant, Constants};
use crate::feel::ast::{self, ExprKind, TestKind};
use crate::feel::general::{Expression, FeelType, UnaryTests};
use crate::feel::{parse_unary_tests, print_unary_tests};
use crate::source::Scalar;
use crate::value::Value;

impl<'m> Compiler<'m, '_, '_> {
    /// The cell of a text, for the value in a slot that is of a type where one is known.
    pub(super) fn cell(
        &mut self,
        text: Option<&Scalar>,
        slot: u32,
        ty: Option<&FeelType>,
        env: &mut Env<'m>,
    ) -> Cell {
        let Some(text) = text.filter(|text| !text.text.trim().is_empty()) else { return Cell::Any };
        let tree = match parse_unary_tests(&text.text, &env.names) {
            Ok(tree) => tree,
            Err(error) => {
                self.problems.syntax(text, &error);
                return Cell::Constants(Constants { negated: false, tests: Box::default() });
            }
        };
        self.printed.insert(text.place, print_unary_tests(&tree));
        let constants = match &tree {
            ast::UnaryTests::Any => return Cell::Any,
            ast::UnaryTests::OneOf(tests) => constants(tests, env).map(|tests| (false, tests)),
            ast::UnaryTests::NoneOf(tests) => constants(tests, env).map(|tests| (true, tests)),
        };
        if let Some((negated, tests)) = constants {
            if let Some(ty) = ty {
                self.check_kinds(text, &tests, ty);
            }
            return Cell::Constants(Constants { negated, tests });
        }
        let tests = UnaryTests::of(&tree, env, slot);
        tests.faults().iter().for_each(|fault| self.problems.fault(text, fault));
        Cell::Tests(Box::new(tests))
    }

    /// A test against a constant of another kind can never hold.
    fn check_kinds(&mut self, text: &Scalar, tests: &[Constant], ty: &FeelType) {
        let wanted = ty.base();
        if !matches!(wanted, FeelType::Number | FeelType::Text | FeelType::Boolean) {
            return;
        }
        for test in tests {
            let (Constant::Compare(_, value) | Constant::Within(value)) = test;
            let tested = match value {
                Value::Range(range) => match (&range.low, &range.high) {
                    (Some(end), _) | (_, Some(end)) => &end.value,
                    (None, None) => continue,
                },
                Value::List(_) | Value::Null => continue,
                value => value,
            };
            if !wanted.has_instance(tested) {
                let message =
                    format!("`{}` is never true of a {wanted}", crate::value::ops::to_feel_text(value));
                self.problems.report(Code::TypeMismatch, text.place, message, String::new());
            }
        }
    }
}

/// The tests, if all of them are against constants.
fn constants(tests: &[ast::Test], env: &mut Env<'_>) -> Option<Box<[Constant]>> {
    tests.iter().map(|test| constant(test, env)).collect()
}

fn constant(test: &ast::Test, env: &mut Env<'_>) -> Option<Constant> {
    let of = |expr: &ast::Expr, env: &mut Env<'_>| Expression::of(expr, env).constant().cloned();
    match &test.kind {
        TestKind::Compare(op, operand) => Some(Constant::Compare(*op, of(operand, env)?)),
        TestKind::Value(ast::Expr { kind: ExprKind::Points(op, end), .. }) => {
            Some(Constant::Compare(*op, of(end, env)?))
        }
        // A function's truth may be meant, not the function.
        TestKind::Value(ast::Expr { kind: ExprKind::Call(..), .. }) => None,
        TestKind::Value(value) => match of(value, env)? {
            Value::Function(_) => None,
            // `1 = 1` as a cell is no word of its own: what it means depends on the input.
            Value::Boolean(_) if !matches!(value.kind, ExprKind::Boolean(_)) => None,
            value => Some(Constant::Within(value)),
        },
    }
}
