//! Boxed expressions.
use std::sync::Arc;

use super::Compiler;
use super::env::Env;
use crate::diagnostic::Code;
use crate::dmn::element::{Element, name_of};
use crate::dmn::program::{Boxed, Entry, Logic, Loop};
use crate::feel::general::{Expression, FeelType, Session};
use crate::feel::{parse_expression, print_expression};
use crate::source::Scalar;
use crate::value::Value;

impl<'m, 'a> Compiler<'m, 'a, '_> {
    /// Any expression.
    pub(super) fn boxed(&mut self, element: Element<'a>, env: &mut Env<'m>) -> Boxed {
        self.boxed_named(element, None, env)
    }

    /// An expression that gives the value of a slot: a function there may call itself.
    fn boxed_named(&mut self, element: Element<'a>, own: Option<u32>, env: &mut Env<'m>) -> Boxed {
        let shown = element.text_of("text").map_or(element.name(), |text| text.text.as_str());
        let origin = self.origin(element.place(), shown);
        let logic = match element.name() {
            "literalExpression" => self.literal(element, env),
            "context" => self.context(element, env),
            "invocation" => self.invocation(element, env),
            "list" => Logic::List(element.expressions().map(|item| self.boxed(item, env)).collect()),
            "relation" => self.relation(element, env),
            "functionDefinition" => self.lambda(element, own, env),
            "conditional" => self.conditional(element, env),
            "filter" => self.iterated(element, ["in", "match"], env).map_or_else(missing, Logic::Filter),
            "for" => self.iterated(element, ["in", "return"], env).map_or_else(missing, Logic::For),
            "some" => self.iterated(element, ["in", "satisfies"], env).map_or_else(missing, Logic::Some),
            "every" => self.iterated(element, ["in", "satisfies"], env).map_or_else(missing, Logic::Every),
            _ => self.table(element, origin, env),
        };
        let mut boxed = Boxed { logic, ty: None, origin };
        // The types of a table's values are those of its outputs; its own is that of all that it gives.
        if let Some(name) = element.attribute("typeRef")
            && element.name() != "decisionTable"
            && let Some(ty) = self.type_in(self.model(), name)
        {
            self.border(&mut boxed, ty, Some(name));
        }
        boxed
    }

    /// Puts a border around an expression; what is certain not to conform is found.
    pub(super) fn border(&mut self, boxed: &mut Boxed, ty: FeelType, name: Option<&Scalar>) {
        if matches!(ty.base(), FeelType::Any) && matches!(ty, FeelType::Any) {
            return;
        }
        if let Logic::Constant(value) = &boxed.logic {
            match ty.coerce(value, &mut Session::new()) {
                Ok(Some(value)) => {
                    boxed.logic = Logic::Constant(value);
                    return;
                }
                Ok(None) => {
                    let place = self.origins.get(boxed.origin as usize).map(|origin| origin.place);
                    let message = format!(
                        "`{}` is no {}",
                        crate::value::ops::to_feel_text(value),
                        name.map_or_else(|| ty.to_string(), |name| name.text.clone())
                    );
                    if let Some(place) = place {
                        self.problems.report(Code::TypeMismatch, place, message, String::new());
                    }
                }
                Err(_exhausted) => {}
            }
        }
        boxed.ty = Some(ty);
    }

    /// A literal expression.
    fn literal(&mut self, element: Element<'a>, env: &mut Env<'m>) -> Logic {
        let language = element.attribute("expressionLanguage").map_or("", |it| it.text.as_str());
        if !language.is_empty() && !language.to_uppercase().contains("FEEL") {
            let place = element.place();
            let message = format!("the expression is in `{language}`");
            self.problems.report(Code::DmnForm, place, message, "only FEEL is run".to_owned());
            return Logic::Fault(format!("the expression is in `{language}`, which is not run here").into());
        }
        match element.text_of("text") {
            Some(text) => self.feel(text, env),
            None => Logic::Constant(Value::Null),
        }
    }

    /// FEEL.
    pub(super) fn feel(&mut self, text: &Scalar, env: &mut Env<'m>) -> Logic {
        match self.expression(text, env) {
            Err(why) => Logic::Fault(why),
            Ok(expression) => match expression.constant() {
                Some(value) => Logic::Constant(value.clone()),
                None => Logic::Literal(expression),
            },
        }
    }

    /// An expression that may be any; what is wrong with its form otherwise.
    pub(super) fn expression(&mut self, text: &Scalar, env: &mut Env<'m>) -> Result<Expression, Box<str>> {
        match parse_expression(&text.text, &env.names) {
            Ok(tree) => {
                self.printed.insert(text.place, print_expression(&tree));
                let expression = Expression::of(&tree, env);
                expression.faults().iter().for_each(|fault| self.problems.fault(text, fault));
                Ok(expression)
            }
            Err(error) => {
                self.problems.syntax(text, &error);
                Err(error.message.into())
            }
        }
    }

    fn context(&mut self, element: Element<'a>, env: &mut Env<'m>) -> Logic {
        let mark = env.mark();
        let mut entries: Vec<Entry> = Vec::new();
        let mut result = None;
        for entry in element.all("contextEntry") {
            let variable = entry.child("variable");
            let name =
                variable.and_then(|it| it.attribute("name")).filter(|name| !name.text.trim().is_empty());
            let slot = env.slot();
            let own = name.map(|name| {
                let name = name_of(&name.text);
                let mark = env.mark();
                let function = entry.child("functionDefinition").is_some();
                if function {
                    env.bind_to(&name, slot);
                }
                (name, mark, function)
            });
            let mut value = match entry.expression() {
                Some(expression) => self.boxed_named(expression, own.as_ref().map(|_| slot), env),
                None => {
                    let origin = self.origin(entry.place(), "contextEntry");
                    Boxed { logic: Logic::Constant(Value::Null), ty: None, origin }
                }
            };
            if let Some(ty) = variable.and_then(|it| it.attribute("typeRef"))
                && value.ty.is_none()
            {
                value = self.bordered(value, Some(ty), self.model());
            }
            let Some((name, mark, _)) = own else {
                result = Some(Box::new(value));
                continue;
            };
            env.release(mark);
            if entries.iter().any(|known| *known.name == *name) {
                let place = variable.map_or(entry.place(), Element::place);
                let message = format!("the context has two entries `{name}`");
                self.problems.report(Code::NameClash, place, message, "rename one of the two".to_owned());
                continue;
            }
            env.bind_to(&name, slot);
            entries.push(Entry { name: name.into(), slot, value });
        }
        env.release(mark);
        Logic::Context(entries.into(), result)
    }

    fn invocation(&mut self, element: Element<'a>, env: &mut Env<'m>) -> Logic {
        let Some(callee) = element.expression() else { return missing() };
        let callee = self.boxed(callee, env);
        let mut bindings: Vec<(Arc<str>, Boxed)> = Vec::new();
        for binding in element.all("binding") {
            let Some(name) = binding.child("parameter").and_then(|it| it.attribute("name")) else { continue };
            let value = match binding.expression() {
                Some(value) => self.boxed(value, env),
                None => {
                    let origin = self.origin(binding.place(), "binding");
                    Boxed { logic: Logic::Constant(Value::Null), ty: None, origin }
                }
            };
            bindings.push((name_of(&name.text).into(), value));
        }
        Logic::Invocation(Box::new(callee), bindings.into())
    }

    fn relation(&mut self, element: Element<'a>, env: &mut Env<'m>) -> Logic {
        let columns: Vec<Arc<str>> = element
            .all("column")
            .map(|column| column.attribute("name").map_or_else(String::new, |it| name_of(&it.text)).into())
            .collect();
        let types: Vec<Option<&'a Scalar>> =
            element.all("column").map(|column| column.attribute("typeRef")).collect();
        let mut rows: Vec<Box<[Boxed]>> = Vec::new();
        for row in element.all("row") {
            let mut cells: Vec<Boxed> = row.expressions().map(|cell| self.boxed(cell, env)).collect();
            if cells.len() != columns.len() {
                let message =
                    format!("the row has {} cells, and there are {} columns", cells.len(), columns.len());
                self.problems.report(Code::TableForm, row.place(), message, String::new());
                continue;
            }
            for (cell, ty) in cells.iter_mut().zip(&types) {
                if let Some(name) = ty
                    && cell.ty.is_none()
                    && let Some(ty) = self.type_in(self.model(), name)
                {
                    self.border(cell, ty, Some(name));
                }
            }
            rows.push(cells.into());
        }
        Logic::Relation(columns.into(), rows.into())
    }

    fn conditional(&mut self, element: Element<'a>, env: &mut Env<'m>) -> Logic {
        let mut part = |name| {
            let expression = element.child(name).and_then(Element::expression)?;
            Some(self.boxed(expression, env))
        };
        match (part("if"), part("then"), part("else")) {
            (Some(condition), Some(then), Some(other)) => {
                Logic::Conditional(Box::new([condition, then, other]))
            }
            _ => missing(),
        }
    }

    fn iterated(&mut self, element: Element<'a>, parts: [&str; 2], env: &mut Env<'m>) -> Option<Box<Loop>> {
        let [source, body] = parts.map(|name| element.child(name).and_then(Element::expression));
        let source = self.boxed(source?, env);
        let mark = env.mark();
        let (slot, partial) = (env.slot(), env.slot());
        if element.name() == "filter" {
            env.bind_to("item", slot);
            env.bind_item(slot);
        } else {
            let name = element.attribute("iteratorVariable").map_or_else(String::new, |it| name_of(&it.text));
            if element.name() == "for" {
                env.bind_to("partial", partial);
            }
            env.bind_to(&name, slot);
        }
        let body = self.boxed(body?, env);
        env.release(mark);
        Some(Box::new(Loop { source, slot, partial, body }))
    }
}

fn missing() -> Logic {
    Logic::Fault("a part of the expression is missing".into())
}
