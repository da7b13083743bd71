//! The columns of a decision table: what is tested, and what is given.
use super::Compiler;
use super::env::Env;
use crate::diagnostic::Code;
use crate::dmn::element::{Element, name_of};
use crate::dmn::program::{Boxed, Logic};
use crate::dmn::table::{Column, Output, Policy};
use crate::feel::ast::{TestKind, UnaryTests};
use crate::feel::general::{Expression, FeelType};
use crate::feel::{Names, parse_unary_tests};
use crate::source::Scalar;
use crate::value::Value;

/// The columns.
#[derive(Debug)]
pub(super) struct Heads {
    pub columns: Vec<Column>,
    pub outputs: Vec<Output>,
}

impl<'m, 'a> Compiler<'m, 'a, '_> {
    pub(super) fn columns(&mut self, table: Element<'a>, policy: Policy, env: &mut Env<'m>) -> Heads {
        let columns = table.all("input").map(|input| self.column(input, env)).collect();
        let several = table.all("output").count() > 1;
        let outputs: Vec<Output> =
            table.all("output").map(|output| self.output(table, output, several, env)).collect();
        if outputs.is_empty() {
            let message = "the table gives nothing";
            self.problems.report(Code::TableForm, table.place(), message, "give it an `<output>`".to_owned());
        }
        if matches!(policy, Policy::Priority | Policy::OutputOrder)
            && outputs.iter().all(|output| output.order.is_empty())
        {
            let message = "no output has values whose order could decide";
            let help = "list them as the output's `<outputValues>`, the one that goes before first";
            self.problems.report(Code::TableForm, table.place(), message, help.to_owned());
        }
        Heads { columns, outputs }
    }

    fn column(&mut self, input: Element<'a>, env: &mut Env<'m>) -> Column {
        let expression = input.child("inputExpression");
        let text = expression.and_then(|it| it.text_of("text"));
        let place = text.map_or(input.place(), |text| text.place);
        let origin = self.origin(place, text.map_or("", |text| &text.text));
        let logic = match text {
            Some(text) => self.feel(text, env),
            None => {
                let message = "the column tests nothing";
                let help = "give its `<inputExpression>` a text";
                self.problems.report(Code::TableForm, input.place(), message, help.to_owned());
                Logic::Constant(Value::Null)
            }
        };
        let mut value = Boxed { logic, ty: None, origin };
        if let Some(name) = expression.and_then(|it| it.attribute("typeRef"))
            && let Some(ty) = self.type_in(self.model(), name)
        {
            self.border(&mut value, ty, Some(name));
        }
        let slot = env.slot();
        let values = input.child("inputValues").and_then(|it| it.text_of("text"));
        let allowed = values
            .filter(|text| !text.text.trim().is_empty())
            .map(|text| self.cell(Some(text), slot, value.ty.as_ref(), env));
        Column { value, slot, allowed }
    }

    fn output(
        &mut self,
        table: Element<'a>,
        output: Element<'a>,
        several: bool,
        env: &mut Env<'m>,
    ) -> Output {
        let name = output.attribute("name").filter(|name| !name.text.trim().is_empty());
        if several && name.is_none() {
            let message = "one of several outputs has no name";
            self.problems.report(
                Code::TableForm,
                output.place(),
                message,
                "give it the attribute `name`".to_owned(),
            );
        }
        let model = self.model();
        let written = output.attribute("typeRef");
        let ty = written.and_then(|name| self.type_in(model, name)).filter(|ty| *ty != FeelType::Any);
        // A single output is of the table's type, where it has none of its own and the table gives no list of it.
        let type_ref = written.or_else(|| table.attribute("typeRef")).or_else(|| self.node_type_ref());
        let order = match output.child("outputValues").and_then(|it| it.text_of("text")) {
            Some(text) => self.values(text),
            None => type_ref
                .filter(|_| !several || written.is_some())
                .and_then(|name| self.types.get(model)?.allowed.get(name.text.as_str()).copied())
                .map(|text| self.values(text))
                .unwrap_or_default(),
        };
        let default = output.child("defaultOutputEntry").map(|entry| {
            let mut value = self.entry(entry, env);
            if let Some(ty) = &ty {
                self.border(&mut value, ty.clone(), written);
            }
            value
        });
        let name = name.map_or_else(String::new, |name| name_of(&name.text));
        Output { name: name.into(), ty, order, default }
    }

    fn node_type_ref(&self) -> Option<&'a Scalar> {
        self.models.nodes.get(self.node as usize).and_then(|node| node.type_ref)
    }

    /// The values that a list of tests names, in its order.
    fn values(&mut self, text: &Scalar) -> Box<[Value]> {
        let tests = match parse_unary_tests(&text.text, &Names::new()) {
            Ok(UnaryTests::OneOf(tests)) => tests,
            Ok(UnaryTests::Any | UnaryTests::NoneOf(_)) => return Box::default(),
            Err(error) => {
                self.problems.syntax(text, &error);
                return Box::default();
            }
        };
        let empty = crate::dmn::types::Types::default();
        let values = tests.iter().filter_map(|test| match &test.kind {
            TestKind::Value(value) => Expression::of(value, &mut &empty).constant().cloned(),
            TestKind::Compare(..) => None,
        });
        values.collect()
    }
}
