//! Tells the crate for which Python it is built, and whether the objects of that Python lie as `raw` knows them.
use pyo3_build_config::PythonImplementation::CPython;
use pyo3_build_config::{PythonVersion, get, use_pyo3_cfgs};

fn main() {
    use_pyo3_cfgs();
    println!("cargo:rustc-check-cfg=cfg(known_layout)");
    let python = get();
    let version = python.version();
    // Of these versions the headers were read; within one, a layout never changes.
    let read =
        PythonVersion { major: 3, minor: 11 } <= version && version <= PythonVersion { major: 3, minor: 14 };
    if read
        && python.implementation() == CPython
        && python.pointer_width() == Some(64)
        && !python.is_free_threaded()
    {
        println!("cargo:rustc-cfg=known_layout");
    }
}
