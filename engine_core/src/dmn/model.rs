//! A compiled model: what a host asks.
use std::sync::Arc;

use super::compile;
use super::program::{Kind, Node, Program};
use super::run::{Machine, Values};
use super::text;
use crate::diagnostic::{Diagnostic, Findings};
use crate::engine::on_own_stack;
use crate::feel::ast::Span;
use crate::feel::general::{Exhausted, FeelType, Parameter, Session};
use crate::source::{FileId, Sources};
use crate::value::Value;

/// A compiled model. Immutable, cheap to clone, shared by all threads.
#[derive(Clone, Debug)]
pub struct Model {
    program: Arc<Program>,
}

/// What a node is to a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Role {
    Input,
    Decision,
    Knowledge,
    Service,
}

/// The values of one request.
#[derive(Clone, Debug)]
pub struct Given {
    values: Values,
}

impl Given {
    /// Gives the value of a node, as [`Model::accept`] brings it to its type.
    pub fn set(&mut self, node: u32, value: Value) {
        if let Some(slot) = self.values.get_mut(node as usize) {
            *slot = Some(value);
        }
    }

    /// The value of a node, as far as it has one by now.
    #[must_use]
    pub fn get(&self, node: u32) -> Option<&Value> {
        self.values.get(node as usize).and_then(Option::as_ref)
    }
}

impl Model {
    /// Compiles the model in a file, with those that it imports from the other files. The findings hold everything that is
    /// wrong with it. `lenient` runs a model as it is: an expression that is wrong is null, as the standard says, and the
    /// finding a warning.
    #[must_use]
    pub fn compile(
        sources: &Sources,
        main: FileId,
        findings: Findings,
        lenient: bool,
    ) -> (Option<Self>, Vec<Diagnostic>) {
        on_own_stack(|| {
            let (program, findings) = compile::compile(sources, main, findings.clone(), lenient);
            let findings_ok = !findings.any_error();
            let model = program.filter(|_| findings_ok).map(|program| Self { program: Arc::new(program) });
            (model, findings.sorted())
        })
    }

    /// The same for a bundle that is compiled already on a stack of its own; with the files that took part.
    pub(super) fn of_bundle(sources: &Sources, main: FileId) -> (Option<Self>, Vec<Diagnostic>, Vec<FileId>) {
        let (program, findings) = compile::compile(sources, main, Findings::default(), false);
        let files = program.as_ref().map_or_else(Vec::new, |program| program.files.to_vec());
        let model = program.map(|program| Self { program: Arc::new(program) });
        (model, findings.sorted(), files)
    }

    /// The compiled model.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// SHA-256 over the canonical model, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> String {
        self.program.digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The number of what facts, decisions, knowledge models or services are named.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<u32> {
        self.program.names.get(name).copied()
    }

    /// A node.
    #[must_use]
    pub fn node(&self, number: u32) -> Option<&Node> {
        self.program.nodes.get(number as usize)
    }

    /// The nodes of the main model of some role, in the order of the file.
    pub fn own(&self, role: Role) -> impl Iterator<Item = (u32, &Node)> {
        (0..).zip(&self.program.nodes).filter(move |(_, node)| node.own && node.role() == role)
    }

    /// A request without values.
    #[must_use]
    pub fn given(&self) -> Given {
        Given { values: vec![None; self.program.nodes.len()] }
    }

    /// What a value becomes as that of a node; `None` where it does not conform to the node's type.
    ///
    /// # Errors
    /// When a test of allowed values is exhausted.
    pub fn accept(
        &self,
        node: u32,
        value: Value,
        session: &mut Session<'_>,
    ) -> Result<Option<Value>, Exhausted> {
        match self.node(node).map(|node| &node.ty) {
            None | Some(FeelType::Any) => Ok(Some(value)),
            Some(ty) => ty.coerce(&value, session),
        }
    }

    /// A value of a node that came as JSON: texts are dates, times and durations where the node's type says so.
    #[must_use]
    pub fn read_text(&self, node: u32, value: &Value) -> Value {
        self.node(node).map_or_else(|| value.clone(), |node| text::read(&node.ty, value))
    }

    /// Works decisions out, and what they require; their values are among those of the request afterwards.
    ///
    /// # Errors
    /// When the session's bounds are exhausted.
    pub fn decide(
        &self,
        wanted: impl Iterator<Item = u32>,
        given: &mut Given,
        session: &mut Session<'_>,
    ) -> Result<(), Exhausted> {
        Machine { program: &self.program, session }.decide(wanted, &mut given.values)
    }

    /// A decision and all that it needs, as far as it is not given.
    #[must_use]
    pub fn needed(&self, decision: u32, given: &[u32]) -> Vec<u32> {
        let mut needed = vec![decision];
        let mut next = 0;
        while let Some(&node) = needed.get(next) {
            next += 1;
            if given.contains(&node) {
                continue;
            }
            if let Some(Kind::Decision(Some(routine))) = self.node(node).map(|node| &node.kind) {
                for &(required, _) in &routine.requires {
                    if !needed.contains(&required) {
                        needed.push(required);
                    }
                }
            }
        }
        needed
    }

    /// The parameters of what can be called.
    #[must_use]
    pub fn parameters(&self, node: u32) -> Option<&[Parameter]> {
        match &self.node(node)?.kind {
            Kind::Knowledge(function) => Some(&function.parameters),
            Kind::Service(service) => Some(&service.parameters),
            Kind::Input | Kind::Decision(_) => None,
        }
    }

    /// Calls a knowledge model or a service. An argument of the wrong type makes a knowledge model null; a service runs with null in its place.
    ///
    /// # Errors
    /// When the session's bounds are exhausted.
    pub fn call(
        &self,
        node: u32,
        arguments: Vec<Value>,
        session: &mut Session<'_>,
    ) -> Result<Value, Exhausted> {
        let mut machine = Machine { program: &self.program, session };
        match self.node(node).map(|node| &node.kind) {
            Some(Kind::Service(service)) => {
                let mut values = Vec::with_capacity(arguments.len());
                for (parameter, argument) in service.parameters.iter().zip(arguments) {
                    values.push(parameter.ty.border(&argument, machine.session)?);
                }
                let value = machine.call(node, values)?;
                match self.node(node) {
                    Some(node) => node.ty.border(&value, machine.session),
                    None => Ok(value),
                }
            }
            _ => {
                let function = machine.function(node).unwrap_or_default();
                crate::feel::general::call(&function, arguments, Span::default(), machine.session)
            }
        }
    }
}

impl Node {
    /// What it is to a host.
    #[must_use]
    pub const fn role(&self) -> Role {
        match self.kind {
            Kind::Input => Role::Input,
            Kind::Decision(_) => Role::Decision,
            Kind::Knowledge(_) => Role::Knowledge,
            Kind::Service(_) => Role::Service,
        }
    }
}
