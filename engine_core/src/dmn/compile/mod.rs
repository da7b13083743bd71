//! Models → a program. All mistakes are found, each at its element.
mod boxed;
mod cell;
mod columns;
mod env;
mod function;
mod graph;
mod names;
mod overlap;
mod problems;
mod table;

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

pub use self::problems::Problems;

use self::env::Env;
use super::canonical;
use super::models::{Models, NodeKind, Written, prefixed};
use super::program::{Boxed, Kind, Node, Origin, Program, Routine, Service};
use super::types::{self, Types};
use crate::diagnostic::{Code, Findings};
use crate::feel::Names;
use crate::feel::general::{FeelType, Parameter};
use crate::source::{FileId, Place, Scalar, Sources};

/// Compiles the model in a file with all that it imports; `None` where an error stands in the way.
#[must_use]
pub fn compile(
    sources: &Sources,
    main: FileId,
    mut findings: Findings,
    lenient: bool,
) -> (Option<Program>, Findings) {
    let Some(models) = Models::read(sources, main, &mut findings) else { return (None, findings) };
    let mut problems = Problems { sources, findings, lenient };
    let types = types::all(&models, &mut problems);
    let mut compiler = Compiler::new(&models, &types, problems);
    let program = compiler.program();
    let findings = compiler.problems.findings;
    if findings.any_error() { (None, findings) } else { (Some(program), findings) }
}

struct Compiler<'m, 'a, 'f> {
    models: &'m Models<'a>,
    types: &'m [Types<'a>],
    problems: Problems<'f>,
    /// The names of members in all models.
    members: Names,
    origins: Vec<Origin>,
    /// Expressions as they are printed from their trees, for the digest.
    printed: HashMap<Place, String>,
    /// Whether an expression asks for the clock.
    clock: Rc<Cell<bool>>,
    /// The node that is being compiled.
    node: u32,
}

impl<'m, 'a, 'f> Compiler<'m, 'a, 'f> {
    fn new(models: &'m Models<'a>, types: &'m [Types<'a>], problems: Problems<'f>) -> Self {
        let members = names::members(models, types);
        Self {
            models,
            types,
            problems,
            members,
            origins: Vec::new(),
            printed: HashMap::new(),
            clock: Rc::default(),
            node: 0,
        }
    }

    fn program(&mut self) -> Program {
        let models = self.models;
        let count = u32::try_from(models.nodes.len()).unwrap_or(u32::MAX);
        let requires: Vec<Vec<u32>> = (0..count).map(|node| self.requires(node)).collect();
        let order = graph::order(models, &requires, &mut self.problems);
        let decision =
            |node: &u32| models.nodes.get(*node as usize).is_some_and(|node| node.kind == NodeKind::Decision);
        let prefixes = models.prefixes();
        let mut nodes = Vec::with_capacity(models.nodes.len());
        for (number, written) in (0..).zip(&models.nodes) {
            self.node = number;
            let required = requires.get(number as usize).map_or(&[][..], Vec::as_slice);
            let kind = self.kind(written, required);
            let prefix = prefixes.get(written.model).map_or("", String::as_str);
            nodes.push(Node {
                name: prefixed(prefix, &written.name).into(),
                own: written.model == 0,
                ty: self.node_type(written),
                place: written.place,
                kind,
            });
        }
        let names = names::of_facts(models, &nodes);
        let digest = canonical::digest(models, &self.printed);
        let root = models.list.first().map(|model| model.root);
        let attribute = |name| root.and_then(|root| root.attribute(name)).map_or("", |it| it.text.as_str());
        Program {
            name: attribute("name").to_owned(),
            namespace: attribute("namespace").to_owned(),
            order: order.into_iter().filter(decision).collect(),
            nodes: nodes.into(),
            names,
            origins: std::mem::take(&mut self.origins).into(),
            files: models.list.iter().map(|model| model.root.place().file).collect(),
            clock: self.clock.get(),
            digest,
        }
    }

    /// What must be there before a node: for a service the decisions that it gives, less those that are given to it.
    fn requires(&mut self, node: u32) -> Vec<u32> {
        match self.models.nodes.get(node as usize).map(|node| node.kind) {
            Some(NodeKind::Service) => {
                graph::referred(self.models, node, "outputDecision", &mut self.problems)
            }
            _ => graph::requirements(self.models, node, &mut self.problems),
        }
    }

    /// The type of a node's value, or of what it gives when it is called.
    fn node_type(&mut self, written: &Written<'a>) -> FeelType {
        let declared = written.type_ref.and_then(|name| self.type_in(written.model, name));
        match (written.kind, declared) {
            (_, None) => FeelType::Any,
            (NodeKind::Input | NodeKind::Decision, Some(ty)) => ty,
            // The variable of a function may be of a function's type, or of its result's.
            (NodeKind::Knowledge | NodeKind::Service, Some(ty)) => match ty.base() {
                FeelType::Function(_, result) => (**result).clone(),
                _ => ty,
            },
        }
    }

    fn kind(&mut self, written: &Written<'a>, required: &[u32]) -> Kind {
        match written.kind {
            NodeKind::Input => Kind::Input,
            NodeKind::Decision => {
                let Some(body) = written.element.expression() else { return Kind::Decision(None) };
                let (mut env, requires) = self.scope(written.model, required, &[]);
                let body = self.boxed(body, &mut env);
                let body = self.bordered(body, written.type_ref, written.model);
                Kind::Decision(Some(Routine { slots: env.slots(), requires, body }))
            }
            NodeKind::Knowledge => Kind::Knowledge(self.knowledge(written, required)),
            NodeKind::Service => Kind::Service(self.service(required)),
        }
    }

    /// A scope with parameters in the first slots, then what is required.
    fn scope(
        &mut self,
        model: usize,
        required: &[u32],
        parameters: &[Parameter],
    ) -> (Env<'m>, Box<[(u32, u32)]>) {
        let types = self.types.get(model).unwrap_or(&EMPTY);
        let mut names = self.members.clone();
        types.by_name.keys().for_each(|name| names.add_type(name));
        let mut env = Env::new(names, types, Rc::clone(&self.clock));
        let slots: Vec<u32> = parameters.iter().map(|_| env.slot()).collect();
        let mut requires = Vec::with_capacity(required.len());
        for &node in required {
            match self.models.seen(model, node) {
                Some(name) => requires.push((node, env.bind(&name))),
                None => self.not_imported(node),
            }
        }
        for (parameter, slot) in parameters.iter().zip(slots) {
            env.bind_to(&parameter.name, slot);
        }
        (env, requires.into())
    }

    fn not_imported(&mut self, required: u32) {
        let Some(here) = self.models.nodes.get(self.node as usize) else { return };
        let name = self.models.nodes.get(required as usize).map_or("", |node| &node.name);
        let message = format!("`{name}` stands in a model that this one does not import");
        self.problems.findings.add(
            Code::DmnReference,
            here.place,
            message,
            "add an `<import>` of its namespace",
        );
    }

    fn service(&mut self, outputs: &[u32]) -> Service {
        let node = self.node;
        let mut inputs = graph::referred(self.models, node, "inputData", &mut self.problems);
        inputs.extend(graph::referred(self.models, node, "inputDecision", &mut self.problems));
        let _ = graph::referred(self.models, node, "encapsulatedDecision", &mut self.problems);
        let model = self.models.nodes.get(node as usize).map_or(0, |node| node.model);
        let mut parameters = Vec::with_capacity(inputs.len());
        for &input in &inputs {
            let Some(written) = self.models.nodes.get(input as usize) else { continue };
            let name = self.models.seen(model, input).unwrap_or_else(|| written.name.to_string());
            parameters.push(Parameter { name: name.into(), ty: self.node_type(written) });
        }
        let named = |&output: &u32| {
            let name = self.models.nodes.get(output as usize).map_or("", |node| &node.variable);
            (Arc::from(name), output)
        };
        Service {
            parameters: parameters.into(),
            inputs: inputs.into(),
            outputs: outputs.iter().map(named).collect(),
        }
    }

    /// The type that a `typeRef` of a model names.
    fn type_in(&mut self, model: usize, name: &Scalar) -> Option<FeelType> {
        if name.text.trim().is_empty() {
            return None;
        }
        let types = self.types.get(model).unwrap_or(&EMPTY);
        let found = types.find(&name.text);
        if found.is_none() {
            let help = types
                .near(&name.text)
                .unwrap_or_else(|| "name an item definition of the model, or one of FEEL's types".to_owned());
            let message = format!("there is no type `{}`", name.text);
            // The value is then of any type.
            let code = if self.problems.lenient { Code::DmnUnchecked } else { Code::DmnType };
            self.problems.findings.add(code, name.place, message, help);
        }
        found
    }

    /// The number of a new origin.
    fn origin(&mut self, place: Place, text: &str) -> u32 {
        self.origins.push(Origin { node: self.node, place, text: text.into() });
        u32::try_from(self.origins.len() - 1).unwrap_or(u32::MAX)
    }

    /// The expression with the border of a declared type around it.
    fn bordered(&mut self, mut boxed: Boxed, name: Option<&'a Scalar>, model: usize) -> Boxed {
        let Some(ty) = name.and_then(|name| self.type_in(model, name)) else { return boxed };
        self.border(&mut boxed, ty, name);
        boxed
    }
}

static EMPTY: std::sync::LazyLock<Types<'static>> = std::sync::LazyLock::new(Types::default);
