//! The quick way from a request to a frame: through each dict once, each value straight into its cell.
//!
//! It knows only what nearly every request is, all of it right. Whatever else it meets (an unknown or repeated key, a missing fact that must
//! be given, a cause of absence, a value of no plain type or that does not fit), it gives up, and the request is read from
//! the start as `facts` does, which alone says what is wrong. So nothing here has an error.
use engine_core::facts::{Input, Plain, Reader, Reading};
use engine_core::feel::frame::Frame;
use engine_core::flow::Program;
use engine_core::schema::FactId;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::input::quiet;
use crate::layout::{Facts, Layout, Met, Place, Target};
use crate::plan::{Attribute, Plan, Plans};
use crate::raw::{Home, Item, Step, own_dict, walk};

/// One request.
pub struct Quick<'l, 'py> {
    py: Python<'py>,
    layout: &'l Layout,
    reading: Reading<'l>,
    given: Facts,
    /// The groups to go through.
    groups: Vec<(usize, Bound<'py, PyAny>)>,
    /// Facts that came before the consent to which they are bound: not looked at before it is known.
    later: Vec<(FactId, FactId, Bound<'py, PyAny>)>,
}

impl<'l, 'py> Quick<'l, 'py> {
    fn new(py: Python<'py>, layout: &'l Layout, program: &'l Program) -> Self {
        let reading = Reading::new(program);
        Self { py, layout, reading, given: Facts::default(), groups: Vec::new(), later: Vec::new() }
    }

    /// The facts in a frame, if this way leads there.
    #[inline(always)]
    pub fn read(
        layout: &'l Layout,
        program: &'l Program,
        given: &Bound<'py, PyAny>,
        ignore_unknown: bool,
        plans: &Plans,
    ) -> Option<Box<Frame>> {
        let mut quick = Self::new(given.py(), layout, program);
        match given.cast_exact() {
            Ok(dict) => {
                quick.dict(&layout.top, dict, ignore_unknown, &[])?;
            }
            Err(_) => quick.object(given, plans.now().find(given, None)?)?,
        }
        while let Some((group, given)) = quick.groups.pop() {
            match given.cast_exact::<PyDict>() {
                // A dict of one key can say for which cause the whole group is missing.
                Ok(dict) => {
                    quick.dict(layout.groups.get(group)?, dict, ignore_unknown && dict.len() > 1, &[])?;
                }
                Err(_) => quick.object(&given, plans.now().find(&given, Some(group))?)?,
            }
        }
        if quick.finish() { quick.reading.finish().ok() } else { None }
    }

    /// An object by its fields.
    fn object(&mut self, object: &Bound<'py, PyAny>, plan: &Plan) -> Option<()> {
        let class = object.get_type();
        let fields = plan.quick(self.layout, &class)?;
        if let Some(missing) = &plan.missing
            && plan.value(object, None, missing).ok()?.is_some_and(|cause| !cause.is_none())
        {
            return None;
        }
        if plan.pydantic || fields.in_dict && fields.state.is_that_of(&class) {
            let all = self.dict(&fields.place, &own_dict(object)?, true, &plan.unset)?;
            // What is not in the dict may still be a default of the class, but not of a pydantic model.
            return (all || plan.pydantic).then_some(());
        }
        for Attribute { name, home, target } in &fields.attributes {
            let own;
            let item = match home {
                // SAFETY: the plan is of this very class. `take` looks at a value as `Slot::read` asks for.
                #[expect(unsafe_code, reason = "the invariant of `take` is kept")]
                Home::Slot(slot) if fields.state.is_that_of(&class) => unsafe { slot.read(object) },
                _ => {
                    own = object.getattr_opt(name.bind(self.py)).ok()?;
                    own.as_ref().map(Item::of)
                }
            };
            let Some(item) = item else { continue };
            let step = self.take(target, item, &plan.unset);
            if matches!(step, Step::Off) || !self.given.add(target.fact()) {
                return None;
            }
        }
        Some(())
    }

    /// A dict by its keys; whether all that it can have were there, in their order.
    fn dict(
        &mut self,
        place: &Place,
        dict: &Bound<'py, PyDict>,
        skip: bool,
        unset: &[Py<PyAny>],
    ) -> Option<bool> {
        let (mut met, mut ahead) = Met::nothing(place);
        // SAFETY: `take` looks at a plain value without running code of a host, and at any other only after it has taken a reference;
        // then it says that code may have run.
        #[expect(unsafe_code, reason = "the invariant of `take` is kept")]
        let all = unsafe {
            walk(dict, skip, |key| met.find(&mut ahead, key), |target, item| self.take(target, item, unset))
        };
        (all && met.join(&ahead, &mut self.given)).then(|| met.is_all(&ahead))
    }

    #[inline(always)]
    fn take(&mut self, target: &Target, item: Item<'_>, unset: &[Py<PyAny>]) -> Step {
        match target {
            Target::Fact(member) => {
                if let Some(consent) = member.consent
                    && !self.reading.consented(consent)
                {
                    return self.without_consent(member.fact, consent, item, unset);
                }
                self.give(member.fact, &member.reader, item, unset)
            }
            Target::Group(group) => {
                if !is_one_of(&item, unset) {
                    self.groups.push((*group, item.own(self.py)));
                }
                Step::On
            }
        }
    }

    /// A fact that is bound to a consent which was not given, or not yet.
    #[inline(never)]
    fn without_consent(
        &mut self,
        fact: FactId,
        consent: FactId,
        item: Item<'_>,
        unset: &[Py<PyAny>],
    ) -> Step {
        if self.reading.is_null(consent) {
            if is_one_of(&item, unset) {
                return self.unset(fact);
            }
            self.later.push((fact, consent, item.own(self.py)));
        }
        Step::On
    }

    #[inline(always)]
    fn give(&mut self, fact: FactId, reader: &Reader, item: Item<'_>, unset: &[Py<PyAny>]) -> Step {
        if let Some(cell) = reader.read(&item) {
            self.reading.set(fact, cell);
            return Step::On;
        }
        self.give_rarer(fact, item, unset)
    }

    /// A fact whose value stands for none, and is not of a plain type.
    fn unset(&self, fact: FactId) -> Step {
        if self.layout.required.has(fact) { Step::Off } else { Step::On }
    }

    /// A value that does not live in a cell, or a decimal or a date. One that does not fit makes a problem, and so ends the quick way.
    #[inline(never)]
    fn give_rarer(&mut self, fact: FactId, item: Item<'_>, unset: &[Py<PyAny>]) -> Step {
        if is_one_of(&item, unset) {
            return self.unset(fact);
        }
        if let Some(number) = self.layout.decimals.as_ref().and_then(|decimals| decimals.read(&item)) {
            if !self.reading.give_plain(fact, Plain::Number(number)) {
                self.reading.give(fact, &Input::Number(number));
            }
            return Step::On;
        }
        let value = item.own(self.py);
        let Some(input) = quiet(&value) else { return Step::Off };
        self.reading.give(fact, &input);
        // It runs no code by itself, but what it allocates may bring a collection, which does.
        Step::Ran
    }

    /// Looks at what had to wait, and says whether all is there.
    #[inline(always)]
    fn finish(&mut self) -> bool {
        if !self.later.is_empty() {
            for (fact, consent, value) in std::mem::take(&mut self.later) {
                let Some(reader) = self.reading.reader(fact) else { return false };
                if self.reading.consented(consent)
                    && matches!(self.give(fact, reader, Item::of(&value), &[]), Step::Off)
                {
                    return false;
                }
            }
        }
        for &(fact, consent) in &self.layout.bound {
            if !self.reading.consented(consent) {
                self.reading.withhold(fact);
            }
        }
        self.given.hold(&self.layout.required)
    }
}

fn is_one_of(item: &Item<'_>, objects: &[Py<PyAny>]) -> bool {
    objects.iter().any(|object| item.is(object))
}
