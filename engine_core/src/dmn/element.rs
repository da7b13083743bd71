//! XML elements as the reader hands them over: a list of a name, a map of attributes, then a text or elements.
use crate::source::{Place, Scalar, Tree};

/// The elements that are expressions.
const EXPRESSIONS: [&str; 12] = [
    "literalExpression",
    "context",
    "decisionTable",
    "invocation",
    "list",
    "relation",
    "functionDefinition",
    "conditional",
    "filter",
    "for",
    "some",
    "every",
];

/// An element.
#[derive(Clone, Copy, Debug)]
pub struct Element<'a> {
    name: &'a Scalar,
    attributes: &'a [(Scalar, Tree)],
    content: &'a [Tree],
    place: Place,
}

impl<'a> Element<'a> {
    /// The element that a tree holds.
    #[must_use]
    pub fn of(tree: &'a Tree) -> Option<Self> {
        let Tree::List(items, place) = tree else { return None };
        let [Tree::Scalar(name), Tree::Map(attributes, _), content @ ..] = items.as_slice() else {
            return None;
        };
        Some(Self { name, attributes, content, place: *place })
    }

    /// Its name, without a namespace.
    #[must_use]
    pub fn name(self) -> &'a str {
        &self.name.text
    }

    /// Where its tag stands.
    #[must_use]
    pub const fn place(self) -> Place {
        self.place
    }

    /// All attributes.
    #[must_use]
    pub const fn attributes(self) -> &'a [(Scalar, Tree)] {
        self.attributes
    }

    /// An attribute.
    #[must_use]
    pub fn attribute(self, name: &str) -> Option<&'a Scalar> {
        self.attributes.iter().find(|(key, _)| key.text == name).and_then(|(_, value)| match value {
            Tree::Scalar(scalar) => Some(scalar),
            Tree::List(..) | Tree::Map(..) => None,
        })
    }

    /// Its own text.
    #[must_use]
    pub fn text(self) -> Option<&'a Scalar> {
        self.content.iter().find_map(|tree| match tree {
            Tree::Scalar(scalar) => Some(scalar),
            Tree::List(..) | Tree::Map(..) => None,
        })
    }

    /// The elements in it.
    pub fn elements(self) -> impl Iterator<Item = Self> + 'a {
        self.content.iter().filter_map(Self::of)
    }

    /// The elements in it that have this name.
    pub fn all(self, name: &'a str) -> impl Iterator<Item = Self> + 'a {
        self.elements().filter(move |element| element.name() == name)
    }

    /// The first element in it that has this name.
    #[must_use]
    pub fn child(self, name: &str) -> Option<Self> {
        self.elements().find(|element| element.name() == name)
    }

    /// The text of the first element in it that has this name.
    #[must_use]
    pub fn text_of(self, name: &str) -> Option<&'a Scalar> {
        self.child(name).and_then(Self::text)
    }

    /// The first expression in it.
    #[must_use]
    pub fn expression(self) -> Option<Self> {
        self.expressions().next()
    }

    /// The expressions in it.
    pub fn expressions(self) -> impl Iterator<Item = Self> + 'a {
        self.elements().filter(|element| EXPRESSIONS.contains(&element.name()))
    }

    /// Whether an attribute is `true`.
    #[must_use]
    pub fn flag(self, name: &str) -> bool {
        self.attribute(name).is_some_and(|value| value.text == "true" || value.text == "1")
    }
}

/// A name, white space in it normalised.
#[must_use]
pub fn name_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
