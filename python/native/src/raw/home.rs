//! Where objects keep their attributes: at places of their own, as `__slots__` and msgspec's Structs do, or in their own dict.
//!
//! Asking an object for an attribute finds that out anew, each time. It is found out once here, and holds as long as nothing of the
//! class or its bases is changed.
use std::marker::PhantomData;
use std::ptr::{self, NonNull};

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType};

use super::Item;

/// Where an object of one very class keeps an attribute.
pub enum Home {
    /// At a place of its own.
    Slot(Slot),
    /// In its own dict; if it is not there, the class may have it.
    Dict,
    /// Somewhere else, or nobody knows: it must be asked for.
    Elsewhere,
}

/// A place in an object, in bytes from its beginning.
pub struct Slot(isize);

/// The state of a class: another one after each change to it or to its bases.
pub struct State(u32);

impl Home {
    /// Where objects of a class keep an attribute.
    pub fn of(class: &Bound<'_, PyType>, attribute: &Bound<'_, PyString>) -> PyResult<Self> {
        if cfg!(not(known_layout)) {
            return Ok(Self::Elsewhere);
        }
        // Not the attribute `__dict__` of each class, which a metaclass may make up.
        let dict_of = class.py().get_type::<PyType>().getattr("__dict__")?.get_item("__dict__")?;
        let mut found = None;
        for base in class.mro() {
            let own = dict_of.call_method1("__get__", (base,))?;
            if own.contains(attribute)? {
                found = Some(own.get_item(attribute)?);
                break;
            }
        }
        // SAFETY: the class is alive, and how it gets attributes is a pointer that is only compared. `found` is alive, and so is its class; if
        // it is exactly a member descriptor, it is one of C's or of Python's own, whose layout is public, with a definition that lives as long.
        unsafe {
            let class = class.as_type_ptr();
            let usual: ffi::getattrofunc = ffi::PyObject_GenericGetAttr;
            if !(*class).tp_getattro.is_some_and(|get| ptr::fn_addr_eq(get, usual)) {
                return Ok(Self::Elsewhere);
            }
            let in_dict = if (*class).tp_dictoffset == 0 { Self::Elsewhere } else { Self::Dict };
            let Some(found) = found else { return Ok(in_dict) };
            let kind = ffi::Py_TYPE(found.as_ptr());
            if (*kind).tp_flags & (ffi::Py_TPFLAGS_HEAPTYPE | ffi::Py_TPFLAGS_IMMUTABLETYPE)
                == ffi::Py_TPFLAGS_HEAPTYPE
            {
                return Ok(Self::Elsewhere); // its class can be made a descriptor's, of which this one learns nothing
            }
            if (*kind).tp_descr_set.is_none() {
                return Ok(in_dict); // what does not take part in setting comes after the dict
            }
            if kind != &raw mut ffi::PyMemberDescr_Type {
                return Ok(Self::Elsewhere);
            }
            let member: *const ffi::PyMemberDescrObject = found.as_ptr().cast();
            let (of, member) = ((*member).d_common.d_type, (*member).d_member);
            let plain = (*member).type_code == ffi::Py_T_OBJECT_EX
                && (*member).flags & !ffi::Py_READONLY == 0
                && ffi::PyType_IsSubtype(class, of) != 0;
            Ok(if plain { Self::Slot(Slot((*member).offset)) } else { Self::Elsewhere })
        }
    }
}

impl Slot {
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

/// The own dict of an object, past its class, which may take its time for that.
pub fn own_dict<'py>(object: &Bound<'py, PyAny>) -> Option<Bound<'py, PyDict>> {
    // SAFETY: the object is alive, and this thread is attached to Python. What comes is a reference of our own, or null with an error.
    let own = unsafe {
        let own = ffi::PyObject_GenericGetDict(object.as_ptr(), ptr::null_mut());
        Bound::from_owned_ptr_or_err(object.py(), own)
    };
    own.ok()?.cast_into_exact().ok()
}
