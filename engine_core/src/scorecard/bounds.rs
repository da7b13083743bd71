//! Bounds on a group of characteristics: their points are added, and the sum is clipped.
//!
//! `social: -25..25` bounds every characteristic whose name begins with `social.`; `{of: […], within: …}` names them.

use super::check::Characteristic;
use crate::diagnostic::{Code, did_you_mean};
use crate::document::Reader;
use crate::feel::scope::Origin;
use crate::flow::Checking;
use crate::source::{Place, Scalar, Tree};
use crate::value::{Number, Round};

/// A group and its bounds, as written.
#[derive(Clone)]
pub struct BoundDoc<'a> {
    name: &'a Scalar,
    /// The characteristics that are named; `None` for those of the group of facts.
    of: Option<Vec<&'a Scalar>>,
    within: Within<'a>,
}

/// The two ends; one of them may be left open.
#[derive(Clone, Copy)]
struct Within<'a> {
    scalar: &'a Scalar,
    low: Option<Number>,
    high: Option<Number>,
}

/// A group and its bounds.
#[derive(Clone, Debug)]
pub struct CheckedBound {
    /// Its name.
    pub name: String,
    /// Where it is named.
    pub place: Place,
    /// The ends as written.
    pub within: String,
    /// The characteristics, in the author's order.
    pub parts: Vec<usize>,
    /// The least that they give together; open if `None`.
    pub low: Option<Number>,
    /// The most that they give together.
    pub high: Option<Number>,
}

impl CheckedBound {
    /// What a sum of points counts.
    #[must_use]
    pub fn clip(&self, sum: Number) -> Number {
        match (self.low, self.high) {
            (Some(low), _) if sum < low => low,
            (_, Some(high)) if sum > high => high,
            _ => sum,
        }
    }
}

/// Reads the key `bounds`.
pub fn read<'a>(tree: &'a Tree, reader: &mut Reader<'a>) -> Vec<BoundDoc<'a>> {
    let Some(mut fields) = reader.fields(tree, "`bounds`") else { return Vec::new() };
    fields.all().iter().filter_map(|(name, tree)| bound(name, tree, reader)).collect()
}

fn bound<'a>(name: &'a Scalar, tree: &'a Tree, reader: &mut Reader<'a>) -> Option<BoundDoc<'a>> {
    let Tree::Map(..) = tree else {
        let within = within(reader.scalar(tree, "the bounds of a group")?, reader)?;
        return Some(BoundDoc { name, of: None, within });
    };
    reader.name(name, "a group of characteristics", true);
    let what = format!("the group `{}`", name.text);
    let mut fields = reader.fields(tree, &what)?;
    let (of, within_tree) = (fields.need("of", &what, reader), fields.need("within", &what, reader));
    fields.finish(&what, &["of", "within"], reader);
    let of = of.and_then(|(_, tree)| reader.list(tree, "`of`")).map(|items| {
        items.iter().filter_map(|item| reader.scalar(item, "a characteristic in `of`")).collect()
    });
    let within = within_tree
        .and_then(|(_, tree)| reader.scalar(tree, "`within`"))
        .and_then(|scalar| within(scalar, reader));
    Some(BoundDoc { name, of: Some(of?), within: within? })
}

/// The ends of `-25..25`, `..25` or `-25..`.
fn within<'a>(scalar: &'a Scalar, reader: &mut Reader<'_>) -> Option<Within<'a>> {
    let end = |text: &str| {
        let text = text.trim();
        if text.is_empty() { Some(None) } else { Number::parse_exact(text).map(Some) }
    };
    let ends = scalar.text.split_once("..").and_then(|(low, high)| Some((end(low)?, end(high)?)));
    let (message, help) = match ends {
        Some((low, high)) if low.is_some() || high.is_some() => match low.zip(high) {
            Some((low, high)) if low > high => {
                ("the least points are above the greatest".to_owned(), "write the lower number first")
            }
            Some(_) | None => return Some(Within { scalar, low, high }),
        },
        Some(_) | None => (
            format!("the bounds of a group cannot be `{}`", scalar.text),
            "write two numbers, such as `-25..25`; one of them may be left out",
        ),
    };
    reader.error(Code::BadValue, scalar.place, message, help);
    None
}

/// Every end that is given, for the places of the card.
pub fn ends(docs: &[BoundDoc<'_>]) -> impl Iterator<Item = Number> {
    docs.iter().flat_map(|doc| [doc.within.low, doc.within.high]).flatten()
}

/// Finds the characteristics of each group by their names, and gives its ends the places of the card. `None` where a group is faulty.
pub fn check(
    docs: &[BoundDoc<'_>],
    names: &[&str],
    places: u8,
    checking: &mut Checking<'_>,
) -> Option<Vec<CheckedBound>> {
    let mut taken: Vec<Option<&str>> = vec![None; names.len()];
    // They have as many places as the card at most: no digit is lost.
    let with_places = |end: Number| end.round(i32::from(places), Round::Down).unwrap_or(end);
    let checked: Vec<Option<CheckedBound>> = docs
        .iter()
        .map(|doc| {
            let parts = parts(doc, names, &mut taken, checking);
            Some(CheckedBound {
                name: doc.name.text.clone(),
                place: doc.name.place,
                within: doc.within.scalar.text.trim().to_owned(),
                parts: parts?,
                low: doc.within.low.map(with_places),
                high: doc.within.high.map(with_places),
            })
        })
        .collect();
    checked.into_iter().collect()
}

/// The characteristics of one group. No two groups share one, since its points are clipped once.
fn parts<'a>(
    doc: &BoundDoc<'a>,
    names: &[&str],
    taken: &mut [Option<&'a str>],
    checking: &mut Checking<'_>,
) -> Option<Vec<usize>> {
    let prefix = format!("{}.", doc.name.text);
    let members: Vec<(usize, Place)> = match &doc.of {
        None => (0..)
            .zip(names)
            .filter(|(_, name)| name.starts_with(&prefix))
            .map(|(part, _)| (part, doc.name.place))
            .collect(),
        Some(of) => of.iter().filter_map(|member| named(member, names, checking)).collect(),
    };
    if members.is_empty() && doc.of.as_ref().is_none_or(Vec::is_empty) && !names.is_empty() {
        unmatched(doc, names, checking);
    }
    let asked = doc.of.as_ref().map_or(members.len(), Vec::len);
    let mut whole = !members.is_empty() && members.len() == asked;
    for (part, place) in &members {
        let (Some(group), Some(name)) = (taken.get_mut(*part), names.get(*part)) else { continue };
        match *group {
            None => *group = Some(&doc.name.text),
            Some(other) => {
                whole = false;
                let message = if other == doc.name.text {
                    format!("`{name}` stands twice in the group `{other}`")
                } else {
                    format!("`{name}` is in two groups, `{other}` and `{}`", doc.name.text)
                };
                let help = "the points of a characteristic are bounded once: take it out of one of them";
                checking.reader.error(Code::BadValue, *place, message, help);
            }
        }
    }
    let mut parts: Vec<usize> = members.into_iter().map(|(part, _)| part).collect();
    parts.sort_unstable();
    whole.then_some(parts)
}

fn named(member: &Scalar, names: &[&str], checking: &mut Checking<'_>) -> Option<(usize, Place)> {
    let found = names.iter().position(|name| *name == member.text);
    if found.is_none() {
        let help = did_you_mean(&member.text, names.iter().copied()).map_or_else(
            || "name characteristics as the card's first column does".to_owned(),
            |name| format!("did you mean `{name}`?"),
        );
        let message = format!("the card has no characteristic `{}`", member.text);
        checking.reader.error(Code::UnknownName, member.place, message, help);
    }
    found.map(|part| (part, member.place))
}

fn unmatched(doc: &BoundDoc<'_>, names: &[&str], checking: &mut Checking<'_>) {
    let group = &doc.name.text;
    let groups = names.iter().filter_map(|name| name.rsplit_once('.').map(|(group, _)| group));
    let (message, help) = match (&doc.of, did_you_mean(group, groups)) {
        (Some(_), _) => (
            format!("the group `{group}` has no characteristics"),
            "name them in `of: […]`, or remove the group".to_owned(),
        ),
        (None, Some(near)) => {
            (format!("no characteristic's name begins with `{group}.`"), format!("did you mean `{near}`?"))
        }
        (None, None) => (
            format!("no characteristic's name begins with `{group}.`"),
            format!("name them: `{group}: {{of: […], within: {}}}`", doc.within.scalar.text.trim()),
        ),
    };
    checking.reader.error(Code::UnknownName, doc.name.place, message, help);
}

/// Warns of characteristics outside a group of facts that read one of its facts all the same.
pub fn escapes(docs: &[BoundDoc<'_>], parts: &[Characteristic], checking: &mut Checking<'_>) {
    for doc in docs.iter().filter(|doc| doc.of.is_none()) {
        let group = &doc.name.text;
        let prefix = format!("{group}.");
        for part in parts.iter().filter(|part| !part.name.text.starts_with(&prefix)) {
            let behind = checking.scope.behind(part.column.input.names());
            let mut facts = behind.into_iter().filter_map(|id| checking.scope.get(id));
            let fact = facts
                .find(|entry| matches!(entry.origin, Origin::Fact(_)) && entry.name.starts_with(&prefix));
            if let Some(fact) = fact {
                let name = &part.name.text;
                let message = format!("`{name}` reads `{}` and is not bounded with `{group}`", fact.name);
                let help = format!(
                    "name all that the bounds hold: `{group}: {{of: [{name}, …], within: {}}}`",
                    doc.within.scalar.text.trim()
                );
                checking.reader.error(Code::EscapesBounds, part.name.place, message, help);
            }
        }
    }
}
