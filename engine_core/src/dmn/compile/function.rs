//! Functions: business knowledge models, and function definitions within expressions.
use std::sync::Arc;

use super::Compiler;
use super::env::Env;
use crate::diagnostic::Code;
use crate::dmn::element::{Element, name_of};
use crate::dmn::models::Written;
use crate::dmn::program::{Boxed, Function, Lambda, Logic, Routine};
use crate::feel::general::{FeelType, Parameter};

impl<'m, 'a> Compiler<'m, 'a, '_> {
    /// A business knowledge model.
    pub(super) fn knowledge(&mut self, written: &Written<'a>, required: &[u32]) -> Function {
        let logic = written.element.child("encapsulatedLogic");
        let parameters = logic.map(|logic| self.parameters(logic, written.model)).unwrap_or_default();
        // It may call itself, also where it does not say that it requires itself.
        let mut required = required.to_vec();
        if !required.contains(&self.node) {
            required.push(self.node);
        }
        let (mut env, requires) = self.scope(written.model, &required, &parameters);
        let body = match logic {
            Some(logic) => self.body(logic, &mut env),
            None => {
                let origin = self.origin(written.element.place(), &written.name);
                let why = format!("`{}` has no logic", written.name);
                Boxed { logic: Logic::Fault(why.into()), ty: None, origin }
            }
        };
        Function { parameters: parameters.into(), routine: Routine { slots: env.slots(), requires, body } }
    }

    fn parameters(&mut self, function: Element<'a>, model: usize) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for formal in function.all("formalParameter") {
            let Some(written) = formal.attribute("name") else {
                let message = "a parameter has no name";
                self.problems.findings.add(
                    Code::DmnForm,
                    formal.place(),
                    message,
                    "give it the attribute `name`",
                );
                continue;
            };
            let name = name_of(&written.text);
            if parameters.iter().any(|known| *known.name == *name) {
                let message = format!("two parameters are named `{name}`");
                self.problems.findings.add(Code::NameClash, written.place, message, "rename one of the two");
            }
            let ty = formal.attribute("typeRef").and_then(|ty| self.type_in(model, ty));
            parameters.push(Parameter { name: name.into(), ty: ty.unwrap_or(FeelType::Any) });
        }
        parameters
    }

    /// What a function does.
    fn body(&mut self, function: Element<'a>, env: &mut Env<'m>) -> Boxed {
        let kind = function.attribute("kind").map_or("FEEL", |kind| kind.text.as_str());
        match (kind, function.expression()) {
            ("FEEL" | "", Some(body)) => self.boxed(body, env),
            ("FEEL" | "", None) => self.fault(function, "the function has no logic"),
            (other, _) => {
                let why = format!("the function is in {other}, which is not run here");
                self.fault(function, &why)
            }
        }
    }

    fn fault(&mut self, element: Element<'a>, why: &str) -> Boxed {
        let origin = self.origin(element.place(), element.name());
        Boxed { logic: Logic::Fault(why.into()), ty: None, origin }
    }

    /// A function within an expression; `own` is the slot of the name that it has there.
    pub(super) fn lambda(&mut self, element: Element<'a>, own: Option<u32>, env: &mut Env<'m>) -> Logic {
        let model = self.model();
        let parameters = self.parameters(element, model);
        let mark = env.mark();
        let first = u32::try_from(env.slots()).unwrap_or(u32::MAX);
        parameters.iter().for_each(|parameter| {
            env.bind(&parameter.name);
        });
        let body = self.body(element, env);
        env.release(mark);
        Logic::Function(Arc::new(Lambda {
            parameters: parameters.into(),
            first,
            own,
            slots: env.slots(),
            body,
        }))
    }

    /// The number of the model that is being compiled.
    pub(super) fn model(&self) -> usize {
        self.models.nodes.get(self.node as usize).map_or(0, |node| node.model)
    }
}
