//! Attributes that have a place of their own in the object, as `__slots__` and msgspec's Structs give them.
//!
//! Asking an object for an attribute finds out anew, each time, where its class keeps it. That is found out once here, and holds as
//! long as nothing of the class or its bases is changed.
use std::marker::PhantomData;
use std::ptr::{self, NonNull};

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyType};

use super::Item;

/// Where an object keeps an attribute, in bytes from its beginning.
pub struct Slot(isize);

/// The state of a class: another one after each change to it or to its bases.
pub struct State(u32);

impl Slot {
    /// The slot of an attribute, if that is all that is asked for when an object of this very class is asked for it.
    pub fn of(class: &Bound<'_, PyType>, attribute: &Bound<'_, PyString>) -> PyResult<Option<Self>> {
        if cfg!(not(known_layout)) {
            return Ok(None);
        }
        let mut found = None;
        for base in class.mro() {
            let own = base.getattr("__dict__")?.call_method1("get", (attribute,))?;
            if !own.is_none() {
                found = Some(own);
                break;
            }
        }
        let Some(found) = found else { return Ok(None) };
        // SAFETY: the class is alive, and how it gets attributes is a pointer that is only compared. `found` is alive; if it is
        // exactly a member descriptor, it is one of C's and Python's own, whose layout is public, with a definition that lives as long.
        unsafe {
            let class = class.as_type_ptr();
            let usual: ffi::getattrofunc = ffi::PyObject_GenericGetAttr;
            let usual = (*class).tp_getattro.is_some_and(|get| ptr::fn_addr_eq(get, usual));
            if !usual || ffi::Py_TYPE(found.as_ptr()) != &raw mut ffi::PyMemberDescr_Type {
                return Ok(None);
            }
            let member: *const ffi::PyMemberDescrObject = found.as_ptr().cast();
            let (of, member) = ((*member).d_common.d_type, (*member).d_member);
            let plain = (*member).type_code == ffi::Py_T_OBJECT_EX
                && (*member).flags & !ffi::Py_READONLY == 0
                && ffi::PyType_IsSubtype(class, of) != 0;
            Ok(plain.then_some(Self((*member).offset)))
        }
    }

    /// The value, if there is one.
    ///
    /// # Safety
    /// The object is of the very class for which the slot was found, and this thread is attached to Python. The value is looked at
    /// only until code of a host runs, but for a reference that was taken to it.
    #[inline(always)]
    pub unsafe fn read<'a>(&self, object: &'a Bound<'_, PyAny>) -> Option<Item<'a>> {
        // SAFETY: the member descriptor says that at this place every object of the class keeps a pointer, to an object that it holds, or
        // null. The layout of a class never changes. With a GIL no other thread changes the pointer meanwhile.
        let value = unsafe { *object.as_ptr().byte_offset(self.0).cast::<*mut ffi::PyObject>() };
        NonNull::new(value).map(|value| Item(value, PhantomData))
    }
}

impl State {
    /// The state of now.
    pub fn of(class: &Bound<'_, PyType>) -> Self {
        Self(tag(class))
    }

    /// Whether a class is in this state still. One that Python keeps no count of never is.
    #[inline]
    pub fn is_that_of(&self, class: &Bound<'_, PyType>) -> bool {
        self.0 != 0 && self.0 == tag(class)
    }
}

/// The tag that Python gives to each state of a class; 0 if it has none.
fn tag(class: &Bound<'_, PyType>) -> u32 {
    if cfg!(not(known_layout)) {
        return 0;
    }
    // SAFETY: the class is alive, and with a GIL no other thread gives it a tag meanwhile.
    unsafe { (*class.as_type_ptr()).tp_version_tag }
}
