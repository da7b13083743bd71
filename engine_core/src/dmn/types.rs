//! Item definitions → types.
use std::collections::HashMap;
use std::sync::Arc;

use super::compile::Problems;
use super::element::{Element, name_of};
use super::models::{Models, prefixed};
use crate::diagnostic::{Code, did_you_mean};
use crate::feel::general::{FeelType, ItemType, Lookup, UnaryTests};
use crate::feel::{Names, parse_unary_tests};
use crate::source::Scalar;

/// The types that the expressions of one model may name.
#[derive(Debug, Default)]
pub struct Types<'a> {
    /// The types by name.
    pub by_name: HashMap<Arc<str>, FeelType>,
    /// The texts of their allowed values.
    pub allowed: HashMap<Arc<str>, &'a Scalar>,
}

/// The types of all models, in the order of the models.
#[must_use]
pub fn all<'a>(models: &Models<'a>, problems: &mut Problems<'_>) -> Vec<Types<'a>> {
    let mut reading = Reading { models, problems, done: HashMap::new(), open: Vec::new() };
    let mut all = Vec::new();
    for (number, model) in models.list.iter().enumerate() {
        let mut types = Types::default();
        let imported = model.imports.iter().map(|(prefix, target)| (prefix.as_str(), *target));
        for (prefix, target) in imported.chain([("", number)]) {
            let root = models.list.get(target).map(|model| model.root);
            for item in root.into_iter().flat_map(|root| root.all("itemDefinition")) {
                let Some(name) = item.attribute("name").map(|name| name_of(&name.text)) else { continue };
                let ty = reading.defined(target, &name, item);
                let seen: Arc<str> = prefixed(prefix, &name).into();
                if let Some(values) = item.child("allowedValues").and_then(|it| it.text_of("text")) {
                    types.allowed.insert(Arc::clone(&seen), values);
                }
                types.by_name.insert(seen, ty);
            }
        }
        all.push(types);
    }
    all
}

impl Types<'_> {
    /// The type that a `typeRef` names; `None` where nothing of that name is known.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<FeelType> {
        let name = name_of(name);
        self.by_name.get(&*name).cloned().or_else(|| built_in(&name)).or_else(|| {
            // DMN 1.1 writes names with a prefix of XML: `feel:string`.
            let (_, local) = name.rsplit_once(':')?;
            self.by_name.get(local).cloned().or_else(|| built_in(local))
        })
    }

    /// A close name.
    #[must_use]
    pub fn near(&self, name: &str) -> Option<String> {
        let known = self.by_name.keys().map(AsRef::as_ref).chain(BUILT_IN);
        did_you_mean(name, known).map(|known| format!("did you mean `{known}`?"))
    }
}

impl Lookup for &Types<'_> {
    fn input(&mut self, _name: &str) -> Option<u32> {
        None
    }

    fn named_type(&mut self, name: &str) -> Option<FeelType> {
        self.by_name.get(name).cloned()
    }
}

const BUILT_IN: [&str; 10] = [
    "Any",
    "number",
    "string",
    "boolean",
    "date",
    "time",
    "date and time",
    "days and time duration",
    "years and months duration",
    "context",
];

fn built_in(name: &str) -> Option<FeelType> {
    FeelType::named(name)
}

struct Reading<'r, 'a, 'f> {
    models: &'r Models<'a>,
    problems: &'r mut Problems<'f>,
    done: HashMap<(usize, String), FeelType>,
    open: Vec<(usize, String)>,
}

impl<'a> Reading<'_, 'a, '_> {
    fn defined(&mut self, model: usize, name: &str, item: Element<'a>) -> FeelType {
        let key = (model, name.to_owned());
        if let Some(ty) = self.done.get(&key) {
            return ty.clone();
        }
        self.open.push(key.clone());
        let ty = self.item(model, name, item);
        self.open.pop();
        self.done.insert(key, ty.clone());
        ty
    }

    /// The type of an item definition or of a component.
    fn item(&mut self, model: usize, name: &str, item: Element<'a>) -> FeelType {
        let components: Vec<Element<'a>> = item.all("itemComponent").collect();
        let base = if let Some(function) = item.child("functionItem") {
            self.function(model, function)
        } else if components.is_empty() {
            item.text_of("typeRef").map_or(FeelType::Any, |name| self.named(model, name))
        } else {
            let members = components.into_iter().filter_map(|component| {
                let name = name_of(&component.attribute("name")?.text);
                let ty = self.item(model, &name, component);
                Some((name.into(), ty))
            });
            FeelType::Context(members.collect::<Vec<_>>().into())
        };
        let allowed = item.child("allowedValues").and_then(|it| it.text_of("text"));
        let constraint = item.child("typeConstraint").and_then(|it| it.text_of("text"));
        let base = if item.flag("isCollection") {
            let element = self.restricted(name, base, allowed);
            FeelType::List(Arc::new(element))
        } else {
            self.restricted(name, base, allowed)
        };
        let allowed = constraint.and_then(|text| self.tests(text));
        FeelType::Item(Arc::new(ItemType { name: name.into(), base, allowed }))
    }

    fn restricted(&mut self, name: &str, base: FeelType, allowed: Option<&Scalar>) -> FeelType {
        match allowed.and_then(|text| self.tests(text)) {
            None => base,
            allowed => FeelType::Item(Arc::new(ItemType { name: name.into(), base, allowed })),
        }
    }

    fn tests(&mut self, text: &Scalar) -> Option<UnaryTests> {
        if text.text.trim().is_empty() {
            return None;
        }
        match parse_unary_tests(&text.text, &Names::new()) {
            Ok(tree) => {
                let tests = UnaryTests::of(&tree, &mut &Types::default(), 0);
                tests.faults().iter().for_each(|fault| self.problems.fault(text, fault));
                Some(tests)
            }
            Err(error) => {
                self.problems.syntax(text, &error);
                None
            }
        }
    }

    fn function(&mut self, model: usize, function: Element<'a>) -> FeelType {
        let parameters = function.all("parameters");
        let parameters =
            parameters.map(|it| self.referred(model, it.attribute("typeRef"))).collect::<Vec<_>>();
        let result = self.referred(model, function.attribute("outputTypeRef"));
        FeelType::Function(parameters.into(), Arc::new(result))
    }

    fn referred(&mut self, model: usize, name: Option<&'a Scalar>) -> FeelType {
        name.map_or(FeelType::Any, |name| self.named(model, name))
    }

    /// The type of a name within item definitions. One that is made of itself is there no further told apart.
    fn named(&mut self, model: usize, written: &'a Scalar) -> FeelType {
        let wanted = name_of(&written.text);
        let local = wanted.rsplit_once(':').map(|(_, local)| local.to_owned());
        for wanted in [Some(wanted.clone()), local].into_iter().flatten() {
            if let Some(ty) = self.item_named(model, &wanted) {
                return ty;
            }
        }
        self.problems.report(
            Code::DmnType,
            written.place,
            format!("there is no type `{wanted}`"),
            "name an item definition of the model, or one of FEEL's types".to_owned(),
        );
        FeelType::Any
    }

    fn item_named(&mut self, model: usize, wanted: &str) -> Option<FeelType> {
        let known = self.models.list.get(model)?;
        let imports = known.imports.iter().map(|(prefix, number)| (prefix.clone(), *number));
        let places: Vec<(String, usize)> = [(String::new(), model)].into_iter().chain(imports).collect();
        for (prefix, number) in places {
            let local = match prefix.as_str() {
                "" => wanted,
                prefix => match wanted.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('.')) {
                    Some(local) => local,
                    None => continue,
                },
            };
            if self.open.contains(&(number, local.to_owned())) {
                return Some(FeelType::Any);
            }
            let root = self.models.list.get(number)?.root;
            let named =
                |item: &Element<'a>| item.attribute("name").is_some_and(|name| name_of(&name.text) == local);
            if let Some(item) = root.all("itemDefinition").find(named) {
                return Some(self.defined(number, local, item));
            }
        }
        built_in(wanted)
    }
}
