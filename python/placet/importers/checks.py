"""The check rows of an imported card: one applicant that is typical, and one for each bin, with the score by hand.

The scores are added here, from the card as it was read, and not by the engine: `placet test` compares the two.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from placet.importers.cells import cell, quoted
from placet.importers.model import (
    Bin,
    Card,
    Characteristic,
    Fact,
    Holds,
    Interval,
    Numbers,
    Words,
    number_text,
)

UNSEEN = "a word that no bin names"


class Check(NamedTuple):
    """A row of tests.csv."""

    case: str
    given: str
    score: str


def typical(card: Card) -> dict[str, str]:
    """A value for each fact, from the first bin of its characteristic that holds one; the text of cells."""
    values = {fact.name: _free_value(fact) for fact in card.facts}
    for part in card.characteristics:
        if part.name not in values:
            continue  # a derived value
        found = (_value(bin_.holds, _type(card, part)) for bin_ in part.bins)
        values[part.name] = next((value for value in found if value not in (None, "null")), None) or "null"
    return values


def checks(card: Card) -> Iterator[Check]:
    """A row for the typical applicant, then one for each bin of which it is not."""
    firsts = {part.name: _typical_bin(card, part) for part in card.characteristics}
    base = {name: bin_.points for name, bin_ in firsts.items()}
    yield Check("typical", "", card.total(base.values()))
    for part in card.characteristics:
        for bin_ in part.bins:
            if bin_ is firsts[part.name]:
                continue
            value = _value(bin_.holds, _type(card, part))
            if value is None or (value == "null" and not _may_miss(card, part)):
                continue
            points = {**base, part.name: bin_.points}
            yield Check(
                f"{part.name} {cell(bin_.holds)}", f"{part.name} = {value}", card.total(points.values())
            )


def _typical_bin(card: Card, part: Characteristic) -> Bin:
    kind = _type(card, part)
    return next((bin_ for bin_ in part.bins if _value(bin_.holds, kind) not in (None, "null")), part.bins[0])


def _type(card: Card, part: Characteristic) -> str:
    return next((fact.type for fact in card.facts if fact.name == part.name), "text")


def _may_miss(card: Card, part: Characteristic) -> bool:
    return any(fact.missing for fact in card.facts if fact.name == part.name)


def _free_value(fact: Fact) -> str:
    """Of a fact that no characteristic tests by itself."""
    if fact.missing:
        return "null"
    words = {"boolean": "false", "date": "2026-01-01", "text": quoted("-")}
    return words.get(fact.type, "0")


def _value(holds: Holds, kind: str) -> str | None:
    """A value that lies in the bin, as a cell; None where none can be named."""
    if isinstance(holds, Numbers):
        inside = (_inside(interval, kind == "integer") for interval in holds.intervals)
        number = next((number for number in inside if number is not None), None)
        return "null" if number is None and holds.null else None if number is None else number_text(number)
    if isinstance(holds, Words):
        if holds.words:
            return quoted(holds.words[0])
        return quoted(UNSEEN) if holds.rest else "null" if holds.null else None
    return "true" if True in holds.truths else "false" if holds.truths else "null" if holds.null else None


def _inside(interval: Interval, whole: bool) -> float | None:
    """The lower edge where it belongs to the interval, else the double (or whole number) beside an edge."""
    if math.isfinite(interval.low):
        above = interval.low + 1 if whole else math.nextafter(interval.low, math.inf)
        candidates = [interval.low, above]
    elif math.isfinite(interval.high):
        below = interval.high - 1 if whole else math.nextafter(interval.high, -math.inf)
        candidates = [interval.high, below]
    else:
        candidates = [0.0]
    fits = (each for each in candidates if interval.holds(each) and (not whole or each.is_integer()))
    return next(fits, None)
