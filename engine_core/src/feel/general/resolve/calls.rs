//! Calls: of the table's rows where the name means a built-in function, of a value everywhere else.
use super::{Resolver, fault, key};
use crate::diagnostic::Code;
use crate::feel::ast::{Argument, Expr, ExprKind, Span};
use crate::feel::builtins::{self, Builtin};
use crate::feel::general::node::{Node, Op};
use crate::feel::general::scope::Unknown;
use crate::feel::general::session::Fault;

impl Resolver<'_> {
    pub(super) fn call(&mut self, callee: &Expr, arguments: &[Argument]) -> Op {
        let name = match &callee.kind {
            ExprKind::Name(name) if !self.shadows(name) => Some(name.as_str()),
            _ => None,
        };
        match (name, arguments) {
            (Some("now"), []) if self.lookup.has_clock() => return Op::Now,
            (Some("today"), []) if self.lookup.has_clock() => return Op::Today,
            // A host without a clock may know the day.
            (Some("today"), []) => {
                if let Some(day) = self.known("today()") {
                    return day;
                }
            }
            _ => {}
        }
        let rows: Vec<&'static Builtin> = name.into_iter().flat_map(builtins::find).collect();
        if !rows.is_empty() {
            return self.builtin(rows, arguments);
        }
        let callee = match name {
            Some(name) => Node { op: self.function_named(name, callee.span), span: callee.span },
            None => self.expr(callee),
        };
        let arguments = arguments
            .iter()
            .map(|argument| (argument.name.as_ref().map(|(name, _)| key(name)), self.expr(&argument.value)));
        Op::Call(Box::new(callee), arguments.collect())
    }

    fn builtin(&mut self, rows: Vec<&'static Builtin>, arguments: &[Argument]) -> Op {
        if arguments.iter().any(|argument| argument.name.is_some()) {
            let named = arguments.iter().map(|argument| {
                let name = argument.name.as_ref().map_or("", |(name, _)| name);
                (key(name), self.expr(&argument.value))
            });
            return Op::NamedBuiltin(rows.into(), named.collect());
        }
        let nodes: Box<[Node]> = arguments.iter().map(|argument| self.expr(&argument.value)).collect();
        let known: Vec<String> = rows.iter().map(|row| row.signature()).collect();
        let fitting: Box<[&'static Builtin]> =
            rows.into_iter().filter(|row| row.accepts(nodes.len())).collect();
        if fitting.is_empty() {
            return fault(format!("{} arguments are given to {}", nodes.len(), known.join(" or ")));
        }
        Op::Builtin(fitting, nodes)
    }

    /// A function that is no built-in one: within filters it may be a member.
    fn function_named(&mut self, name: &str, span: Span) -> Op {
        if self.in_filter() {
            return self.name(name, span);
        }
        self.lookup.unknown(name, span, Unknown::Function);
        let op = self.no_function(name);
        if let Op::Fault(why) = &op {
            self.faults.push(Fault { code: Code::UnknownFunction, span, message: why.to_string() });
        }
        op
    }

    fn no_function(&self, name: &str) -> Op {
        let help = crate::diagnostic::did_you_mean(name, builtins::names());
        let help = help.map_or_else(String::new, |known| format!("; did you mean `{known}(…)`?"));
        fault(format!("there is no function `{name}`{help}"))
    }
}
