//! Which attribute of an object gives which fact: worked out once for a class, and kept as long as the class lives.
//!
//! The fields of pydantic models, msgspec Structs, dataclasses and attrs classes are read from what their classes say of
//! themselves, so that none of these packages is imported here and nothing of theirs is called.
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType, PyWeakrefReference};

use crate::layout::{Layout, Place, Target};

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
    /// The attribute that says why the whole group is missing.
    pub missing: Option<Py<PyString>>,
    /// Fields that are no facts.
    pub unknown: Vec<Py<PyString>>,
    /// Facts that two fields give.
    pub twice: Vec<String>,
    /// Whether an object can have more keys than its class has fields, as pydantic's `extra="allow"` lets in.
    pub extra: bool,
    /// Whether the fields lie in the object's own dict. A pydantic model is slow to ask for an attribute.
    pub in_dict: bool,
    /// The values that stand for no value: msgspec's `UNSET`, pydantic's `MISSING`.
    pub unset: Vec<Py<PyAny>>,
    quick: OnceLock<Option<Fields>>,
}

/// What the quick way reads of an object.
pub struct Fields {
    /// The attributes in the order of reading facts, then those of the groups.
    pub attributes: Vec<(Py<PyString>, Target)>,
    /// The same, as keys of the object's own dict.
    pub place: Place,
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
        let in_dict = class.hasattr("__pydantic_fields__")? && !class.hasattr("__dataclass_fields__")?;
        let mut plan = Self { extra: allows_extra(class)?, in_dict, unset: unset(py)?, ..Self::default() };
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
                Some(free @ None) => *free = Some(attribute),
                _ => plan.twice.push(name),
            }
        }
        Ok(Some(plan))
    }

    /// What the quick way reads, of a class that gives facts and groups alone.
    pub fn quick(&self, layout: &Layout) -> Option<&Fields> {
        self.quick.get_or_init(|| self.fields(layout)).as_ref()
    }

    fn fields(&self, layout: &Layout) -> Option<Fields> {
        if self.extra || !self.unknown.is_empty() || !self.twice.is_empty() {
            return None;
        }
        let facts =
            self.facts.iter().zip(&layout.order).map(|(attribute, target)| (attribute, target.clone()));
        let groups = self.groups.iter().zip(0..).map(|(attribute, index)| (attribute, Target::Group(index)));
        let members =
            facts.chain(groups).filter_map(|(attribute, target)| Some((attribute.as_ref()?, target)));
        Python::attach(|py| {
            let (mut attributes, mut place) = (Vec::new(), Place::default());
            for (attribute, target) in members {
                place.add(py, attribute.bind(py).to_str().ok()?, target.clone()).ok()?;
                attributes.push((attribute.clone_ref(py), target));
            }
            place.index();
            Some(Fields { attributes, place })
        })
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

/// Every plan of an engine, by class and by the group in whose place an object stands.
#[derive(Default)]
pub struct Plans {
    known: RwLock<HashMap<(usize, Option<usize>), Known>>,
}

struct Known {
    /// The class itself must not be kept alive; and when it is gone, another one may come to lie at its address.
    class: Py<PyWeakrefReference>,
    plan: Arc<Plan>,
}

impl Plans {
    /// The plan for an object of a class that was met before.
    pub fn known(&self, object: &Bound<'_, PyAny>, group: Option<usize>) -> Option<Arc<Plan>> {
        let class = object.get_type();
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        // The object holds its class, so that letting go of it here cannot run anything.
        let known = known.get(&(class.as_ptr().addr(), group))?;
        let same = known.class.bind(object.py()).upgrade().is_some_and(|of| of.is(&class));
        same.then(|| Arc::clone(&known.plan))
    }

    /// The plan for an object that stands in the place of a group, or of the whole request; `None` where it has no fields.
    pub fn get(
        &self,
        object: &Bound<'_, PyAny>,
        group: Option<usize>,
        key: &dyn Fn(&str) -> Option<Key>,
    ) -> PyResult<Option<Arc<Plan>>> {
        let py = object.py();
        let class = object.get_type();
        let place = (class.as_ptr().addr(), group);
        if let Some(plan) = self.known(object, group) {
            return Ok(Some(plan));
        }
        let Some(plan) = Plan::of(&class, key)?.map(Arc::new) else { return Ok(None) };
        let class = PyWeakrefReference::new(&class)?.unbind();
        self.keep(py, place, Known { class, plan: Arc::clone(&plan) });
        Ok(Some(plan))
    }

    /// Keeps a plan, and lets go of those whose classes are gone. Nothing of Python is freed under the lock: that could run
    /// a host's code, which could come back here.
    fn keep(&self, py: Python<'_>, place: (usize, Option<usize>), plan: Known) {
        let mut gone = Vec::new();
        let mut alive = Vec::new();
        {
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            let dead: Vec<_> = known
                .iter()
                .filter_map(|(place, known)| match known.class.bind(py).upgrade() {
                    Some(class) => {
                        alive.push(class);
                        None
                    }
                    None => Some(*place),
                })
                .collect();
            gone.extend(dead.iter().filter_map(|place| known.remove(place)));
            gone.extend(known.insert(place, plan));
        }
        drop((gone, alive));
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
