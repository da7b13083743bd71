"""A scorecard as an importer has read it, before it is written as a bundle.

Bins hold what they hold as sets, not as text, so that the cells of a bundle, the check rows and an export come from
one thing. Points are kept as the text that they are printed with: what is shown is what is computed with.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

Arithmetic = Literal["exact", "float", "float start last"]


class CardImportError(ValueError):
    """A card that cannot be imported: the text says what, where, and what to do."""


@dataclass(frozen=True)
class Note:
    """A decision that an importer took, or what the file no longer tells."""

    level: Literal["decision", "warning"]
    subject: str
    """The characteristic, or `card`."""
    code: str
    """A short word for programs, such as `unseen`."""
    text: str


@dataclass(frozen=True)
class Interval:
    """The numbers between two ends; an infinite end is open."""

    low: float
    low_closed: bool
    high: float
    high_closed: bool

    def holds(self, value: float) -> bool:
        """Whether a number lies in it."""
        above = value > self.low or (self.low_closed and value == self.low)
        return above and (value < self.high or (self.high_closed and value == self.high))

    @property
    def empty(self) -> bool:
        """Whether no number lies in it."""
        return self.low > self.high or (self.low == self.high and not (self.low_closed and self.high_closed))


@dataclass(frozen=True)
class Numbers:
    """What a bin over numbers holds."""

    intervals: tuple[Interval, ...]
    null: bool = False


@dataclass(frozen=True)
class Words:
    """What a bin over texts holds."""

    words: tuple[str, ...]
    null: bool = False
    rest: bool = False
    """Whether every text belongs to it that no other bin names."""


@dataclass(frozen=True)
class Truths:
    """What a bin over true and false holds."""

    truths: tuple[bool, ...]
    null: bool = False


Holds: TypeAlias = Numbers | Words | Truths


@dataclass(frozen=True)
class Bin:
    """A bin and its points."""

    holds: Holds
    points: str
    reason: str = ""
    baseline: str = ""
    share: str = ""


@dataclass(frozen=True)
class Characteristic:
    """A characteristic: bins over one fact, or over a value that the bundle derives."""

    name: str
    """The fact or the derived value."""
    bins: tuple[Bin, ...]
    title: str = ""
    """What the source calls it."""


@dataclass(frozen=True)
class Fact:
    """A line of facts.csv."""

    name: str
    type: str
    allowed: str = ""
    missing: bool = True
    title: str = ""
    use: str = "decide"


@dataclass
class Card:
    """A whole scorecard, with everything around it that its source says."""

    name: str
    source: str
    start: str = "0"
    arithmetic: Arithmetic = "exact"
    characteristics: list[Characteristic] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    reasons: list[tuple[str, str]] = field(default_factory=list)
    reason_keys: dict[str, str] = field(default_factory=dict)
    """The keys of `reasons:`; none where the source has no reasons."""
    derived: list[tuple[str, str]] = field(default_factory=list)
    """Values that the card reads: name and FEEL."""
    defined: str = ""
    """FEEL that says where there is a score; empty where there always is."""
    results: list[tuple[str, str]] = field(default_factory=list)
    """Values that are worked out from the score: name and FEEL."""
    outputs: list[tuple[str, str]] = field(default_factory=list)
    """Outputs beside the points' sum: name and FEEL. Empty: the score alone."""
    stage: str = "score"
    notes: list[Note] = field(default_factory=list)
    hand_checked: bool = True
    """Whether the sum of the bins' points is the score, so that check rows can be written."""

    def decide(self, subject: str, code: str, text: str) -> None:
        """Notes a decision."""
        self.notes.append(Note("decision", subject, code, text))

    def warn(self, subject: str, code: str, text: str) -> None:
        """Notes what the reader has to look at."""
        self.notes.append(Note("warning", subject, code, text))

    def total(self, points: Iterable[str]) -> str:
        """The score of these points, added as the source adds them."""
        if self.arithmetic == "exact":
            return plain(sum(map(Decimal, points), Decimal(self.start)))
        total = float(self.start) if self.arithmetic == "float" else 0.0
        for text in points:
            total += float(text)
        return number_text(total if self.arithmetic == "float" else total + float(self.start))


def plain(number: Decimal) -> str:
    """A decimal without exponent and without zeros at its end."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_text(value: float) -> str:
    """The shortest decimal that reads as this double, without exponent; whole numbers without a point.

    Raises:
        CardImportError: it is no finite number.
    """
    if not math.isfinite(value):
        raise CardImportError(f"{value} is no number that a card can use")
    return plain(Decimal(repr(float(value))))
