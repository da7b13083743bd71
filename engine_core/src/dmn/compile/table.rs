//! Decision tables.
use super::Compiler;
use super::columns::Heads;
use super::env::Env;
use crate::diagnostic::Code;
use crate::dmn::element::Element;
use crate::dmn::index::Rules;
use crate::dmn::program::{Boxed, Logic};
use crate::dmn::table::{Aggregation, Policy, Rule, Table};
use crate::value::Value;

impl<'m, 'a> Compiler<'m, 'a, '_> {
    /// A decision table.
    pub(super) fn table(&mut self, element: Element<'a>, origin: u32, env: &mut Env<'m>) -> Logic {
        let Some(policy) = self.policy(element) else {
            return Logic::Fault("the table has a hit policy that does not exist".into());
        };
        let mark = env.mark();
        let heads = self.columns(element, policy, env);
        let mut rules = Vec::new();
        for rule in element.all("rule") {
            match self.rule(rule, &heads, env) {
                Some(rule) => rules.push(rule),
                None => rules.push(Rule { cells: Box::default(), outputs: Box::default() }),
            }
        }
        env.release(mark);
        if rules.iter().any(|rule| rule.outputs.len() != heads.outputs.len()) {
            return Logic::Fault("a rule of the table has too few or too many cells".into());
        }
        self.name_table(origin, element);
        let table = Table {
            index: Rules::new(&rules, heads.columns.len()),
            columns: heads.columns.into(),
            rules: rules.into(),
            outputs: heads.outputs.into(),
            policy,
        };
        let places: Vec<_> = element.all("rule").map(Element::place).collect();
        self.overlaps(&table, &places);
        Logic::Table(Box::new(table))
    }

    /// Notes and hits of a table speak of it by its label, or by the node that it is of.
    fn name_table(&mut self, origin: u32, element: Element<'a>) {
        let node = self.models.nodes.get(self.node as usize).map_or("", |node| &node.name);
        let label = ["outputLabel", "label"].into_iter().find_map(|name| element.attribute(name));
        let label = label.map_or(node, |label| label.text.as_str());
        if let Some(origin) = self.origins.get_mut(origin as usize) {
            origin.text = label.into();
        }
    }

    fn policy(&mut self, element: Element<'a>) -> Option<Policy> {
        let written = element.attribute("hitPolicy");
        let aggregation = element.attribute("aggregation");
        let policy = written.map_or("UNIQUE", |policy| policy.text.as_str());
        let found = Policy::named(policy, aggregation.map(|it| it.text.as_str()));
        let several = element.all("output").count() > 1;
        match found {
            None => {
                let place = written.map_or(element.place(), |policy| policy.place);
                let message = format!("there is no hit policy `{policy}`");
                let help = "UNIQUE, ANY, FIRST, PRIORITY, RULE ORDER, OUTPUT ORDER or COLLECT";
                self.problems.report(Code::TableForm, place, message, help.to_owned());
            }
            Some(Policy::Collect(Aggregation::Sum | Aggregation::Min | Aggregation::Max)) if several => {
                let place = aggregation.map_or(element.place(), |it| it.place);
                let message = "a table with several outputs cannot be summed up";
                let help = "collect without an aggregation, or make a table of each output";
                self.problems.report(Code::TableForm, place, message, help.to_owned());
                return None;
            }
            Some(_) => {}
        }
        found
    }

    fn rule(&mut self, rule: Element<'a>, heads: &Heads, env: &mut Env<'m>) -> Option<Rule> {
        let tests: Vec<Element<'a>> = rule.all("inputEntry").collect();
        let gives: Vec<Element<'a>> = rule.all("outputEntry").collect();
        let (inputs, outputs) = (heads.columns.len(), heads.outputs.len());
        if tests.len() != inputs || gives.len() != outputs {
            let message = format!(
                "the rule has {} input and {} output cells, and the table {inputs} and {outputs} columns",
                tests.len(),
                gives.len(),
            );
            self.problems.report(
                Code::TableForm,
                rule.place(),
                message,
                "each rule has one cell for each column".to_owned(),
            );
            return None;
        }
        let mut cells = Vec::with_capacity(inputs);
        for (test, column) in tests.into_iter().zip(&heads.columns) {
            cells.push(self.cell(test.text_of("text"), column.slot, column.value.ty.as_ref(), env));
        }
        let mut values = Vec::with_capacity(outputs);
        for (entry, output) in gives.into_iter().zip(&heads.outputs) {
            let mut value = self.entry(entry, env);
            if let Some(ty) = &output.ty {
                self.border(&mut value, ty.clone(), None);
            }
            values.push(value);
        }
        Some(Rule { cells: cells.into(), outputs: values.into() })
    }

    /// An output cell, or a default.
    pub(super) fn entry(&mut self, entry: Element<'a>, env: &mut Env<'m>) -> Boxed {
        let text = entry.text_of("text").filter(|text| !text.text.trim().is_empty());
        let place = text.map_or(entry.place(), |text| text.place);
        let origin = self.origin(place, text.map_or("", |text| &text.text));
        let logic = text.map_or(Logic::Constant(Value::Null), |text| self.feel(text, env));
        Boxed { logic, ty: None, origin }
    }
}
