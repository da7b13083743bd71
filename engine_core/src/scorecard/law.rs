//! From points to a score: in which numbers they are added, and how the sum is scaled and rounded.
//!
//! A score that is scaled from log-odds is `offset + factor × sum`, as FEEL's decimals of 34 digits give it, or in doubles.

use std::cmp::Ordering;

use super::doc::number;
use crate::diagnostic::Code;
use crate::document::Reader;
use crate::source::{Scalar, Tree};
use crate::value::{Number, Round};

/// In which numbers the points are added, and in which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// As decimals, without rounding, so that the order means nothing.
    Exact,
    /// As doubles: the start, then the characteristics in their order.
    Float,
    /// As doubles: zero, the characteristics in their order, then the start.
    FloatStartLast,
}

/// A scale of log-odds.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// The score at these odds.
    pub points: Number,
    /// The odds, good to bad.
    pub odds: (Number, Number),
    /// How many points double the odds.
    pub pdo: Number,
    /// What one of log-odds is worth.
    pub factor: Number,
    /// The score at even odds.
    pub offset: Number,
    /// The nearest doubles of both.
    pub doubles: (f64, f64),
}

/// How a score is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounding {
    /// Which way.
    pub mode: Round,
    /// How many decimals are kept.
    pub places: u8,
}

/// How points become a score.
#[derive(Clone, Copy, Debug)]
pub struct Law {
    /// In which numbers they are added.
    pub arithmetic: Arithmetic,
    /// What the sum is scaled by, where the points are log-odds.
    pub scale: Option<Scale>,
    /// How the score is rounded, if it is.
    pub round: Option<Rounding>,
}

const ARITHMETIC: [Arithmetic; 3] = [Arithmetic::Exact, Arithmetic::Float, Arithmetic::FloatStartLast];

const MODES: [(&str, Round); 7] = [
    ("half even", Round::HalfEven),
    ("half up", Round::HalfUp),
    ("half down", Round::HalfDown),
    ("up", Round::Up),
    ("down", Round::Down),
    ("floor", Round::Floor),
    ("ceiling", Round::Ceiling),
];

/// The most places of a rounded score.
const MOST_PLACES: u8 = 15;

impl Arithmetic {
    /// As an author writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Float => "float",
            Self::FloatStartLast => "float start last",
        }
    }

    /// Whether the points are decimals.
    #[must_use]
    pub const fn exact(self) -> bool {
        matches!(self, Self::Exact)
    }
}

impl Rounding {
    /// As an author writes it.
    #[must_use]
    pub fn words(self) -> String {
        let word = MODES.iter().find(|(_, mode)| *mode == self.mode).map_or("", |(word, _)| word);
        format!("{word} {}", self.places)
    }

    fn parse(text: &str) -> Option<Self> {
        let (mode, places) = text.rsplit_once(' ')?;
        let (_, mode) = *MODES.iter().find(|(word, _)| *word == mode.trim())?;
        let places = places.parse().ok().filter(|&places| places <= MOST_PLACES)?;
        Some(Self { mode, places })
    }
}

impl Scale {
    /// `None` where one of the numbers is so large or so small that there is no scale.
    fn new(points: Number, odds: (Number, Number), pdo: Number) -> Option<Self> {
        let factor = pdo.checked_div(Number::from_i64(2).ln()?)?;
        let logarithm = odds.0.ln()?.checked_sub(odds.1.ln()?)?;
        let offset = points.checked_sub(factor.checked_mul(logarithm)?)?;
        Some(Self { points, odds, pdo, factor, offset, doubles: (factor.to_f64(), offset.to_f64()) })
    }
}

impl Law {
    /// The way in which the points move the score.
    #[must_use]
    pub fn direction(&self) -> Ordering {
        match &self.scale {
            Some(scale) if scale.pdo.is_negative() => Ordering::Less,
            Some(_) | None => Ordering::Greater,
        }
    }

    /// The score of an exact sum. Sums and scales are bounded at load, so that there is always one.
    #[must_use]
    pub fn of_sum(&self, sum: Number) -> Option<Number> {
        let scaled = match &self.scale {
            None => sum,
            Some(scale) => scale.offset.checked_add(scale.factor.checked_mul(sum)?)?,
        };
        self.rounded(scaled)
    }

    /// The score of a sum of doubles, before it is rounded.
    #[expect(clippy::float_arithmetic, reason = "the author asked for doubles")]
    #[must_use]
    pub fn of_double(&self, sum: f64) -> f64 {
        match &self.scale {
            None => sum,
            Some(scale) => scale.doubles.1 + scale.doubles.0 * sum,
        }
    }

    /// The score with the places that it is rounded to.
    #[must_use]
    pub fn rounded(&self, score: Number) -> Option<Number> {
        match self.round {
            None => Some(score),
            Some(round) => score.round(i32::from(round.places), round.mode),
        }
    }
}

/// Reads what a card says of it.
pub fn read<'a>(
    arithmetic: Option<Arithmetic>,
    scale: Option<&'a Tree>,
    round: Option<&'a Scalar>,
    reader: &mut Reader<'a>,
) -> Law {
    let scale = scale.and_then(|tree| self::scale(tree, reader));
    let round = round.and_then(|scalar| {
        let round = Rounding::parse(scalar.text.trim());
        if round.is_none() {
            let message = format!("`round` cannot be `{}`", scalar.text);
            let modes = MODES.map(|(mode, _)| mode).join(", ");
            let help = format!("write one of {modes}, and the places, from 0 to 15, such as `half even 0`");
            reader.error(Code::BadValue, scalar.place, message, help);
        }
        round
    });
    Law { arithmetic: arithmetic.unwrap_or(Arithmetic::Exact), scale, round }
}

/// The words of the key `arithmetic`.
#[must_use]
pub fn words() -> [(&'static str, Arithmetic); 3] {
    ARITHMETIC.map(|arithmetic| (arithmetic.word(), arithmetic))
}

fn scale<'a>(tree: &'a Tree, reader: &mut Reader<'a>) -> Option<Scale> {
    let mut fields = reader.fields(tree, "`scale`")?;
    let place = fields.place;
    let mut needed = |key: &str, reader: &mut Reader<'a>| {
        let (_, tree) = fields.need(key, "`scale`", reader)?;
        reader.scalar(tree, &format!("`{key}`"))
    };
    let (points, odds, pdo) = (needed("points", reader), needed("odds", reader), needed("pdo", reader));
    fields.finish("`scale`", &["points", "odds", "pdo"], reader);
    let (points, pdo) = (number(points?, "points", reader), number(pdo?, "pdo", reader));
    let odds = self::odds(odds?, reader)?;
    let usual = [points, odds.0, odds.1, pdo].iter().all(|number| usual(*number)) && !pdo.is_zero();
    let scale = if usual { Scale::new(points, odds, pdo) } else { None };
    if scale.is_none() {
        let help = "`pdo` is not zero, and none of the numbers has more than 15 digits before the point or 15 places";
        reader.error(Code::BadValue, place, "no score can be scaled so", help);
    }
    scale
}

fn usual(number: Number) -> bool {
    number.normalized().exponent() >= -15 && number.abs() < Number::from_i64(1_000_000_000_000_000)
}

/// `19`, `19:1` or `1:19`, good to bad.
fn odds(scalar: &Scalar, reader: &mut Reader<'_>) -> Option<(Number, Number)> {
    let side = |text: &str| Number::parse_exact(text.trim()).filter(|side| *side > Number::ZERO);
    let odds = match scalar.text.split_once(':') {
        None => side(&scalar.text).map(|good| (good, Number::ONE)),
        Some((good, bad)) => side(good).zip(side(bad)),
    };
    if odds.is_none() {
        let message = format!("the odds cannot be `{}`", scalar.text);
        reader.error(Code::BadValue, scalar.place, message, "write good to bad, such as `19:1` or `19`");
    }
    odds
}
