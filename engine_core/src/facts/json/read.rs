//! From the tokens of a request to the facts of an applicant, with the same problems in the same order as for a mapping.

use std::str;

use super::fault::Fault;
use super::lexer::{Kind, Lexer, Token};
use super::names::Names;
use super::scan::{GroupState, Scan, Slot, Unknown};
use super::token;
use crate::facts::{Problem, Reading};
use crate::feel::frame::Frame;
use crate::flow::Program;
use crate::schema::{Fact, FactId};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The facts of a JSON object in UTF-8; a byte order mark before it is skipped.
///
/// # Errors
/// Everything that is wrong with the facts; one problem where the text cannot be read.
pub fn read(program: &Program, data: &[u8], ignore_unknown: bool) -> Result<Box<Frame>, Vec<Problem>> {
    let data = data.strip_prefix(BYTE_ORDER_MARK).unwrap_or(data);
    let text = str::from_utf8(data).map_err(|error| {
        let fault = Fault::new(error.valid_up_to(), "UTF-8");
        vec![fault.problem(data)]
    })?;
    if u32::try_from(data.len()).is_err() {
        return Err(vec![Fault::new(u32::MAX as usize, "at most 4 GiB").problem(data)]);
    }
    let scan = Scan::of(text, &program.names, ignore_unknown).map_err(|fault| vec![fault.problem(data)])?;
    if let Some(kind) = scan.instead {
        return Err(vec![Problem {
            name: String::new(),
            value: None,
            expected: "an object".to_owned(),
            message: format!("the facts must be a JSON object of names and values, and are {kind}"),
        }]);
    }
    let mut reading = Reading::new(program);
    let groups = groups(&program.names, &scan, &mut reading);
    for &id in &program.order {
        let Some(slot) = scan.slots.get(id.index()) else { continue };
        let Some(fact) = program.facts.get(id.index()).map(|slot| &slot.fact) else { continue };
        let grouped = program.names.home(id).and_then(|group| groups.get(group).copied());
        give(&scan.lexer, id, fact, slot, grouped.unwrap_or_default(), &mut reading);
    }
    tell_unknown(&program.names, &scan.unknown, &mut reading);
    reading.finish()
}

/// What stands in place of each group that is missing as a whole; a group within a missing one is missing with it.
fn groups(names: &Names, scan: &Scan<'_, '_>, reading: &mut Reading<'_>) -> Vec<Token> {
    let mut missing: Vec<Token> = Vec::with_capacity(scan.groups.len());
    for (group, slot) in names.groups().iter().zip(&scan.groups) {
        if slot.repeated {
            reading.problem(repeated(&group.name));
        }
        missing.push(match &slot.state {
            GroupState::Missing(token) => *token,
            GroupState::Absent => {
                group.parent.and_then(|parent| missing.get(parent as usize).copied()).unwrap_or_default()
            }
            GroupState::Given => Token::default(),
            GroupState::Wrong(kind) => {
                let message = format!("`{}` must be a group of facts, and is {kind}", group.name);
                reading.problem(Problem::other(&group.name, message));
                Token::default()
            }
        });
    }
    missing
}

/// One fact: a value within its group goes before one by its whole name.
#[inline]
fn give(lexer: &Lexer<'_>, id: FactId, fact: &Fact, slot: &Slot, group: Token, reading: &mut Reading<'_>) {
    if slot.repeated {
        reading.problem(repeated(&fact.name));
    }
    let grouped = if group.kind == Kind::Absent { slot.value } else { group };
    if grouped.kind != Kind::Absent && slot.flat.kind != Kind::Absent {
        reading.problem(Problem::other(
            &fact.name,
            format!("`{}` is given twice: within its group and by its whole name", fact.name),
        ));
    }
    if reading.withheld(id) {
        return;
    }
    let token = if grouped.kind == Kind::Absent { slot.flat } else { grouped };
    if !token::plain(lexer, token).is_some_and(|value| reading.give_plain(id, value)) {
        reading.give(id, &token::input(lexer, token, &fact.kind));
    }
}

fn repeated(name: &str) -> Problem {
    Problem::other(name, format!("`{name}` is given twice: its key stands twice in the JSON"))
}

fn tell_unknown(names: &Names, unknown: &Unknown, reading: &mut Reading<'_>) {
    let mut keys: Vec<&(Option<u32>, String)> = unknown.keys.iter().collect();
    keys.sort_by_key(|(group, _)| *group);
    for (group, key) in keys {
        match group.and_then(|group| names.groups().get(group as usize)) {
            Some(group) => reading.unknown(&format!("{}.{key}", group.name)),
            None => reading.unknown(key),
        }
    }
    if unknown.more > 0 {
        reading
            .problem(Problem::other("", format!("there are {} more keys that are no facts", unknown.more)));
    }
}
