//! An explanation: a decision, and the tree of what led to it.

use engine_core::Explained;
use engine_core::source::Place;
use engine_core::trace::Node;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyType};

use crate::decision::{Decision, Shared};
use crate::fresh::fresh;
use crate::shards::Shard;

/// A decision with everything that led to it.
#[pyclass(frozen, module = "placet._native")]
pub struct Explanation {
    inner: Inner,
}

enum Inner {
    Made {
        shared: Shard,
        explained: Box<Explained>,
    },
    /// As it comes out of a pickle.
    Given {
        decision: Py<Decision>,
        tree: Py<PyDict>,
    },
}

impl Explanation {
    /// What the engine explained.
    pub fn of(shared: Shard, explained: Explained) -> Self {
        Self { inner: Inner::Made { shared, explained: Box::new(explained) } }
    }
}

#[pymethods]
impl Explanation {
    #[new]
    fn new(decision: Bound<'_, Decision>, tree: &Bound<'_, PyDict>) -> PyResult<Self> {
        let tree = fresh(tree)?.cast_into::<PyDict>()?.unbind();
        Ok(Self { inner: Inner::Given { decision: decision.unbind(), tree } })
    }

    /// The decision.
    #[getter]
    fn decision(&self, py: Python<'_>) -> PyResult<Py<Decision>> {
        match &self.inner {
            Inner::Made { shared, explained } => {
                Py::new(py, Decision::of(shared.clone(), Box::new(explained.decision.clone())))
            }
            Inner::Given { decision, .. } => Ok(decision.clone_ref(py)),
        }
    }

    /// Everything that happened, as nested dictionaries.
    #[getter]
    fn tree<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match &self.inner {
            Inner::Made { shared, explained } => {
                Ok(dict(py, shared, &engine_core::trace::explain(explained))?.into_any())
            }
            Inner::Given { tree, .. } => fresh(tree.bind(py)),
        }
    }

    #[expect(clippy::type_complexity, reason = "the pair that pickle asks for")]
    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> PyResult<(Bound<'py, PyType>, (Bound<'py, PyAny>, Bound<'py, PyAny>))> {
        Ok((slf.get_type(), (slf.getattr("decision")?, slf.getattr("tree")?)))
    }
}

fn dict<'py>(py: Python<'py>, shared: &Shared, node: &Node) -> PyResult<Bound<'py, PyDict>> {
    let dict_of_node = PyDict::new(py);
    dict_of_node.set_item("label", &node.label)?;
    dict_of_node.set_item("kind", node.kind)?;
    dict_of_node.set_item("result", &node.result)?;
    let seen = PyDict::new(py);
    for (name, value) in &node.values {
        seen.set_item(name, value)?;
    }
    dict_of_node.set_item("values", seen)?;
    dict_of_node.set_item("place", node.place.map(|at| place(shared, at)))?;
    dict_of_node.set_item("note", &node.note)?;
    let children = PyList::empty(py);
    for child in &node.children {
        children.append(dict(py, shared, child)?)?;
    }
    dict_of_node.set_item("children", children)?;
    Ok(dict_of_node)
}

fn place(shared: &Shared, at: Place) -> String {
    let file = shared.files.get(usize::from(at.file.0)).map_or("", String::as_str);
    format!("{file}:{}:{}", at.line, at.column)
}
