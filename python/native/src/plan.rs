//! Which attribute of an object gives which fact: worked out once for a class, and kept as long as the class lives.
//!
//! The fields of pydantic models, msgspec Structs, dataclasses and attrs classes are read from what their classes say of
//! themselves, so that none of these packages is imported here and nothing of theirs is called.
use std::sync::{Arc, OnceLock};

use arc_swap::{ArcSwap, Guard};
use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType, PyWeakrefReference};

use crate::layout::{Layout, Place, Target};
use crate::raw::{Home, State};

/// A key that the bundle knows, in the request itself or in one of its groups.
#[derive(Clone, Copy)]
pub enum Key {
    /// A fact, as an index into the facts of `Keys`.
    Fact(usize),
    /// A group, as an index into its groups.
    Group(usize),
    /// The cause for which a whole group is missing.
    Missing,
}

/// Where an object of a class keeps the facts.
#[derive(Default)]
pub struct Plan {
    /// The attributes of the facts, by their index.
    pub facts: Vec<Option<Py<PyString>>>,
    /// The attributes of the groups, by their index.
    pub groups: Vec<Option<Py<PyString>>>,
    /// All of these attributes in the order of the class.
    order: Vec<(Py<PyString>, Key)>,
    /// The attribute that says why the whole group is missing.
    pub missing: Option<Py<PyString>>,
    /// Fields that are no facts.
    pub unknown: Vec<Py<PyString>>,
    /// Facts that two fields give.
    pub twice: Vec<String>,
    /// Whether an object can have more keys than its class has fields, as pydantic's `extra="allow"` lets in.
    pub extra: bool,
    /// Whether they are fields of a pydantic model, which lie in its own dict. It is slow to ask for an attribute.
    pub pydantic: bool,
    /// The values that stand for no value: msgspec's `UNSET`, pydantic's `MISSING`.
    pub unset: Vec<Py<PyAny>>,
    quick: OnceLock<Option<Fields>>,
}

/// What the quick way reads of an object.
pub struct Fields {
    /// The attributes in the order of the class.
    pub attributes: Vec<Attribute>,
    /// The same, as keys of the object's own dict.
    pub place: Place,
    /// For which state of the class their homes are right.
    pub state: State,
    /// Whether that dict is home to all of them.
    pub in_dict: bool,
}

/// An attribute that gives a fact or a group.
pub struct Attribute {
    /// What it is called.
    pub name: Py<PyString>,
    /// Where it lies.
    pub home: Home,
    /// What it gives.
    pub target: Target,
}

/// A field of a class: its attribute, and the names that it has outside of Python, the closest first.
struct Field {
    attribute: String,
    aliases: Vec<String>,
}

impl Plan {
    /// The plan of a class, as far as it has fields; `key` knows the keys of the bundle in this place.
    fn of(class: &Bound<'_, PyType>, key: &dyn Fn(&str) -> Option<Key>) -> PyResult<Option<Self>> {
        let py = class.py();
        let Some(fields) = fields(class)? else { return Ok(None) };
        let pydantic = class.hasattr("__pydantic_fields__")? && !class.hasattr("__dataclass_fields__")?;
        let mut plan = Self { extra: allows_extra(class)?, pydantic, unset: unset(py)?, ..Self::default() };
        // What a field is called outside of Python is said on purpose, so it comes before what it happens to be called here.
        let named = |field: &Field| field.aliases.iter().find_map(|alias| Some((key(alias)?, alias.clone())));
        for field in &fields {
            let attribute = PyString::intern(py, &field.attribute).unbind();
            let known = named(field).or_else(|| Some((key(&field.attribute)?, field.attribute.clone())));
            let Some((known, name)) = known else {
                plan.unknown.push(attribute);
                continue;
            };
            let slot = match known {
                Key::Fact(index) => slot(&mut plan.facts, index),
                Key::Group(index) => slot(&mut plan.groups, index),
                Key::Missing => Some(&mut plan.missing),
            };
            match slot {
                Some(free @ None) => {
                    plan.order.push((attribute.clone_ref(py), known));
                    *free = Some(attribute);
                }
                _ => plan.twice.push(name),
            }
        }
        Ok(Some(plan))
    }

    /// What the quick way reads, of a class that gives facts and groups alone.
    pub fn quick(&self, layout: &Layout, class: &Bound<'_, PyType>) -> Option<&Fields> {
        if let Some(known) = self.quick.get() {
            return known.as_ref();
        }
        // Not under the cell's lock: this allocates Python's objects, which can run code of a host that comes back here. Of two that work it out,
        // the first one's is kept.
        let fields = self.fields(layout, class);
        let _lost = self.quick.set(fields);
        self.quick.get()?.as_ref()
    }

    fn fields(&self, layout: &Layout, class: &Bound<'_, PyType>) -> Option<Fields> {
        if self.extra || !self.unknown.is_empty() || !self.twice.is_empty() {
            return None;
        }
        let py = class.py();
        let mut fields = Fields {
            attributes: Vec::new(),
            place: Place::default(),
            state: State::of(class),
            in_dict: true,
        };
        for (attribute, key) in &self.order {
            let target = match *key {
                Key::Fact(index) => layout.order.get(index)?.clone(),
                Key::Group(index) => Target::Group(index),
                Key::Missing => continue,
            };
            let name = attribute.bind(py);
            let home = Home::of(class, name).ok()?;
            fields.in_dict &= matches!(home, Home::Dict);
            fields.place.add(py, name.to_str().ok()?, target.clone()).ok()?;
            fields.attributes.push(Attribute { name: attribute.clone_ref(py), home, target });
        }
        fields.place.index();
        Some(fields)
    }

    /// The value of an attribute, if it has one.
    pub fn value<'py>(
        &self,
        object: &Bound<'py, PyAny>,
        dict: Option<&Bound<'py, PyDict>>,
        attribute: &Py<PyString>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let attribute = attribute.bind(object.py());
        let value = match dict {
            Some(dict) => dict.get_item(attribute)?,
            None => object.getattr_opt(attribute)?,
        };
        Ok(value.filter(|value| !self.unset.iter().any(|unset| value.is(unset))))
    }
}

fn slot<T>(slots: &mut Vec<Option<T>>, index: usize) -> Option<&mut Option<T>> {
    if slots.len() <= index {
        slots.resize_with(index + 1, || None);
    }
    slots.get_mut(index)
}

/// Every plan of an engine, by class and by the group in whose place an object stands. No reader waits for another.
#[derive(Default)]
pub struct Plans(ArcSwap<Vec<Arc<Known>>>);

/// A plan, and for what it is.
pub struct Known {
    address: usize,
    group: Option<usize>,
    /// The class itself must not be kept alive; and when it is gone, another one may come to lie at its address.
    class: Py<PyWeakrefReference>,
    plan: Arc<Plan>,
}

/// The plans at one time.
pub struct PlansNow(Guard<Arc<Vec<Arc<Known>>>>);

impl PlansNow {
    /// The plan for an object of a class that was met before.
    pub fn find(&self, object: &Bound<'_, PyAny>, group: Option<usize>) -> Option<&Arc<Plan>> {
        let class = object.get_type();
        let of = |known: &&Arc<Known>| known.address == class.as_ptr().addr() && known.group == group;
        let known = self.0.iter().find(of)?;
        let same = known.class.bind(object.py()).upgrade().is_some_and(|of| of.is(&class));
        same.then_some(&known.plan)
    }
}

impl Plans {
    /// Those of now.
    pub fn now(&self) -> PlansNow {
        PlansNow(self.0.load())
    }

    /// The plan for an object that stands in the place of a group, or of the whole request; `None` where it has no fields.
    pub fn get(
        &self,
        object: &Bound<'_, PyAny>,
        group: Option<usize>,
        key: &dyn Fn(&str) -> Option<Key>,
    ) -> PyResult<Option<Arc<Plan>>> {
        let class = object.get_type();
        if let Some(plan) = self.now().find(object, group) {
            return Ok(Some(Arc::clone(plan)));
        }
        let Some(plan) = Plan::of(&class, key)?.map(Arc::new) else { return Ok(None) };
        let (address, weak) = (class.as_ptr().addr(), PyWeakrefReference::new(&class)?.unbind());
        self.keep(object.py(), Arc::new(Known { address, group, class: weak, plan: Arc::clone(&plan) }));
        Ok(Some(plan))
    }

    /// Keeps a plan, and lets go of those whose classes are gone.
    fn keep(&self, py: Python<'_>, new: Arc<Known>) {
        let lives = |known: &&Arc<Known>| {
            let replaced = known.address == new.address && known.group == new.group;
            !replaced && known.class.bind(py).upgrade().is_some()
        };
        self.0.rcu(|known| {
            let kept = known.iter().filter(lives).chain([&new]);
            kept.map(Arc::clone).collect::<Vec<_>>()
        });
    }
}

fn fields(class: &Bound<'_, PyType>) -> PyResult<Option<Vec<Field>>> {
    if let Some(names) = class.getattr_opt("__struct_fields__")? {
        let outside = class.getattr("__struct_encode_fields__")?.try_iter()?;
        let pairs = names.try_iter()?.zip(outside);
        let fields = pairs.map(|(attribute, alias)| {
            Ok(Field { attribute: attribute?.extract()?, aliases: vec![alias?.extract()?] })
        });
        return fields.collect::<PyResult<_>>().map(Some);
    }
    if let Some(fields) = class.getattr_opt("__pydantic_fields__")? {
        let fields = fields.cast_into::<PyDict>()?;
        return fields.iter().map(|(name, info)| pydantic(&name, &info)).collect::<PyResult<_>>().map(Some);
    }
    if class.hasattr("__dataclass_fields__")? {
        let fields = class.py().import("dataclasses")?.call_method1("fields", (class,))?;
        return named(&fields).map(Some);
    }
    class.getattr_opt("__attrs_attrs__")?.map(|fields| named(&fields)).transpose()
}

fn pydantic(name: &Bound<'_, PyAny>, info: &Bound<'_, PyAny>) -> PyResult<Field> {
    let mut aliases = Vec::new();
    for title in ["serialization_alias", "alias", "validation_alias"] {
        // A validation alias can also be a path or a choice, which name no single key.
        if let Some(alias) = info.getattr_opt(title)?.and_then(|alias| alias.extract().ok()) {
            aliases.push(alias);
        }
    }
    Ok(Field { attribute: name.extract()?, aliases })
}

fn named(fields: &Bound<'_, PyAny>) -> PyResult<Vec<Field>> {
    let names = fields.try_iter()?.map(|field| field?.getattr("name")?.extract());
    names.map(|name| Ok(Field { attribute: name?, aliases: Vec::new() })).collect()
}

fn allows_extra(class: &Bound<'_, PyType>) -> PyResult<bool> {
    let Some(config) = class.getattr_opt("model_config")? else { return Ok(false) };
    let Ok(config) = config.cast_into::<PyDict>() else { return Ok(false) };
    let extra = config.get_item("extra")?;
    Ok(extra.is_some_and(|extra| extra.extract::<&str>().is_ok_and(|extra| extra == "allow")))
}

/// The values that stand for no value, of those packages that the host has imported.
fn unset(py: Python<'_>) -> PyResult<Vec<Py<PyAny>>> {
    let modules = py.import("sys")?.getattr("modules")?.cast_into::<PyDict>()?;
    let mut unset = Vec::new();
    for (module, name) in [("msgspec", "UNSET"), ("pydantic_core", "MISSING")] {
        let Some(module) = modules.get_item(module)? else { continue };
        match module.getattr(name) {
            Ok(value) => unset.push(value.unbind()),
            Err(error) if error.is_instance_of::<PyAttributeError>(py) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(unset)
}

/// Whether a class has the one field `missing` and no other.
pub fn only_missing(class: &Bound<'_, PyType>) -> PyResult<bool> {
    let fields = fields(class)?.unwrap_or_default();
    Ok(matches!(fields.as_slice(), [only] if only.attribute == "missing" && !allows_extra(class)?))
}
