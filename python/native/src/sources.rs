//! The reader's plain tuples and lists, turned into the core's sources and findings.
//!
//! The reader is our own Python, so a wrong shape is a bug and raises; what an author did wrong is a finding.
use engine_core::bounds;
use engine_core::diagnostic::{Code, Diagnostic};
use engine_core::source::{Content, File, FileId, Place, Scalar, Sheet, Tree};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};

/// The files, in order; a file's number is its [`FileId`].
pub fn files(given: &Bound<'_, PyList>) -> PyResult<Vec<File>> {
    given.iter().enumerate().map(|(number, file)| file_of(&file, file_id(number)?)).collect()
}

/// The names and texts alone, to show findings in them.
pub fn names_and_texts(given: &Bound<'_, PyList>) -> PyResult<Vec<(String, String)>> {
    let named = given.iter().map(|file| {
        let (name, text, _): (String, String, Bound<'_, PyAny>) = file.extract()?;
        Ok((name, text))
    });
    named.collect()
}

fn file_of(given: &Bound<'_, PyAny>, id: FileId) -> PyResult<File> {
    let (name, text, content): (String, String, Bound<'_, PyAny>) = given.extract()?;
    let content = if content.is_none() {
        Content::Unread
    } else if kind(&content)? == "t" {
        Content::Sheet(sheet(&content)?)
    } else {
        Content::Tree(tree(&content, id, bounds::DEPTH.saturating_add(1))?)
    };
    Ok(File { name, text, content })
}

fn file_id(number: usize) -> PyResult<FileId> {
    u16::try_from(number).map(FileId).map_err(|_| PyValueError::new_err("too many files"))
}

fn kind(given: &Bound<'_, PyAny>) -> PyResult<String> {
    given.cast::<PyTuple>()?.get_item(0)?.extract()
}

/// `depth` is how many levels may still follow (one more than the reader allows collections), so that no tree can exhaust the stack.
fn tree(given: &Bound<'_, PyAny>, file: FileId, depth: usize) -> PyResult<Tree> {
    let deeper = depth.checked_sub(1).ok_or_else(|| PyValueError::new_err("a tree is too deep"))?;
    match kind(given)?.as_str() {
        "s" => Ok(Tree::Scalar(scalar(given, file)?)),
        "l" => {
            let (_, items, line, column, length) = collection(given)?;
            let items = items.iter().map(|item| tree(&item, file, deeper)).collect::<PyResult<_>>()?;
            Ok(Tree::List(items, Place { file, line, column, length }))
        }
        "m" => {
            let (_, entries, line, column, length) = collection(given)?;
            let entries = entries.iter().map(|entry| pair(&entry, file, deeper)).collect::<PyResult<_>>()?;
            Ok(Tree::Map(entries, Place { file, line, column, length }))
        }
        other => Err(PyValueError::new_err(format!("a tree of the unknown kind {other:?}"))),
    }
}

type Collection<'py> = (Bound<'py, PyString>, Bound<'py, PyList>, u32, u32, u32);

fn collection<'py>(given: &Bound<'py, PyAny>) -> PyResult<Collection<'py>> {
    given.extract()
}

fn pair(given: &Bound<'_, PyAny>, file: FileId, depth: usize) -> PyResult<(Scalar, Tree)> {
    let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = given.extract()?;
    Ok((scalar(&key, file)?, tree(&value, file, depth)?))
}

fn scalar(given: &Bound<'_, PyAny>, file: FileId) -> PyResult<Scalar> {
    let (_, text, line, column, length, lead): (Bound<'_, PyString>, String, u32, u32, u32, i64) =
        given.extract()?;
    // A negative lead says that the text is no verbatim stretch of the line.
    Ok(Scalar { text, place: Place { file, line, column, length }, verbatim: u32::try_from(lead).ok() })
}

fn sheet(given: &Bound<'_, PyAny>) -> PyResult<Sheet> {
    type Parts<'py> = (Bound<'py, PyString>, Vec<String>, Vec<Vec<String>>, Vec<u32>, char);
    let (_, header, columns, lines, separator): Parts<'_> = given.extract()?;
    if columns.len() != header.len() || columns.iter().any(|column| column.len() != lines.len()) {
        return Err(PyValueError::new_err("a sheet's columns differ in length"));
    }
    Ok(Sheet { header, columns, lines, separator })
}

/// The reader's own findings.
pub fn findings(given: &Bound<'_, PyList>, files: usize) -> PyResult<Vec<Diagnostic>> {
    given.iter().map(|finding| diagnostic(&finding, files)).collect()
}

fn diagnostic(given: &Bound<'_, PyAny>, files: usize) -> PyResult<Diagnostic> {
    type Parts = (String, Option<usize>, u32, u32, u32, String, String);
    let (id, file, line, column, length, message, help): Parts = given.extract()?;
    let place = match file {
        Some(number) if number < files => Some(Place { file: file_id(number)?, line, column, length }),
        Some(number) => return Err(PyValueError::new_err(format!("a finding in the unknown file {number}"))),
        None => None,
    };
    Ok(Diagnostic { code: code(&id)?, place, message, help: Some(help).filter(|help| !help.is_empty()) })
}

/// The code with this id.
pub fn code(id: &str) -> PyResult<Code> {
    let known = Code::ALL.iter().find(|code| code.id() == id).copied();
    known.ok_or_else(|| PyValueError::new_err(format!("there is no code {id:?}")))
}
