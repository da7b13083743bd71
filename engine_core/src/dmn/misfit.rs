//! Why a value does not conform to a type: which part of it, and what that part must be.
use crate::feel::general::{Exhausted, FeelType, Session, kind};
use crate::value::{Value, ops};

/// A part of a value that does not conform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Which part: `Applicant.Income`.
    pub part: String,
    /// What is there; `None` where nothing is.
    pub value: Option<String>,
    /// What it must be.
    pub expected: String,
}

/// All parts of a value that do not conform.
///
/// # Errors
/// When a test of allowed values is exhausted.
pub fn misfits(
    ty: &FeelType,
    value: &Value,
    name: &str,
    session: &mut Session<'_>,
) -> Result<Vec<Misfit>, Exhausted> {
    let mut found = Vec::new();
    look(ty, value, name, session, &mut found)?;
    Ok(found)
}

fn look(
    ty: &FeelType,
    value: &Value,
    part: &str,
    session: &mut Session<'_>,
    found: &mut Vec<Misfit>,
) -> Result<(), Exhausted> {
    let before = found.len();
    match (ty, value) {
        (_, Value::Null) => return Ok(()),
        (FeelType::Item(item), value) => {
            look(&item.base, value, part, session, found)?;
            if found.len() == before && ty.coerce(value, session)?.is_none() {
                let expected = format!("among the values that `{}` allows", item.name);
                found.push(Misfit { part: part.to_owned(), value: Some(shown(value)), expected });
            }
        }
        (FeelType::Context(members), Value::Context(context)) => {
            for (name, member) in members.iter() {
                let part = format!("{part}.{name}");
                match context.get(name) {
                    Some(value) => look(member, value, &part, session, found)?,
                    None => {
                        let expected = "given, as null where it is not known".to_owned();
                        found.push(Misfit { part, value: None, expected });
                    }
                }
            }
        }
        (FeelType::List(item), Value::List(items)) => {
            for (number, value) in (1..).zip(items.iter()) {
                look(item, value, &format!("{part}[{number}]"), session, found)?;
            }
        }
        (ty, value) => {
            if ty.coerce(value, session)?.is_none() {
                let expected = format!("a {ty}");
                found.push(Misfit { part: part.to_owned(), value: Some(shown(value)), expected });
            }
        }
    }
    Ok(())
}

fn shown(value: &Value) -> String {
    match value {
        Value::List(_) | Value::Context(_) | Value::Function(_) => kind(value).to_owned(),
        value => {
            let text = ops::to_feel_text(value);
            if text.chars().count() <= 120 { text } else { text.chars().take(119).chain(['…']).collect() }
        }
    }
}
