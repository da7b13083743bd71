//! The stage `dmn` as written.

use crate::diagnostic::{Code, did_you_mean};
use crate::document::{Expression, Reader};
use crate::source::{FileId, Scalar, Tree};

/// The stage `dmn`.
#[derive(Clone, Debug)]
pub struct DmnDoc<'a> {
    /// The name of the model's file.
    pub file: &'a Scalar,
    /// The file.
    pub id: FileId,
    /// The decision.
    pub decision: &'a Scalar,
    /// What is given to the model, by the names of its inputs.
    pub inputs: Vec<(&'a Scalar, Option<Expression>)>,
}

/// Reads the stage.
pub fn read<'a>(tree: &'a Tree, reader: &mut Reader<'a>) -> Option<DmnDoc<'a>> {
    let mut fields = reader.fields(tree, "a model's stage")?;
    let file = fields.need("file", "a model's stage", reader);
    let decision = fields.need("decision", "a model's stage", reader);
    let mut inputs = Vec::new();
    if let Some((_, tree)) = fields.take("inputs")
        && let Some(mut entries) = reader.fields(tree, "`inputs`")
    {
        inputs.extend(entries.all().iter().map(|(name, tree)| (name, reader.value(tree, "an input"))));
    }
    fields.finish("a model's stage", &["file", "decision", "inputs"], reader);
    let file = file.and_then(|(_, tree)| reader.scalar(tree, "`file`"))?;
    let decision = decision.and_then(|(_, tree)| reader.scalar(tree, "`decision`"))?;
    reader.used.push(file.text.clone());
    let sources = reader.sources;
    if let Some((id, _)) = sources.find(&file.text).filter(|_| file.text.ends_with(".dmn")) {
        return Some(DmnDoc { file, id, decision, inputs });
    }
    let known = sources.files.iter().map(|file| file.name.as_str()).filter(|name| name.ends_with(".dmn"));
    let help = did_you_mean(&file.text, known).map(|name| format!("did you mean `{name}`?"));
    reader.error(
        Code::FileUnreadable,
        file.place,
        format!("there is no model `{}` in the bundle", file.text),
        help.unwrap_or_else(|| "name a .dmn file that stands in the bundle's folder".to_owned()),
    );
    None
}
