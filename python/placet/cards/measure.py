"""What the bins of a card did on data: how many, how many of them bad, weight of evidence and information value.

Which bin an applicant is in is told by the engine itself, by explaining the decision.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from placet.cards.read import CardTable

if TYPE_CHECKING:
    from placet._native import Engine


@dataclass(frozen=True)
class Measured:
    """One bin on data. WOE is ln(share of the goods / share of the bads): high is safe. None where either is none."""

    count: int
    bad: int
    share: float
    bad_rate: float | None
    woe: float | None
    iv: float | None


def measure(
    engine: Engine, card: CardTable, applicants: Iterable[tuple[Mapping[str, object], bool]]
) -> list[Measured]:
    """What each row of the card did.

    Args:
        engine: the bundle's engine.
        card: one of its cards.
        applicants: the facts of each, and whether it turned out bad.

    Raises:
        FactsError: facts do not fit.
    """
    rows = {f"{card.file}:{line}": number for number, line in enumerate(card.lines)}
    counts = [[0, 0] for _ in card.rows]
    for facts, bad in applicants:
        for number in _bins(engine, card, rows, facts):
            counts[number][bad] += 1
    parts: dict[str, list[int]] = {}
    for number, name in enumerate(card.names):
        parts.setdefault(name, []).append(number)
    measured: list[Measured | None] = [None] * len(counts)
    for numbers in parts.values():
        for number, each in zip(numbers, _part([counts[number] for number in numbers]), strict=True):
            measured[number] = each
    return [each for each in measured if each is not None]


def _bins(
    engine: Engine, card: CardTable, rows: Mapping[str, int], facts: Mapping[str, object]
) -> Iterable[int]:
    tree = engine.explain(facts, unknown="ignore").tree
    for stage in tree["children"]:
        if stage["kind"] == "stage" and stage["label"] == card.stage:
            for part in stage["children"]:
                place = (part["place"] or "").rpartition(":")[0]
                if part["kind"] == "characteristic" and place in rows:
                    yield rows[place]


def _part(counts: Sequence[Sequence[int]]) -> Iterable[Measured]:
    """The bins of one characteristic."""
    goods, bads = sum(good for good, _ in counts), sum(bad for _, bad in counts)
    for good, bad in counts:
        count = good + bad
        woe = iv = None
        if good and bad:
            woe = math.log((good / goods) / (bad / bads))
            iv = (good / goods - bad / bads) * woe
        yield Measured(
            count,
            bad,
            count / (goods + bads) if goods + bads else 0.0,
            bad / count if count else None,
            woe,
            iv,
        )
