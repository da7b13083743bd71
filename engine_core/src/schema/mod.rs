//! What a bundle knows of its inputs: facts with types, ranges and causes of absence; dated parameters; reasons.

mod allowed;
mod fact_type;
mod facts;
mod parameters;
mod reasons;

pub use self::allowed::WIDEST_DAY;
pub use self::facts::read as read_facts;
pub use self::parameters::{Parameter, Period, read as read_parameters};
pub use self::reasons::{ReasonText, Reasons, read as read_reasons};

use crate::domain::{Lane, Set, Words, missing};
use crate::source::Place;
use crate::value::Number;

/// The cause of a fact that simply was not given.
pub const NOT_GIVEN: u8 = 0;
/// The cause of a fact whose consent lacks.
pub const WITHHELD: u8 = 1;

/// Which of the bundle's facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FactId(pub u16);

impl FactId {
    /// The index into the schema's facts.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The type of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactType {
    /// A whole number.
    Integer,
    /// A decimal with at most this many places; `money` is one with the places of the currency.
    Decimal {
        /// The places.
        scale: u8,
        /// Whether it was declared as money.
        money: bool,
    },
    /// Any decimal.
    Number,
    /// A double, for model scores; in expressions it is the shortest decimal that prints as it.
    Float,
    /// True or false.
    Boolean,
    /// Any text.
    Text,
    /// One of some words.
    Enumeration(Words),
    /// A date.
    Date,
    /// A date with a time.
    DateTime,
    /// A days and time duration.
    DaysDuration,
    /// A years and months duration.
    MonthsDuration,
    /// A list.
    List(Box<FactType>),
}

/// Who may read a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Rules may read it.
    Decide,
    /// It is carried for monitoring; no rule may read it.
    Monitor,
    /// It is kept only; no rule may read it.
    Retain,
}

impl Use {
    /// As an author writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Decide => "decide",
            Self::Monitor => "monitor",
            Self::Retain => "retain",
        }
    }
}

/// One typed input.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its name; a dot groups.
    pub name: String,
    /// Where it is declared.
    pub place: Place,
    /// Its type.
    pub kind: FactType,
    /// Whether its type could not be read, which is reported once and not at every use.
    pub unread: bool,
    /// The least and greatest number, or day, that is allowed, and whether each end is included.
    pub range: Option<Range>,
    /// The cells that are allowed, for types that live in cells; missing ones are not among them.
    pub allowed: Set,
    /// Which causes of absence it admits; empty for a fact that must be given.
    pub causes: Vec<u8>,
    /// The boolean fact that must be true for this one to be read.
    pub consent: Option<FactId>,
    /// Whether its value may be repeated in messages.
    pub echo: bool,
    /// Who may read it.
    pub usage: Use,
    /// The columns that only people read, for the digest and the documentation: title and text.
    pub notes: Vec<(String, String)>,
}

/// A range of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The lower end and whether it is included.
    pub low: Option<(Number, bool)>,
    /// The upper end and whether it is included.
    pub high: Option<(Number, bool)>,
}

impl Range {
    /// Whether a number lies within.
    #[must_use]
    pub fn holds(&self, number: Number) -> bool {
        let above = self.low.is_none_or(|(low, included)| number > low || (included && number == low));
        let below = self.high.is_none_or(|(high, included)| number < high || (included && number == high));
        above && below
    }
}

impl Fact {
    /// Whether it may be missing.
    #[must_use]
    pub fn optional(&self) -> bool {
        !self.causes.is_empty()
    }

    /// The missing cells that it admits.
    #[must_use]
    pub fn missing(&self) -> Set {
        Set::union_of(&self.causes.iter().map(|&cause| Set::point(missing(cause))).collect::<Vec<_>>())
    }
}

impl FactType {
    /// What each item is, of a list; otherwise the type itself.
    #[must_use]
    pub fn item(&self) -> &Self {
        if let Self::List(item) = self { item } else { self }
    }

    /// How its cells are read; `None` for types that do not live in cells.
    #[must_use]
    pub fn lane(&self) -> Option<Lane> {
        match self {
            Self::Integer => Some(Lane::Scaled(0)),
            Self::Decimal { scale, .. } => Some(Lane::Scaled(*scale)),
            Self::Float => Some(Lane::Float),
            Self::Boolean => Some(Lane::Boolean),
            Self::Enumeration(words) => Some(Lane::Symbol { words: words.clone(), open: false }),
            Self::Date => Some(Lane::Day),
            Self::Number
            | Self::Text
            | Self::DateTime
            | Self::DaysDuration
            | Self::MonthsDuration
            | Self::List(_) => None,
        }
    }
}

/// All facts of a bundle, and the names of the causes of absence.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// The facts, in the author's order.
    pub facts: Vec<Fact>,
    /// The causes: `not_given`, `withheld`, then the declared ones.
    pub causes: Vec<String>,
}

impl Schema {
    /// The fact of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<FactId> {
        let index = self.facts.iter().position(|fact| fact.name == name)?;
        u16::try_from(index).ok().map(FactId)
    }

    /// The fact of this id.
    #[must_use]
    pub fn get(&self, id: FactId) -> Option<&Fact> {
        self.facts.get(id.index())
    }

    /// The cause of this name.
    #[must_use]
    pub fn cause(&self, name: &str) -> Option<u8> {
        self.causes.iter().position(|cause| cause == name).and_then(|index| u8::try_from(index).ok())
    }
}

/// The words of FEEL, which cannot be names.
const KEYWORDS: [&str; 18] = [
    "and",
    "or",
    "not",
    "if",
    "then",
    "else",
    "in",
    "between",
    "for",
    "return",
    "some",
    "every",
    "satisfies",
    "function",
    "instance",
    "null",
    "true",
    "false",
];

/// Whether a name is a word of FEEL.
#[must_use]
pub fn is_keyword(text: &str) -> bool {
    KEYWORDS.contains(&text)
}

/// Whether a text is a name: letters, digits, `_` and dots, beginning with a letter, each part after a dot too.
#[must_use]
pub fn is_name(text: &str) -> bool {
    text.len() <= 200
        && text.split('.').all(|part| {
            part.starts_with(|letter: char| letter.is_alphabetic())
                && part.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
        })
}
