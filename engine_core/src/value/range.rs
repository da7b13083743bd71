//! Ranges: from one end to the other, each included or not, or open to infinity.
use super::Value;

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// Where it is; null where an expression gave none, which is not the same as open.
    pub value: Value,
    /// Whether it belongs to the range.
    pub included: bool,
}

/// A range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RangeValue {
    /// The lower end; `None` where the range is open below, as in `(< 5)`.
    pub low: Option<End>,
    /// The upper end; `None` where the range is open above.
    pub high: Option<End>,
}
