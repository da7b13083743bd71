//! Integer code with what is proven of it: its places and its range.

use super::{Narrow, Node};
use crate::domain::Cell;
use crate::value::{Number, Round};

/// Every step stays within this, which is far from the cells that are missing.
const MOST: i128 = 1 << 61;
/// The most places.
const PLACES: u8 = 18;

/// A part of an expression.
#[derive(Clone, Debug)]
pub struct Part {
    pub(super) node: Node,
    /// The fewest places that FEEL's number has; it can vary with the branch that is taken.
    fewest: u8,
    /// The most, and the scale of the integer.
    pub(super) scale: u8,
    /// The least and greatest integer.
    pub(super) range: (i64, i64),
}

impl Node {
    fn times(self, times: i64) -> Self {
        if let Self::Cell(slot) = self {
            Self::Multiple(slot, times)
        } else {
            Self::Times(Box::new(self), times)
        }
    }

    fn at_most(self, most: i64) -> Self {
        match self {
            Self::Within(of, low, high) => Self::Within(of, low, high.min(most)),
            of => Self::Within(Box::new(of), i64::MIN, most),
        }
    }

    fn at_least(self, least: i64) -> Self {
        match self {
            Self::Within(of, low, high) => Self::Within(of, low.max(least), high.max(least)),
            of => Self::Within(Box::new(of), least, i64::MAX),
        }
    }
}

impl Part {
    fn new(node: Node, (fewest, scale): (u8, u8), range: (i128, i128)) -> Option<Self> {
        let within = scale <= PLACES && -MOST < range.0 && range.1 < MOST;
        let range = (i64::try_from(range.0).ok()?, i64::try_from(range.1).ok()?);
        within.then_some(Self { node, fewest, scale, range })
    }

    /// A constant.
    #[must_use]
    pub fn constant(number: Number) -> Option<Self> {
        let scale = u8::try_from(number.exponent().checked_neg()?).ok()?;
        let integer = i64::try_from(number.coefficient()).ok()?;
        Self::new(Node::Constant(integer), (scale, scale), (integer.into(), integer.into()))
    }

    /// A cell between these numbers.
    #[must_use]
    pub fn cell(slot: u16, scale: u8, (low, high): (Number, Number)) -> Option<Self> {
        let range = (low.round_to_scaled(scale, Round::Floor)?, high.round_to_scaled(scale, Round::Ceiling)?);
        Self::new(Node::Cell(slot), (scale, scale), (range.0.into(), range.1.into()))
    }

    /// A number that is given as one of these cells.
    #[must_use]
    pub fn of_cells(slot: u16, scale: u8, cells: &[Cell]) -> Option<Self> {
        let range = (*cells.iter().min()?, *cells.iter().max()?);
        Self::new(Node::Cell(slot), (scale, scale), (range.0.into(), range.1.into()))
    }

    /// What a rounded multiple gives.
    pub(super) fn factor(factor: super::Factor, places: u8, range: (i128, i128)) -> Option<Self> {
        Self::new(Node::Factor(Box::new(factor)), (places, places), range)
    }

    fn range(&self) -> (i128, i128) {
        (self.range.0.into(), self.range.1.into())
    }

    fn places(&self) -> (u8, u8) {
        (self.fewest, self.scale)
    }

    /// The integer in a finer scale; FEEL's number stays as it is.
    fn aligned(self, scale: u8) -> Option<Self> {
        let times = 10_i64.checked_pow(u32::from(scale.checked_sub(self.scale)?))?;
        if times == 1 {
            return Some(self);
        }
        let (low, high) = self.range();
        let range = (low.checked_mul(times.into())?, high.checked_mul(times.into())?);
        let node = match self.node {
            Node::Constant(number) => Node::Constant(number.checked_mul(times)?),
            Node::Times(of, before) => Node::Times(of, before.checked_mul(times)?),
            Node::Multiple(slot, before) => Node::Multiple(slot, before.checked_mul(times)?),
            node => node.times(times),
        };
        Self::new(node, (self.fewest, scale), range)
    }

    fn both(self, other: Self) -> Option<(Self, Self)> {
        let scale = self.scale.max(other.scale);
        Some((self.aligned(scale)?, other.aligned(scale)?))
    }

    /// `-a`
    #[must_use]
    pub fn negated(self) -> Option<Self> {
        let ((low, high), places) = (self.range(), self.places());
        Self::new(self.node.times(-1), places, (-high, -low))
    }

    /// `a + b`
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let fewest = self.fewest.max(other.fewest);
        let (a, b) = self.both(other)?;
        let (range, scale) = ((a.range().0 + b.range().0, a.range().1 + b.range().1), a.scale);
        Self::new(Node::Sum(Box::new((a.node, b.node))), (fewest, scale), range)
    }

    /// `a - b`
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        let fewest = self.fewest.max(other.fewest);
        let (a, b) = self.both(other)?;
        let (range, scale) = ((a.range().0 - b.range().1, a.range().1 - b.range().0), a.scale);
        Self::new(Node::Difference(Box::new((a.node, b.node))), (fewest, scale), range)
    }

    /// `a * b`
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        let range = self.products(&other)?;
        let places = (self.fewest.checked_add(other.fewest)?, self.scale.checked_add(other.scale)?);
        let node = match (self.node, other.node) {
            (Node::Constant(number), of) | (of, Node::Constant(number)) => of.times(number),
            both => Node::Product(Box::new(both)),
        };
        Self::new(node, places, range)
    }

    /// The least and greatest product of the integers.
    pub(super) fn products(&self, other: &Self) -> Option<(i128, i128)> {
        let ((a, b), (c, d)) = (self.range(), other.range());
        let corners = [a.checked_mul(c)?, a.checked_mul(d)?, b.checked_mul(c)?, b.checked_mul(d)?];
        Some((*corners.iter().min()?, *corners.iter().max()?))
    }

    /// `min(a, b)`
    #[must_use]
    pub fn least(self, other: Self) -> Option<Self> {
        let fewest = self.fewest.min(other.fewest);
        let (a, b) = self.both(other)?;
        let ((low, high), (other_low, other_high), scale) = (a.range(), b.range(), a.scale);
        let range = (low.min(other_low), high.min(other_high));
        let node = match (a.node, b.node) {
            (Node::Constant(most), of) | (of, Node::Constant(most)) => of.at_most(most),
            both => Node::Least(Box::new(both)),
        };
        Self::new(node, (fewest, scale), range)
    }

    /// `max(a, b)`
    #[must_use]
    pub fn greatest(self, other: Self) -> Option<Self> {
        let fewest = self.fewest.min(other.fewest);
        let (a, b) = self.both(other)?;
        let ((low, high), (other_low, other_high), scale) = (a.range(), b.range(), a.scale);
        let range = (low.max(other_low), high.max(other_high));
        let node = match (a.node, b.node) {
            (Node::Constant(least), of) | (of, Node::Constant(least)) => of.at_least(least),
            both => Node::Greatest(Box::new(both)),
        };
        Self::new(node, (fewest, scale), range)
    }

    /// `if condition then a else b`
    pub(super) fn either(self, other: Self, condition: crate::feel::code::Test) -> Option<Self> {
        let fewest = self.fewest.min(other.fewest);
        let (a, b) = self.both(other)?;
        let ((low, high), (other_low, other_high), scale) = (a.range(), b.range(), a.scale);
        let range = (low.min(other_low), high.max(other_high));
        Self::new(Node::If(Box::new((condition, a.node, b.node))), (fewest, scale), range)
    }

    /// Rounded to so many places.
    pub(super) fn rounded(self, places: u8, mode: Round) -> Option<Self> {
        let Some(drop) = self.scale.checked_sub(places).filter(|drop| *drop > 0) else {
            return Some(Self { fewest: places, ..self.aligned(places)? });
        };
        let unit = 10_i64.checked_pow(drop.into())?;
        let range = (super::rounded(self.range.0, unit, mode), super::rounded(self.range.1, unit, mode));
        let node = Node::Rounded(Box::new(self.node), unit, mode);
        Self::new(node, (places, places), (range.0.into(), range.1.into()))
    }

    /// Integer code in a scale, for amounts that are only compared.
    #[must_use]
    pub fn at(self, scale: u8) -> Option<Node> {
        self.aligned(scale).map(|part| part.node)
    }

    /// The scale of the integer.
    #[must_use]
    pub const fn scale(&self) -> u8 {
        self.scale
    }

    /// The code, if its numbers always have the same places.
    #[must_use]
    pub fn narrow(self) -> Option<Narrow> {
        (self.fewest == self.scale).then_some(Narrow { node: self.node, scale: self.scale })
    }
}
